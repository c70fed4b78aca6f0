import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';

const STDOUT_FD = 1;

/** A destination of bytes. */
export interface Writer {
  /** The size of a chunk in bytes. */
  readonly chunk: number;
  /** Resolves when all bytes have left this process. Rejects with the system's error. */
  write(bytes: Buffer): Promise<void>;
}

/**
 * Returns a writer to an open file, at its current position. The writes are synchronous; a full disk may accept a part
 * of the bytes. After each chunk the event loop gets a turn, so that an interrupt is noticed.
 */
export function fileWriter(fd: number): Writer {
  return {
    chunk: 65_536,
    async write(bytes) {
      for (let left = bytes; left.length > 0; ) left = left.subarray(writeSync(fd, left));
      await nextTurn();
    },
  };
}

/**
 * Returns a writer to standard output. A redirected file is written directly, because Node's stream for it does not
 * report how much of a chunk was written. Chunks for a pipe are smaller, so that the count is about right when the
 * reader closes it.
 */
export function stdoutWriter(stdout: NodeJS.WriteStream): Writer {
  if (!((stdout as Writable) instanceof Socket)) return fileWriter(STDOUT_FD);
  return {
    chunk: 16_384,
    write: (bytes) =>
      new Promise((resolve, reject) => {
        stdout.write(bytes, (error) => (error ? reject(error) : resolve()));
      }),
  };
}
