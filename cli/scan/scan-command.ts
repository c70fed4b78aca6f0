import { renderJson } from '../../core/printable.ts';
import { buildAllowed, createColors, type IsAllowed, type Sighting } from '../../harness/host.ts';
import { exitCodeOf } from '../../harness/runs/exit-code.ts';
import { readPath } from './printable-path.ts';
import { renderFile, renderScanSum } from './render-scan.ts';
import { scanFile } from './scan-file.ts';
import type { ScannedPath, ScanReport } from './scan-report.ts';
import { checkPaths, walkFiles } from './walk-files.ts';

export interface ScanCommandOptions {
  readonly allow: readonly string[];
  readonly json?: true;
}

/**
 * Runs `crosscheck scan PATH...`: finds possible personal data in files and prints its place, never the value. Returns
 * the exit code: 0 for no findings, 1 for findings, otherwise 2 if a file could not be read.
 */
export async function scanCommand(paths: readonly string[], { allow, json }: ScanCommandOptions): Promise<number> {
  const allowed = buildAllowed(allow);
  await checkPaths(paths);
  const colors = createColors(process.stdout.isTTY === true);
  const scanned = await scanPaths(paths, allowed.isAllowed, (file) => {
    if (!json) console.log(renderFile(file, colors));
  });
  const report: ScanReport = { ...scanned, unmatchedAllow: allowed.unmatched() };
  console.log(json ? renderJson(report) : renderScanSum(report, colors));
  return exitCodeOf({ hasFindings: report.files.length > 0, isStopped: report.unreadable.length > 0 });
}

/**
 * Scans one file after the other and reports each with findings. A file that cannot be read does not stop the others.
 */
async function scanPaths(
  paths: readonly string[],
  isAllowed: IsAllowed,
  reportFile: (file: ScannedPath) => void,
): Promise<Omit<ScanReport, 'unmatchedAllow'>> {
  const [binaryFiles, skippedFolders, notFollowed]: [string[], string[], string[]] = [[], [], []];
  const unreadable: { path: string; why: string }[] = [];
  const files: ScannedPath[] = [];
  const reportedNames = new Set<string>();
  const add = (path: string, sightings: readonly Sighting[], more = 0) => {
    if (sightings.length === 0) return;
    const file = { path, sightings, more };
    reportFile(file);
    files.push(file);
  };
  let [fileCount, byteCount] = [0, 0];
  for await (const walked of walkFiles(paths)) {
    const { text: path, names } = readPath(walked.path, isAllowed);
    for (const { ownPath, text, sightings } of names) {
      if (!reportedNames.has(ownPath)) add(text, sightings);
      reportedNames.add(ownPath);
    }
    if (walked.what === 'other') notFollowed.push(path);
    if (walked.what === 'skipped') skippedFolders.push(path);
    if (walked.what === 'unreadable') unreadable.push({ path, why: walked.why });
    if (walked.what !== 'file') continue;
    const scan = await scanFile(walked.path, isAllowed).catch((error: NodeJS.ErrnoException) => error);
    if (scan instanceof Error) unreadable.push({ path, why: scan.code ?? scan.message });
    else if (scan.isBinary) binaryFiles.push(path);
    else {
      fileCount++;
      byteCount += scan.byteCount;
      add(path, scan.sightings, scan.more);
    }
  }
  return { schemaVersion: 1, fileCount, byteCount, files, binaryFiles, skippedFolders, notFollowed, unreadable };
}
