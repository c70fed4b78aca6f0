import { CrosscheckError } from '../../../core/errors.ts';
import type { Effect } from '../../ledger/effects.ts';
import type { AmountOnAccount, EffectDeclaration } from '../arazzo/document.ts';
import { resolveValue, type Scope } from '../arazzo/expressions.ts';

/** Puts account numbers and cents into the effects that a step declares. Throws a CrosscheckError where one has no value. */
export function resolveEffects(declarations: readonly EffectDeclaration[], scope: Scope): Effect[] {
  return declarations.map((declaration): Effect => {
    if ('refused' in declaration) return { kind: 'refused', code: declaration.refused };
    if ('moves' in declaration) return { kind: 'moves', ...amountOn(declaration.moves, scope) };
    if ('memo' in declaration) return { kind: 'memo', ...amountOn(declaration.memo, scope) };
    if ('settles' in declaration) return { kind: 'settles', ...amountOn(declaration.settles, scope) };
    return { kind: 'holds', ...amountOn(declaration.holds, scope) };
  });
}

function amountOn({ account, cents }: AmountOnAccount, scope: Scope): { accountNumber: string; cents: number } {
  const [amount, accountNumber] = [resolveValue(cents, scope), resolveValue(account, scope)];
  if (typeof amount !== 'number') throw withoutValue(`${cents} is no number of cents`);
  if (typeof accountNumber !== 'string') throw withoutValue(`${account} is no account number`);
  return { accountNumber, cents: amount };
}

function withoutValue(problem: string): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `Cannot tell what the step does to the books as ${problem}`,
    remedy: 'Look at the step that its value comes from',
  });
}
