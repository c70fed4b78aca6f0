import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';

const STDOUT_FD = 1;

/** Somewhere that bytes go to. */
export interface Writer {
  /** So many bytes at a time. */
  readonly chunk: number;
  /** Resolves when all bytes have left this process; rejects with the system's error. */
  write(bytes: Buffer): Promise<void>;
}

/**
 * Writes to an open file, where its last write ended. A full disk takes a part of the bytes and refuses the rest. The command has
 * nothing else to do meanwhile, but to hear of an interrupt after each chunk.
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
 * Writes to standard output. A file there is written as a file: Node's stream for it tells its errors to listeners that other
 * commands have put there, and not how much of a chunk it could write. Into a pipe go smaller chunks, so that the count of a reader
 * that ends is about right.
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
