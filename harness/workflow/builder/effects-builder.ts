import type { EffectDeclaration } from '../arazzo/document.ts';
import { expressionOf, type Ref } from './references.ts';

/** A step's account: the answer of opening an account or creating a subledger. */
export interface AccountHandle {
  readonly accountNumber: Ref<string>;
}

type Amount = number | Ref<number>;

/** A transaction moves current and available of the account by this many cents (credit positive, debit negative). */
export const moves = (account: AccountHandle, amount: Amount): EffectDeclaration => ({ moves: on(account, amount) });
/** A memo post moves only available, by this many cents. */
export const memo = (account: AccountHandle, amount: Amount): EffectDeclaration => ({ memo: on(account, amount) });
/** A memo post becomes its transaction: only current moves, by this many cents. */
export const settles = (account: AccountHandle, amount: Amount): EffectDeclaration => ({
  settles: on(account, amount),
});
/** A hold takes this many cents from available into the hold amount; a negative amount frees them. */
export const holds = (account: AccountHandle, amount: Amount): EffectDeclaration => ({ holds: on(account, amount) });
/** A transaction is refused with this code: nothing moves, and the failing side gets one posting exception. */
export const refused = (code: string): EffectDeclaration => ({ refused: code });

function on(account: AccountHandle, amount: Amount) {
  const cents = typeof amount === 'number' ? amount : (expressionOf(amount) ?? '');
  return { account: expressionOf(account.accountNumber) ?? '', cents };
}
