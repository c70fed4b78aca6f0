import type { Transaction } from '../../../harness/ledger/books.ts';
import { activity, books, guid, hold, LEDGER, MAIN, POT, restriction, SECOND, transaction } from '../sample-books.ts';

import {
  debited,
  type Example,
  exchangeOf,
  heldUntil,
  internal,
  type LawExamples,
  master,
  overHundred,
  passing,
  refusalOf,
  refusedBy,
  refusing,
  restrictedBy,
  TUESDAY,
  transfer,
} from './sample-records.ts';

const formerly = (limit: ReturnType<typeof restriction>) => ({ [MAIN]: { formerRestrictions: [limit] } });
/** Builds an ACH debit that is refused with RES after a restriction was removed. */
const refusedAfter = (limit: ReturnType<typeof restriction>): Example => ({
  before: restrictedBy([], { records: formerly(limit) }),
  after: restrictedBy([], { records: formerly(limit), transactions: [refusedBy('RES')] }),
});
/** Builds a similar debit that passed at an earlier step. */
const passedEarlier = (number: number, more: Partial<Transaction> = {}) =>
  transaction({ number, debit: MAIN, credit: SECOND, cents: 10_001, more: { rail: 'Ach', ...more } });

/** Accepted and rejected examples of this group of laws. */
export const exceptionsAndRestrictions: Record<string, LawExamples> = {
  'exception-only-on-failing-side': {
    accepted: {
      after: books({
        records: { [MAIN]: { postingExceptions: [refusalOf('NSF')] }, [SECOND]: {} },
        transactions: [refusedBy('NSF'), transfer],
      }),
    },
    rejected: { after: books({ records: { [MAIN]: {}, [SECOND]: {} }, transactions: [refusedBy('NSF')] }) },
    finds: ['NSF', 'none'],
    alsoAccepted: {
      'a test only, with the flag AUTH': {
        after: books({ records: { [MAIN]: {} } }),
        exchange: exchangeOf('createTransaction', { ...refusedBy('NSF'), flags: ['AUTH'] }),
      },
      'the records are older than the transaction': {
        ...(() => {
          const { records } = books({ records: { [MAIN]: {} } });
          return {
            before: { ...books({}), records },
            after: { ...books({ transactions: [refusedBy('NSF')] }), records },
          };
        })(),
      },
    },
    alsoRejected: {
      'another code': {
        after: books({
          records: { [MAIN]: { postingExceptions: [refusalOf('RES')] } },
          transactions: [refusedBy('NSF')],
        }),
      },
      'also on the side that did not fail': {
        after: books({
          records: {
            [MAIN]: { postingExceptions: [refusalOf('NSF')] },
            [SECOND]: {
              postingExceptions: [
                refusalOf('NSF', {
                  id: guid(801),
                  masterAccountNumber: SECOND,
                  subAccountNumber: SECOND,
                  transactionType: 'Credit',
                }),
              ],
            },
          },
          transactions: [refusedBy('NSF')],
        }),
      },
      'none for a transfer that the bank answers as failed': {
        after: books({ records: { [MAIN]: {} } }),
        exchange: exchangeOf('createTransfer', refusedBy('NSF')),
      },
      'on an account that is no side of it': {
        after: books({
          records: { [MAIN]: { postingExceptions: [refusalOf('NSF'), refusalOf('NSF', { subAccountNumber: POT })] } },
          transactions: [refusedBy('NSF')],
        }),
      },
    },
  },
  'exception-moves-nothing': {
    accepted: {
      after: books({ records: { [MAIN]: { postingExceptions: [refusalOf('NSF')], activities: [debited] } } }),
    },
    rejected: {
      after: books({
        records: {
          [MAIN]: { postingExceptions: [refusalOf('NSF')], activities: [activity({ transaction: 9, cents: -10_001 })] },
        },
      }),
    },
    finds: ['no activity', 'Debit of 10001 cents'],
  },
  'restricted-transaction-is-rejected': {
    accepted: passing(overHundred, 10_000),
    rejected: passing(overHundred, 10_001),
    finds: ['RES, nothing moves', 'OK, 10001 cents moved'],
    alsoAccepted: {
      'another rail': passing(overHundred, 10_001, { rail: 'Internal' }),
      'another code': passing(restriction({ transactionCode: 'Outgoing ACH' }), 1),
      'between deposit accounts only': passing(restriction({ otherAccountType: 'Deposit' }), 1),
      'only on the subledgers': passing(restriction({ appliesTo: 'SubAccounts' }), 1),
      'only on a subledger that is named': passing(restriction({ appliesTo: 'Account', subAccountNumber: POT }), 1),
      'not yet in force': passing(restriction({ startsAt: '2026-03-02T09:00:01-05:00' }), 1),
      'no longer in force': passing(restriction({ expiresAt: '2026-03-02T09:00:00-05:00' }), 1),
      'a flag lifts it': passing(restriction(), 1, { flags: ['RES'] }),
      'placed within the step': { after: passing(restriction(), 1).after },
      'refused for want of funds': {
        before: restrictedBy([restriction()]),
        after: restrictedBy([restriction()], { transactions: [refusedBy('NSF')] }),
      },
    },
    alsoRejected: {
      'a freeze of the account': passing(restriction(), 1),
      'both directions of a rail': passing(restriction({ rail: 'Ach' }), 1),
      'one of two restrictions': {
        before: restrictedBy([restriction({ id: guid(901), rail: 'Wire' }), restriction()]),
        after: restrictedBy([restriction({ id: guid(901), rail: 'Wire' }), restriction()], {
          transactions: [transfer],
        }),
      },
      'the credit side': {
        before: books({ records: { [SECOND]: { restrictions: [restriction({ masterAccountNumber: SECOND })] } } }),
        after: books({
          records: { [SECOND]: { restrictions: [restriction({ masterAccountNumber: SECOND })] } },
          transactions: [transfer],
        }),
      },
    },
  },
  'unrestricted-transaction-passes': {
    accepted: refusing(overHundred, 10_001),
    rejected: refusing(overHundred, 10_000),
    finds: ['OK, 10000 cents moved', 'RES'],
    alsoAccepted: {
      'the step declares it': refusing(overHundred, 10_000, { effects: [{ kind: 'refused', code: 'RES' }] }),
      'the account has no restriction, so a policy has to be': {
        after: restrictedBy([], { transactions: [refusedBy('RES')] }),
      },
      'a savings account has a monthly limit': {
        before: restrictedBy([overHundred]),
        after: restrictedBy([overHundred], {
          accounts: [master(0, { accountType: 'Savings' })],
          transactions: [refusedBy('RES', 10_000)],
        }),
      },
      'removed within the step': {
        before: restrictedBy([overHundred]),
        after: restrictedBy([], { records: formerly(overHundred), transactions: [refusedBy('RES')] }),
      },
      'a restriction of another rail, so it may be a policy': refusing(restriction({ rail: 'Wire' }), 1),
      'a restriction of credits, so it may be a policy': refusing(restriction({ transactionType: 'Credit' }), 1),
      'far under the threshold, so it may be a policy': refusing(overHundred, 9_999),
      'one that was removed had another rail': refusedAfter(restriction({ rail: 'Wire' })),
      'another kind, less, or with a flag passed before': {
        before: restrictedBy([], {
          transactions: [
            passedEarlier(2, { rail: 'Internal' }),
            passedEarlier(3, { transactionCode: 'Outgoing ACH' }),
            passedEarlier(4, { amount: 10_000 }),
            passedEarlier(5, { flags: ['RES'] }),
            passedEarlier(6, { status: 'Failed' }),
            transaction({ number: 7, debit: SECOND, credit: MAIN, cents: 10_001, more: { rail: 'Ach' } }),
            transaction({ number: 8, debit: MAIN, credit: LEDGER, cents: 10_001, more: { rail: 'Ach' } }),
          ],
        }),
        after: restrictedBy([], { transactions: [refusedBy('RES')] }),
      },
    },
    alsoRejected: {
      'one that was removed still blocks': refusedAfter(overHundred),
      'one whose time is over still blocks': refusing(
        { ...overHundred, expiresAt: '2026-03-02T09:00:00-05:00' },
        10_001,
      ),
      'one that is not in force yet blocks': refusing(
        { ...overHundred, startsAt: '2026-03-02T09:00:01-05:00' },
        10_001,
      ),
      ...Object.fromEntries(
        [
          ['a restriction of another rail', restriction({ rail: 'Wire' })] as const,
          ['a restriction of credits', restriction({ transactionType: 'Credit' })] as const,
          ['one of a subledger', restriction({ appliesTo: 'Account', subAccountNumber: POT })] as const,
        ].map(([what, unrelated]) => [
          `the same passed before, under ${what}`,
          {
            before: restrictedBy([unrelated], { transactions: [passedEarlier(2)] }),
            after: restrictedBy([unrelated], { transactions: [passedEarlier(2), refusedBy('RES')] }),
          },
        ]),
      ),
    },
  },
  'internal-restriction-outlives-partner': {
    accepted: {
      before: restrictedBy([internal, restriction({ id: guid(901) })]),
      after: restrictedBy([internal]),
      exchange: exchangeOf('removeRestriction'),
    },
    rejected: {
      before: restrictedBy([internal]),
      after: restrictedBy([]),
      exchange: exchangeOf('removeRestriction'),
    },
    finds: ['Active, appliesTo All', 'not listed'],
    alsoAccepted: {
      'the operator removes it': {
        before: restrictedBy([internal]),
        after: restrictedBy([]),
        exchange: exchangeOf('removeAnyRestriction'),
      },
      'its time is over': {
        before: restrictedBy([{ ...internal, expiresAt: '2026-03-02T12:00:00-05:00' }]),
        after: restrictedBy([], { now: '2026-03-02T12:00:00-05:00' }),
      },
      'the operator releases a hold, a payment that went back another': {
        before: books({
          records: { [MAIN]: { holds: [hold({ holdType: 'Internal' }), heldUntil(TUESDAY, { id: guid(701) })] } },
        }),
        after: books({
          records: {
            [MAIN]: {
              holds: [
                hold({ holdType: 'Internal', status: 'Released' }),
                heldUntil(TUESDAY, { id: guid(701), status: 'Released' }),
              ],
            },
          },
        }),
        exchange: exchangeOf('releaseInternalHold'),
      },
    },
    alsoRejected: {
      'gone before its time': {
        before: restrictedBy([{ ...internal, expiresAt: '2026-03-02T12:00:00-05:00' }]),
        after: restrictedBy([], { now: '2026-03-02T11:59:59-05:00' }),
      },
      'with another threshold': {
        before: restrictedBy([internal]),
        after: restrictedBy([{ ...internal, amountThreshold: 99_999_999 }]),
      },
      'a partner releases an internal hold': {
        before: books({ records: { [MAIN]: { holds: [hold({ holdType: 'Internal' })] } } }),
        after: books({ records: { [MAIN]: { holds: [hold({ holdType: 'Internal', status: 'Released' })] } } }),
        exchange: exchangeOf('releaseHold'),
      },
    },
  },
};
