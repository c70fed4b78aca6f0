import { parentPort } from 'node:worker_threads';
import { getDocumentProxy } from 'unpdf';

/** One task: the bytes of an untrusted PDF, and the largest number of pages. */
interface Task {
  readonly bytes: Uint8Array;
  readonly mostPages: number;
}

/** A piece of text with its place on the page, in points from the lower left corner. */
interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

// A document must not make requests.
Object.defineProperty(globalThis, 'fetch', { value: undefined });

/** Reads the lines of every page. */
async function readLines({ bytes, mostPages }: Task) {
  const pdf = await getDocumentProxy(new Uint8Array(bytes), {
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    enableXfa: false,
    stopAtErrors: true,
    verbosity: 0,
  });
  if (pdf.numPages > mostPages) return { unreadable: `it has ${pdf.numPages} pages, at most ${mostPages} are read` };
  const lines: string[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    lines.push(...joinLines(items.flatMap(readPiece)));
  }
  return { lines };
}

function readPiece(item: object): Piece[] {
  const { str: text, transform } = item as { readonly str?: string; readonly transform?: readonly number[] };
  if (text === undefined || text.trim() === '') return [];
  return [{ text: text.trim(), x: transform?.[4] ?? 0, y: transform?.[5] ?? 0 }];
}

/** Pieces whose heights differ by less, in points, are on one line. */
const LINE_TOLERANCE = 2;

/** Joins the pieces of a page to lines in reading order: from top to bottom, from left to right. */
function joinLines(pieces: readonly Piece[]): string[] {
  const rows: Piece[][] = [];
  for (const piece of [...pieces].sort((a, b) => b.y - a.y)) {
    const row = rows.at(-1);
    if (row?.[0] && row[0].y - piece.y < LINE_TOLERANCE) row.push(piece);
    else rows.push([piece]);
  }
  return rows.map((row) =>
    row
      .sort((a, b) => a.x - b.x)
      .map(({ text }) => text)
      .join(' '),
  );
}

parentPort?.on('message', (task: Task) => {
  void readLines(task)
    .catch((error: unknown) => ({ unreadable: `it is not a readable PDF: ${(error as Error).message}` }))
    .then((text) => parentPort?.postMessage(text));
});
