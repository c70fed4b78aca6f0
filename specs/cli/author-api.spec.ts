import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { runCrosscheck } from './command.ts';
import { blocksOf, compile, linkCrosscheck, test as repository, runNode } from './own-repository.ts';

const PAGE = 'docs/guides/api.md';

/** Returns the names that the entry 'crosscheck' exports. */
function exportedNames(): string[] {
  const lists = readFileSync('harness/index.ts', 'utf8').matchAll(/^export (type )?\{([^}]*)\}/gm);
  const names = [...lists].flatMap(([, , names = '']) => names.split(','));
  return names.map((name) => name.replace('type ', '').trim()).filter((name) => name !== '');
}

repository('the page of the author API shows every name that the entry exports', () => {
  const imported = blocksOf(PAGE, 'ts').flatMap(({ code }) =>
    [...code.matchAll(/^import (?:type )?\{([^}]*)\} from 'crosscheck';$/gm)].flatMap(([, names = '']) =>
      names.split(',').map((name) => name.replace('type ', '').trim()),
    ),
  );
  expect([...new Set(imported)].sort()).toEqual(exportedNames().sort());
});

repository('the examples of the author API compile and run in another repository', async ({ folder }) => {
  linkCrosscheck(folder);
  const examples = blocksOf(PAGE, 'ts').map(({ info, code }) => ({ name: info.replace('title=', ''), code }));
  for (const { name, code } of examples) writeFileSync(join(folder, 'workflows', name), code);
  expect(await compile(folder)).toBe('');
  for (const name of ['open-account.ts', 'author-api.ts']) {
    const run = await runCrosscheck(['run', `workflows/${name}`], { cwd: folder });
    expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('PASSED'), stderr: '' });
  }
  const called = await runNode(folder, ['workflows/calls.ts']);
  expect(called).toEqual({ exitCode: 0, stdout: '0 1 0\n', stderr: '' });
  const drawn = await runNode(folder, ['workflows/customer.ts']);
  expect(drawn).toEqual({ exitCode: 0, stdout: expect.stringMatching(/^\w+ \d\n$/), stderr: '' });
});
