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

/**
 * Writes lines in chunks, one of which is in memory. A customer is never torn: all its lines are in one chunk. Gives whether all
 * were written; rejects with what the writing rejects with.
 */
export async function writeLines(lines: Iterable<Line>, options: WriteLinesOptions): Promise<boolean> {
  const { writer, signal, onWritten } = options;
  let chunk = '';
  let n: number | undefined;
  const flush = async () => {
    await writer.write(Buffer.from(chunk));
    chunk = '';
    if (n !== undefined) onWritten(n);
  };
  for (const line of lines) {
    if (chunk.length >= writer.chunk && line.n !== n) {
      await flush();
      if (signal.aborted) return false;
    }
    chunk += line.text;
    n = line.n ?? n;
  }
  await flush();
  return true;
}
