import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { CrosscheckError } from '../../core/errors.ts';
import { lockFile } from '../../harness/runs/file-lock.ts';
import { OWNER_ONLY } from '../../harness/runs/report-file.ts';
import { fileError } from '../shared/operating-error.ts';
import type { Line } from './customer-format.ts';

const LINE_FEED = 0x0a;
/**
 * The number of bytes at the end of an incomplete file that are compared with the generated lines: some hundred
 * customers.
 */
const COMPARED_BYTES = 262_144;
const READ_BYTES = 1_048_576;

/** Returns the name of a file while it is incomplete. */
export function partOf(file: string): string {
  return `${file}.part`;
}

type RenderFrom = (line: number) => Generator<Line>;

/** The complete lines of a file, and the position where the last one ends. */
interface CompleteLines {
  readonly lines: number;
  readonly bytes: number;
}

/** An incomplete file that is open for writing. */
export interface OpenPart {
  readonly handle: FileHandle;
  /** The number of lines that it already has. */
  readonly lines: number;
  /** The lines that are still missing. */
  readonly rest: Iterable<Line>;
  /**
   * Renames the complete file, once its bytes are on disk. Throws a CrosscheckError if another process took either
   * name.
   */
  finish(): Promise<void>;
  /** Closes and unlocks the file, complete or not. */
  close(): Promise<void>;
}

/**
 * Opens FILE.part for the missing lines: a new file, or an incomplete one without its broken end. It is locked until it
 * is closed. `renderFrom` renders the lines from an index on; the first is 0. Throws a CrosscheckError, and changes
 * nothing, if FILE exists, or if FILE.part is locked, cannot be opened, or has other lines.
 */
export async function openPart(file: string, renderFrom: RenderFrom): Promise<OpenPart> {
  await checkFree(file);
  const lock = await lockFile(partOf(file)).catch(notOpened(partOf(file)));
  try {
    // The previous owner of the lock may have finished the file.
    await checkFree(file);
    return await openLocked(file, { renderFrom, release: () => lock.release() });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface LockedPart {
  readonly renderFrom: RenderFrom;
  release(): Promise<void>;
}

async function openLocked(file: string, { renderFrom, release }: LockedPart): Promise<OpenPart> {
  const part = partOf(file);
  const handle = await open(part, 'a+', OWNER_ONLY).catch(notOpened(part));
  try {
    await handle.chmod(OWNER_ONLY);
    const complete = await countLines(handle);
    const rest =
      complete.lines === 0
        ? await compareFirstLine(handle, renderFrom)
        : await compareLastLines(handle, complete, renderFrom);
    if (!rest)
      throw fileError(
        `Cannot resume "${part}": its end differs from what this command writes`,
        'It was written with other options or another version, or changed since. Use the same options, or remove it to start again',
      );
    await handle.truncate(complete.bytes);
    const close = async () => {
      await handle.close();
      await release();
    };
    return { handle, lines: complete.lines, rest, finish: () => finishPart(file, handle), close };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function notOpened(part: string): (cause: Error) => never {
  return (cause) => {
    if (cause instanceof CrosscheckError) throw cause;
    throw fileError(
      `Cannot write "${part}": ${cause.message}`,
      'Choose a file in an existing, writable folder with --out',
    );
  };
}

async function finishPart(file: string, handle: FileHandle): Promise<void> {
  const part = partOf(file);
  await handle.sync();
  const [ours, current] = [await handle.stat(), await stat(part).catch(() => undefined)];
  if (current?.ino !== ours.ino || current.dev !== ours.dev)
    throw fileError(
      `Cannot rename "${part}" to "${file}": another process moved or removed it while it was written`,
      'Run the same command again, and do not touch the file until it is complete',
    );
  await checkFree(file);
  await rename(part, file);
}

/** Counts the complete lines of a file. */
export async function countLines(handle: FileHandle): Promise<CompleteLines> {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  let [lines, bytes, position] = [0, 0, 0];
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, READ_BYTES, position);
    if (bytesRead === 0) return { lines, bytes };
    const read = buffer.subarray(0, bytesRead);
    for (let lineEnd = read.indexOf(LINE_FEED); lineEnd !== -1; lineEnd = read.indexOf(LINE_FEED, lineEnd + 1)) {
      lines += 1;
      bytes = position + lineEnd + 1;
    }
    position += bytesRead;
  }
}

/** Compares a file without a complete line with the first line. Returns all lines, or undefined if they differ. */
async function compareFirstLine(handle: FileHandle, renderFrom: RenderFrom): Promise<Generator<Line> | undefined> {
  const { size } = await handle.stat();
  if (size === 0) return renderFrom(0);
  const line = Buffer.from(renderFrom(0).next().value?.text ?? '');
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(line.length), 0, line.length, 0);
  return size <= line.length && line.subarray(0, size).equals(buffer.subarray(0, bytesRead))
    ? renderFrom(0)
    : undefined;
}

/**
 * Compares the last complete lines with those of this command, byte for byte. Returns the lines after them, or
 * undefined if they differ. One line would not be enough, since other options can generate the same customer: a
 * Personal one with and without `--classification Personal`.
 */
async function compareLastLines(
  handle: FileHandle,
  { lines, bytes }: CompleteLines,
  renderFrom: RenderFrom,
): Promise<Generator<Line> | undefined> {
  const start = Math.max(0, bytes - COMPARED_BYTES);
  const { buffer } = await handle.read(Buffer.alloc(bytes - start), 0, bytes - start, start);
  // The first line read is complete only at the beginning of the file.
  const found = buffer
    .toString()
    .split(/(?<=\n)/)
    .slice(start === 0 ? 0 : 1);
  const rendered = renderFrom(lines - found.length);
  return found.every((line) => rendered.next().value?.text === line) ? rendered : undefined;
}

/** Checks that nothing has this name. The remedy never suggests to remove a folder or a device. */
async function checkFree(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile())
    throw fileError(`The file "${file}" already exists`, 'Remove it, or choose another name with --out');
  if (found)
    throw fileError(
      `Cannot write to "${file}": it is not a regular file`,
      'Choose another name with --out, or omit --out to write to standard output',
    );
}
