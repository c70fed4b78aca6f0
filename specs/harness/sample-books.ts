import {
  type AchPayment,
  type Activity,
  accountKey,
  type Books,
  emptyRecords,
  type Hold,
  type MemoPost,
  type ObservedAccount,
  type PostingException,
  type Records,
  type Restriction,
  type Transaction,
  type TrialBalance,
} from '../../harness/ledger/books.ts';

/** Well-formed numbers: two masters, a subledger of the first, and a GL. */
export const MAIN = '2100000005';
export const SECOND = '2200000004';
export const POT = '310000000003';
export const LEDGER = '110000000007';

const PARTNER = '00000000-0000-4000-a000-000000000001';
const PRODUCT = '00000000-0000-4000-a000-000000000002';
const MONDAY = '2026-03-02T09:00:00-05:00';
const about = { partnerId: PARTNER, productId: PRODUCT, createdAt: MONDAY, lastModifiedAt: MONDAY };

/** Returns a GUID with this number. */
export function guid(number: number): string {
  return `00000000-0000-4000-a000-${String(number).padStart(12, '0')}`;
}

export function account(
  kind: ObservedAccount['kind'],
  facts: Partial<ObservedAccount> & { accountNumber: string },
): ObservedAccount {
  return {
    masterAccountNumber: facts.accountNumber,
    currentBalance: 0,
    availableBalance: 0,
    holdAmount: 0,
    transactionCount: 0,
    title: kind,
    status: 'Active',
    accountType: 'Checking',
    kind,
    ...(kind === 'master' ? {} : { ledgerType: 'Passthrough' as const }),
    ...facts,
  };
}

function traceNumber(transactionNumber: number): string {
  return `T26061090000${String(transactionNumber).padStart(5, '0')}`;
}

type Signed = { transaction: number; sub?: string; master?: string; cents: number } & Partial<Activity>;

/** Builds an activity of a transaction: credits have positive cents. */
export function activity({ transaction, master = MAIN, sub = master, cents, ...facts }: Signed): Activity {
  return {
    id: guid(1000 + transaction * 2 + (cents > 0 ? 1 : 0)),
    transactionId: guid(transaction),
    traceNumber: traceNumber(transaction),
    status: 'Pending',
    transactionType: cents > 0 ? 'Credit' : 'Debit',
    activityType: 'External',
    source: 'Transaction',
    masterAccountNumber: master,
    subAccountNumber: sub,
    transactionCode: 'Account Transfer',
    description: 'Transfer',
    rail: 'Internal',
    amount: Math.abs(cents),
    postingDate: '2026-03-02T00:00:00-05:00',
    executedAt: MONDAY,
    ...about,
    ...facts,
  };
}

export function memoPost(facts: Partial<MemoPost> = {}): MemoPost {
  return {
    id: guid(500),
    masterAccountNumber: MAIN,
    subAccountNumber: MAIN,
    status: 'Active',
    transactionType: 'Credit',
    affectsAvailability: true,
    transactionCode: 'Incoming ACH',
    description: 'PAYROLL',
    amount: 125_000,
    rail: 'Ach',
    railId: `payment/${guid(600)}`,
    ...about,
    ...facts,
  } as MemoPost;
}

export function hold(facts: Partial<Hold> = {}): Hold {
  const numbers = { masterAccountNumber: MAIN, subAccountNumber: MAIN };
  return { id: guid(700), ...numbers, status: 'Active', reason: 'Review', amount: 1_000, ...about, ...facts };
}

export function postingException(facts: Partial<PostingException> = {}): PostingException {
  const { id: _id, ...record } = activity({ transaction: 9, cents: -10_001 });
  return { id: guid(800), ...record, result: { success: false, code: 'RES' }, ...facts };
}

/** Builds a restriction of the main master; default: it matches everything. */
export function restriction(facts: Partial<Restriction> = {}): Restriction {
  const { productId: _productId, ...since } = about;
  return {
    id: guid(900),
    masterAccountNumber: MAIN,
    status: 'Active',
    restrictionType: 'Partner',
    subAccountNumber: null,
    appliesTo: 'All',
    rail: null,
    transactionType: null,
    otherAccountType: null,
    amountThreshold: null,
    transactionCode: null,
    reason: 'Restricted',
    ...since,
    ...facts,
  } as Restriction;
}

export function payment(facts: Partial<AchPayment> = {}): AchPayment {
  return {
    id: guid(600),
    status: 'Pending',
    direction: 'Inbound',
    paymentType: 'Origination',
    accountNumber: MAIN,
    transactionType: 'Push',
    secCode: 'PPD',
    serviceType: 'Standard',
    amount: 125_000,
    effectiveDate: '2026-03-04',
    memoPostId: guid(500),
    partnerId: PARTNER,
    createdAt: MONDAY,
    ...facts,
  } as AchPayment;
}

/** Builds a transaction between two accounts; completed if no side has an error code. */
export function transaction(facts: {
  number: number;
  debit: string;
  credit: string;
  cents: number;
  debitCode?: 'NSF' | 'RES';
  more?: Partial<Transaction>;
}): Transaction {
  const side = (type: 'Debit' | 'Credit', number: string, code: 'OK' | 'NSF' | 'RES') => ({
    transactionType: type,
    partnerId: PARTNER,
    productId: PRODUCT,
    accountType: number.startsWith('1') ? ('GeneralLedger' as const) : ('Deposit' as const),
    masterAccountNumber: number === POT ? MAIN : number,
    subAccountNumber: number,
    result: { success: code === 'OK', code },
  });
  return {
    id: guid(facts.number),
    traceNumber: traceNumber(facts.number),
    status: facts.debitCode ? 'Failed' : 'Complete',
    debit: side('Debit', facts.debit, facts.debitCode ?? 'OK'),
    credit: side('Credit', facts.credit, 'OK'),
    transactionCode: 'Account Transfer',
    amount: facts.cents,
    description: 'Transfer',
    rail: 'Internal' as const,
    proposedAt: MONDAY,
    executedAt: MONDAY,
    lastModifiedAt: MONDAY,
    ...facts.more,
  };
}

/** Parts of books to put together; what is left out is empty. */
export interface BooksParts
  extends Partial<Pick<Books, 'timeDeposits' | 'penaltyFees' | 'interestTerms' | 'statements' | 'taxForms'>> {
  accounts?: readonly ObservedAccount[];
  records?: Readonly<Record<string, Partial<Records>>>;
  transactions?: readonly Transaction[];
  payments?: readonly AchPayment[];
  trialBalance?: TrialBalance;
  postingDay?: string;
  now?: string;
}

export function books({
  accounts = [],
  records = {},
  transactions = [],
  payments = [],
  ...control
}: BooksParts): Books {
  return {
    accounts: new Map(accounts.map((observed) => [accountKey(observed), observed])),
    records: new Map(Object.entries(records).map(([master, parts]) => [master, { ...emptyRecords, ...parts }])),
    transactions: new Map(transactions.map((item) => [item.id, item])),
    payments: new Map(payments.map((item) => [item.id, item])),
    ...control,
  };
}

/** Builds a trial balance of a deposit account, a GL and a settlement account; `total` defaults to their sum. */
export function trialBalance(figures: { deposit: number; gl: number; settlement: number; total?: number }) {
  const { deposit, gl, settlement, total = deposit + gl + settlement } = figures;
  return {
    accounts: [
      { accountNumber: MAIN, accountClass: 'Deposit' as const, currentBalance: deposit },
      { accountNumber: 'GL-ACH', accountClass: 'GeneralLedger' as const, title: 'ACH in transit', currentBalance: gl },
      {
        accountNumber: 'ST-FED',
        accountClass: 'Settlement' as const,
        title: 'Position at the Fed',
        currentBalance: settlement,
      },
    ],
    total,
  };
}
