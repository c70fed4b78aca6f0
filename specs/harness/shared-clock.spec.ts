import { expect } from '@playwright/test';
import type { RunReport } from '../../core/run-event.ts';
import {
  type AuditorState,
  auditTogether,
  BankClock,
  createCustomerGenerator,
  runWorkflow,
  type Workflow,
} from '../../harness/host.ts';
import flagship from '../../workflows/flagship.ts';
import freezeAndUnfreeze from '../../workflows/freeze-and-unfreeze.ts';
import payrollPreFunding from '../../workflows/payroll-pre-funding.ts';
import { type TestBank, test } from '../emulator/test-bank.ts';

/** Runs workflows at the same time on one bank whose clock stands still until all of them wait. */
async function runTogether({ target }: TestBank, workflows: readonly Workflow[]) {
  const bankClock = new BankClock();
  const audited: AuditorState[] = [];
  const runs = workflows.map((workflow, index) => {
    const seed = index + 1;
    const label = `TOGETHER${seed}`;
    const inputs = workflow.buildInputs({ target, customers: createCustomerGenerator(seed), label });
    const onAudited = (state: AuditorState) => audited.push(state);
    return runWorkflow(workflow.document, {
      target,
      workflowId: workflow.workflowId,
      inputs,
      seed,
      label,
      bankClock,
      onAudited,
    });
  });
  return { reports: await Promise.all(runs), audited };
}

const problemsOf = ({ steps }: RunReport) =>
  steps.flatMap(({ stepId, reason, findings }) => [
    ...(reason ? [`${stepId}: ${reason}`] : []),
    ...findings.map(({ rule, message }) => `${stepId}: ${rule}: ${message}`),
  ]);

test('runs on one bank move its clock only when all wait, without findings', async ({ bank }) => {
  const { reports, audited } = await runTogether(bank, [flagship, freezeAndUnfreeze, flagship, payrollPreFunding]);
  expect(reports.flatMap(problemsOf)).toEqual([]);
  expect(reports.map(({ outcome }) => outcome)).toEqual(Array(4).fill('passed'));
  const days = reports.map(({ steps }) => steps.filter(({ operationId }) => operationId === 'closePostingDay').length);
  expect(days.every((count) => count >= 1)).toBe(true);
  const joint = await auditTogether(bank.target, audited);
  expect(joint.findings).toEqual([]);
  expect(joint.lawsChecked.length).toBeGreaterThan(30);
  expect(joint.accountCount).toBe(audited.flatMap(({ accounts }) => accounts).length);
});

test('what moves on the accounts of runs that have ended is found over all of them', async ({ bank }) => {
  const { audited } = await runTogether(bank, [flagship, flagship]);
  const numbers = audited.flatMap(({ accounts }) => accounts.filter(({ kind }) => kind === 'master'));
  expect(numbers.length).toBe(4);
  const twice = audited.map((state) => ({
    ...state,
    accounts: state.accounts.filter(({ kind }) => kind !== 'implicit'),
  }));
  const { findings } = await auditTogether(bank.target, twice);
  expect(
    findings.map(({ rule }) => rule),
    'a master without its own share is more than its subledgers',
  ).toContain('subledgers-sum-to-master');
});

test('a run that fails leaves the clock to the others', async ({ bank }) => {
  const broken: Workflow = {
    ...freezeAndUnfreeze,
    document: {
      ...freezeAndUnfreeze.document,
      workflows: freezeAndUnfreeze.document.workflows.map((workflow) => ({
        ...workflow,
        steps: workflow.steps.map((step, at) =>
          at === 2 ? { ...step, successCriteria: [{ condition: '$statusCode == 299' }] } : step,
        ),
      })),
    },
  };
  const { reports } = await runTogether(bank, [broken, flagship]);
  expect(reports.map(({ outcome }) => outcome)).toEqual(['failed', 'passed']);
});

test('a wait that the bank refuses is tried again without holding the clock', async ({ bank }) => {
  const backwards: Workflow = {
    ...freezeAndUnfreeze,
    document: {
      ...freezeAndUnfreeze.document,
      workflows: [
        {
          workflowId: freezeAndUnfreeze.workflowId,
          steps: [
            {
              stepId: 'back',
              operationId: '$sourceDescriptions.emulator.advanceClock',
              requestBody: { payload: { to: '2026-01-01' } },
              successCriteria: [{ condition: '$statusCode == 200' }],
              onFailure: [{ name: 'again', type: 'retry', retryAfter: 60, retryLimit: 2 }],
            },
          ],
        },
      ],
    },
  };
  const { reports } = await runTogether(bank, [backwards, flagship]);
  expect(reports.map(({ outcome }) => outcome)).toEqual(['failed', 'passed']);
  expect(reports[0]?.steps[0]).toMatchObject({ stepId: 'back', attempts: 3 });
});

test('waits of some seconds end when they are due, whoever has moved the clock', async ({ bank }) => {
  const waiting = (seconds: readonly number[]): Workflow => ({
    ...freezeAndUnfreeze,
    document: {
      ...freezeAndUnfreeze.document,
      workflows: [
        {
          workflowId: freezeAndUnfreeze.workflowId,
          steps: seconds.map((bySeconds, at) => ({
            stepId: `wait-${at}`,
            operationId: '$sourceDescriptions.emulator.advanceClock',
            requestBody: { payload: { bySeconds } },
            successCriteria: [{ condition: '$statusCode == 200' }],
          })),
        },
      ],
    },
  });
  const workflows = [waiting([100]), waiting([30, 30]), waiting([60]), waiting([3_600]), waiting([3_600])];
  const { reports } = await runTogether(bank, workflows);
  expect(reports.map(({ outcome }) => outcome)).toEqual(Array(5).fill('passed'));
  const { now } = await bank.ok<{ now: string }>('getClock');
  expect(now).toBe('2026-03-02T10:00:00-05:00');
});
