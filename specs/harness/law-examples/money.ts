import {
  account,
  activity,
  books,
  hold,
  LEDGER,
  MAIN,
  memoPost,
  POT,
  SECOND,
  transaction,
  trialBalance,
} from '../sample-books.ts';

import {
  credited,
  debited,
  type Example,
  type LawExamples,
  master,
  own,
  payday,
  pot,
  second,
  transfer,
} from './sample-records.ts';

/** Builds a debit without a check of the funds. */
const forcedDebit = (debit: string, cents: number, number = 1) =>
  transaction({ number, debit, credit: LEDGER, cents, more: { flags: ['FRC'] } });

/**
 * Builds a close on a bank where another run's master rose within the step; `own` is this run's rail credit of the new
 * day.
 */
const withOthers = ({ risen, gl, own: cents = 0 }: { risen: number; gl: number; own?: number }): Example => {
  const balance = (ours: number, theirs: number, ledger: number) => {
    const { accounts } = trialBalance({ deposit: ours, gl: ledger, settlement: 0 - ours - theirs - ledger });
    return { accounts: [...accounts, { ...theirMaster, currentBalance: theirs }], total: 0 };
  };
  const activities = cents === 0 ? [] : [{ ...payday, amount: cents }];
  return {
    moment: 'close',
    closedPostingDay: '2026-03-03',
    before: books({ accounts: [master(0)], trialBalance: balance(0, 7_000, 0) }),
    after: books({
      accounts: [master(cents)],
      records: { [MAIN]: { activities } },
      trialBalance: balance(cents, 7_000 + risen, gl),
    }),
  };
};
const theirMaster = { accountNumber: SECOND, accountClass: 'Deposit' as const };

/** Accepted and rejected examples of this group of laws. */
export const money: Record<string, LawExamples> = {
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
    alsoAccepted: {
      'a GL may be overdrawn': {
        after: books({ accounts: [master(-1, { accountNumber: LEDGER, accountType: 'GeneralLedger' })] }),
      },
      'a master is overdrawn by a forced transaction': {
        after: books({ accounts: [master(-1)], transactions: [forcedDebit(MAIN, 1)] }),
      },
      'an early deposit is spent before its effective date': {
        after: books({
          accounts: [master(-100_000, { availableBalance: 25_000 })],
          records: { [MAIN]: { memoPosts: [memoPost()] } },
        }),
      },
      'an early deposit is spent, and refused on its effective date': {
        after: books({
          accounts: [master(-125_000)],
          records: { [MAIN]: { memoPosts: [memoPost({ status: 'Expired' })] } },
        }),
      },
      'a Direct subledger spends what a memo post announces, and a forced debit comes on top': {
        after: books({
          accounts: [pot(-125_001, { ledgerType: 'Direct' })],
          records: { [MAIN]: { memoPosts: [memoPost({ subAccountNumber: POT })] } },
          transactions: [forcedDebit(POT, 1)],
        }),
      },
    },
    alsoRejected: {
      'a forced transaction of another account': {
        after: books({ accounts: [master(-1)], transactions: [forcedDebit(SECOND, 1)] }),
      },
      'deeper than its forced transactions': {
        after: books({ accounts: [master(-3)], transactions: [forcedDebit(MAIN, 1), forcedDebit(MAIN, 1, 2)] }),
      },
      'by a forced transaction that failed': {
        after: books({
          accounts: [master(-1)],
          transactions: [{ ...forcedDebit(MAIN, 1), status: 'Failed' }],
        }),
      },
      'by a forced transaction between its own subledgers': {
        after: books({
          accounts: [master(-1)],
          transactions: [transaction({ number: 1, debit: MAIN, credit: POT, cents: 1, more: { flags: ['FRC'] } })],
        }),
      },
      'deeper than the early deposit': {
        after: books({ accounts: [master(-125_001)], records: { [MAIN]: { memoPosts: [memoPost()] } } }),
      },
      'with memo posts that lend nothing': {
        after: books({
          accounts: [master(-1)],
          records: {
            [MAIN]: {
              memoPosts: [
                memoPost({ affectsAvailability: false }),
                memoPost({ status: 'Converted' }),
                memoPost({ transactionType: 'Debit' }),
              ],
            },
          },
        }),
      },
      'a Direct subledger on a memo post of its sibling': {
        after: books({
          accounts: [pot(-1, { ledgerType: 'Direct' })],
          records: { [MAIN]: { memoPosts: [memoPost()] } },
        }),
      },
    },
  },
  'gl-is-zero-at-close': {
    accepted: {
      moment: 'close',
      closedPostingDay: '2026-03-03',
      after: books({
        accounts: [master(125_000)],
        records: { [MAIN]: { activities: [payday] } },
        trialBalance: trialBalance({ deposit: 125_000, gl: -125_000, settlement: 0 }),
      }),
    },
    rejected: {
      moment: 'close',
      closedPostingDay: '2026-03-04',
      after: books({
        accounts: [master(125_000)],
        records: { [MAIN]: { activities: [payday] } },
        trialBalance: trialBalance({ deposit: 125_000, gl: -125_000, settlement: 0 }),
      }),
    },
    finds: ['0 cents', '-125000 cents'],
    alsoAccepted: {
      'a rail has moved money on a GL of the partner: two GLs that even out': {
        moment: 'close',
        closedPostingDay: '2026-03-03',
        after: books({
          accounts: [
            account('master', { accountNumber: LEDGER, accountType: 'GeneralLedger', currentBalance: 125_000 }),
          ],
          records: { [LEDGER]: { activities: [{ ...payday, masterAccountNumber: LEDGER, subAccountNumber: LEDGER }] } },
          trialBalance: {
            accounts: [
              { accountNumber: LEDGER, accountClass: 'GeneralLedger', currentBalance: 125_000 },
              { accountNumber: 'GL-ACH', accountClass: 'GeneralLedger', currentBalance: -125_000 },
            ],
            total: 0,
          },
        }),
      },
      "another run's early deposit has executed as the day opened": withOthers({ risen: 125_000, gl: -125_000 }),
      'so has one of each': withOthers({ risen: 125_000, gl: -125_500, own: 500 }),
      'what another run did before the close is swept': withOthers({ risen: 125_000, gl: 0 }),
    },
    alsoRejected: {
      'left open by this run, while another run does nothing': withOthers({ risen: 0, gl: -500 }),
      'more than all that other runs moved': withOthers({ risen: 125_000, gl: -125_001 }),
      'the other way than other runs moved it': withOthers({ risen: 125_000, gl: 1 }),
    },
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
};
