import { readSync } from 'node:fs';

const LINE_FEED = 0x0a;
const READ_BYTES = 65_536;

/** A line of a file, without its line feed, and the position after that. */
export interface FileLine {
  readonly text: string;
  readonly end: number;
}

/** The whole lines of a file by now: what comes after the last line feed is none. A carriage return is left in its line. */
export function* readLines(descriptor: number, size: number): Generator<FileLine> {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  let position = 0;
  let begun: Buffer[] = [];
  while (position < size) {
    const bytes = readSync(descriptor, buffer, 0, Math.min(READ_BYTES, size - position), position);
    if (bytes === 0) return;
    let start = 0;
    for (let at = buffer.indexOf(LINE_FEED); at !== -1 && at < bytes; at = buffer.indexOf(LINE_FEED, start)) {
      const text = Buffer.concat([...begun, buffer.subarray(start, at)]).toString();
      begun = [];
      start = at + 1;
      yield { text, end: position + start };
    }
    if (start < bytes) begun.push(Buffer.from(buffer.subarray(start, bytes)));
    position += bytes;
  }
}
