import { readSync } from 'node:fs';

const LINE_FEED = 0x0a;
const READ_BYTES = 65_536;

/** A line of a file, without its line feed. */
export interface FileLine {
  readonly text: string;
  /** The byte position after the line feed. */
  readonly end: number;
}

/**
 * Reads the complete lines of a file. Text after the last line feed is skipped; a carriage return stays in its line.
 */
export function* readLines(descriptor: number, size: number): Generator<FileLine> {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  let position = 0;
  let partial: Buffer[] = [];
  while (position < size) {
    const bytes = readSync(descriptor, buffer, 0, Math.min(READ_BYTES, size - position), position);
    if (bytes === 0) return;
    let start = 0;
    for (let end = buffer.indexOf(LINE_FEED); end !== -1 && end < bytes; end = buffer.indexOf(LINE_FEED, start)) {
      const text = Buffer.concat([...partial, buffer.subarray(start, end)]).toString();
      partial = [];
      start = end + 1;
      yield { text, end: position + start };
    }
    if (start < bytes) partial.push(Buffer.from(buffer.subarray(start, bytes)));
    position += bytes;
  }
}
