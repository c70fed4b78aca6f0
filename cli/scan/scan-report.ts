import type { Sighting } from '../../harness/host.ts';

/** A file or folder with findings. */
export interface ScannedPath {
  /**
   * The path, with possible personal data replaced by its shape and control characters escaped, as all paths of a
   * report.
   */
  readonly path: string;
  /** The first findings; line and column are 0 for findings in the name itself. */
  readonly sightings: readonly Sighting[];
  /** The number of further findings. */
  readonly more: number;
}

/** The result of a scan, as `--json` prints it. */
export interface ScanReport {
  readonly schemaVersion: 1;
  readonly fileCount: number;
  readonly byteCount: number;
  readonly files: readonly ScannedPath[];
  /** Files that were not scanned. */
  readonly binaryFiles: readonly string[];
  /** Folders with history and packages, unless given as a path. */
  readonly skippedFolders: readonly string[];
  /** Links and special files below the folders. */
  readonly notFollowed: readonly string[];
  readonly unreadable: readonly { readonly path: string; readonly why: string }[];
  /** Allowed texts that matched nothing. */
  readonly unmatchedAllow: readonly string[];
}

/** Counts the findings in files and in names. */
export function countSightings({ files }: Pick<ScanReport, 'files'>): { inFiles: number; inNames: number } {
  const all = files.reduce((sum, { sightings, more }) => sum + sightings.length + more, 0);
  const inNames = files.flatMap(({ sightings }) => sightings).filter(({ line }) => line === 0).length;
  return { inFiles: all - inNames, inNames };
}
