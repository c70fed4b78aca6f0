import type { Line } from './customer-format.ts';

/** Characters that are gathered before they are written: some thirty customers. */
const CHUNK = 65_536;

export interface WriteLinesOptions {
  /** Resolves when the bytes have left; what comes next is not generated before. */
  readonly write: (bytes: Buffer) => Promise<void>;
  /** Ends the writing after the chunk under way. */
  readonly signal: AbortSignal;
  /** Is told after each chunk which customer is the last that was written. */
  readonly onWritten: (n: number) => void;
}

/**
 * Writes lines in chunks, with no more than one in memory. A customer is never torn: all its lines are in one chunk. Gives whether
 * all were written; rejects with what the writing rejects with.
 */
export async function writeLines(lines: Iterable<Line>, options: WriteLinesOptions): Promise<boolean> {
  const { write, signal, onWritten } = options;
  let chunk = '';
  let n: number | undefined;
  for (const line of lines) {
    if (chunk.length >= CHUNK && line.n !== n) {
      if (signal.aborted) return false;
      await write(Buffer.from(chunk));
      if (n !== undefined) onWritten(n);
      chunk = '';
    }
    chunk += line.text;
    n = line.n ?? n;
  }
  if (signal.aborted) return false;
  if (chunk !== '') await write(Buffer.from(chunk));
  if (n !== undefined) onWritten(n);
  return true;
}
