import type { TestType } from '@playwright/test';
import type { RunReport } from '../core/run-event.ts';
import type { Target } from '../core/target.ts';
import type { EmulatorOptions } from '../emulator/start.ts';
import { type Api, buildApi } from '../harness/api/create-api.ts';
import type { CustomerGenerator } from '../harness/customers/customer-generator.ts';
import { loadWorkflowFile } from '../harness/host.ts';
import { PlainError, rethrowReadable } from './plain-error.ts';
import { runAsTest, type TestContext } from './run-as-test.ts';
import { openTestBank } from './test-bank.ts';
import { openTestBooks, type TestBooks } from './test-books.ts';
import { onboardTestCustomer, type TestCustomer } from './test-customer.ts';

/** The fixtures that Crosscheck adds to a Playwright test. */
export interface CrosscheckFixtures {
  /** An option for `test.use`: how to start the bank of the test; without effect if `COS_BASE_URL` is set. */
  readonly emulatorOptions: EmulatorOptions;
  /**
   * The COS of the test: an emulator of its own in memory, or the target of the environment if `COS_BASE_URL` is set.
   */
  readonly target: Target;
  /** Calls the bank and audits its books. */
  readonly books: TestBooks;
  /**
   * The API of the target as typed clients, one for each contract document: `api.core.GET(path, init)`. It sends
   * through `books`, so each exchange is attached and checked, and each write is audited.
   */
  readonly api: Api;
  /** A fictitious person with address and phone who passed the screening, and may open accounts. */
  readonly customer: TestCustomer;
  /** Fictitious people and businesses, one after the other, of the seed of `emulatorOptions` (default: 1). */
  readonly customers: CustomerGenerator;
  /** Runs the workflow of a file as this test, with its steps, exchanges and books. */
  readonly runWorkflow: (file: string) => Promise<RunReport>;
}

interface WithContext extends CrosscheckFixtures {
  readonly crosscheck: TestContext;
}

/** The part of a `test` of any Playwright version that gives the types of its fixtures. */
interface AnyTest<Args> {
  readonly beforeEach: {
    (inner: (args: Args) => unknown): void;
    (title: string, inner: (args: Args) => unknown): void;
  };
}

/**
 * Adds the fixtures to a `test`: `const test = withCrosscheck(base)`. It must be the `test` of the Playwright that
 * runs, version 1.58 or newer.
 */
export function withCrosscheck<Args extends object, WorkerArgs extends object>(
  base: TestType<Args, WorkerArgs>,
): TestType<Args & CrosscheckFixtures, WorkerArgs>;
export function withCrosscheck<Args extends object>(base: AnyTest<Args>): TestType<Args & CrosscheckFixtures, object>;
export function withCrosscheck(base: unknown): unknown {
  const test = base as TestType<object, object>;
  return test.extend<WithContext>({
    emulatorOptions: [{}, { option: true }],
    crosscheck: async ({ emulatorOptions }, use, info) => {
      const bank = await openTestBank(emulatorOptions).catch(rethrowReadable);
      await use({ test, info, bank });
      await bank.close();
    },
    target: ({ crosscheck }, use) => use(crosscheck.bank.target),
    books: async ({ crosscheck }, use) => {
      const books = openTestBooks(crosscheck);
      await use(books);
      await books.close();
    },
    api: ({ books }, use) => use(buildApi(books.client)),
    customers: ({ crosscheck }, use) => use(crosscheck.bank.customers),
    customer: async ({ crosscheck }, use) => use(await onboardTestCustomer(crosscheck)),
    runWorkflow: ({ crosscheck }, use) =>
      use(async (file) => {
        const workflows = await loadWorkflowFile(file).catch(rethrowReadable);
        const [workflow, ...others] = workflows;
        if (workflow && others.length === 0) return await runAsTest(workflow, crosscheck, { file });
        throw new PlainError(
          `${file} has ${workflows.length} workflows; expected one, which may call workflows of other documents`,
        );
      }),
  });
}
