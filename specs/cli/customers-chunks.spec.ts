import { expect, test } from '@playwright/test';
import { writeLines } from '../../scripts/cli/customers/write-lines.ts';

/** A customer of each number with so many lines of ten bytes. */
function linesOf(counts: readonly number[]) {
  return counts.flatMap((count, at) =>
    Array.from({ length: count }, (_, line) => ({ n: at + 1, text: `${at + 1}-${line}`.padEnd(9, '.').concat('\n') })),
  );
}

/** Writes in chunks of 25 bytes or a little more; gives each as its lines, and the numbers that were told after each. */
async function write(lines: Parameters<typeof writeLines>[0], signal = new AbortController().signal) {
  const chunks: string[] = [];
  const told: number[] = [];
  const writer = { chunk: 25, write: async (bytes: Buffer) => void chunks.push(bytes.toString()) };
  const isWhole = await writeLines(lines, { writer, signal, onWritten: (n) => void told.push(n) });
  return { isWhole, chunks, told };
}

test('a customer is never torn: all its lines are in one chunk, however many', async () => {
  const lines = linesOf([2, 4, 1, 9, 1, 1, 1, 30, 2]);
  const { isWhole, chunks, told } = await write(lines);
  expect(isWhole).toBe(true);
  expect(chunks.join('')).toBe(lines.map(({ text }) => text).join(''));
  const numbersOf = (chunk: string) => new Set([...chunk.matchAll(/^\d+/gm)].map(([n]) => Number(n)));
  expect(chunks.map((chunk) => [...numbersOf(chunk)])).toEqual([[1, 2], [3, 4], [5, 6, 7], [8], [9]]);
  expect(told).toEqual([2, 4, 7, 8, 9]);
});

test('an interrupt ends the writing after the chunk under way, and no line of the next customer is written', async () => {
  const controller = new AbortController();
  function* lines() {
    for (const line of linesOf([2, 4, 1, 9])) {
      if (line.n === 2) controller.abort();
      yield line;
    }
  }
  const { isWhole, chunks, told } = await write(lines(), controller.signal);
  expect([isWhole, told, chunks.join('').split('\n').length]).toEqual([false, [2], 7]);
});

test('lines longer than the buffer, and of characters of more bytes than one, are written whole', async () => {
  const text = `${'é€😀'.repeat(400)}\n`;
  const { chunks } = await write([
    { n: 1, text: 'short\n' },
    { n: 1, text },
    { n: 2, text },
  ]);
  expect(chunks).toEqual([`short\n${text}`, text]);
});
