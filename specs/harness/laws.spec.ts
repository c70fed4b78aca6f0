import { expect, test } from '@playwright/test';
import { askLaw } from '../../harness/ledger/auditor.ts';
import type { Books } from '../../harness/ledger/books.ts';
import type { LawContext } from '../../harness/ledger/law.ts';
import { laws } from '../../harness/ledger/laws.ts';
import { proves } from '../requirement.ts';
import {
  account,
  activity,
  books,
  guid,
  hold,
  MAIN,
  memoPost,
  POT,
  payment,
  postingException,
  SECOND,
  transaction,
  trialBalance,
} from './sample-books.ts';

interface LawExamples {
  readonly accepted: Partial<LawContext> & { after: Books };
  readonly rejected: Partial<LawContext> & { after: Books };
  /** What the finding on the rejected example says: expected and actual. */
  readonly finds: readonly [expected: string, actual: string];
}

const master = (currentBalance: number, facts: object = {}) =>
  account('master', { accountNumber: MAIN, currentBalance, availableBalance: currentBalance, ...facts });
const own = (currentBalance: number, facts: object = {}) =>
  account('implicit', { accountNumber: MAIN, currentBalance, availableBalance: currentBalance, ...facts });
const pot = (currentBalance: number, facts: object = {}) =>
  account('subledger', { accountNumber: POT, masterAccountNumber: MAIN, currentBalance, ...facts });
const transfer = transaction({ number: 1, debit: MAIN, credit: SECOND, cents: 10_000 });
const second = account('implicit', { accountNumber: SECOND });
const debited = activity({ transaction: 1, cents: -10_000 });
const credited = activity({ transaction: 1, master: SECOND, cents: 10_000 });
const inbound = { rail: 'Ach' as const, railId: `payment/${guid(600)}` };
const payday = activity({ transaction: 4, cents: 125_000, ...inbound, postingDate: '2026-03-04T00:00:00-05:00' });
const early = (status: 'Active' | 'Converted', facts: object = {}) =>
  books({
    accounts: [master(0), own(0)],
    records: { [MAIN]: { memoPosts: [memoPost({ status })] } },
    payments: [payment()],
    postingDay: '2026-03-02',
    ...facts,
  });

const examples: Record<string, LawExamples> = {
  'transaction-has-equal-debit-and-credit': {
    accepted: {
      after: books({
        accounts: [own(0), second],
        records: { [MAIN]: { activities: [debited] }, [SECOND]: { activities: [credited] } },
        transactions: [transfer],
      }),
    },
    rejected: {
      after: books({
        accounts: [own(0), second],
        records: { [MAIN]: { activities: [debited] } },
        transactions: [transfer],
      }),
    },
    finds: ['one Credit of 10000 cents', 'none'],
  },
  'failed-transaction-moves-nothing': {
    accepted: {
      after: books({
        records: { [MAIN]: { activities: [debited] } },
        transactions: [transaction({ number: 2, debit: MAIN, credit: SECOND, cents: 5, debitCode: 'NSF' })],
      }),
    },
    rejected: {
      after: books({
        records: { [SECOND]: { activities: [activity({ transaction: 2, master: SECOND, cents: 5 })] } },
        transactions: [transaction({ number: 2, debit: MAIN, credit: SECOND, cents: 5, debitCode: 'NSF' })],
      }),
    },
    finds: ['no activity', 'Credit of 5 cents'],
  },
  'money-is-conserved': {
    accepted: { after: books({ trialBalance: trialBalance({ deposit: 40_000, gl: -50_000, settlement: 10_000 }) }) },
    rejected: { after: books({ trialBalance: trialBalance({ deposit: 40_000, gl: -50_000, settlement: 0 }) }) },
    finds: ['0 cents', '-10000 cents'],
  },
  'current-balance-is-sum-of-activity': {
    accepted: { after: books({ accounts: [master(-10_000)], records: { [MAIN]: { activities: [debited] } } }) },
    rejected: { after: books({ accounts: [master(-9_999)], records: { [MAIN]: { activities: [debited] } } }) },
    finds: ['-10000 cents', '-9999 cents'],
  },
  'available-balance-follows-holds-and-memo-posts': {
    accepted: {
      after: books({
        accounts: [master(5_000, { availableBalance: 129_000 })],
        records: {
          [MAIN]: {
            holds: [hold(), hold({ status: 'Released', amount: 7 })],
            memoPosts: [memoPost(), memoPost({ affectsAvailability: false }), memoPost({ status: 'Converted' })],
          },
        },
      }),
    },
    rejected: {
      after: books({
        accounts: [master(5_000)],
        records: { [MAIN]: { holds: [hold()] } },
      }),
    },
    finds: ['4000 cents (5000 - 1000 + 0)', '5000 cents'],
  },
  'hold-amount-is-sum-of-active-holds': {
    accepted: {
      after: books({
        accounts: [master(0, { holdAmount: 1_000 })],
        records: { [MAIN]: { holds: [hold(), hold({ status: 'Expired' })] } },
      }),
    },
    rejected: {
      after: books({
        accounts: [master(0, { holdAmount: 1_000 })],
        records: { [MAIN]: { holds: [hold({ status: 'Expired' })] } },
      }),
    },
    finds: ['0 cents', '1000 cents'],
  },
  'subledgers-sum-to-master': {
    accepted: { after: books({ accounts: [master(40_000), own(37_500), pot(2_500)] }) },
    rejected: { after: books({ accounts: [master(40_000), own(40_000), pot(2_500)] }) },
    finds: ['42500 cents', '40000 cents'],
  },
  'only-allowed-accounts-go-negative': {
    accepted: {
      after: books({ accounts: [master(0), own(-2_500), pot(-1), pot(5, { accountNumber: '310000000011' })] }),
    },
    rejected: { after: books({ accounts: [master(0), pot(-1, { ledgerType: 'Direct' })] }) },
    finds: ['0 cents or more', '-1 cents'],
  },
  'gl-is-zero-at-close': {
    accepted: {
      moment: 'close',
      closedPostingDay: '2026-03-03',
      after: books({
        records: { [MAIN]: { activities: [payday] } },
        trialBalance: trialBalance({ deposit: 125_000, gl: -125_000, settlement: 0 }),
      }),
    },
    rejected: {
      moment: 'close',
      closedPostingDay: '2026-03-04',
      after: books({
        records: { [MAIN]: { activities: [payday] } },
        trialBalance: trialBalance({ deposit: 125_000, gl: -125_000, settlement: 0 }),
      }),
    },
    finds: ['0 cents', '-125000 cents'],
  },
  'transaction-count-is-number-of-activities': {
    accepted: {
      after: books({ accounts: [master(0, { transactionCount: 1 })], records: { [MAIN]: { activities: [debited] } } }),
    },
    rejected: {
      after: books({ accounts: [master(0, { transactionCount: 2 })], records: { [MAIN]: { activities: [debited] } } }),
    },
    finds: ['1', '2'],
  },
  'only-declared-effects-happen': {
    accepted: {
      before: books({ accounts: [master(50_000), own(50_000), pot(0)] }),
      effects: [
        { kind: 'moves', accountNumber: MAIN, cents: -2_500 },
        { kind: 'moves', accountNumber: POT, cents: 2_500 },
      ],
      after: books({
        accounts: [
          master(50_000, { transactionCount: 2 }),
          own(47_500, { transactionCount: 1 }),
          pot(2_500, { transactionCount: 1, availableBalance: 2_500 }),
        ],
      }),
    },
    rejected: {
      before: books({ accounts: [master(50_000)] }),
      after: books({ accounts: [master(50_000, { currentBalance: 49_999 })] }),
    },
    finds: ['50000 cents', '49999 cents'],
  },
  'account-number-is-well-formed': {
    accepted: { after: books({ accounts: [master(0), own(0), pot(0)] }) },
    rejected: { after: books({ accounts: [account('master', { accountNumber: '2100000006' })] }) },
    finds: ['2, eight digits, Luhn check digit', '2100000006'],
  },
  'early-deposit-raises-available-only': {
    accepted: { after: early('Active') },
    rejected: { after: early('Active', { records: { [MAIN]: { memoPosts: [memoPost()], activities: [payday] } } }) },
    finds: ['a memo post of 125000 cents, no activity', 'the memo post and 125000 cents of activity'],
  },
  'early-deposit-is-at-most-two-business-days-early': {
    accepted: { after: early('Active') },
    rejected: { after: early('Active', { payments: [payment({ effectiveDate: '2026-03-05' })] }) },
    finds: ['effective date 2026-03-04 or before', '2026-03-05'],
  },
  'early-deposit-converts-on-effective-date': {
    accepted: {
      after: early('Converted', {
        postingDay: '2026-03-04',
        records: { [MAIN]: { memoPosts: [memoPost({ status: 'Converted' })], activities: [payday] } },
      }),
    },
    rejected: { after: early('Active', { postingDay: '2026-03-04' }) },
    finds: ['no active memo post, one activity of 125000 cents', 'memo post Active over 125000 cents, activity none'],
  },
};

function complete(context: Partial<LawContext> & { after: Books }): LawContext {
  return { before: books({}), effects: [], moment: 'step', ...context };
}

test('the registry of laws has an accepted and a rejected example for each, and no other', () => {
  expect(Object.keys(examples)).toEqual(laws.map(({ name }) => name));
});

for (const law of laws) {
  const { accepted, rejected, finds } = examples[law.name] as LawExamples;

  test(`${law.name} accepts good books`, () => {
    expect(askLaw(law, complete(accepted))).toEqual([]);
  });

  test(`${law.name} finds bad books and tells the figures`, proves(...law.requirementIds), () => {
    const [found] = askLaw(law, complete(rejected));
    expect(found).toMatchObject({
      rule: law.name,
      expected: finds[0],
      actual: finds[1],
      requirementIds: law.requirementIds,
    });
  });
}

test.describe('only-declared-effects-happen', () => {
  const law = laws.find(({ name }) => name === 'only-declared-effects-happen');
  const ask = (context: Partial<LawContext> & { after: Books }) => (law ? askLaw(law, complete(context)) : []);
  const still = [master(100), own(100)];

  const cases = [
    { effect: 'memo', cents: 70, changed: { availableBalance: 170 } },
    { effect: 'settles', cents: 70, changed: { currentBalance: 170, transactionCount: 1 } },
    { effect: 'holds', cents: 70, changed: { availableBalance: 30, holdAmount: 70 } },
    { effect: 'moves', cents: -70, changed: { currentBalance: 30, availableBalance: 30, transactionCount: 1 } },
  ] as const;
  for (const { effect, cents, changed } of cases) {
    test(`${effect}(account, ${cents}) changes just its own figures, on the subledger and its master`, () => {
      const effects = [{ kind: effect, accountNumber: MAIN, cents }];
      const before = books({ accounts: still });
      const after = books({ accounts: [master(100, changed), own(100, changed)] });
      expect(ask({ before, after, effects })).toEqual([]);
      expect(ask({ before, after: before, effects })).toHaveLength(2 * Object.keys(changed).length);
      expect(ask({ before, after })).toHaveLength(2 * Object.keys(changed).length);
    });
  }

  test('a declared refusal wants exactly one posting exception with its code', proves('P01'), () => {
    const before = books({ accounts: still });
    const after = books({ accounts: still, records: { [MAIN]: { postingExceptions: [postingException()] } } });
    const effects = [{ kind: 'refused', code: 'RES' }] as const;
    expect(ask({ before, after, effects })).toEqual([]);
    expect(ask({ before, after: before, effects })).toMatchObject([{ expected: 'RES', actual: 'none' }]);
    expect(ask({ before, after })).toMatchObject([{ expected: 'none', actual: `RES on ${MAIN} over 10001 cents` }]);
    expect(ask({ before, after, effects: [{ kind: 'refused', code: 'NSF' }] })).toHaveLength(1);
  });

  test('a new account starts at zero', () => {
    expect(ask({ after: books({ accounts: [account('master', { accountNumber: MAIN })] }) })).toEqual([]);
    expect(
      ask({ after: books({ accounts: [account('master', { accountNumber: MAIN, currentBalance: 1 })] }) }),
    ).toHaveLength(1);
  });

  test('an effect on an account that the run has not opened is a finding', () => {
    const effects = [{ kind: 'moves', accountNumber: SECOND, cents: 1 }] as const;
    expect(ask({ after: books({ accounts: [account('master', { accountNumber: MAIN })] }), effects })).toMatchObject([
      { actual: SECOND },
    ]);
  });
});
