import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { startEmulator } from '../../emulator/start.ts';
import { blocksOf } from './own-repository.ts';

const run = promisify(execFile);

/** Returns the curl session of the guide, for a bank at another address. */
function sessionAt(baseUrl: string): string {
  const [session, ...others] = blocksOf('docs/guides/local-bank.md', 'sh').filter(({ code }) => code.includes('curl'));
  expect(others).toEqual([]);
  return session?.code.replace('http://127.0.0.1:4010', baseUrl) ?? '';
}

/** Runs `jq -r .a.b` by Node for a machine without jq; prints null for an absent value, as jq does. */
const JQ = `jq() { node -e '
  const path = process.argv.at(-1).slice(1).split(".").filter(Boolean);
  const value = path.reduce((one, name) => one?.[name], JSON.parse(require("fs").readFileSync(0, "utf8")));
  console.log(typeof value === "string" ? value : JSON.stringify(value ?? null));' -- "$@"; }
`;

test.skip(spawnSync('curl', ['--version']).status !== 0, 'curl is not installed');

test('the curl session of the guide funds an account and acknowledges an event', async () => {
  const bank = await startEmulator();
  try {
    const { stdout, stderr } = await run('bash', ['-euo', 'pipefail', '-c', `${JQ}${sessionAt(bank.baseUrl)}`]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/100000\n[\s\S]*Core\.Account\.Title\.Changed\nacknowledged: 200\n$/);
    expect(stdout).not.toContain('"errors"');
  } finally {
    await bank.close();
  }
});
