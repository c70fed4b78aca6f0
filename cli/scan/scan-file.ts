import { type FileHandle, open } from 'node:fs/promises';
import { type IsAllowed, type Sighting, TextScanner } from '../../harness/host.ts';

/** What was found in a file. */
interface FileScan {
  readonly isBinary: boolean;
  readonly byteCount: number;
  /** The first ones. */
  readonly sightings: readonly Sighting[];
  /** How many more there are. */
  readonly more: number;
}

/** So many of a file are told one by one. */
const MOST_TOLD = 10;

const CHUNK_BYTES = 1 << 20;
/** As far as git looks for what tells a binary file: a byte that is zero. */
const HEAD_BYTES = 8_000;

/** Scans a file of any size in flat memory, as UTF-8, or UTF-16 that says so by its first bytes. Rejects as `fs` does. */
export async function scanFile(path: string, isAllowed: IsAllowed): Promise<FileScan> {
  const file = await open(path);
  try {
    return await scanOpen(file, isAllowed);
  } finally {
    await file.close();
  }
}

async function scanOpen(file: FileHandle, isAllowed: IsAllowed): Promise<FileScan> {
  const scanner = new TextScanner(isAllowed);
  const buffer = Buffer.alloc(CHUNK_BYTES);
  const sightings: Sighting[] = [];
  let [found, byteCount] = [0, 0];
  let decoder: TextDecoder | undefined;
  const take = (told: readonly Sighting[]) => {
    found += told.length;
    sightings.push(...told.slice(0, MOST_TOLD - sightings.length));
  };
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES);
    if (bytesRead === 0) break;
    const bytes = buffer.subarray(0, bytesRead);
    decoder ??= decoderOf(bytes);
    const text = decoder?.decode(bytes, { stream: true });
    // UTF-32 begins as UTF-16 does, and every second sign of it is a NUL.
    if (text === undefined || (byteCount === 0 && text.slice(0, HEAD_BYTES).includes('\0')))
      return { isBinary: true, byteCount, sightings: [], more: 0 };
    byteCount += bytesRead;
    take(scanner.push(text));
  }
  take(scanner.push(decoder?.decode() ?? ''));
  take(scanner.end());
  return { isBinary: false, byteCount, sightings, more: found - sightings.length };
}

/** Reads what a file begins with; undefined when it is binary. */
function decoderOf(head: Buffer): TextDecoder | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le');
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be');
  return head.subarray(0, HEAD_BYTES).includes(0) ? undefined : new TextDecoder('utf-8');
}
