import { existsSync } from 'node:fs';
import { chromium, type LaunchOptions } from '@playwright/test';

const DEBIAN_CHROMIUM = '/usr/bin/chromium';

/** A name by which Chromium reaches this machine: some pages ask outside hosts unless they are called localhost. */
export const OTHER_NAME = 'bank.test';

/** Quiet and without a sandbox, which Debian's build wants where tests run as root. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  `--host-resolver-rules=MAP ${OTHER_NAME} 127.0.0.1`,
];

/**
 * Returns the Chromium for tests: the one in CHROMIUM_PATH, otherwise Playwright's, otherwise Debian's; empty without
 * one.
 */
export function findBrowser(named = process.env.CHROMIUM_PATH): string | undefined {
  const candidates = named ? [named] : [chromium.executablePath(), DEBIAN_CHROMIUM];
  return candidates.find((path) => existsSync(path));
}

/** Returns the launch options of the installed Chromium. Throws with a remedy if there is none. */
export function loadLaunchOptions(named = process.env.CHROMIUM_PATH): LaunchOptions {
  const executablePath = findBrowser(named);
  if (executablePath === undefined) throw new Error(describeLack(named));
  return { executablePath, args: ARGUMENTS };
}

/** Describes why pages cannot be tested, with the remedy. */
export function describeLack(named = process.env.CHROMIUM_PATH): string {
  if (named) return `Cannot test pages as CHROMIUM_PATH names no file: "${named}"`;
  return (
    'Cannot test pages as there is no Chromium and none could be installed: run `npx playwright install chromium`, ' +
    'or install the package chromium of your system, or set CHROMIUM_PATH to a Chromium'
  );
}
