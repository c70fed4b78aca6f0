import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { findBrowser } from './find-browser.ts';

interface Attempt {
  readonly name: string;
  readonly command: readonly [file: string, ...args: string[]];
  readonly timeoutMs: number;
}

/** The time limit of a connection without an answer; a download that makes progress has the limit of the attempt. */
const CONNECT_MS = 10_000;
const PLAYWRIGHT: Attempt = {
  name: 'npx playwright install chromium',
  command: [process.execPath, createRequire(import.meta.url).resolve('@playwright/test/cli'), 'install', 'chromium'],
  timeoutMs: 180_000,
};
const APT = '/usr/bin/apt-get';
/** The lock is waited for, as another run may be installing at the same time. */
const APT_OPTIONS = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::http::Timeout=10', '-o', 'Acquire::Retries=1'];
const DEBIAN: readonly Attempt[] = [
  { name: 'apt-get update', command: [APT, ...APT_OPTIONS, 'update'], timeoutMs: 120_000 },
  {
    name: 'apt-get install chromium',
    command: [APT, ...APT_OPTIONS, 'install', '-y', '--no-install-recommends', 'chromium'],
    timeoutMs: 300_000,
  },
];

/** The longest that `installBrowser` takes. */
export const INSTALL_MS = [PLAYWRIGHT, ...DEBIAN].reduce((sum, { timeoutMs }) => sum + timeoutMs, 0);

/**
 * Installs a Chromium if there is none: Playwright's, otherwise, as root with apt, Debian's package. Returns a line for
 * each attempt; `findBrowser` says whether one succeeded.
 */
export function installBrowser(): readonly string[] {
  const told = [tryTo(PLAYWRIGHT)];
  const mayUseApt = existsSync(APT) && process.getuid?.() === 0;
  return findBrowser() === undefined && mayUseApt ? [...told, ...DEBIAN.map(tryTo)] : told;
}

function tryTo({ name, command: [file, ...args], timeoutMs }: Attempt): string {
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    encoding: 'utf8',
    timeout: timeoutMs,
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      DEBIAN_FRONTEND: 'noninteractive',
      PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: String(CONNECT_MS),
    },
  });
  if (status === 0) return `${name}: done`;
  const why = error?.message ?? `${stderr}\n${stdout}`.split('\n').find((line) => /^E(rror)?:/.test(line)) ?? '';
  return `${name}: ended with exit code ${status}. ${why}`;
}
