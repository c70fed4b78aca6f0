import { lstat, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CrosscheckError } from '../../core/errors.ts';

/** The kind of thing at a path. */
export type Walked =
  | { readonly what: 'file'; readonly path: string }
  /** A symbolic link, a pipe, a socket or a device below a folder: neither followed nor read. */
  | { readonly what: 'other'; readonly path: string }
  /** A folder that is skipped by rule. */
  | { readonly what: 'skipped'; readonly path: string }
  | { readonly what: 'unreadable'; readonly path: string; readonly why: string };

/** Folders with history and packages: scanned only if given as a path. */
const SKIPPED: readonly string[] = ['.git', 'node_modules'];

/**
 * Checks that each path is a readable file or folder; throws a CrosscheckError otherwise. A link that is given as a
 * path is followed.
 */
export async function checkPaths(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => error.code);
    if (typeof found === 'string' || found === undefined) throw noSuch(path, `${found}`);
    if (!found.isFile() && !found.isDirectory())
      throw new CrosscheckError({
        code: 'usage',
        message: `Cannot scan "${path}": it is neither a file nor a folder`,
        remedy: 'Write its content to a file, and scan that file',
      });
  }
}

function noSuch(path: string, code: string): CrosscheckError {
  return new CrosscheckError({
    code: 'usage',
    message: code === 'ENOENT' ? `No such file or folder: "${path}"` : `Cannot read "${path}": ${code}`,
    remedy: 'Name files and folders relative to the current folder',
  });
}

/**
 * Yields all files of the paths, each once, in the order of their names within a folder. Never follows a link out of a
 * folder.
 */
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
