import type { Deviation } from '../../core/finding.ts';

/**
 * Builds a filter that passes new deviations only. Wrong books stay wrong, so a law would report the same of an account
 * after every further step; it is reported again only if the difference changes or returns.
 */
export function createDeviationFilter(): (deviations: readonly Deviation[]) => Deviation[] {
  let standing: ReadonlySet<string> = new Set();
  return (deviations) => {
    const fresh = deviations.filter((deviation) => !standing.has(signatureOf(deviation)));
    standing = new Set(deviations.map(signatureOf));
    return fresh;
  };
}

/**
 * Returns the identity of a deviation: rule, subject and difference. Figures that both moved by the same amount are the
 * same deviation.
 */
function signatureOf({ rule, message, expected, actual }: Deviation): string {
  const difference = Number.parseInt(actual, 10) - Number.parseInt(expected, 10);
  return JSON.stringify([rule, message, Number.isNaN(difference) ? [expected, actual] : difference]);
}
