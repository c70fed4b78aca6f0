import type { FileScan } from './scan-file.ts';

/** What a scan found, as `--json` prints it. Of a file the first sightings stand in it, and how many more there are. */
export interface ScanReport {
  readonly schemaVersion: 1;
  readonly fileCount: number;
  readonly byteCount: number;
  /** Files with something to tell. */
  readonly files: readonly Pick<FileScan, 'path' | 'sightings' | 'more'>[];
  /** What was not looked into. */
  readonly binaryFiles: readonly string[];
  /** Links and what is no file, below the folders. */
  readonly notFollowed: readonly string[];
  readonly unreadable: readonly { readonly path: string; readonly why: string }[];
}

/** How many places of all files look like somebody's data. */
export function countSightings({ files }: Pick<ScanReport, 'files'>): number {
  return files.reduce((sum, { sightings, more }) => sum + sightings.length + more, 0);
}
