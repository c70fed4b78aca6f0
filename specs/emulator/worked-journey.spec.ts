import { expect } from '@playwright/test';
import type { AchSchemas, CoreSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { type TestBank, test } from './test-bank.ts';

type Activity = CoreSchemas['Activity'];
type MemoPost = CoreSchemas['MemoPost'];

/** Returns the current balances of the bank's own accounts, by class, and the total over all. */
async function internalFigures(bank: TestBank) {
  const { accounts, total } = await bank.trial();
  const sum = (accountClass: string) =>
    accounts
      .filter((account) => account.accountClass === accountClass)
      .reduce((left, right) => left + right.currentBalance, 0);
  expect(accounts.reduce((left, right) => left + right.currentBalance, 0)).toBe(0);
  return `${sum('GeneralLedger')} ${sum('Settlement')} ${total}`;
}

test(
  'the worked journey matches its table row by row, to the cent',
  proves(
    'A10',
    'B02',
    'B06',
    'D02',
    'D04',
    'E02',
    'E03',
    'E04',
    'E12',
    'G01',
    'G02',
    'L20',
    'M08',
    'R05',
    'X05',
    'X06',
    'X10',
  ),
  async ({ bank }) => {
    const customer = await bank.customer();
    const [a, b] = [await bank.open('earlyDirectDeposit', customer), await bank.open('earlyDirectDeposit', customer)];
    let s = '';
    /** Checks the columns of a row: A total, A.own, S, B, then ACH GL, settlement and total. */
    const row = async (wanted: string) => {
      const accounts = [await bank.master(a), await bank.sub(a), s ? await bank.sub(s) : '-', await bank.master(b)];
      expect([...accounts, await internalFigures(bank)].join(' | ')).toBe(wanted);
    };

    await row('0 / 0 | 0 / 0 | - | 0 / 0 | 0 0 0');
    await bank.inbound({ receiverAccountNumber: a, amount: 50_000 });
    await row('50000 / 50000 | 50000 / 50000 | - | 0 / 0 | -50000 0 0');
    s = await bank.subledger(a);
    await row('50000 / 50000 | 50000 / 50000 | 0 / 0 | 0 / 0 | -50000 0 0');
    await bank.transfer(a, s, 2_500);
    await row('50000 / 50000 | 47500 / 47500 | 2500 / 2500 | 0 / 0 | -50000 0 0');
    await bank.transfer(a, b, 10_000);
    await row('40000 / 40000 | 37500 / 37500 | 2500 / 2500 | 10000 / 10000 | -50000 0 0');
    await bank.ok('createRestriction', {
      path: { accountNumber: a },
      body: { appliesTo: 'All', rail: 'Ach', transactionType: 'Debit', amountThreshold: 10_000, reason: 'Restricted' },
    });
    await row('40000 / 40000 | 37500 / 37500 | 2500 / 2500 | 10000 / 10000 | -50000 0 0');
    await bank.inbound({ receiverAccountNumber: a, transactionType: 'Pull', amount: 10_001 });
    await row('40000 / 40000 | 37500 / 37500 | 2500 / 2500 | 10000 / 10000 | -50000 0 0');
    const exceptions = await bank.list<CoreSchemas['PostingException']>('listPostingExceptions', a);
    expect(exceptions).toMatchObject([
      { amount: 10_001, result: { success: false, code: 'RES' }, transactionType: 'Debit' },
    ]);
    await bank.inbound({ receiverAccountNumber: a, transactionType: 'Pull', amount: 10_000 });
    await row('30000 / 30000 | 27500 / 27500 | 2500 / 2500 | 10000 / 10000 | -40000 0 0');
    await bank.ok('configureInboundSchedule', { body: { standardBusinessDays: 2 } });
    await bank.inbound({ receiverAccountNumber: a, amount: 125_000, serviceType: 'Standard' });
    await row('30000 / 155000 | 27500 / 152500 | 2500 / 2500 | 10000 / 10000 | -40000 0 0');
    expect(await bank.list<MemoPost>('listMemoPosts', a)).toMatchObject([
      { status: 'Active', affectsAvailability: true },
    ]);

    expect(await bank.close()).toEqual({
      closedPostingDay: '2026-03-02',
      postedActivities: 6,
      nextPostingDay: '2026-03-03',
    });
    await row('30000 / 155000 | 27500 / 152500 | 2500 / 2500 | 10000 / 10000 | 0 -40000 0');
    const monday = await bank.list<Activity>('listActivities', a);
    expect(
      monday
        .sort((left, right) => (left.sequenceNumber ?? 0) - (right.sequenceNumber ?? 0))
        .map((line) => [
          line.sequenceNumber,
          line.subAccountNumber === s ? 'S' : 'own',
          line.transactionType === 'Credit' ? line.amount : -line.amount,
          line.balance,
          line.status,
          line.activityType,
        ]),
    ).toEqual([
      [1, 'own', 50_000, 50_000, 'Posted', 'External'],
      [2, 'S', 2_500, 52_500, 'Posted', 'Internal'],
      [3, 'own', -2_500, 50_000, 'Posted', 'Internal'],
      [4, 'own', -10_000, 40_000, 'Posted', 'External'],
      [5, 'own', -10_000, 30_000, 'Posted', 'External'],
    ]);

    await bank.advanceTo('2026-03-04');
    await row('155000 / 155000 | 152500 / 152500 | 2500 / 2500 | 10000 / 10000 | -125000 -40000 0');
    expect(await bank.list<MemoPost>('listMemoPosts', a)).toMatchObject([{ status: 'Converted' }]);
    const payments = await bank.ok<{ results: AchSchemas['AchPayment'][] }>('listAchPayments');
    expect(payments.results.map(({ amount, status }) => `${amount} ${status}`)).toEqual([
      '50000 Complete',
      '10000 Complete',
      '125000 Complete',
    ]);
    expect(await bank.close()).toMatchObject({ closedPostingDay: '2026-03-04', postedActivities: 1 });
    await row('155000 / 155000 | 152500 / 152500 | 2500 / 2500 | 10000 / 10000 | 0 -165000 0');

    const after = await bank.list<Activity>('listActivities', a);
    expect(after.at(-1)).toMatchObject({
      sequenceNumber: 1,
      amount: 125_000,
      balance: 155_000,
      postingDate: '2026-03-04T00:00:00-05:00',
    });
    expect(after.filter(({ postingDate }) => postingDate.startsWith('2026-03-02'))).toEqual(
      await mondayInOrder(after, monday),
    );
  },
);

/** Returns Monday's records in the order of the list; none of their fields may have changed (X07). */
async function mondayInOrder(after: readonly Activity[], monday: readonly Activity[]): Promise<Activity[]> {
  return after.flatMap(({ id }) => monday.filter((line) => line.id === id));
}
