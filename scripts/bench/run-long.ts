import { monotonicMs } from '../../core/clock.ts';
import { createCustomerGenerator, defineWorkflow, eq, loadTarget, moves, runWorkflow } from '../../harness/host.ts';
import { fund } from '../../harness/workflow/parts/funding.ts';
import { onboard, personOf } from '../../harness/workflow/parts/onboarding.ts';

/** The duration of a long run. */
export interface LongRun {
  readonly durationMs: number;
  /** Peak memory of its process. */
  readonly maxRssMb: number;
}

/**
 * A workflow of many steps as a process of its own, on the bank of the environment: two accounts, one with
 * money, then transfers of one cent from it and reads of it by turns. Arguments: how many of these; `laws` to observe
 * books and events. Prints what it took, from the building of the workflow to its report.
 */
const [, , count = '', books = ''] = process.argv;
const startedMs = monotonicMs();
const target = loadTarget({ environment: process.env });
const workflow = defineWorkflow({
  id: 'bench-long',
  summary: 'Many steps',
  inputs: (sources) => ({
    ...personOf(sources),
    product: sources.target.products.checking ?? '',
    label: sources.label,
  }),
  steps({ op, inputs }) {
    const customerId = onboard(op, 'customer', inputs);
    const open = { customerId, productId: inputs.product };
    const a = op.openAccount('a', { body: { ...open, title: 'A' }, status: 200 });
    const b = op.openAccount('b', { body: { ...open, title: 'B' }, status: 200 });
    fund(op, 'account', { account: a, amount: 100_000, identification: inputs.label });
    for (let step = 0; step < Number(count); step += 2) {
      op.createTransfer(`transfer-${step}`, {
        body: { debitAccountNumber: a.accountNumber, creditAccountNumber: b.accountNumber, amount: 1 },
        status: 200,
        check: (r) => [eq(r.status, 'Complete')],
        effects: [moves(a, -1), moves(b, 1)],
        emits: ['Core.Transaction.Completed'],
      });
      op.getAccount(`read-${step}`, { path: { accountNumber: a.accountNumber }, status: 200 });
    }
  },
});
const { outcome, steps, stopped } = await runWorkflow(workflow.document, {
  target,
  workflowId: workflow.workflowId,
  seed: 1,
  observesBooks: books === 'laws',
  watchesEvents: books === 'laws',
  inputs: workflow.buildInputs({ target, customers: createCustomerGenerator(1), label: 'BENCH' }),
});
if (outcome !== 'passed') throw new Error(`The long run ${outcome}: ${stopped?.message ?? steps.at(-1)?.reason}`);
const long: LongRun = {
  durationMs: monotonicMs() - startedMs,
  maxRssMb: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(long));
