import { defineConfig } from '@playwright/test';

const folders = ['architecture', 'core', 'contracts', 'emulator', 'harness', 'workflows', 'cli', 'judges'];

/** One runner for everything; a project for each room of the house. No retries: a red test is red. */
export default defineConfig({
  testDir: 'specs',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  timeout: 60_000,
  reporter: [[process.env.CI ? 'dot' : 'list'], ['./specs/summary-reporter.ts']],
  projects: folders.map((name) => ({ name, testDir: `specs/${name}` })),
});
