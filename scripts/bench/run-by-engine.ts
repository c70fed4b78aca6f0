import { subscribe } from 'node:diagnostics_channel';
import type { RunReport } from '../../core/run-event.ts';
import { createCustomerGenerator, loadTarget, runWorkflow } from '../../harness/host.ts';
import flagship from '../../workflows/flagship.ts';
import { type Effort, readEmitted } from './emitted-workflow.ts';

/**
 * Our engine as a process of its own, on the bank of the environment. Without an argument it runs the emitted
 * document and does not observe the books. With `laws` it runs the workflow as it is declared, with the books observed
 * after every step: the emitted document moves the clock in steps of its own, which declare no effects. Prints its
 * effort.
 */
let requests = 0;
subscribe('http.client.request.start', () => {
  requests += 1;
});

const withLaws = process.argv[2] === 'laws';
const target = loadTarget({ environment: process.env });
const source = { target, customers: createCustomerGenerator(1), label: 'BENCH' };
const { document } = withLaws ? flagship : readEmitted();
const report: RunReport = await runWorkflow(document, {
  target,
  workflowId: flagship.workflowId,
  seed: 1,
  observesBooks: withLaws,
  watchesEvents: withLaws,
  inputs: withLaws ? flagship.buildInputs(source) : {},
});
if (report.outcome !== 'passed') {
  const problems = report.steps.flatMap(({ reason, findings }) => [reason, ...findings.map(({ message }) => message)]);
  throw new Error(`The run ${report.outcome}: ${problems.filter(Boolean).join('; ')}`);
}

const sum = (count: (step: RunReport['steps'][number]) => number) =>
  report.steps.reduce((total, step) => total + count(step), 0);
const criteria = document.workflows.flatMap(({ steps }) =>
  steps.flatMap(({ successCriteria = [] }) => successCriteria),
);
const checks = [
  `${criteria.length} criteria`,
  `${sum(({ exchangesChecked }) => exchangesChecked)} exchanges against the contract`,
  ...(withLaws ? [`${sum(({ lawsChecked }) => lawsChecked.length)} laws`] : []),
];
const effort: Effort = { requests, checks: checks.join(', ') };
console.log(JSON.stringify(effort));
