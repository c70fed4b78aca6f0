import type { Deviation } from '../../core/finding.ts';

/**
 * Lets a deviation through when it is new. What is wrong with the books stays wrong until it is mended, so the same law
 * would say the same of the same account after every further step; it is told again only when the difference grows,
 * shrinks, or comes back.
 */
export function createTellOnce(): (deviations: readonly Deviation[]) => Deviation[] {
  let standing: ReadonlySet<string> = new Set();
  return (deviations) => {
    const fresh = deviations.filter((deviation) => !standing.has(signatureOf(deviation)));
    standing = new Set(deviations.map(signatureOf));
    return fresh;
  };
}

/** Rule, subject and difference: figures that both moved by the same amount are the same deviation. */
function signatureOf({ rule, message, expected, actual }: Deviation): string {
  const difference = Number.parseInt(actual, 10) - Number.parseInt(expected, 10);
  return JSON.stringify([rule, message, Number.isNaN(difference) ? [expected, actual] : difference]);
}
