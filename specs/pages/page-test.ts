import { expect, type LaunchOptions } from '@playwright/test';
import { test as withBank } from '../emulator/test-bank.ts';
import { loadLaunchOptions } from './find-browser.ts';

/** Errors of a page that a reader cannot see. */
export interface Watched {
  /** The origins of all that was asked for, the page itself included. */
  readonly origins: ReadonlySet<string>;
  /** Errors in the console and thrown ones, including violations of the Content-Security-Policy. */
  readonly errors: readonly string[];
}

/** Tests with a bank of their own and a page in the Chromium that the set-up found. */
export const test = withBank.extend<{ watched: Watched }, { launchOptions: LaunchOptions }>({
  launchOptions: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern
    async ({}, use) => use(loadLaunchOptions()),
    { scope: 'worker' },
  ],
  watched: async ({ context }, use) => {
    const origins = new Set<string>();
    const errors: string[] = [];
    context.on('request', (request) => origins.add(new URL(request.url()).origin));
    context.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())));
    context.on('weberror', (error) => errors.push(error.error().message));
    await use({ origins, errors });
  },
});

export { expect };
