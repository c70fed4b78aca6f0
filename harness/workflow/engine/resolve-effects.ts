import { invariant } from '../../../core/errors.ts';
import type { Effect } from '../../ledger/effects.ts';
import type { AmountOnAccount, EffectDeclaration } from '../arazzo/document.ts';
import { resolveValue, type Scope } from '../arazzo/expressions.ts';

/** Puts account numbers and cents into the effects that a step declares. */
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
  const amount = resolveValue(cents, scope);
  invariant(typeof amount === 'number', `an effect's cents are not a number: ${String(cents)}`);
  return { accountNumber: String(resolveValue(account, scope)), cents: amount };
}
