import type { Sighting } from '../../harness/host.ts';

/** A file or a folder with something to tell. */
export interface ScannedPath {
  /** With what is somebody's in it by its shape, and control characters escaped, as all paths of a report. */
  readonly path: string;
  /** The first ones. Of those in the name itself line and column are 0. */
  readonly sightings: readonly Sighting[];
  /** How many more there are. */
  readonly more: number;
}

/** What a scan found, as `--json` prints it. */
export interface ScanReport {
  readonly schemaVersion: 1;
  readonly fileCount: number;
  readonly byteCount: number;
  readonly files: readonly ScannedPath[];
  /** What was not looked into. */
  readonly binaryFiles: readonly string[];
  /** History and packages, which nobody named. */
  readonly skippedFolders: readonly string[];
  /** Links and what is no file, below the folders. */
  readonly notFollowed: readonly string[];
  readonly unreadable: readonly { readonly path: string; readonly why: string }[];
  /** What is allowed and was nowhere. */
  readonly unmatchedAllow: readonly string[];
}

/** How many places look like somebody's data: in files, and in names. */
export function countSightings({ files }: Pick<ScanReport, 'files'>): { inFiles: number; inNames: number } {
  const all = files.reduce((sum, { sightings, more }) => sum + sightings.length + more, 0);
  const inNames = files.flatMap(({ sightings }) => sightings).filter(({ line }) => line === 0).length;
  return { inFiles: all - inNames, inNames };
}
