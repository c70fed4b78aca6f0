import { expect } from '@playwright/test';
import type { CoreSchemas, EmulatorSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { startTestBank, type TestBank, test } from './test-bank.ts';

type Activity = CoreSchemas['Activity'];
type Hold = CoreSchemas['Hold'];
type Posted = EmulatorSchemas['PostedTransaction'];

async function depositCheck(bank: TestBank, accountNumber: string, amount: number): Promise<Posted> {
  const check = { accountNumber, rail: 'Check', transactionType: 'Credit', transactionCode: 'Check', amount };
  return bank.ok<Posted>('postRailTransaction', { body: check });
}

test(
  'a check becomes available in parts, each held until the day before',
  proves('V01', 'V03', 'V04', 'V05', 'V06', 'V07', 'V09', 'V11', 'A11'),
  async ({ bank }) => {
    const account = await bank.open();
    const { transactionId } = await depositCheck(bank, account, 1_001);
    // 20, 40 and 40 percent: the last part takes the rounding difference.
    const schedule = [200, 400, 401];
    const transaction = await bank.ok<CoreSchemas['Transaction']>('getTransaction', { path: { transactionId } });
    expect(transaction).toMatchObject({ schedule, isClearing: true, amount: 1_001 });
    const [activity] = await bank.list<Activity>('listActivities', account);
    expect(activity).toMatchObject({ schedule, isClearing: true, railId: transaction.railId });
    const about = { holdType: 'Internal', reason: 'Availability', rail: 'Check', railId: transaction.railId };
    expect(await bank.list<Hold>('listHolds', account)).toMatchObject([
      { ...about, amount: 400, status: 'Active', expiresAt: '2026-03-02T00:00:00-05:00' },
      { ...about, amount: 401, status: 'Active', expiresAt: '2026-03-03T00:00:00-05:00' },
    ]);
    const seen = [await bank.master(account)];
    for (let day = 0; day < 2; day++) {
      await bank.close();
      seen.push(await bank.master(account));
    }
    expect(seen).toEqual(['1001 / 200', '1001 / 600', '1001 / 1001']);
    expect((await bank.list<Hold>('listHolds', account)).map(({ status }) => status)).toEqual(['Expired', 'Expired']);
    expect((await bank.list<Activity>('listActivities', account))[0]).toMatchObject({ schedule, isClearing: false });
  },
);

test('a held amount cannot be spent, to the cent', proves('V07', 'V11'), async ({ bank }) => {
  const [account, other] = [await bank.open(), await bank.open()];
  await depositCheck(bank, account, 1_000);
  expect((await bank.transfer(account, other, 201)).debit.result.code).toBe('NSF');
  expect((await bank.transfer(account, other, 200)).status).toBe('Complete');
  expect(await bank.master(account)).toBe('800 / 0');
});

test('a schedule skips Memorial Day and its weekend', proves('V02', 'V08'), async () => {
  const bank = await startTestBank({ clock: '2026-05-22T09:00-04:00' });
  try {
    const path = { productId: bank.emulator.demo.products.checking };
    const availability = [{ rail: 'Check', transactionCode: 'Check', percentages: [0, 0, 100] }];
    await bank.ok('configureProductRules', { path, body: { availability } });
    const account = await bank.open();
    await depositCheck(bank, account, 2_700);
    expect(await bank.list<Hold>('listHolds', account)).toMatchObject([
      { amount: 2_700, expiresAt: '2026-05-26T00:00:00-04:00' },
    ]);
    await bank.advanceTo('2026-05-26T20:59:59-04:00');
    expect(await bank.master(account)).toBe('2700 / 0');
    expect(await bank.advanceTo('2026-05-26T21:00:00-04:00')).toMatchObject({ postingDay: '2026-05-27' });
    expect(await bank.master(account)).toBe('2700 / 2700');
  } finally {
    await bank.emulator.close();
  }
});

test('a credit without a rule of its product is available at once', async ({ bank }) => {
  const account = await bank.open();
  const wire = { accountNumber: account, rail: 'Wire', transactionType: 'Credit', transactionCode: 'Incoming Wire' };
  await bank.ok('postRailTransaction', { body: { ...wire, amount: 500 } });
  const [activity] = await bank.list<Activity>('listActivities', account);
  expect([activity?.schedule, activity?.isClearing]).toEqual([undefined, undefined]);
  expect([await bank.master(account), await bank.list('listHolds', account)]).toEqual(['500 / 500', []]);
});

test('configureProductRules rejects percentages that do not add up to 100', async ({ bank }) => {
  const path = { productId: bank.emulator.demo.products.checking };
  const send = (percentages: number[]) =>
    bank.send('configureProductRules', {
      path,
      body: { availability: [{ rail: 'Check', transactionCode: 'Check', percentages }] },
    });
  expect((await send([50, 49])).body).toMatchObject({
    errors: [{ code: 1000, message: 'Availability[0].Percentages must add up to 100' }],
  });
  expect((await send([50, 50])).statusCode).toBe(200);
});
