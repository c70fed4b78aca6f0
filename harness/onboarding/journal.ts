/** What is done with a customer: first it is onboarded with all that belongs to it, then, once it is screened, gets accounts. */
export type Phase = 'customer' | 'accounts';

/**
 * How a phase of a customer ended. `refused`: the bank said no, and would again. `failed`: there was no answer, or none that counts.
 * `undecided`: people at the bank decide. The last two are tried again when the same onboarding goes on.
 */
export type Outcome = 'accepted' | 'refused' | 'failed' | 'undecided';

/** One finished phase of one customer. It holds no personal data: ids, numbers and reasons only. */
export type JournalEntry = CustomerAccepted | AccountsAccepted | Rejection;

export interface CustomerAccepted {
  readonly n: number;
  readonly phase: 'customer';
  readonly outcome: 'accepted';
  readonly customerId: string;
  /** Of a Business. */
  readonly ownerIds?: readonly string[];
}

export interface AccountsAccepted {
  readonly n: number;
  readonly phase: 'accounts';
  readonly outcome: 'accepted';
  readonly accountNumbers: readonly string[];
  readonly subledgerNumbers: readonly string[];
}

/** A customer whose further requests were left out, with the ids of what the bank has of it already. */
export interface Rejection extends Reason, KnownIds {
  readonly n: number;
  readonly phase: Phase;
}

/** What the bank has of a customer. */
export interface KnownIds {
  customerId?: string;
  ownerIds?: readonly string[];
}

/** Why, and at which operation; the status is absent where none came, or where it is not what was wrong. */
export interface Reason {
  readonly outcome: Exclude<Outcome, 'accepted'>;
  readonly operationId: string;
  readonly statusCode?: number;
  readonly reason: string;
}

/** What is known of an onboarding, kept by whoever can keep it. */
export interface Journal {
  /** How this phase of customer n ended, as far as is known; undefined when it has not. */
  outcomeOf(n: number, phase: Phase): Outcome | undefined;
  /** Writes down a finished phase. Throws a CrosscheckError when that is not possible. */
  write(entry: JournalEntry): void;
  /** Every customer that was accepted by now, in the order in which they were. */
  accepted(): AsyncIterable<CustomerAccepted>;
}
