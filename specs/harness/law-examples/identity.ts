import { account, books, guid, LEDGER, MAIN, POT, SECOND } from '../sample-books.ts';

import { type Example, exchangeOf, type LawExamples, master, own, pot, replayed } from './sample-records.ts';

const lostAnswer = [{ reason: 'connection lost', waitedMs: 1, mayHaveBeenProcessed: true }];
/** Builds a transfer that the run sends a second time with the same key, with the master's balance afterwards. */
const again = (facts: object, { cents = 500 } = {}): Example => ({
  before: books({ accounts: [master(500)] }),
  after: books({ accounts: [master(cents)] }),
  exchange: exchangeOf('createTransfer', { id: guid(1), amount: 100 }, facts),
  repeats: exchangeOf('createTransfer', { id: guid(1), amount: 100 }),
});

/** Accepted and rejected examples of this group of laws. */
export const identity: Record<string, LawExamples> = {
  'account-number-is-well-formed': {
    accepted: { after: books({ accounts: [master(0), own(0), pot(0)] }) },
    rejected: { after: books({ accounts: [account('master', { accountNumber: '2100000006' })] }) },
    finds: ['2, eight digits, Luhn check digit', '2100000006'],
    alsoAccepted: {
      'a GL': {
        after: books({ accounts: [account('master', { accountNumber: LEDGER, accountType: 'GeneralLedger' })] }),
      },
    },
    alsoRejected: {
      'a deposit account with the number of a GL': {
        after: books({ accounts: [account('master', { accountNumber: LEDGER })] }),
      },
    },
  },
  'account-number-is-never-reassigned': {
    accepted: {
      before: books({ accounts: [master(0)] }),
      after: books({ accounts: [master(0), account('master', { accountNumber: SECOND })] }),
      exchange: exchangeOf('openAccount', { accountNumber: SECOND }),
    },
    rejected: {
      before: books({ accounts: [master(0, { status: 'Closed', title: 'First' })] }),
      after: books({ accounts: [master(0)] }),
      exchange: exchangeOf('openAccount', { accountNumber: MAIN }),
    },
    finds: ['a number that no account has had', `${MAIN}, the number of the Closed master account "First"`],
    alsoAccepted: {
      'the replay of its own opening': {
        before: books({ accounts: [master(0)] }),
        after: books({ accounts: [master(0)] }),
        exchange: exchangeOf('openAccount', {}, replayed({ accountNumber: MAIN })),
      },
      'the same request again, answered as it was without a word of it': {
        before: books({ accounts: [master(0)] }),
        after: books({ accounts: [master(0)] }),
        exchange: exchangeOf('openAccount', { accountNumber: MAIN }),
        repeats: exchangeOf('openAccount', { accountNumber: MAIN }),
      },
    },
    alsoRejected: {
      'of a subledger': {
        before: books({ accounts: [pot(0)] }),
        after: books({ accounts: [pot(0)] }),
        exchange: exchangeOf('createSubaccount', { accountNumber: POT, masterAccountNumber: SECOND }),
      },
    },
  },
  'idempotent-replay-has-one-effect': {
    accepted: {
      before: books({ accounts: [master(500)] }),
      after: books({ accounts: [master(500)] }),
      exchange: exchangeOf('createTransfer', {}, replayed()),
    },
    rejected: {
      before: books({ accounts: [master(500)] }),
      after: books({ accounts: [master(400, { transactionCount: 1 })] }),
      exchange: exchangeOf('createTransfer', {}, replayed()),
    },
    finds: [
      'current 500, available 500, held 0 cents, 0 transactions',
      'current 400, available 400, held 0 cents, 1 transactions',
    ],
    alsoAccepted: {
      'a first request': {
        before: books({ accounts: [master(500)] }),
        after: books({ accounts: [master(400)] }),
        exchange: exchangeOf('createTransfer'),
      },
      'the answer to the first try was lost': {
        before: books({ accounts: [master(500)] }),
        after: books({ accounts: [master(400)] }),
        exchange: exchangeOf('createTransfer', {}, { ...replayed(), retries: lostAnswer }),
      },
      'the same request again, answered as it was': again({}),
      'the same request again, turned away': again({
        response: { statusCode: 429, headers: {}, body: { errors: [] } },
      }),
    },
    alsoRejected: {
      'the same request again, and the bank ignores the key': again({}, { cents: 400 }),
      'after an answer that was lost, for the effect was there before': again({ retries: lostAnswer }, { cents: 400 }),
      'with another body': again({ response: { statusCode: 200, headers: {}, body: { id: guid(2), amount: 100 } } }),
      'turned away, and carried out': again(
        { response: { statusCode: 409, headers: {}, body: { errors: [] } } },
        { cents: 400 },
      ),
    },
  },
};
