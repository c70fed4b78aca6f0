import { CrosscheckError } from '../../../core/errors.ts';
import type { Effect } from '../../ledger/effects.ts';
import type { AmountOnAccount, EffectDeclaration } from '../arazzo/document.ts';
import { resolveValue, type Scope } from '../arazzo/expressions.ts';

/**
 * Resolves account numbers and cents in the declared effects of a step. Throws a CrosscheckError if one has no value.
 */
export function resolveEffects(declarations: readonly EffectDeclaration[], scope: Scope): Effect[] {
  return declarations.map((declaration): Effect => {
    if ('refused' in declaration) return { kind: 'refused', code: declaration.refused };
    if ('interest' in declaration)
      return { kind: 'interest', accountNumber: accountOf(declaration.interest.account, scope) };
    if ('moves' in declaration) return { kind: 'moves', ...amountOn(declaration.moves, scope) };
    if ('memo' in declaration) return { kind: 'memo', ...amountOn(declaration.memo, scope) };
    if ('settles' in declaration) return { kind: 'settles', ...amountOn(declaration.settles, scope) };
    return { kind: 'holds', ...amountOn(declaration.holds, scope) };
  });
}

function amountOn(
  { account, cents, negative }: AmountOnAccount,
  scope: Scope,
): { accountNumber: string; cents: number } {
  const amount = resolveValue(cents, scope);
  if (typeof amount !== 'number') throw withoutValue(`${cents} is not a number of cents`);
  return { accountNumber: accountOf(account, scope), cents: negative ? -amount : amount };
}

function accountOf(account: string, scope: Scope): string {
  const accountNumber = resolveValue(account, scope);
  if (typeof accountNumber !== 'string') throw withoutValue(`${account} is not an account number`);
  return accountNumber;
}

function withoutValue(problem: string): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `Cannot resolve the effects of the step: ${problem}`,
    remedy: 'Check the step that the value comes from',
  });
}
