import { lstat, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CrosscheckError } from '../../core/errors.ts';

/** What stands at a path, as far as a scan is concerned. */
export type Walked =
  | { readonly what: 'file'; readonly path: string }
  /** A symbolic link, a pipe, a socket or a device below a folder: not followed, not read. */
  | { readonly what: 'other'; readonly path: string }
  /** What a rule leaves out. */
  | { readonly what: 'skipped'; readonly path: string }
  | { readonly what: 'unreadable'; readonly path: string; readonly why: string };

/** History and packages are others' data, and are looked into only when a path names them. */
const SKIPPED: readonly string[] = ['.git', 'node_modules'];

/** Throws a CrosscheckError unless something that can be read stands at each path. A link that a person names is followed. */
export async function checkPaths(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => error.code);
    if (typeof found === 'string' || found === undefined) throw noSuch(path, `${found}`);
    if (!found.isFile() && !found.isDirectory())
      throw new CrosscheckError({
        code: 'usage',
        message: `Cannot scan "${path}" as it is neither a file nor a folder`,
        remedy: 'Write what it gives to a file, and scan that',
      });
  }
}

function noSuch(path: string, code: string): CrosscheckError {
  return new CrosscheckError({
    code: 'usage',
    message: code === 'ENOENT' ? `No such file or folder: "${path}"` : `Cannot read "${path}": ${code}`,
    remedy: 'Name files and folders as seen from the current folder',
  });
}

/** Gives all files of paths, each once, those of a folder by their names; of a folder nothing is followed out of it. */
export async function* walkFiles(paths: readonly string[], seen = new Set<string>()): AsyncGenerator<Walked> {
  for (const path of paths) {
    if ((await stat(path)).isDirectory()) yield* walkFolder(path, seen);
    else if (isNew(path, seen)) yield { what: 'file', path };
  }
}

async function* walkFolder(folder: string, seen: Set<string>): AsyncGenerator<Walked> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => error);
  if (names instanceof Error) {
    yield { what: 'unreadable', path: folder, why: names.code ?? names.message };
    return;
  }
  for (const name of names.sort()) {
    const path = join(folder, name);
    if (SKIPPED.includes(name)) {
      yield { what: 'skipped', path };
      continue;
    }
    const found = await lstat(path).catch((error: NodeJS.ErrnoException) => error);
    if (found instanceof Error) yield { what: 'unreadable', path, why: found.code ?? found.message };
    else if (found.isDirectory()) yield* walkFolder(path, seen);
    else if (isNew(path, seen)) yield { what: found.isFile() ? 'file' : 'other', path };
  }
}

function isNew(path: string, seen: Set<string>): boolean {
  const full = resolve(path);
  if (seen.has(full)) return false;
  seen.add(full);
  return true;
}
