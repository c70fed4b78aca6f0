import type { Line } from './customer-format.ts';
import type { Writer } from './writers.ts';

export interface WriteLinesOptions {
  /** The next lines are generated only after it has accepted the previous chunk. */
  readonly writer: Writer;
  /** Stops writing after the current chunk. */
  readonly signal: AbortSignal;
  /** Receives the number of the last customer written, after each chunk. */
  readonly onWritten: (n: number) => void;
}

/** The most bytes of UTF-8 for one UTF-16 unit of a string. */
const MOST_BYTES = 3;

/**
 * Writes lines in chunks, with one chunk in memory. All lines of a customer are in one chunk. Returns whether all lines
 * were written. Rejects with the error of the writer.
 */
export async function writeLines(lines: Iterable<Line>, options: WriteLinesOptions): Promise<boolean> {
  const { writer, signal, onWritten } = options;
  // Lines are encoded at once. Strings kept until the end of a chunk would move to the old generation and pile up
  // there.
  let buffer = Buffer.allocUnsafe(2 * writer.chunk);
  let length = 0;
  let n: number | undefined;
  const flush = async () => {
    await writer.write(buffer.subarray(0, length));
    length = 0;
    if (n !== undefined) onWritten(n);
  };
  for (const { text, n: next } of lines) {
    if (length >= writer.chunk && next !== n) {
      await flush();
      if (signal.aborted) return false;
    }
    const needed = length + MOST_BYTES * text.length;
    if (needed > buffer.length) buffer = Buffer.concat([buffer], 2 * needed);
    length += buffer.write(text, length);
    n = next ?? n;
  }
  await flush();
  return true;
}
