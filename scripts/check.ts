import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const { resolve } = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));

/** What a person runs before a commit, and what CI runs: everything that can tell that something is wrong, cheapest first. */
const checks: readonly [name: string, command: readonly string[]][] = [
  ['format and lint', [resolve('@biomejs/biome/bin/biome'), 'check', '.']],
  ['types', [resolve('typescript/bin/tsc'), '-p', '.']],
  ['generated files unchanged', ['scripts/generate.ts', '--check']],
  ['contract', [resolve('@redocly/cli/bin/cli.js'), 'lint', '--config', 'redocly.yaml']],
  ['unused code', [resolve('knip/bin/knip.js')]],
  ['architecture and tests', [resolve('@playwright/test/cli'), 'test']],
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
