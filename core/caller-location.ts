import { fileURLToPath } from 'node:url';

/** A position in a source file; the path is absolute. */
export interface CallerLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const OWN_FOLDERS = ['core', 'harness', 'playwright'].map((name) =>
  fileURLToPath(new URL(`../${name}/`, import.meta.url)),
);

/**
 * Returns the position of the call into Crosscheck: the first stack frame that is in no folder of Crosscheck and no
 * package; undefined if there is none. Node strips types in place, so the position is that of the source.
 */
export function findCallerLocation(): CallerLocation | undefined {
  const frames = (new Error().stack ?? '').matchAll(/ \(?(file:\/\/)?(\/[^()\n]+):(\d+):(\d+)\)?$/gm);
  for (const [, protocol, path = '', line, column] of frames) {
    const file = protocol ? fileURLToPath(`${protocol}${path}`) : path;
    const isOwn = file.includes('/node_modules/') || OWN_FOLDERS.some((folder) => file.startsWith(folder));
    if (!isOwn) return { file, line: Number(line), column: Number(column) };
  }
  return undefined;
}
