import { existsSync } from 'node:fs';
import { chromium, type LaunchOptions } from '@playwright/test';

const DEBIAN_CHROMIUM = '/usr/bin/chromium';

/** Quiet and without a sandbox, which Debian's build wants where tests run as root. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

/** The Chromium to test pages with: the one that CHROMIUM_PATH names, else Playwright's own, else Debian's, if it is there. */
export function findBrowser(named = process.env.CHROMIUM_PATH): string | undefined {
  const candidates = named ? [named] : [chromium.executablePath(), DEBIAN_CHROMIUM];
  return candidates.find((path) => existsSync(path));
}

/** How to launch the Chromium that is there. Throws a sentence that says what to do where there is none. */
export function loadLaunchOptions(named = process.env.CHROMIUM_PATH): LaunchOptions {
  const executablePath = findBrowser(named);
  if (executablePath !== undefined) return { executablePath, args: ARGUMENTS };
  throw new Error(
    named
      ? `Cannot test pages as CHROMIUM_PATH names no file: "${named}"`
      : 'Cannot test pages as there is no Chromium and none could be installed: run `npx playwright install chromium`, ' +
          'or install the package chromium of your system, or set CHROMIUM_PATH to a Chromium',
  );
}
