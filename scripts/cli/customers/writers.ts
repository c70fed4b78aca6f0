import { write as writeSome } from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { promisify } from 'node:util';

const STDOUT_FD = 1;

const writeBytes = promisify(writeSome);

/** Resolves when all bytes have left this process; rejects with the system's error. */
export type Write = (bytes: Buffer) => Promise<void>;

/** Writes to an open file, where its last write ended. A full disk takes a part of the bytes and refuses the rest. */
export function fileWriter(fd: number): Write {
  return async (bytes) => {
    for (let left = bytes; left.length > 0; ) {
      const { bytesWritten } = await writeBytes(fd, left);
      left = left.subarray(bytesWritten);
    }
  };
}

/**
 * Writes to standard output. A file there is written as a file: Node's stream for it tells its errors to listeners that other
 * commands have put there, and not how much of a chunk it could write.
 */
export function stdoutWriter(stdout: NodeJS.WriteStream): Write {
  if (!((stdout as Writable) instanceof Socket)) return fileWriter(STDOUT_FD);
  return (bytes) =>
    new Promise((resolve, reject) => {
      stdout.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
}
