import { defineConfig } from '@playwright/test';

const folders = [
  'architecture',
  'core',
  'contracts',
  'operations',
  'emulator',
  'harness',
  'workflows',
  'judges',
  'cli',
];

/**
 * One runner for everything; a project for each room of the house, and one that brings the browser, which only the
 * pages wait for. No retries: a red test is red.
 */
export default defineConfig({
  outputDir: 'test-results',
  // The only snapshots: the example findings of the reference.
  snapshotPathTemplate: 'docs/reference/examples/{arg}{ext}',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // A target that everybody shares has one clock and one posting day.
  workers: process.env.COS_BASE_URL ? 1 : 2,
  timeout: 60_000,
  reporter: [[process.env.CI ? 'dot' : 'list'], ['./specs/summary-reporter.ts']],
  projects: [
    ...folders.map((name) => ({ name, testDir: `specs/${name}` })),
    { name: 'browser', testDir: 'specs/pages', testMatch: 'browser.setup.ts' },
    {
      name: 'pages',
      testDir: 'specs/pages',
      dependencies: ['browser'],
      use: { actionTimeout: 15_000 },
      expect: { timeout: 15_000 },
    },
  ],
});
