import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { CrosscheckError } from '../../core/errors.ts';
import { lockFile } from '../../harness/runs/file-lock.ts';
import { OWNER_ONLY } from '../../harness/runs/report-file.ts';
import type { Line } from './customer-format.ts';

const LINE_FEED = 0x0a;
/** So many bytes at the end of what is there are held against what the generator gives: some hundred customers. */
const COMPARED_BYTES = 262_144;
const READ_BYTES = 1_048_576;

/** How a file is called until it is whole. */
export function partOf(file: string): string {
  return `${file}.part`;
}

type RenderFrom = (line: number) => Generator<Line>;

/** What is whole of a file that was begun: its lines, and where the last of them ends. */
interface Kept {
  readonly lines: number;
  readonly bytes: number;
}

/** A file that is being written. */
export interface OpenPart {
  readonly handle: FileHandle;
  /** So many lines it has already. */
  readonly lines: number;
  /** What is still to be written. */
  readonly rest: Iterable<Line>;
  /** Gives the whole file its name, once its bytes are on the disk. Throws a CrosscheckError when either is somebody else's now. */
  finish(): Promise<void>;
  /** Leaves it, finished or not, to the next command. */
  close(): Promise<void>;
}

/**
 * Opens FILE.part for what is still to be written: a new one, or one that was begun, without its broken end. Until it is closed no
 * other command can. Throws a CrosscheckError when FILE is there, when another command writes FILE.part or it cannot be opened,
 * and when it has other lines than `renderFrom` gives from a line on (the first is 0); nothing is changed then.
 */
export async function openPart(file: string, renderFrom: RenderFrom): Promise<OpenPart> {
  await checkFree(file);
  const lock = await lockFile(partOf(file)).catch(notOpened(partOf(file)));
  try {
    // Whoever had the lock until now may have finished.
    await checkFree(file);
    return await openLocked(file, { renderFrom, release: () => lock.release() });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface Locked {
  readonly renderFrom: RenderFrom;
  release(): Promise<void>;
}

async function openLocked(file: string, { renderFrom, release }: Locked): Promise<OpenPart> {
  const part = partOf(file);
  const handle = await open(part, 'a+', OWNER_ONLY).catch(notOpened(part));
  try {
    await handle.chmod(OWNER_ONLY);
    const kept = await countLines(handle);
    const rest = kept.lines === 0 ? await compareBegun(handle, renderFrom) : await compare(handle, kept, renderFrom);
    if (!rest)
      throw wrong(
        `Cannot go on with "${part}" as it ends with something else than this command writes there`,
        'It was begun with other options, by another version, or changed since: give the same options, or remove it to begin anew',
      );
    await handle.truncate(kept.bytes);
    const close = async () => {
      await handle.close();
      await release();
    };
    return { handle, lines: kept.lines, rest, finish: () => finishPart(file, handle), close };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function notOpened(part: string): (cause: Error) => never {
  return (cause) => {
    if (cause instanceof CrosscheckError) throw cause;
    throw wrong(
      `Cannot write "${part}": ${cause.message}`,
      'Name a file with --out whose folder is there and writable',
    );
  };
}

async function finishPart(file: string, handle: FileHandle): Promise<void> {
  const part = partOf(file);
  await handle.sync();
  const [ours, there] = [await handle.stat(), await stat(part).catch(() => undefined)];
  if (there?.ino !== ours.ino || there.dev !== ours.dev)
    throw wrong(
      `Cannot give "${part}" the name "${file}" as somebody has moved or removed it while it was written`,
      'The same command writes it again; leave it alone until it has its name',
    );
  await checkFree(file);
  await rename(part, file);
}

/** Counts the whole lines of a file. */
export async function countLines(handle: FileHandle): Promise<Kept> {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  let [lines, bytes, position] = [0, 0, 0];
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, READ_BYTES, position);
    if (bytesRead === 0) return { lines, bytes };
    const read = buffer.subarray(0, bytesRead);
    for (let at = read.indexOf(LINE_FEED); at !== -1; at = read.indexOf(LINE_FEED, at + 1)) {
      lines += 1;
      bytes = position + at + 1;
    }
    position += bytesRead;
  }
}

/** Holds what is there, not one whole line, against the beginning of the first; gives all lines, or undefined when they differ. */
async function compareBegun(handle: FileHandle, renderFrom: RenderFrom): Promise<Generator<Line> | undefined> {
  const { size } = await handle.stat();
  if (size === 0) return renderFrom(0);
  const line = Buffer.from(renderFrom(0).next().value?.text ?? '');
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(line.length), 0, line.length, 0);
  return size <= line.length && line.subarray(0, size).equals(buffer.subarray(0, bytesRead))
    ? renderFrom(0)
    : undefined;
}

/**
 * Holds the last whole lines byte for byte against those of this command, and gives what comes after them; undefined when they
 * differ. More than one is looked at, as a customer can be the same with other options: a Personal one with and without
 * `--classification Personal`.
 */
async function compare(
  handle: FileHandle,
  { lines, bytes }: Kept,
  renderFrom: RenderFrom,
): Promise<Generator<Line> | undefined> {
  const start = Math.max(0, bytes - COMPARED_BYTES);
  const { buffer } = await handle.read(Buffer.alloc(bytes - start), 0, bytes - start, start);
  // The first line is whole only when nothing stands before it.
  const there = buffer
    .toString()
    .split(/(?<=\n)/)
    .slice(start === 0 ? 0 : 1);
  const rendered = renderFrom(lines - there.length);
  return there.every((line) => rendered.next().value?.text === line) ? rendered : undefined;
}

/** What is there is left alone, and above all nobody is told to remove a folder or a device. */
async function checkFree(file: string): Promise<void> {
  const there = await stat(file).catch(() => undefined);
  if (there?.isFile()) throw wrong(`There is already a file "${file}"`, 'Remove it, or name another with --out');
  if (there)
    throw wrong(`"${file}" is no ordinary file`, 'Name one with --out, or leave it out to write to standard output');
}

function wrong(message: string, remedy: string): CrosscheckError {
  return new CrosscheckError({ code: 'report-file', message, remedy });
}
