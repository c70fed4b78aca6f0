import { CrosscheckError } from '../../core/errors.ts';
import { buildAllowed, createColors, type IsAllowed } from '../../harness/index.ts';
import { renderFile, renderScanSum } from './scan/render-scan.ts';
import { type FileScan, scanFile } from './scan/scan-file.ts';
import { countSightings, type ScanReport } from './scan/scan-report.ts';
import { checkPaths, walkFiles } from './scan/walk-files.ts';

export interface ScanCommandOptions {
  readonly allow: readonly string[];
  readonly json?: true;
}

/**
 * `crosscheck scan PATH...`: finds what looks like real persons' data in files, and tells where without telling what. Gives the exit
 * code: 0 when there is nothing, 1 when there is, 2 when something could not be read.
 */
export async function scanCommand(paths: readonly string[], { allow, json }: ScanCommandOptions): Promise<number> {
  if (allow.some((text) => text.trim() === ''))
    throw new CrosscheckError({
      code: 'usage',
      message: '--allow is ""',
      remedy: 'Name a value, or a domain, that is known and right',
    });
  await checkPaths(paths);
  const colors = createColors(process.stdout.isTTY === true);
  const report = await scanPaths(paths, buildAllowed(allow), (file) => {
    if (!json) console.log(renderFile(file, colors));
  });
  console.log(json ? JSON.stringify(report, null, 2) : renderScanSum(report, colors));
  if (report.unreadable.length > 0) return 2;
  return countSightings(report) === 0 ? 0 : 1;
}

/** Scans one file after the other, and tells of each in which something is. What can not be read does not stop the rest. */
async function scanPaths(
  paths: readonly string[],
  isAllowed: IsAllowed,
  tell: (file: FileScan) => void,
): Promise<ScanReport> {
  const [files, binaryFiles, notFollowed]: [FileScan[], string[], string[]] = [[], [], []];
  const unreadable: { path: string; why: string }[] = [];
  let [fileCount, byteCount] = [0, 0];
  for await (const walked of walkFiles(paths)) {
    if (walked.what === 'other') notFollowed.push(walked.path);
    if (walked.what === 'unreadable') unreadable.push({ path: walked.path, why: walked.why });
    if (walked.what !== 'file') continue;
    const scan = await scanFile(walked.path, isAllowed).catch((error: NodeJS.ErrnoException) => error);
    if (scan instanceof Error) unreadable.push({ path: walked.path, why: scan.code ?? scan.message });
    else if (scan.isBinary) binaryFiles.push(walked.path);
    else {
      fileCount++;
      byteCount += scan.byteCount;
      if (scan.sightings.length > 0) {
        tell(scan);
        files.push(scan);
      }
    }
  }
  const told = files.map(({ path, sightings, more }) => ({ path, sightings, more }));
  return { schemaVersion: 1, fileCount, byteCount, files: told, binaryFiles, notFollowed, unreadable };
}
