import { writeSync } from 'node:fs';

/** Writes one line; the line end is added. */
export type WriteLine = (line: string) => void;

const STANDARD_ERROR = 2;
const WAIT_MS = 10;
/** The longest wait for a slow reader; then lines are lost, because the bank does not wait for a log. */
const LONGEST_WAIT_MS = 1_000;

/**
 * Returns a writer to a file descriptor, by default standard error. Each line is one write, so lines of one process
 * never mix and a kill leaves whole lines. A closed pipe or a full disk loses lines and never stops the bank.
 */
export function createLineWriter(descriptor: number = STANDARD_ERROR): WriteLine {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  let isLineOpen = false;
  const write = (bytes: Buffer): number => {
    for (let waitedMs = 0; ; waitedMs += WAIT_MS) {
      try {
        return writeSync(descriptor, bytes);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || waitedMs >= LONGEST_WAIT_MS) return 0;
        Atomics.wait(pause, 0, 0, WAIT_MS);
      }
    }
  };
  return (line) => {
    const bytes = Buffer.from(`${isLineOpen ? '\n' : ''}${line}\n`);
    let written = 0;
    for (let count = -1; count !== 0 && written < bytes.length; written += count)
      count = write(bytes.subarray(written));
    // A line that was cut, for example by a full disk, ends before the next line starts.
    if (written > 0) isLineOpen = written < bytes.length;
  };
}
