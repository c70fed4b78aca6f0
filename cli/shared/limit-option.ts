import { type Limits, limitNames, limitTable, parseLimits } from '../../core/limits.ts';
import { wrapText } from '../../core/wrap-text.ts';

/**
 * Collects the values of `--limit`; the last value of a name counts. Throws a CrosscheckError for one that is not
 * valid.
 */
export function collectLimit(text: string, previous: Partial<Limits>): Partial<Limits> {
  return { ...previous, ...parseLimits([text]) };
}

/** Renders limits as arguments of a command. */
export function limitArguments(limits: Partial<Limits>): string[] {
  return Object.entries(limits).flatMap(([name, value]) => ['--limit', `${name}=${value}`]);
}

/** Renders the table of limits, with their defaults, for a help text. */
export function renderLimits(): string {
  const rows = limitNames.flatMap((name) => {
    const { value, unit, what } = limitTable[name];
    const columns = `  ${name.padEnd(19)}${value.toLocaleString('en-US').padStart(10)} ${unit.padEnd(13)}`;
    const [first = '', ...rest] = wrapText(what, 80 - columns.length, '').split('\n');
    return [`${columns}${first}`, ...rest.map((line) => `${' '.repeat(columns.length)}${line}`)];
  });
  return ['', 'Limits of a run, changed by --limit NAME=NUMBER or COS_LIMITS=NAME=NUMBER,...:', ...rows].join('\n');
}
