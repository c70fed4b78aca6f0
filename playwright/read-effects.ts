import type { Effect } from '../harness/ledger/effects.ts';
import type { AmountOnAccount, EffectDeclaration } from '../harness/workflow/arazzo/document.ts';
import { PlainError } from './plain-error.ts';

/** Returns the effects that a test declares. Throws for a reference into a workflow, which has no value in a test. */
export function readEffects(declarations: readonly EffectDeclaration[]): Effect[] {
  return declarations.map((declaration): Effect => {
    if ('refused' in declaration) return { kind: 'refused', code: declaration.refused };
    if ('interest' in declaration)
      return { kind: 'interest', accountNumber: readAccount(declaration.interest.account) };
    if ('moves' in declaration) return { kind: 'moves', ...readAmount(declaration.moves) };
    if ('memo' in declaration) return { kind: 'memo', ...readAmount(declaration.memo) };
    if ('settles' in declaration) return { kind: 'settles', ...readAmount(declaration.settles) };
    return { kind: 'holds', ...readAmount(declaration.holds) };
  });
}

function readAmount({ account, cents }: AmountOnAccount): { accountNumber: string; cents: number } {
  if (typeof cents !== 'number') throw ofWorkflow(`${cents} on ${account}`);
  return { accountNumber: readAccount(account), cents };
}

function readAccount(account: string): string {
  if (account.startsWith('$')) throw ofWorkflow(account);
  return account;
}

function ofWorkflow(what: string): PlainError {
  return new PlainError(
    `Cannot audit an effect of ${what}: it refers to a step of a workflow\nPass an account of this test`,
  );
}
