import { type Limits, limitNames, limitTable, parseLimits } from '../../core/limits.ts';

/** Collects the values of `--limit`, the later one of a name. Throws a CrosscheckError for one that is not valid. */
export function collectLimit(text: string, previous: Partial<Limits>): Partial<Limits> {
  return { ...previous, ...parseLimits([text]) };
}

/** Renders bounds as arguments of a command. */
export function limitArguments(limits: Partial<Limits>): string[] {
  return Object.entries(limits).flatMap(([name, value]) => ['--limit', `${name}=${value}`]);
}

/** Renders the table of limits for a help text. */
export function renderLimits(): string {
  const rows = limitNames.map((name) => {
    const { value, unit, what } = limitTable[name];
    return `  ${name.padEnd(20)} ${value.toLocaleString('en-US').padStart(10)} ${unit.padEnd(12)}  ${what}`;
  });
  return ['', 'Limits of a run, changed with --limit NAME=NUMBER, or COS_LIMITS=NAME=NUMBER,...:', ...rows].join('\n');
}
