import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Lists the files below a folder, without Markdown, in an order that every system has. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.md'));
  return files.map(({ parentPath, name }) => join(parentPath, name)).sort();
}

/**
 * Returns the SHA-256 of the files below a folder, without Markdown; line ends that a checkout changes do not count.
 */
export async function digestFolder(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await listFiles(folder)) {
    const text = await readFile(file, 'utf8');
    hash.update(`${relative(folder, file).split(sep).join('/')}\n${text.replaceAll('\r\n', '\n')}\0`);
  }
  return hash.digest('hex');
}

/** Returns true if a file in a folder or its subfolders, except Markdown, was changed after an instant. */
export async function isFolderNewer(folder: string, instantMs: number): Promise<boolean> {
  const times = await Promise.all((await listFiles(folder)).map(async (file) => (await stat(file)).mtimeMs));
  return times.some((changedMs) => changedMs > instantMs);
}
