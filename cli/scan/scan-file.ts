import { type FileHandle, open } from 'node:fs/promises';
import { type IsAllowed, type Sighting, TextScanner } from '../../harness/host.ts';

/** The findings in a file. */
interface FileScan {
  readonly isBinary: boolean;
  readonly byteCount: number;
  /** The first findings. */
  readonly sightings: readonly Sighting[];
  /** The number of further findings. */
  readonly more: number;
}

/** The number of findings listed for each file. */
const MOST_LISTED = 10;

const CHUNK_BYTES = 1 << 20;
/** The length within which git looks for a zero byte, which marks a binary file. */
const HEAD_BYTES = 8_000;

/**
 * Scans a file of any size in constant memory, as UTF-8, or as UTF-16 if it has a byte order mark. Rejects as `fs`
 * does.
 */
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
  const take = (next: readonly Sighting[]) => {
    found += next.length;
    sightings.push(...next.slice(0, MOST_LISTED - sightings.length));
  };
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES);
    if (bytesRead === 0) break;
    const bytes = buffer.subarray(0, bytesRead);
    decoder ??= decoderOf(bytes);
    const text = decoder?.decode(bytes, { stream: true });
    // UTF-32 begins like UTF-16, but has NUL characters.
    if (text === undefined || (byteCount === 0 && text.slice(0, HEAD_BYTES).includes('\0')))
      return { isBinary: true, byteCount, sightings: [], more: 0 };
    byteCount += bytesRead;
    take(scanner.push(text));
  }
  take(scanner.push(decoder?.decode() ?? ''));
  take(scanner.end());
  return { isBinary: false, byteCount, sightings, more: found - sightings.length };
}

/** Returns the decoder for the first bytes of a file; undefined for a binary file. */
function decoderOf(head: Buffer): TextDecoder | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le');
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be');
  return head.subarray(0, HEAD_BYTES).includes(0) ? undefined : new TextDecoder('utf-8');
}
