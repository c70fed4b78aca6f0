import { expect, test } from '@playwright/test';
import type { Finding } from '../../core/finding.ts';
import type { RunReport } from '../../core/run-event.ts';
import { startEmulator } from '../../emulator/start.ts';
import { createCustomerGenerator, runWorkflow, type Workflow } from '../../harness/host.ts';
import { type RelayedExchange, startRelay } from '../judges/relay.ts';
import { bumpedAndBroken, leftAfterMaturity, yearWithTiers } from './interest-workflows.ts';
import { operationOf } from './mutate-answer.ts';

const LAWS = [
  'locked-time-deposit-rejects-credit',
  'rate-rises-only-on-request',
  'penalty-is-fee-days-of-simple-interest',
  'projected-penalty-is-charged-penalty',
  'interest-accrues-whatever-the-holds',
  'interest-paid-is-interest-accrued',
  'statement-opening-plus-lines-is-closing',
  'statement-has-all-posted-activity',
  'statement-follows-posting-sequence',
  'tax-form-from-ten-dollars',
];

/** Changes the JSON body of an answer in place. */
// biome-ignore lint/suspicious/noExplicitAny: a fault may change any body.
type Change = (body: any, operationId: string) => void;

/** Runs a workflow against the emulator; `change` falsifies its answers. */
async function run(workflow: Workflow, change?: Change): Promise<RunReport> {
  const emulator = await startEmulator();
  const falsify = ({ method, path, answer }: RelayedExchange) => {
    const operationId = operationOf(method, path);
    if (!change || operationId === undefined || !answer.body.startsWith('{')) return answer;
    const body = JSON.parse(answer.body) as unknown;
    change(body, operationId);
    return { ...answer, body: JSON.stringify(body) };
  };
  const relay = await startRelay({ upstream: emulator.baseUrl, change: falsify });
  try {
    const { baseUrl } = relay;
    const target = { ...emulator.target, baseUrl, tokenUrl: `${baseUrl}/connect/token` };
    const inputs = workflow.buildInputs({ target, customers: createCustomerGenerator(1), label: 'SPEC' });
    const { workflowId, document } = workflow;
    return await runWorkflow(document, { target, workflowId, inputs, seed: 1 });
  } finally {
    await relay.close();
    await emulator.close();
  }
}

const findingsOf = ({ steps }: RunReport): readonly Finding[] => steps.flatMap(({ findings }) => findings);

for (const workflow of [yearWithTiers, bumpedAndBroken, leftAfterMaturity]) {
  test(`${workflow.workflowId} passes with every law checked in every step`, async () => {
    const report = await run(workflow);
    expect(findingsOf(report)).toEqual([]);
    expect([report.outcome, report.notObservable]).toEqual(['passed', []]);
    const audited = report.steps.filter(({ lawsChecked }) => lawsChecked.length > 0);
    expect(audited.length).toBeGreaterThan(5);
    for (const { lawsChecked } of audited) expect(lawsChecked).toEqual(expect.arrayContaining(LAWS));
  });
}

/** Changes the activity of one code and posting month. */
const changeActivity =
  (code: string, month: string, change: (record: { amount: number; transactionCode: string }) => void): Change =>
  (body, operationId) => {
    if (operationId !== 'listActivities') return;
    for (const record of body.results)
      if (record.transactionCode === code && record.postingDate.startsWith(month)) change(record);
  };

const cents = (finding: Finding | undefined) =>
  Number.parseInt(finding?.actual ?? '', 10) - Number.parseInt(finding?.expected ?? '', 10);

const faults: readonly {
  readonly what: string;
  readonly law: string;
  readonly workflow: Workflow;
  readonly change: Change;
  /** The difference in cents or basis points. */
  readonly difference: number;
}[] = [
  {
    what: 'a cent too much interest on a CD',
    law: 'interest-paid-is-interest-accrued',
    workflow: bumpedAndBroken,
    change: changeActivity('Interest', '2026-07', (record) => {
      record.amount += 1;
    }),
    difference: 1,
  },
  {
    what: 'a cent too little interest on tiers',
    law: 'interest-paid-is-interest-accrued',
    workflow: yearWithTiers,
    change: changeActivity('Interest', '2026-09', (record) => {
      record.amount -= 1;
    }),
    difference: -1,
  },
  {
    what: 'a cent too little interest in the month of a hold',
    law: 'interest-accrues-whatever-the-holds',
    workflow: yearWithTiers,
    change: changeActivity('Interest', '2026-03', (record) => {
      record.amount -= 1;
    }),
    difference: -1,
  },
  {
    what: 'a projected penalty that is a cent too high',
    law: 'penalty-is-fee-days-of-simple-interest',
    workflow: bumpedAndBroken,
    change: (body, operationId) => {
      if (operationId === 'getPenaltyFee' && body.penaltyFee > 0) body.penaltyFee += 1;
    },
    difference: 1,
  },
  {
    what: 'a charged penalty that is a cent too high',
    law: 'projected-penalty-is-charged-penalty',
    workflow: bumpedAndBroken,
    change: changeActivity('Fee', '2026-10', (record) => {
      record.amount += 1;
    }),
    difference: 1,
  },
  {
    what: 'a rate that rises by itself',
    law: 'rate-rises-only-on-request',
    workflow: bumpedAndBroken,
    change: (body, operationId) => {
      if (operationId === 'getTimeDeposit' && body.ratePeriods?.length === 1 && body.activities.length > 2)
        body.rateBasisPoints += 25;
    },
    difference: 25,
  },
];

for (const { what, law, workflow, change, difference } of faults) {
  test(`${law} finds ${what}`, async () => {
    const found = findingsOf(await run(workflow, change)).filter(({ rule }) => rule === law);
    expect(found.map(cents)).toContain(difference);
  });
}

test('locked-time-deposit-rejects-credit finds a credit after the funding', async () => {
  const change = changeActivity('Interest', '2026-05', (record) => {
    record.transactionCode = 'Account Transfer';
  });
  const found = findingsOf(await run(bumpedAndBroken, change));
  const [locked] = found.filter(({ rule }) => rule === 'locked-time-deposit-rejects-credit');
  expect(locked).toMatchObject({ expected: 'no credit after the funding' });
});
