import type { Books, Figures, ObservedAccount, PostingException } from '../books.ts';
import { type Effect, expectFigures, unknownAccounts } from '../effects.ts';
import { inCents, type Law, type LawContext, type LawDeviation } from '../law.ts';

const FIGURES = [
  ['currentBalance', 'Current balance'],
  ['availableBalance', 'Available balance'],
  ['holdAmount', 'Hold amount'],
  ['transactionCount', 'Transaction count'],
] as const satisfies readonly (readonly [keyof Figures, string])[];

/**
 * The frame rule: the declared effects of a step have happened, and no other figure of any account of the run has
 * changed. A refusal writes one posting exception with its code; nothing else writes one. Source: S-ACCT, Transactions
 * ("all the numbers add up as they should"), Posting exceptions.
 */
export const onlyDeclaredEffectsHappen: Law = {
  name: 'only-declared-effects-happen',
  requirementIds: ['X02', 'X03', 'B06', 'B08', 'R06', 'M07', 'P01'],
  provenance: 'source',
  check(context) {
    const { before, after, effects } = context;
    const expected = expectFigures(before, after, effects);
    const figures = [...after.accounts].flatMap(([key, account]) => compareFigures(account, expected.get(key)));
    const unknown = unknownAccounts(after, effects).map((accountNumber) => ({
      message: `The step declares an effect on account "${accountNumber}", which the run has not opened`,
      expected: 'an account that the run has opened',
      actual: accountNumber,
    }));
    return [...unknown, ...figures, ...compareRefusals(context)];
  },
};

function compareFigures(account: ObservedAccount, expected: Figures | undefined): LawDeviation[] {
  if (!expected) return [];
  return FIGURES.filter(([figure]) => account[figure] !== expected[figure]).map(([figure, name]) => ({
    message: `${name} of ${account.kind} ${account.accountNumber} (${account.title}) is not what the step declares`,
    expected: figure === 'transactionCount' ? String(expected[figure]) : inCents(expected[figure]),
    actual: figure === 'transactionCount' ? String(account[figure]) : inCents(account[figure]),
  }));
}

function compareRefusals({ before, after, effects }: LawContext): LawDeviation[] {
  const known = new Set(allExceptions(before).map(({ id }) => id));
  const written = allExceptions(after).filter(({ id }) => !known.has(id));
  const codes = written.map(({ result }) => result.code).sort();
  const declared = effects.flatMap((effect) => (isRefusal(effect) ? [effect.code] : [])).sort();
  if (codes.join() === declared.join()) return [];
  return [
    {
      message: 'The posting exceptions are not the refusals that the step declares',
      expected: declared.join(', ') || 'none',
      actual: written.map(describeException).join(', ') || 'none',
    },
  ];
}

function isRefusal(effect: Effect): effect is Extract<Effect, { kind: 'refused' }> {
  return effect.kind === 'refused';
}

function allExceptions(books: Books): PostingException[] {
  return [...books.records.values()].flatMap(({ postingExceptions }) => postingExceptions);
}

function describeException({ result, subAccountNumber, amount }: PostingException): string {
  return `${result.code} on ${subAccountNumber} over ${inCents(amount)}`;
}
