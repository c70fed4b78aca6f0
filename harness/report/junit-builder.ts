import { createRequire } from 'node:module';
import type { Builder, TestCase } from 'junit-report-builder';

/** The package is CommonJS, but its types describe an ES module: `require` returns its default export. */
const junit = createRequire(import.meta.url)('junit-report-builder') as { newBuilder(): Builder };

/** Returns a new builder of JUnit XML. */
export function createJunitBuilder(): Builder {
  return junit.newBuilder();
}

/** Marks a test case as skipped, with the reason in the attribute `message`, which the builder does not offer. */
export function skipTestCase(test: TestCase, reason: string | undefined): void {
  test.skipped();
  if (reason === undefined) return;
  const build = test.build.bind(test);
  test.build = (parent) => {
    const element = build(parent);
    const { children } = element as unknown as { children: (typeof element & { readonly name: string })[] };
    children.find(({ name }) => name === 'skipped')?.attribute('message', reason);
    return element;
  };
}
