import { basename } from 'node:path';
import { printableTexts } from '../../core/printable.ts';
import type { createColors } from '../../harness/host.ts';
import { countSightings, type ScannedPath, type ScanReport } from './scan-report.ts';

type Colors = ReturnType<typeof createColors>;

/** The number of names printed of files that were not scanned. */
const MOST_NAMES = 5;

/** Renders a line for each place in a file, and the number of further places; never a value. */
export function renderFile(file: ScannedPath, colors: Colors): string {
  const { path, sightings, more } = printableTexts(file);
  const lines = sightings.map(({ line, column, kind, shape, why }) => {
    const place = line === 0 ? `${path} (its name)` : `${path}:${line}:${column}`;
    return `${place}  ${colors.red(kind)}  ${shape}  ${why}`;
  });
  return [...lines, ...(more > 0 ? [`${path}: and ${more} more`] : [])].join('\n');
}

/** Renders the remedy for each kind that was found, the files that were not scanned, and the totals. */
export function renderScanSum(scanned: ScanReport, colors: Colors): string {
  const report = printableTexts(scanned);
  const sightings = report.files.flatMap((file) => file.sightings);
  const remedies = [...new Map(sightings.map(({ kind, remedy }) => [kind, remedy]))];
  const known = 'For known values: --allow VALUE, or --allow DOMAIN';
  const unreadable = report.unreadable.map(({ path, why }) => `${path} (${why})`);
  return [
    ...(sightings.length > 0 ? ['', ...remedies.map(([kind, remedy]) => `${kind}: ${remedy}`), known, ''] : []),
    ...renderNames('Binary', report.binaryFiles),
    ...renderNames('Links and special files', report.notFollowed),
    ...renderNames('Cannot read', unreadable).map(colors.red),
    ...renderNames('Allowed, but not found', report.unmatchedAllow),
    `${[`${count(report.fileCount, 'file')} scanned`, ...renderFound(report)].join(', ')}${renderRest(report)}`,
  ].join('\n');
}

function renderFound(report: ScanReport): string[] {
  const { inFiles, inNames } = countSightings(report);
  if (inFiles + inNames === 0) return ['nothing found'];
  const withPlaces = report.files.filter(({ sightings }) => sightings.some(({ line }) => line > 0)).length;
  return [
    ...(inFiles > 0 ? [`${count(inFiles, 'place')} in ${withPlaces} of them`] : []),
    ...(inNames > 0 ? [`${count(inNames, 'place')} in names`] : []),
  ];
}

function renderRest({ binaryFiles, skippedFolders, notFollowed, unreadable }: ScanReport): string {
  const byName = [...Map.groupBy(skippedFolders, (path) => basename(path))];
  const rest = [
    ...(binaryFiles.length > 0 ? [count(binaryFiles.length, 'binary file')] : []),
    ...(notFollowed.length > 0 ? [count(notFollowed.length, 'link or special file', 'links and special files')] : []),
    ...(unreadable.length > 0 ? [`${unreadable.length} that cannot be read`] : []),
    ...byName.map(([name, { length }]) => (length === 1 ? name : `${length} folders ${name}`)),
  ];
  return rest.length === 0 ? '' : `; not scanned: ${rest.join(', ')}`;
}

function renderNames(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const rest = names.length - MOST_NAMES;
  return [`${what}: ${[...names.slice(0, MOST_NAMES), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ')}`];
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
