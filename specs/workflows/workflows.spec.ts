import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { type EmulatorOptions, startEmulator } from '../../emulator/start.ts';
import { createCustomerGenerator, renderJunit, runWorkflow, type Workflow } from '../../harness/host.ts';
import { laws } from '../../harness/ledger/laws.ts';
import { withCrosscheck, workflowFiles } from '../../playwright/index.ts';
import { proves } from '../requirement.ts';

const test = withCrosscheck(base);

/** W01 to W18: one for each event about a customer. */
const CUSTOMER_EVENTS = Array.from({ length: 18 }, (_, at) => `W${String(at + 1).padStart(2, '0')}`);

/** Requirements that a workflow's own steps and effects hold. */
const PROVEN: Readonly<Record<string, readonly string[]>> = {
  'every-account-event.ts': ['D30'],
  'every-customer-event.ts': [...CUSTOMER_EVENTS, 'W19', 'D29', 'D32'],
  'flagship.ts': ['E02', 'E03', 'E04', 'R05', 'X06'],
  'ach-pull-with-hold.ts': ['V02', 'V05', 'V06', 'V07', 'V08', 'X15'],
  'business-with-beneficial-owner.ts': ['A10', 'C07'],
  'early-deposit-over-a-long-weekend.ts': ['E01', 'E03', 'E04', 'E05', 'X13'],
  'early-deposit-too-late.ts': ['E09', 'E11', 'M06'],
  'every-rejection-code.ts': ['D14', 'P01', 'P03'],
  'every-restriction-criterion.ts': ['R02', 'R03', 'R04', 'R08'],
  'freeze-and-unfreeze.ts': ['R07', 'R08', 'R14'],
  'idempotent-retry.ts': ['D12'],
  'payroll-pre-funding.ts': ['G03', 'G04'],
  'return-of-a-push.ts': ['D17', 'D19'],
  'screening-turns-positive.ts': ['C12', 'C13'],
  'subledger-programme.ts': ['D02', 'L24'],
  'week-over-a-holiday.ts': ['E01', 'E04', 'V09', 'X13'],
};

/** Runs a workflow's file with seed 1 on a bank of its own. */
async function runFile(file: string, options: EmulatorOptions = {}) {
  const { default: workflow } = (await import(`../../workflows/${file}`)) as { default: Workflow };
  const { target, close } = await startEmulator(options);
  try {
    const inputs = workflow.buildInputs({ target, customers: createCustomerGenerator(1), label: 'SPEC' });
    const { workflowId, document } = workflow;
    return { document, report: await runWorkflow(document, { target, workflowId, inputs, seed: 1 }) };
  } finally {
    await close();
  }
}

test('no workflow depends on the value of lastModifiedAt, which is the bank’s own', proves('C23'), async () => {
  const files = readdirSync('workflows').filter((name) => name.endsWith('.ts'));
  expect(files).not.toEqual([]);
  for (const file of files) {
    const { default: workflow } = (await import(`../../workflows/${file}`)) as { default: Workflow };
    const steps = workflow.document.workflows.flatMap((one) => one.steps);
    const conditions = steps.flatMap(({ successCriteria = [] }) => successCriteria.map(({ condition }) => condition));
    expect(conditions).not.toEqual([]);
    expect(conditions.filter((condition) => condition.includes('lastModifiedAt'))).toEqual([]);
  }
});

test('the flagship ends on a bank without offsets; every failure names the discrepancy', async () => {
  const { document, report } = await runFile('flagship.ts', { variants: ['DOC-009=A'] });
  const stepIds = document.workflows.flatMap(({ steps }) => steps.map(({ stepId }) => stepId));
  const findings = report.steps.flatMap((step) => step.findings);
  expect(report.outcome).toBe('failed');
  expect(report.steps.map(({ stepId }) => stepId)).toEqual([...stepIds, 'events']);
  expect(findings.length).toBeGreaterThan(100);
  expect(findings.filter(({ discrepancy }) => discrepancy !== 'DOC-009')).toEqual([]);
});

test('events of a bank with Eastern as UTC arrive, each naming the discrepancy', async () => {
  const { report } = await runFile('every-customer-event.ts', { variants: ['DOC-054=B'] });
  const findings = report.steps.flatMap((step) => step.findings);
  expect(findings).toHaveLength(report.events?.changes ?? 0);
  expect(new Set(findings.map(({ rule, discrepancy }) => `${rule} ${discrepancy}`))).toEqual(
    new Set(['event-is-created-near-its-change DOC-054']),
  );
});

test('no report shows why an account is restricted', proves('R13'), async () => {
  const { report } = await runFile('freeze-and-unfreeze.ts');
  const exchanges = report.steps.flatMap((step) => step.exchanges);
  const sent = exchanges.filter(({ operationId }) => operationId === 'createRestriction');
  expect(sent.map(({ request }) => (request.body as { reason: string }).reason)).toEqual(['***', '***']);
  expect(`${JSON.stringify(report)}${renderJunit(report)}`).not.toContain('Account Freeze');
});

// With COS_BASE_URL set the same tests run on that target, where days pass as they like.
const isOwnBank = !process.env.COS_BASE_URL;

for (const path of workflowFiles('workflows')) {
  const file = basename(path);
  test(`${path} passes without a finding`, proves(...(PROVEN[file] ?? [])), async ({ runWorkflow }) => {
    const report = await runWorkflow(path);
    if (!isOwnBank) return;
    expect(report.steps.flatMap(({ findings }) => findings)).toEqual([]);
    expect(report.outcome).toBe('passed');
    const declared = new Set(report.steps.flatMap(({ emits }) => emits));
    expect(report.events).toMatchObject({ watched: [...declared], duplicates: 0, notObservable: [] });
    if (file !== 'flagship.ts') return;
    const asked = new Set(report.steps.flatMap(({ lawsChecked }) => lawsChecked));
    expect([...asked].sort()).toEqual(laws.map(({ name }) => name).sort());
    const figures = report.balances.map(({ title, kind, currentBalance, availableBalance }) => [
      title,
      kind,
      currentBalance,
      availableBalance,
    ]);
    expect(figures).toEqual([
      ['Main', 'master', 155_000, 155_000],
      ['Main', 'implicit', 152_500, 152_500],
      ['Savings', 'subledger', 2_500, 2_500],
      ['Second', 'master', 10_000, 10_000],
      ['Second', 'implicit', 10_000, 10_000],
      ['ACH in transit', 'general-ledger', 0, undefined],
      ['Book transfers in transit', 'general-ledger', 0, undefined],
      ['Other rails in transit', 'general-ledger', 0, undefined],
      ['Position at the Fed', 'settlement', -165_000, undefined],
    ]);
  });
}
