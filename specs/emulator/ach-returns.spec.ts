import { expect } from '@playwright/test';
import { proves } from '../requirement.ts';
import {
  type AchPayment,
  type Activity,
  achLedger,
  errorOf,
  fundedAccount,
  type Hold,
  originate,
  payment,
  payments,
} from './ach-bank.ts';
import { type TestBank, test } from './test-bank.ts';

const pull = { transactionType: 'Pull' };
const EXECUTED = '2026-03-02T10:20-05:00';
const giveBack = async (bank: TestBank, { id }: { id: string }, returnCode = 'R01') =>
  errorOf(await bank.send('simulateInboundReturn', { body: { paymentId: id, returnCode } }));
const correct = async (bank: TestBank, { id }: { id: string }) => {
  const body = { paymentId: id, changeCode: 'C01', correctedData: '87654321' };
  return errorOf(await bank.send('simulateInboundCorrection', { body }));
};
const answersTo = (bank: TestBank, { id }: { id: string }) => payments(bank, { originalPaymentId: id });
const NOT_COMPLETE = '400 2027 Payment is not an outbound payment with status Complete';

/** Opens a funded account with a payment that is executed at 10:20. */
async function executed(bank: TestBank, change: object): Promise<{ account: string; original: AchPayment }> {
  const account = await fundedAccount(bank, 1_000);
  const original = await originate(bank, account, { amount: 400, ...change });
  await bank.advanceTo(EXECUTED);
  return { account, original };
}

test('the return of a Push is a new payment that credits its amount', proves('D17', 'D19', 'X11'), async ({ bank }) => {
  const { account, original } = await executed(bank, {});
  expect(await bank.master(account)).toBe('600 / 600');
  expect(await giveBack(bank, original, 'R03')).toBe('202');
  await bank.advance(299);
  expect(await answersTo(bank, original)).toEqual([]);
  expect(await bank.master(account)).toBe('600 / 600');
  await bank.advance(1);
  const [back, ...rest] = await answersTo(bank, original);
  expect(rest).toEqual([]);
  expect(back).toMatchObject({
    direction: 'Inbound',
    paymentType: 'Return',
    originalPaymentId: original.id,
    returnCode: 'R03',
    status: 'Complete',
    amount: 400,
    transactionType: 'Push',
    accountNumber: account,
    effectiveDate: '2026-03-02',
  });
  expect(back?.id).not.toBe(original.id);
  expect(back?.referenceId).not.toBe(original.referenceId);
  expect(await payment(bank, original)).toMatchObject({ status: 'Complete', id: original.id });
  expect(await bank.master(account)).toBe('1000 / 1000');
  const activities = await bank.list<Activity>('listActivities', account);
  expect(activities.map(({ transactionType, amount }) => [transactionType, amount])).toEqual([
    ['Credit', 1_000],
    ['Debit', 400],
    ['Credit', 400],
  ]);
  expect(activities[2]).toMatchObject({
    transactionCode: 'Outgoing ACH Return',
    railId: `payment/${back?.id}`,
    transactionId: back?.coreTransactionId,
    description: expect.stringMatching(/ REF: A061\w{8} RES: R03$/),
  });
  expect(await achLedger(bank)).toEqual([-1_000, 0]);
  await bank.close();
  expect(await achLedger(bank)).toEqual([0, 0]);
});

test('the return of a Pull debits its amount and releases its hold', proves('D17', 'D19'), async ({ bank }) => {
  const { account, original } = await executed(bank, pull);
  expect(await bank.master(account)).toBe('1400 / 1000');
  expect(await giveBack(bank, original)).toBe('202');
  await bank.advance(300);
  expect(await bank.master(account)).toBe('1000 / 1000');
  expect(await bank.list<Hold>('listHolds', account)).toMatchObject([{ status: 'Released', amount: 400 }]);
  expect(await answersTo(bank, original)).toMatchObject([{ paymentType: 'Return', transactionType: 'Pull' }]);
  await bank.advanceTo('2026-03-06');
  expect(await bank.master(account)).toBe('1000 / 1000');
  expect(await bank.list<Hold>('listHolds', account)).toMatchObject([{ status: 'Released' }]);
});

test('the return of a spent Pull overdraws the account', async ({ bank }) => {
  const { account, original } = await executed(bank, pull);
  await bank.advanceTo('2026-03-04');
  expect(await bank.master(account)).toBe('1400 / 1400');
  await bank.transfer(account, await bank.open(), 1_400);
  const body = { appliesTo: 'All', rail: 'Ach', reason: 'R' };
  await bank.ok('createRestriction', { path: { accountNumber: account }, body });
  expect(await giveBack(bank, original)).toBe('202');
  await bank.advance(300);
  expect(await bank.master(account)).toBe('-400 / -400');
  const [back] = await answersTo(bank, original);
  const transactionId = back?.coreTransactionId ?? '';
  expect(await bank.ok('getTransaction', { path: { transactionId } })).toMatchObject({ flags: ['FRC'] });
  expect((await achLedger(bank))[1]).toBe(0);
});

// status of the payment, response to a return, response to a correction
const progress: [string, string, string][] = [
  ['Created', '2026-03-02T09:10-05:00', NOT_COMPLETE],
  ['Pending', '2026-03-02T09:59:59-05:00', NOT_COMPLETE],
  ['Batched', '2026-03-02T10:19:59-05:00', NOT_COMPLETE],
  ['Complete', EXECUTED, '202'],
];
for (const [status, at, answer] of progress) {
  test(
    `a return or correction of a ${status} payment returns ${answer.slice(0, 8)}`,
    proves('D17'),
    async ({ bank }) => {
      const account = await fundedAccount(bank, 1_000);
      const original = await originate(bank, account, { amount: 400 });
      if (status !== 'Created') await bank.advanceTo(at);
      expect((await payment(bank, original)).status).toBe(status);
      expect([await correct(bank, original), await giveBack(bank, original)]).toEqual([answer, answer]);
      await bank.advance(300);
      expect((await answersTo(bank, original)).length).toBe(answer === '202' ? 2 : 0);
    },
  );
}

test('a payment can be returned only once, also before the return arrives', async ({ bank }) => {
  const { account, original } = await executed(bank, {});
  expect(await giveBack(bank, original)).toBe('202');
  expect(await giveBack(bank, original)).toBe('400 2025 Payment was already returned');
  await bank.advance(300);
  expect(await giveBack(bank, original, 'R02')).toBe('400 2025 Payment was already returned');
  const [back] = await answersTo(bank, original);
  expect(await giveBack(bank, back as AchPayment)).toBe(NOT_COMPLETE);
  await bank.advance(300);
  expect(await bank.master(account)).toBe('1000 / 1000');
});

test('return and correction reject inbound and other partners’ payments', async ({ bank }) => {
  const { original } = await executed(bank, {});
  const [inbound] = await payments(bank, { direction: 'Inbound' });
  expect([await giveBack(bank, inbound as AchPayment), await correct(bank, inbound as AchPayment)]).toEqual([
    NOT_COMPLETE,
    NOT_COMPLETE,
  ]);
  const unknown = { id: '00000000-0000-4000-a000-000000000001' };
  for (const answer of [await giveBack(bank, unknown), await correct(bank, unknown)])
    expect(answer).toBe('404 2404 Payment not found');
  const body = { paymentId: original.id, returnCode: 'R01' };
  expect(errorOf(await bank.other.send('simulateInboundReturn', { body }))).toBe('404 2404 Payment not found');
});

test('a correction is a new payment of 0 cents that moves nothing', proves('D17'), async ({ bank }) => {
  const { account, original } = await executed(bank, {});
  expect(await correct(bank, original)).toBe('202');
  await bank.advance(299);
  expect(await answersTo(bank, original)).toEqual([]);
  await bank.advance(1);
  const answers = await answersTo(bank, original);
  expect(answers).toMatchObject([
    {
      direction: 'Inbound',
      paymentType: 'Correction',
      amount: 0,
      status: 'Complete',
      originalPaymentId: original.id,
      reasonData: { changeCode: 'C01', correctedData: '87654321' },
    },
  ]);
  expect(answers[0]?.coreTransactionId).toBeUndefined();
  expect(await bank.master(account)).toBe('600 / 600');
  expect(await giveBack(bank, original)).toBe('202');
});

// purpose, result five minutes after the payment is Complete, balances
const purposes: [string, object[], string][] = [
  ['RETURN_R01', [{ paymentType: 'Return', returnCode: 'R01' }], '1000 / 1000'],
  ['RETURN_R29', [{ paymentType: 'Return', returnCode: 'R29' }], '1000 / 1000'],
  ['NOC_C02', [{ paymentType: 'Correction', reasonData: { changeCode: 'C02' } }], '600 / 600'],
  ['RETURN_R1', [], '600 / 600'],
  ['Rent', [], '600 / 600'],
];
for (const [purpose, answers, balances] of purposes) {
  test(`purpose ${purpose} causes ${answers.length} returns or corrections`, proves('D18'), async ({ bank }) => {
    const { account, original } = await executed(bank, { purpose });
    expect(await payment(bank, original)).toMatchObject({ status: 'Complete', purpose });
    await bank.advance(299);
    expect(await answersTo(bank, original)).toEqual([]);
    expect(await bank.master(account)).toBe('600 / 600');
    await bank.advance(1);
    expect(await answersTo(bank, original)).toMatchObject(answers);
    expect(await bank.master(account)).toBe(balances);
    await bank.advanceTo('2026-03-05');
    expect(await answersTo(bank, original)).toHaveLength(answers.length);
    expect(await bank.master(account)).toBe(balances);
  });
}

test('the return of a prenote moves nothing', async ({ bank }) => {
  const { account, original } = await executed(bank, { amount: 0, purpose: 'RETURN_R03' });
  await bank.advance(300);
  expect(await answersTo(bank, original)).toMatchObject([{ paymentType: 'Return', amount: 0, returnCode: 'R03' }]);
  expect(await bank.list('listActivities', account)).toHaveLength(1);
});
