/** A phase of a customer: it is onboarded with all its records; after its screening its accounts are opened. */
export type Phase = 'customer' | 'accounts';

/**
 * The end of a phase of a customer. `refused`: the bank refused a request, and would again. `failed`: no response, or
 * no valid one. `undecided`: the screening is under manual review. A later session repeats phases that failed or are
 * undecided.
 */
export type PhaseOutcome = 'accepted' | 'refused' | 'failed' | 'undecided';

/** One finished phase of one customer. It contains no personal data: only ids, numbers and masked reasons. */
export type ProgressRecord = CustomerAccepted | AccountsAccepted | CustomerFailure;

export interface CustomerAccepted {
  readonly n: number;
  readonly phase: 'customer';
  readonly outcome: 'accepted';
  readonly customerId: string;
  /** Only for a Business. */
  readonly ownerIds?: readonly string[];
}

export interface AccountsAccepted {
  readonly n: number;
  readonly phase: 'accounts';
  readonly outcome: 'accepted';
  readonly accountNumbers: readonly string[];
  readonly subledgerNumbers: readonly string[];
}

/** A customer whose remaining requests were skipped, with the ids of what the bank created already. */
export interface CustomerFailure extends FailureReason, KnownIds {
  readonly n: number;
  readonly phase: Phase;
}

/** The ids that the bank assigned to a customer and its owners so far. */
export interface KnownIds {
  customerId?: string;
  ownerIds?: readonly string[];
}

/**
 * The operation that was not accepted, and why. The status is absent if no response came, or if the status was not the
 * problem.
 */
export interface FailureReason {
  readonly outcome: Exclude<PhaseOutcome, 'accepted'>;
  readonly operationId: string;
  readonly statusCode?: number;
  readonly reason: string;
}

/** The progress of an onboarding: each finished phase of each customer. */
export interface ProgressLog {
  /** Returns how this phase of customer n ended; undefined if it has not. */
  outcomeOf(n: number, phase: Phase): PhaseOutcome | undefined;
  /** Records a finished phase. Throws a CrosscheckError if it cannot be written. */
  write(record: ProgressRecord): void;
  /** Lists every customer accepted so far, in the order of acceptance. */
  accepted(): AsyncIterable<CustomerAccepted>;
}
