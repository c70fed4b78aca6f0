import { defineConfig } from '@playwright/test';

const folders = ['architecture', 'core', 'contracts', 'operations', 'emulator', 'harness', 'workflows', 'cli'];

/**
 * One runner for everything; a project for each room of the house, and one that brings the browser, which only the pages
 * wait for. No retries: a red test is red.
 */
export default defineConfig({
  testDir: 'specs',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  timeout: 60_000,
  reporter: [[process.env.CI ? 'dot' : 'list'], ['./specs/summary-reporter.ts']],
  projects: [
    ...folders.map((name) => ({ name, testMatch: `${name}/**/*.spec.ts` })),
    { name: 'browser', testMatch: 'pages/browser.setup.ts' },
    {
      name: 'pages',
      testMatch: 'pages/**/*.spec.ts',
      dependencies: ['browser'],
      use: { actionTimeout: 15_000 },
      expect: { timeout: 15_000 },
    },
  ],
});
