import { renderJson } from '../../core/printable.ts';
import { buildAllowed, createColors, type IsAllowed, type Sighting } from '../../harness/host.ts';
import { exitCodeOf } from '../../harness/runs/exit-code.ts';
import { renderFile, renderScanSum } from './render-scan.ts';
import { scanFile } from './scan-file.ts';
import type { ScannedPath, ScanReport } from './scan-report.ts';
import { readPath } from './told-path.ts';
import { checkPaths, walkFiles } from './walk-files.ts';

export interface ScanCommandOptions {
  readonly allow: readonly string[];
  readonly json?: true;
}

/**
 * `crosscheck scan PATH...`: finds what looks like real persons' data in files, and tells where without telling what. Gives the exit
 * code: 0 when there is nothing, 1 when there is, else 2 when something could not be read.
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

/** Scans one file after the other, and tells of each in which something is. What cannot be read does not stop the rest. */
async function scanPaths(
  paths: readonly string[],
  isAllowed: IsAllowed,
  tell: (file: ScannedPath) => void,
): Promise<Omit<ScanReport, 'unmatchedAllow'>> {
  const [binaryFiles, skippedFolders, notFollowed]: [string[], string[], string[]] = [[], [], []];
  const unreadable: { path: string; why: string }[] = [];
  const files: ScannedPath[] = [];
  const namesTold = new Set<string>();
  const add = (path: string, sightings: readonly Sighting[], more = 0) => {
    if (sightings.length === 0) return;
    const file = { path, sightings, more };
    tell(file);
    files.push(file);
  };
  let [fileCount, byteCount] = [0, 0];
  for await (const walked of walkFiles(paths)) {
    const { text: path, names } = readPath(walked.path, isAllowed);
    for (const { ownPath, text, sightings } of names) {
      if (!namesTold.has(ownPath)) add(text, sightings);
      namesTold.add(ownPath);
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
