import type { Exchange } from '../../core/exchange.ts';
import type { Deviation } from '../../core/finding.ts';
import type { Provenance } from '../../core/operation.ts';
import type { Books } from './books.ts';
import type { Effect } from './effects.ts';

/** What a law must be able to see; without it the law is reported as not observable. */
export type Need = 'trial-balance' | 'bank-time';

/** After which moment a law is asked: every step, or only the close of a posting day. */
export type Moment = 'step' | 'close';

/** The books around one step, and what the step said. */
export interface LawContext {
  readonly before: Books;
  readonly after: Books;
  readonly effects: readonly Effect[];
  readonly moment: Moment;
  /** The posting day that the step closed, `yyyy-mm-dd`; only at the moment `close`. */
  readonly closedPostingDay?: string;
  /** The last exchange of the step. */
  readonly exchange?: Exchange;
  /** The earlier exchange that it repeats with the same idempotency key: this one has no effect of its own. */
  readonly repeats?: Exchange;
}

/** One ledger law. Its name is a sentence that is true of good books. */
export interface Law {
  readonly name: string;
  readonly requirementIds: readonly string[];
  readonly provenance: Provenance;
  /** The row of the discrepancy register that the law takes a side of. */
  readonly discrepancy?: string;
  readonly needs?: readonly Need[];
  /** It compares free texts of two observations, which a checkpoint keeps as HMACs. */
  readonly comparesTexts?: true;
  /** Asked only at this moment; at every one when absent. */
  readonly moment?: Moment;
  check(context: LawContext): LawDeviation[];
}

/** What disagrees, with the figures. */
export type LawDeviation = Pick<Deviation, 'message' | 'expected' | 'actual'>;

/** Renders cents for a finding: figures that disagree are told to the cent. */
export function inCents(amount: number): string {
  return `${amount} cents`;
}
