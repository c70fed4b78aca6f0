import { expect } from '@playwright/test';
import { errorOf, fundedAccount, type MemoPost, originate, payment } from './ach-bank.ts';
import { type TestBank, test } from './test-bank.ts';

const cancel = async (bank: TestBank, { id }: { id: string }) =>
  errorOf(await bank.send('cancelAchPayment', { path: { paymentId: id } }));
const review = async (bank: TestBank, { id }: { id: string }, decision: string) =>
  errorOf(await bank.send('reviewAchPayment', { path: { paymentId: id }, body: { decision } }));

const TOO_LATE = '400 2026 Payment can no longer be canceled';

// act before the cancel, response to the cancel, balances after it, balances after all payments are executed
const table: [string, (bank: TestBank, id: { id: string }) => Promise<unknown>, string, string, string][] = [
  ['Created', async () => undefined, '200', '1000 / 1000', '1000 / 1000'],
  ['Pending', (bank) => bank.advanceTo('2026-03-02T09:59:59-05:00'), '200', '1000 / 1000', '1000 / 1000'],
  ['Hold', (bank, id) => review(bank, id, 'Hold'), '200', '1000 / 1000', '1000 / 1000'],
  ['Batched', (bank) => bank.advanceTo('2026-03-02T10:00-05:00'), TOO_LATE, '1000 / 600', '600 / 600'],
  ['Processing', (bank) => bank.advanceTo('2026-03-02T10:20-05:00'), TOO_LATE, '1000 / 600', '600 / 600'],
  ['Complete', (bank) => bank.advanceTo('2026-03-03'), TOO_LATE, '600 / 600', '600 / 600'],
  ['Canceled', (bank, id) => cancel(bank, id), TOO_LATE, '1000 / 1000', '1000 / 1000'],
  ['Rejected', (bank, id) => review(bank, id, 'Reject'), TOO_LATE, '1000 / 1000', '1000 / 1000'],
];
for (const [status, before, answer, then, inTheEnd] of table) {
  test(`cancelAchPayment of a ${status} payment returns ${answer.slice(0, 8)}`, async ({ bank }) => {
    const account = await fundedAccount(bank, 1_000);
    const push = await originate(bank, account, { amount: 400, serviceType: 'Standard' });
    expect(await bank.master(account)).toBe('1000 / 600');
    await before(bank, push);
    expect((await payment(bank, push)).status).toBe(status);
    expect(await cancel(bank, push)).toBe(answer);
    expect((await payment(bank, push)).status).toBe(answer === '200' ? 'Canceled' : status);
    expect(await bank.master(account)).toBe(then);
    const [memo] = await bank.list<MemoPost>('listMemoPosts', account);
    const isBack = then === '1000 / 1000';
    expect(memo?.status).toBe(isBack ? 'Expired' : status === 'Complete' ? 'Converted' : 'Active');
    await bank.advanceTo('2026-03-05');
    expect(await bank.master(account)).toBe(inTheEnd);
    expect(await bank.list('listActivities', account)).toHaveLength(isBack ? 1 : 2);
  });
}

test('cancel and review reject an inbound payment and do not find an unknown one', async ({ bank }) => {
  await fundedAccount(bank, 1_000);
  const { results } = await bank.ok<{ results: [{ id: string }] }>('listAchPayments');
  expect(await cancel(bank, results[0])).toBe(TOO_LATE);
  expect(await review(bank, results[0], 'Hold')).toMatch(/^400 2025 Hold requires an outbound payment/);
  const unknown = { id: '00000000-0000-4000-a000-000000000001' };
  expect(await cancel(bank, unknown)).toBe('404 2404 Payment not found');
  expect(await review(bank, unknown, 'Hold')).toBe('404 2404 Payment not found');
});

test('a payment in Hold is not batched; after its release it is planned again', async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000);
  const push = await originate(bank, account, { amount: 400 });
  expect(await review(bank, push, 'Hold')).toBe('200');
  await bank.advanceTo('2026-03-02T17:00-05:00');
  expect(await payment(bank, push)).toMatchObject({ status: 'Hold', effectiveDate: '2026-03-02' });
  expect(await bank.master(account)).toBe('1000 / 600');
  expect(await review(bank, push, 'Release')).toBe('200');
  expect(await payment(bank, push)).toMatchObject({
    status: 'Pending',
    effectiveDate: '2026-03-03',
    serviceType: 'SameDay',
  });
  await bank.advanceTo('2026-03-03T10:20-05:00');
  expect(await payment(bank, push)).toMatchObject({ status: 'Complete' });
  expect(await bank.master(account)).toBe('600 / 600');
});

test('a payment that the review rejects releases its secured amount', async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000);
  const push = await originate(bank, account, { amount: 400 });
  await bank.advance(1);
  expect(await review(bank, push, 'Reject')).toBe('200');
  expect(await payment(bank, push)).toMatchObject({ status: 'Rejected' });
  expect(await bank.master(account)).toBe('1000 / 1000');
  for (const decision of ['Hold', 'Release', 'Reject'])
    expect(await review(bank, push, decision)).toMatch(
      new RegExp(`^400 2025 ${decision} requires an outbound payment`),
    );
  await bank.advanceTo('2026-03-03');
  expect(await bank.master(account)).toBe('1000 / 1000');
});

test('reviewAchPayment rejects Batched payments and releases only those in Hold', async ({ bank }) => {
  const account = await fundedAccount(bank, 1_000);
  const push = await originate(bank, account);
  expect(await review(bank, push, 'Release')).toBe('400 2025 Release requires an outbound payment with status Hold');
  await bank.advanceTo('2026-03-02T10:00-05:00');
  expect(await review(bank, push, 'Hold')).toBe(
    '400 2025 Hold requires an outbound payment with status Created or Pending',
  );
  expect(await review(bank, push, 'Reject')).toBe(
    '400 2025 Reject requires an outbound payment with status Created or Pending or Hold',
  );
});
