import type { createColors } from '../../../harness/index.ts';
import { countSightings, type ScanReport } from './scan-report.ts';

type Colors = ReturnType<typeof createColors>;

/** So many names of what was not looked into are printed. */
const MOST_NAMES = 5;

/** A line for each place of a file, and how many more there are; never a value. */
export function renderFile({ path, sightings, more }: ScanReport['files'][number], colors: Colors): string {
  const lines = sightings.map(
    ({ line, column, kind, shape, why }) => `${path}:${line}:${column}  ${colors.red(kind)}  ${shape}  ${why}`,
  );
  return [...lines, ...(more > 0 ? [`${path}: and ${more} more`] : [])].join('\n');
}

/** What to do for each kind that was found, what was not looked into, and the sum. */
export function renderScanSum(report: ScanReport, colors: Colors): string {
  const found = countSightings(report);
  const sightings = report.files.flatMap((file) => file.sightings);
  const remedies = [...new Map(sightings.map(({ kind, remedy }) => [kind, remedy]))];
  const known = 'What is known and right: --allow VALUE, or --allow DOMAIN';
  return [
    ...(found > 0 ? ['', ...remedies.map(([kind, remedy]) => `${kind}: ${remedy}`), known, ''] : []),
    ...renderNames('Not looked into', 'binary file', report.binaryFiles),
    ...renderNames('Not followed', 'link or special file', report.notFollowed),
    ...renderNames(
      'Cannot read',
      'path',
      report.unreadable.map(({ path, why }) => `${path} (${why})`),
    ).map(colors.red),
    `${count(report.fileCount, 'file')}, ${found === 0 ? 'nothing found' : `${count(found, 'place')} with real-looking data in ${count(report.files.length, 'file')}`}`,
  ].join('\n');
}

function renderNames(act: string, what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const rest = names.length - MOST_NAMES;
  const told = [...names.slice(0, MOST_NAMES), ...(rest > 0 ? [`and ${rest} more`] : [])];
  return [`${act}: ${count(names.length, what)}: ${told.join(', ')}`];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
