import type { Line } from './customer-format.ts';
import type { Writer } from './writers.ts';

export interface WriteLinesOptions {
  /** What comes next is not generated before it has taken what was. */
  readonly writer: Writer;
  /** Ends the writing after the chunk under way. */
  readonly signal: AbortSignal;
  /** Is told after each chunk which customer is the last that was written. */
  readonly onWritten: (n: number) => void;
}

/** UTF-8 has no more bytes for a character of a string. */
const MOST_BYTES = 3;

/**
 * Writes lines in chunks, one of which is in memory. A customer is never torn: all its lines are in one chunk. Gives whether all
 * were written; rejects with what the writing rejects with.
 */
export async function writeLines(lines: Iterable<Line>, options: WriteLinesOptions): Promise<boolean> {
  const { writer, signal, onWritten } = options;
  // The bytes go here at once: lines that waited as text would outlive their space in memory, and pile up in the next.
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
    const wanted = length + MOST_BYTES * text.length;
    if (wanted > buffer.length) buffer = Buffer.concat([buffer], 2 * wanted);
    length += buffer.write(text, length);
    n = next ?? n;
  }
  await flush();
  return true;
}
