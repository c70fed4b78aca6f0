import { expect, test } from '@playwright/test';
import type { OperationId } from '../../generated/operations.ts';
import type { Client } from '../../harness/client/client.ts';
import { createTypedClient } from '../../harness/client/typed-client.ts';
import { type Activity, type Books, emptyBooks } from '../../harness/ledger/books.ts';
import { observeDeposits } from '../../harness/ledger/observe-deposits.ts';
import { UnreadParts } from '../../harness/ledger/unread-parts.ts';
import { clientOf } from './answering-client.ts';
import { exchangeOf } from './law-examples/sample-records.ts';
import { account, activity, books, MAIN } from './sample-books.ts';

const savings = account('master', { accountNumber: MAIN, accountType: 'Savings', status: 'Active' });
const cd = {
  accountNumber: MAIN,
  status: 'Active',
  termMonths: 12,
  fundingAmount: 100_000,
  fundingDueDate: '2026-03-12',
  fundedOn: '2026-03-02',
  maturityDate: '2027-03-02',
  rateBasisPoints: 300,
  dayCount: 'Actual365',
  maximumPeriods: 1,
  bumpUpOffered: false,
  ratePeriods: [{ startsOn: '2026-03-02', rateBasisPoints: 300 }],
  penaltyTiers: [{ months: 12, feeDays: 90 }],
  principalAmount: 100_000,
  currentBalance: 100_000,
  activities: [],
};
const penalty = {
  accountNumber: MAIN,
  postingDate: '2026-03-02T00:00:00-05:00',
  feeDays: 90,
  penaltyFee: 739,
  currentBalance: 100_000,
  withdrawalAmount: 99_261,
};
const terms = [
  {
    fromDay: '2026-03-02',
    dayCount: 'Actual365',
    balance: 'Closing',
    minimumBalance: 0,
    tiers: [{ fromAmount: 0, rateBasisPoints: 300 }],
  },
];
const interest = activity({ transaction: 1, cents: 5, transactionCode: 'Interest', rail: 'Internal' });

interface Answer {
  readonly statusCode: number;
  readonly body: unknown;
}

/** Observes the deposits of a bank with one Savings account; returns the books and the operations that were sent. */
async function lookAt(
  before: Books,
  answers: Partial<Record<OperationId, Answer>>,
  { activities = [] as readonly Activity[], hasControl = true } = {},
) {
  const sent: string[] = [];
  const client: Client = {
    ...clientOf({}),
    async send(operationId) {
      sent.push(operationId);
      const response = { headers: {}, ...(answers[operationId as OperationId] ?? failed(404)) };
      return exchangeOf(operationId as OperationId, {}, { response });
    },
  };
  const unread = new UnreadParts();
  const observed = books({ accounts: [savings], records: { [MAIN]: { activities } } });
  const look = { api: createTypedClient(client), before, books: observed, masters: [MAIN], stale: new Set([MAIN]) };
  const deposits = await observeDeposits({ ...look, sweep: false, hasControl, unread });
  const after = { ...observed, ...deposits, ...(unread.parts.length > 0 ? { unread: unread.parts } : {}) };
  return { books: after, sent };
}

const ok = (body: unknown): Answer => ({ statusCode: 200, body });
const failed = (statusCode: number): Answer => ({ statusCode, body: { errors: [{ code: 1, message: 'No' }] } });
const active = { getTimeDeposit: ok(cd), getPenaltyFee: ok(penalty) };

test('observeDeposits asks a Savings account once if it is not a CD', async () => {
  const first = await lookAt(emptyBooks, { getTimeDeposit: failed(400) });
  expect([first.sent, first.books.timeDeposits]).toEqual([['getTimeDeposit'], new Map([[MAIN, null]])]);
  expect(first.books.unread).toBeUndefined();
  expect((await lookAt(first.books, { getTimeDeposit: failed(400) })).sent).toEqual([]);
});

for (const statusCode of [401, 429, 500, 503]) {
  test(`observeDeposits asks again after status ${statusCode} to the question for a CD`, async () => {
    const first = await lookAt(emptyBooks, { getTimeDeposit: failed(statusCode) });
    expect(first.books.unread).toMatchObject([{ part: 'timeDeposits', subject: MAIN }]);
    const second = await lookAt(first.books, active);
    expect(second.books.timeDeposits?.get(MAIN)).toMatchObject({ principalAmount: 100_000 });
    expect(second.books.unread).toBeUndefined();
  });
}

test('observeDeposits reports a known CD that the bank denies, and keeps its terms', async () => {
  const { books: before } = await lookAt(emptyBooks, active);
  const { books: after } = await lookAt(before, { getTimeDeposit: failed(404) });
  expect(after.unread).toMatchObject([{ part: 'timeDeposits', subject: MAIN, reason: 'status 404' }]);
  expect(after.timeDeposits?.get(MAIN)).toMatchObject({ principalAmount: 100_000 });
});

test('observeDeposits reads the penalty of an active CD only', async () => {
  const { books: before } = await lookAt(emptyBooks, active);
  const { postingDate, penaltyFee } = penalty;
  expect(before.penaltyFees?.get(MAIN)).toEqual({ postingDate, penaltyFee });
  const matured = await lookAt(before, { getTimeDeposit: ok({ ...cd, status: 'Matured' }) });
  expect([matured.sent, matured.books.penaltyFees]).toEqual([['getTimeDeposit'], undefined]);
});

test('observeDeposits reads interest terms once there is new interest, with control', async () => {
  const known = { getTimeDeposit: failed(400), getInterestTerms: ok({ terms }) };
  const quiet = await lookAt(emptyBooks, known);
  expect(quiet.sent).toEqual(['getTimeDeposit']);
  const paid = await lookAt(quiet.books, known, { activities: [interest] });
  expect([paid.sent, paid.books.interestTerms]).toEqual([['getInterestTerms'], new Map([[MAIN, terms]])]);
  expect((await lookAt(paid.books, known, { activities: [interest] })).sent).toEqual([]);
  const without = await lookAt(quiet.books, known, { activities: [interest], hasControl: false });
  expect(without.books.interestTerms).toBeUndefined();
});

test('observeDeposits reads interest terms again that it could not read', async () => {
  const activities = [interest];
  const denied = { getTimeDeposit: failed(400), getInterestTerms: failed(500) };
  const first = await lookAt(emptyBooks, denied, { activities });
  expect(first.books.unread).toMatchObject([{ part: 'interestTerms', subject: MAIN }]);
  const second = await lookAt(first.books, { ...denied, getInterestTerms: ok({ terms }) }, { activities });
  expect([second.sent, second.books.unread]).toEqual([['getInterestTerms'], undefined]);
});

test('observeDeposits keeps no property that the laws do not need', async () => {
  const secret = { ownerName: 'Ada Quincy' };
  const ratePeriods = cd.ratePeriods.map((period) => ({ ...period, ...secret }));
  const earlyWithdrawal = { requestedAt: '2026-03-02T09:00:00-05:00', waivePenaltyFee: true, ...secret };
  const { books: after } = await lookAt(emptyBooks, {
    getTimeDeposit: ok({ ...cd, ratePeriods, earlyWithdrawal, ...secret }),
    getPenaltyFee: ok({ ...penalty, ...secret }),
  });
  expect(after.timeDeposits?.get(MAIN)).toMatchObject({ ratePeriods: cd.ratePeriods, waivesPenaltyFee: true });
  expect(JSON.stringify([[...(after.timeDeposits ?? [])], [...(after.penaltyFees ?? [])]])).not.toContain('Ada');
});
