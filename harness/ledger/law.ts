import type { Exchange } from '../../core/exchange.ts';
import type { Deviation } from '../../core/finding.ts';
import type { Provenance } from '../../core/operation.ts';
import type { Books } from './books.ts';
import type { Effect } from './effects.ts';

/** A view that a law needs; without it the law is reported as not observable. */
export type Need = 'trial-balance' | 'bank-time';

/** The moments at which a law is checked: after every step, or only after the close of a posting day. */
export type Moment = 'step' | 'close';

/** The books around one step, with the step's exchange and effects. */
export interface LawContext {
  readonly before: Books;
  readonly after: Books;
  readonly effects: readonly Effect[];
  readonly moment: Moment;
  /** The posting day that the step closed, `yyyy-mm-dd`; only at the moment `close`. */
  readonly closedPostingDay?: string;
  /** The last exchange of the step. */
  readonly exchange?: Exchange;
  /** The earlier exchange that this one repeats with the same idempotency key: this one has no effect of its own. */
  readonly repeats?: Exchange;
}

/** One ledger law. Its name is a sentence that is true of correct books. */
export interface Law {
  readonly name: string;
  readonly requirementIds: readonly string[];
  readonly provenance: Provenance;
  /** The row of the discrepancy register that the law follows one side of. */
  readonly discrepancy?: string;
  readonly needs?: readonly Need[];
  /** It compares free texts of two observations, which a checkpoint keeps as HMACs. */
  readonly comparesTexts?: true;
  /** The only moment at which it is checked; absent: at every moment. */
  readonly moment?: Moment;
  check(context: LawContext): LawDeviation[];
}

/** A disagreement with its figures. */
export type LawDeviation = Pick<Deviation, 'message' | 'expected' | 'actual'>;

/** Renders cents for a finding, which shows differences to the cent. */
export function inCents(amount: number): string {
  return `${amount} cents`;
}
