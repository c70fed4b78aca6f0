import type { Effect } from '../harness/ledger/effects.ts';

interface Account {
  readonly accountNumber: string;
}

// The effects of `crosscheck` for values instead of references, by the same names; cents, credits positive.

/** A transaction: current and available of the account move by this many cents. */
export const moves = ({ accountNumber }: Account, cents: number): Effect => ({ kind: 'moves', accountNumber, cents });
/** A memo post moves only available, by this many cents. */
export const memo = ({ accountNumber }: Account, cents: number): Effect => ({ kind: 'memo', accountNumber, cents });
/** A memo post becomes its transaction: only current moves, by this many cents. */
export const settles = ({ accountNumber }: Account, cents: number): Effect => ({
  kind: 'settles',
  accountNumber,
  cents,
});
/** A hold takes this many cents from available into the hold amount; a negative amount frees them. */
export const holds = ({ accountNumber }: Account, cents: number): Effect => ({ kind: 'holds', accountNumber, cents });
/** A transaction is refused with this code: nothing moves, and the failing side gets one posting exception. */
export const refused = (code: string): Effect => ({ kind: 'refused', code });
