import type { Deviation } from '../../core/finding.ts';
import type { AchSchemas, CoreSchemas, EmulatorSchemas } from '../../generated/types/index.ts';
import type { StatementFigures } from '../documents/parse-statement.ts';

export type Activity = CoreSchemas['Activity'];
export type Hold = CoreSchemas['Hold'];
export type MemoPost = CoreSchemas['MemoPost'];
export type PostingException = CoreSchemas['PostingException'];
export type Restriction = CoreSchemas['Restriction'];
export type Transaction = CoreSchemas['Transaction'];
export type AchPayment = AchSchemas['AchPayment'];
export type TrialBalance = EmulatorSchemas['TrialBalance'];
export type InterestTerms = EmulatorSchemas['InterestTerms'];

/** The properties of a CD that the books keep: other ones may be personal data. */
export interface ObservedTimeDeposit
  extends Pick<
    CoreSchemas['TimeDeposit'],
    | 'status'
    | 'fundingAmount'
    | 'fundingDueDate'
    | 'fundedOn'
    | 'maturityDate'
    | 'rateBasisPoints'
    | 'dayCount'
    | 'ratePeriods'
    | 'penaltyTiers'
    | 'principalAmount'
  > {
  /** The fee of the withdrawal that was requested is waived; absent without a request. */
  readonly waivesPenaltyFee?: boolean;
}

/** The projected penalty of a CD in cents, and the posting day to which it applies. */
export type ObservedPenalty = Pick<CoreSchemas['PenaltyFee'], 'postingDate' | 'penaltyFee'>;

/** A statement in the bank's list, with the figures of its document. */
export interface ObservedStatement {
  readonly id: string;
  /** The first and the last posting date of the period, `yyyy-mm-dd`. */
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly document: ObservedDocument<StatementFigures>;
}

/** The tax forms that the bank lists for an account. */
export interface ObservedTaxForms {
  readonly forms: readonly ObservedTaxForm[];
  /** The accounts of the same customer that the run does not know. */
  readonly unknownAccounts: readonly string[];
}

export interface ObservedTaxForm {
  readonly id: string;
  readonly year: number;
  readonly status: string;
  /** The interest of the year (box 1) in cents. */
  readonly document: ObservedDocument<number>;
}

/** A PDF of the bank: its digest, and what was read in it, or the reason why nothing was. Its bytes are not kept. */
export type ObservedDocument<Content> =
  | { readonly sha256: string; readonly content: Content }
  | { readonly sha256?: string; readonly unreadable: string };

/** An account of the run. A master and its implicit subledger have the same number; `AccountKey` distinguishes them. */
export interface KnownAccount {
  readonly accountNumber: string;
  readonly masterAccountNumber: string;
  readonly kind: 'master' | 'implicit' | 'subledger';
}

/** `master:{number}` or `subledger:{number}`, also for the implicit subledger. */
export type AccountKey = `master:${string}` | `subledger:${string}`;

/** Returns the key of an account in the books. */
export function accountKey(account: Pick<KnownAccount, 'accountNumber' | 'kind'>): AccountKey {
  return account.kind === 'master' ? `master:${account.accountNumber}` : `subledger:${account.accountNumber}`;
}

/** The four figures that the frame rule compares; the first three in cents. */
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
  /** Only on subledgers: whether a debit is authorized against their own balance (Direct) or their master's. */
  readonly ledgerType?: 'Passthrough' | 'Direct';
  /** Only on masters: the customer who opened it, and the bank's timestamp of the opening. */
  readonly customerId?: string;
  readonly openedAt?: string;
}

/** The records of one master account and its subledgers. */
export interface Records {
  readonly activities: readonly Activity[];
  readonly holds: readonly Hold[];
  readonly memoPosts: readonly MemoPost[];
  readonly postingExceptions: readonly PostingException[];
  readonly restrictions: readonly Restriction[];
  /** Restrictions that an earlier reading listed, as they were then: removed or over. */
  readonly formerRestrictions: readonly Restriction[];
}

/** A part of the books that is read by its own request. */
export type BookPart =
  | 'accounts'
  | Exclude<keyof Records, 'formerRestrictions'>
  | 'transactions'
  | 'payments'
  | 'trialBalance'
  | 'clock'
  | 'timeDeposits'
  | 'interestTerms'
  | 'statements'
  | 'taxForms';

/** A part of the books that could not be read; the books keep its last values. */
export interface Unread {
  readonly part: BookPart;
  /** The account number, transaction id or payment id; empty for a part of the whole bank. */
  readonly subject: string;
  readonly operationId: string;
  readonly reason: string;
  /** The certainty of the violated part of the contract. */
  readonly facts: Pick<Deviation, 'provenance' | 'discrepancy'>;
}

/** The bank's books at one moment, as far as the auditor has read them. */
export interface Books {
  readonly accounts: ReadonlyMap<AccountKey, ObservedAccount>;
  /** Records by master account number, as of the last full reading of that master. */
  readonly records: ReadonlyMap<string, Records>;
  /** Every transaction that an activity or a posting exception names, by transaction id. */
  readonly transactions: ReadonlyMap<string, Transaction>;
  /** Every ACH payment that a memo post or an activity names, by payment id. */
  readonly payments: ReadonlyMap<string, AchPayment>;
  /** The CDs by master account number; null: the account is not a CD. */
  readonly timeDeposits?: ReadonlyMap<string, ObservedTimeDeposit | null>;
  /** The projected penalties of active CDs, by master account number. */
  readonly penaltyFees?: ReadonlyMap<string, ObservedPenalty>;
  /** The interest terms, oldest first, by master account number; only on a target with the capability `control`. */
  readonly interestTerms?: ReadonlyMap<string, readonly InterestTerms[]>;
  /** The statements by master account number, oldest first. */
  readonly statements?: ReadonlyMap<string, readonly ObservedStatement[]>;
  /** The tax forms of the customer of a master, by account number. */
  readonly taxForms?: ReadonlyMap<string, ObservedTaxForms>;
  /** Only on a target with the capability `control`. */
  readonly trialBalance?: TrialBalance;
  /** The open posting day, `yyyy-mm-dd`; only on a target with the capability `control`. */
  readonly postingDay?: string;
  /** The Eastern time, `hh:mm`, at which a posting day closes; only on a target with the capability `control`. */
  readonly closeTime?: string;
  /** The bank's time; only on a target with the capability `control`. */
  readonly now?: string;
  /** The parts that could not be read; absent if all were read. */
  readonly unread?: readonly Unread[];
}

/** Empty books. */
export const emptyBooks: Books = {
  accounts: new Map(),
  records: new Map(),
  transactions: new Map(),
  payments: new Map(),
};

/** The figures of a new account. */
export const zeroFigures: Figures = { currentBalance: 0, availableBalance: 0, holdAmount: 0, transactionCount: 0 };

/** Lists the accounts of some kinds; all without a kind. */
export function accountsOf(books: Books, ...kinds: readonly KnownAccount['kind'][]): ObservedAccount[] {
  return [...books.accounts.values()].filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
}

/** Lists the records of one kind of all masters. */
export function everyRecord<List extends keyof Records>(books: Books, list: List): Records[List][number][] {
  return [...books.records.values()].flatMap((records): readonly Records[List][number][] => records[list]);
}

/**
 * Returns one list of records of an account: for a master those of all its subledgers, for a subledger those that name
 * it.
 */
export function recordsOf<List extends keyof Records>(books: Books, account: KnownAccount, list: List): Records[List] {
  const all = (books.records.get(account.masterAccountNumber) ?? emptyRecords)[list];
  if (account.kind === 'master') return all;
  const items: readonly { readonly subAccountNumber: string | null }[] = all;
  return items.filter(({ subAccountNumber }) => subAccountNumber === account.accountNumber) as unknown as Records[List];
}

/** The records of an account before the first reading. */
export const emptyRecords: Records = {
  activities: [],
  holds: [],
  memoPosts: [],
  postingExceptions: [],
  restrictions: [],
  formerRestrictions: [],
};

/** Returns the change of balance by an activity: credits positive, debits negative. */
export function signedAmount(record: Pick<Activity, 'transactionType' | 'amount'>): number {
  return record.transactionType === 'Credit' ? record.amount : -record.amount;
}
