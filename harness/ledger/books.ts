import type { Deviation } from '../../core/finding.ts';
import type { AchSchemas, CoreSchemas, EmulatorSchemas } from '../../generated/types/index.ts';

export type Activity = CoreSchemas['Activity'];
export type Hold = CoreSchemas['Hold'];
export type MemoPost = CoreSchemas['MemoPost'];
export type PostingException = CoreSchemas['PostingException'];
export type Restriction = CoreSchemas['Restriction'];
export type Transaction = CoreSchemas['Transaction'];
export type AchPayment = AchSchemas['AchPayment'];
export type TrialBalance = EmulatorSchemas['TrialBalance'];

/**
 * An account the run knows. A master has one implicit subledger with its own number, so a number alone does not tell which
 * is meant; `AccountKey` does.
 */
export interface KnownAccount {
  readonly accountNumber: string;
  readonly masterAccountNumber: string;
  readonly kind: 'master' | 'implicit' | 'subledger';
}

/** `master:{number}` or `subledger:{number}` (the implicit subledger included). */
export type AccountKey = `master:${string}` | `subledger:${string}`;

/** The key of an account among the books. */
export function accountKey(account: Pick<KnownAccount, 'accountNumber' | 'kind'>): AccountKey {
  return account.kind === 'master' ? `master:${account.accountNumber}` : `subledger:${account.accountNumber}`;
}

/** The four figures that the frame rule watches; the first three in cents. */
export interface Figures {
  readonly currentBalance: number;
  readonly availableBalance: number;
  readonly holdAmount: number;
  readonly transactionCount: number;
}

/** One account as it was read. */
export interface ObservedAccount extends KnownAccount, Figures {
  readonly title: string;
  readonly status: string;
  readonly accountType: string;
  /** Only on subledgers: whether their own balance counts when a debit is authorized. */
  readonly ledgerType?: 'Passthrough' | 'Direct';
}

/** The records of one master account and its subledgers. */
export interface Records {
  readonly activities: readonly Activity[];
  readonly holds: readonly Hold[];
  readonly memoPosts: readonly MemoPost[];
  readonly postingExceptions: readonly PostingException[];
  readonly restrictions: readonly Restriction[];
  /** Those that were listed at an earlier look, as they were then: removed or over. */
  readonly formerRestrictions: readonly Restriction[];
}

/** A part of the books that is read by itself. */
export type BookPart =
  | 'accounts'
  | Exclude<keyof Records, 'formerRestrictions'>
  | 'transactions'
  | 'payments'
  | 'trialBalance'
  | 'clock';

/** A part of the books that could not be read: what the books have of it is as old as the last look. */
export interface Unread {
  readonly part: BookPart;
  /** The account number, transaction id or payment id; empty for what belongs to the whole bank. */
  readonly subject: string;
  readonly operationId: string;
  readonly reason: string;
  /** How sure the contract is of what the answer breaks. */
  readonly facts: Pick<Deviation, 'provenance' | 'discrepancy'>;
}

/** Everything the auditor knows of the bank's books at one moment. */
export interface Books {
  readonly accounts: ReadonlyMap<AccountKey, ObservedAccount>;
  /** By master account number; as fresh as the last full read of that master. */
  readonly records: ReadonlyMap<string, Records>;
  /** By transaction id, every transaction that an activity or a posting exception names. */
  readonly transactions: ReadonlyMap<string, Transaction>;
  /** By payment id, every ACH payment that a memo post or an activity names. */
  readonly payments: ReadonlyMap<string, AchPayment>;
  /** Only on a target with the capability `control`. */
  readonly trialBalance?: TrialBalance;
  /** The open posting day, `yyyy-mm-dd`; only on a target with the capability `control`. */
  readonly postingDay?: string;
  /** The Eastern time, `hh:mm`, at which a posting day closes; only on a target with the capability `control`. */
  readonly closeTime?: string;
  /** The bank's time; only on a target with the capability `control`. */
  readonly now?: string;
  /** The parts that could not be read; absent when all were. */
  readonly unread?: readonly Unread[];
}

/** Books before anything is known. */
export const emptyBooks: Books = {
  accounts: new Map(),
  records: new Map(),
  transactions: new Map(),
  payments: new Map(),
};

/** Figures of an account that nothing has happened to. */
export const zeroFigures: Figures = { currentBalance: 0, availableBalance: 0, holdAmount: 0, transactionCount: 0 };

/** Every account of one kind, or of all. */
export function accountsOf(books: Books, ...kinds: readonly KnownAccount['kind'][]): ObservedAccount[] {
  return [...books.accounts.values()].filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
}

/** The records of one kind of every master. */
export function everyRecord<List extends keyof Records>(books: Books, list: List): Records[List][number][] {
  return [...books.records.values()].flatMap((records): readonly Records[List][number][] => records[list]);
}

/** Returns one list of records of an account: of a master those of all its subledgers, of a subledger those that name it. */
export function recordsOf<List extends keyof Records>(books: Books, account: KnownAccount, list: List): Records[List] {
  const all = (books.records.get(account.masterAccountNumber) ?? emptyRecords)[list];
  if (account.kind === 'master') return all;
  const items: readonly { readonly subAccountNumber: string | null }[] = all;
  return items.filter(({ subAccountNumber }) => subAccountNumber === account.accountNumber) as unknown as Records[List];
}

/** Records of an account that nothing was read of. */
export const emptyRecords: Records = {
  activities: [],
  holds: [],
  memoPosts: [],
  postingExceptions: [],
  restrictions: [],
  formerRestrictions: [],
};

/** What an activity does to a balance: credits count up, debits down. */
export function signedAmount(record: Pick<Activity, 'transactionType' | 'amount'>): number {
  return record.transactionType === 'Credit' ? record.amount : -record.amount;
}
