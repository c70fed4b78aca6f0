import { mkdirSync, writeFileSync } from 'node:fs';
import type { FullConfig, FullResult, Reporter, Suite } from '@playwright/test/reporter';

/** The file with the requirements that passing tests prove, for `npm run check`. */
const PROVEN = 'reports/requirements-proven.json';

/**
 * Ends a run with `N passed, N failed`, so that a run which executed nothing is seen, and records what the tests prove.
 */
export default class SummaryReporter implements Reporter {
  private suite: Suite | undefined;
  private errors = 0;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.suite = suite;
  }

  onError(): void {
    this.errors += 1;
  }

  onEnd(_result: FullResult): void {
    const tests = this.suite?.allTests() ?? [];
    const passed = tests.filter((test) => test.outcome() === 'expected' && test.results.length > 0);
    const skipped = tests.filter((test) => test.outcome() === 'skipped');
    const failed = tests.length - passed.length - skipped.length + this.errors;
    const proven = passed.flatMap((test) =>
      test.annotations.flatMap(({ type, description }) => (type === 'requirement' && description ? [description] : [])),
    );
    const seeds = tests.flatMap((test) => test.annotations.filter(({ type }) => type === 'seed'));
    for (const { description } of seeds) process.stdout.write(`\nRandom data of this run: ${description}`);
    mkdirSync('reports', { recursive: true });
    writeFileSync(PROVEN, `${JSON.stringify([...new Set(proven)].sort(), null, 2)}\n`);
    process.stdout.write(
      `\n${passed.length} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}\n`,
    );
  }

  printsToStdio(): boolean {
    return true;
  }
}
