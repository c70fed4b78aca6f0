import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tool = (name: string) => join(root, 'node_modules/.bin', name);

/** The checks before a commit and in CI, cheapest first. */
const checks: readonly [name: string, command: readonly string[]][] = [
  ['format and lint', [tool('biome'), 'check', '.']],
  ['prose', ['scripts/check-prose.ts']],
  ['types', [tool('tsc'), '-p', '.']],
  ['generated files unchanged', ['scripts/generate.ts', '--check']],
  ['contract', [tool('redocly'), 'lint', '--config', 'redocly.yaml']],
  ['unused code', [tool('knip')]],
  ['architecture and tests', [tool('playwright'), 'test']],
  ['requirements', ['scripts/check-requirements.ts']],
];

for (const [name, command] of checks) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, command, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off' },
  });
  if (status !== 0) {
    console.error(`\nnpm run check stopped at: ${name}`);
    process.exitCode = 1;
    break;
  }
}
