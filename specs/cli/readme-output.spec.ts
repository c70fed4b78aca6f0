import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { runCrosscheck } from './command.ts';
import { blocksOf, linkCrosscheck, test } from './own-repository.ts';

/** Returns the sample of the README that contains a text. */
function sampleWith(text: string): string {
  const samples = blocksOf('README.md', '').filter(({ code }) => code.includes(text));
  expect(samples).toHaveLength(1);
  return samples[0]?.code ?? '';
}

/** Returns the lines of an output, without the figures that differ from run to run. */
function linesOf(output: string): string[] {
  return output
    .replaceAll(/(127\.0\.0\.1):\d+/g, '$1:PORT')
    .replaceAll(/ +\d+ ms/g, ' N ms')
    .replaceAll(/\d+\.\d+ s\b/g, 'N s')
    .replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, 'ID')
    .split('\n')
    .filter((line) => line.trim() !== '');
}

/** Returns the lines of a sample that an output does not have, in the order of the sample. */
function missingLines(sample: string, output: string): string[] {
  const lines = linesOf(output);
  return linesOf(sample).filter((line) => {
    const index = lines.indexOf(line);
    if (index >= 0) lines.splice(0, index + 1);
    return index < 0;
  });
}

test('README shows what the flagship prints', async ({ folder }) => {
  const { stdout } = await runCrosscheck(['run'], { cwd: folder });
  expect(missingLines(sampleWith('Crosscheck flagship'), stdout)).toEqual([]);
});

test('README shows what a wrong effect prints', async ({ folder }) => {
  linkCrosscheck(folder);
  for (const { info, code } of blocksOf('docs/guides/api.md', 'ts'))
    writeFileSync(
      join(folder, 'workflows', info.replace('title=', '')),
      code.replace('moves(to, 2_500)', 'moves(to, 2_400)'),
    );
  const { exitCode, stdout } = await runCrosscheck(['run', 'workflows/author-api.ts'], { cwd: folder });
  expect(exitCode).toBe(1);
  expect(missingLines(sampleWith(' ✗ '), stdout)).toEqual([]);
});
