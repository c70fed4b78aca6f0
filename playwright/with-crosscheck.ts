import type { TestType } from '@playwright/test';
import type { RunReport } from '../core/run-event.ts';
import type { Target } from '../core/target.ts';
import type { EmulatorOptions } from '../emulator/start.ts';
import { type Api, buildApi } from '../harness/api/create-api.ts';
import type { CustomerGenerator } from '../harness/customers/customer-generator.ts';
import { loadWorkflowFile } from '../harness/host.ts';
import { runAsTest, type TestContext } from './run-as-test.ts';
import { openTestBank } from './test-bank.ts';
import { openTestBooks, type TestBooks } from './test-books.ts';
import { onboardTestCustomer, type TestCustomer } from './test-customer.ts';
import { Told, tell } from './told.ts';

/** What Crosscheck adds to a Playwright test. */
export interface CrosscheckFixtures {
  /** An option (`test.use`): how the bank of the test's own is started; of no effect with `COS_BASE_URL`. */
  readonly emulatorOptions: EmulatorOptions;
  /** The COS of the test: a bank of its own, in memory, or with `COS_BASE_URL` set the target of the environment. */
  readonly target: Target;
  /** Calls the bank and has its books audited. */
  readonly books: TestBooks;
  /**
   * The API of the target as typed clients, one for each contract document: `api.core.GET(path, init)`. It sends through
   * `books`, so each exchange is attached and checked, and each write is audited.
   */
  readonly api: Api;
  /** A person with address and phone who has passed the screening, and may open accounts. */
  readonly customer: TestCustomer;
  /** People and businesses who are nobody, one after the other: of the seed of `emulatorOptions`, 1 unless told. */
  readonly customers: CustomerGenerator;
  /** Runs the workflow of a file as this test: its steps, its exchanges, its books. */
  readonly runWorkflow: (file: string) => Promise<RunReport>;
}

interface WithContext extends CrosscheckFixtures {
  readonly crosscheck: TestContext;
}

/** As much of the `test` of any version of Playwright as tells what its tests are called with. */
interface AnyTest<Args> {
  readonly beforeEach: {
    (inner: (args: Args) => unknown): void;
    (title: string, inner: (args: Args) => unknown): void;
  };
}

/**
 * Adds the fixtures to a `test`, which has to be that of the repository whose Playwright runs (1.58 or newer, tried with
 * that and ours): `const test = withCrosscheck(base)`.
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
      const bank = await openTestBank(emulatorOptions).catch(tell);
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
        const workflows = await loadWorkflowFile(file).catch(tell);
        const [workflow, ...others] = workflows;
        if (workflow && others.length === 0) return await runAsTest(workflow, crosscheck, { file });
        throw new Told(
          `${file} has ${workflows.length} workflows; wanted one, which may call others of other documents`,
        );
      }),
  });
}
