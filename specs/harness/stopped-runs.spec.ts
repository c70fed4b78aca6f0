import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { easternInstant } from '../../core/business-day.ts';
import { createFrozenClock } from '../../core/clock.ts';
import type { RunEvent, RunReport } from '../../core/run-event.ts';
import { UncaughtError } from '../../core/stopped.ts';
import { type Checkpoint, defineWorkflow, type RunOptions, renderJunit, runWorkflow } from '../../harness/host.ts';
import type { ArazzoStep, FailureAction } from '../../harness/workflow/arazzo/document.ts';
import { getThing, runStub, type StubRunOptions } from './stub-api.ts';
import { type StubAnswer, type StubRequest, startStubBank } from './stub-bank.ts';

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const isReport = ajv.compile(JSON.parse(readFileSync('contracts/run-report.schema.json', 'utf8')) as object);

/** Runs a step on an API that answers so, at a time that the test sets. */
async function runStep(step: ArazzoStep, answer: StubAnswer, options: StubRunOptions = {}) {
  const wall = createFrozenClock(easternInstant('2026-03-02', '10:00'));
  let checkpoint: Checkpoint | undefined;
  const onCheckpoint = (written: Checkpoint) => {
    checkpoint = written;
  };
  const workflows = [{ workflowId: 'flow', steps: [step] }];
  const { report } = await runStub({ workflows }, () => answer, { wall, onCheckpoint, ...options });
  return { report, checkpoint };
}

const again: FailureAction = { name: 'again', type: 'retry', retryLimit: 3 };
const LIMIT = 'one pause is at most 86400 seconds (change it with --limit pauseSeconds=NUMBER or COS_LIMITS)';
const FAILED = 'Status 500; expected a status below 400. Cannot retry: ';

const pauses: readonly (readonly [what: string, header: string | undefined, own: number, asks: string])[] = [
  ['a Retry-After of 31 years', '1000000000', 0, 'the response (Retry-After) asks for a pause of 1000000000 seconds'],
  ['a Retry-After beyond all numbers', '9'.repeat(400), 0, 'the response (Retry-After) asks for a pause of Infinity'],
  ['a Retry-After in the year 9999', 'Fri, 31 Dec 9999 23:59:59 GMT', 0, 'the response (Retry-After) asks for a pause'],
  ['a Retry-After a second too long', '86401', 0, 'the response (Retry-After) asks for a pause of 86401 seconds'],
  ['a retryAfter of the workflow', undefined, 86_401, 'the workflow (retryAfter) asks for a pause of 86401 seconds'],
];
for (const [what, header, retryAfter, asks] of pauses)
  test(`runWorkflow: ${what} fails the step, and parks nothing`, async () => {
    const answer = { status: 500, body: {}, ...(header === undefined ? {} : { headers: { 'retry-after': header } }) };
    const step = getThing('late', { onFailure: [{ ...again, retryAfter }] });
    const { report, checkpoint } = await runStep(step, answer);
    expect([report.outcome, report.due, checkpoint]).toEqual(['failed', undefined, undefined]);
    const [{ outcome, attempts, reason } = {}] = report.steps;
    expect([outcome, attempts]).toEqual(['failed', 1]);
    expect(reason).toContain(`${FAILED}${asks}`);
    expect(reason).toContain(LIMIT);
  });

test('runWorkflow: a Retry-After of the longest pause that is allowed parks the run', async () => {
  const answer = { status: 500, body: {}, headers: { 'retry-after': '86400' } };
  const { report, checkpoint } = await runStep(getThing('late', { onFailure: [again] }), answer);
  expect(report).toMatchObject({ outcome: 'parked', due: { at: '2026-03-03T10:00:00-05:00' } });
  expect(checkpoint?.due.at).toBe('2026-03-03T10:00:00-05:00');
});

test('runWorkflow: a Retry-After that is neither a number nor a date is ignored', async () => {
  for (const header of ['-1', 'NaN', 'tomorrow', '1e9', '2026-03-02']) {
    const answer = { status: 500, body: {}, headers: { 'retry-after': header } };
    const step = getThing('late', { onFailure: [{ ...again, retryAfter: 0 }] });
    expect((await runStep(step, answer)).report, header).toMatchObject({ outcome: 'failed', steps: [{ attempts: 4 }] });
  }
});

const waits: readonly (readonly [what: string, operationId: string, body: object, says: string])[] = [
  ['until the year 10000', 'advanceClock', { to: '+010000-01-01T00:00:00Z' }, 'until +010000-01-01T00:00:00Z'],
  ['for more seconds than there are', 'advanceClock', { bySeconds: 1e300 }, 'for a number of seconds that ends'],
];
for (const [what, operationId, payload, says] of waits)
  test(`runWorkflow: a wait ${what} fails its step, and parks nothing`, async () => {
    const step = {
      stepId: 'wait',
      operationId,
      requestBody: { payload },
      'x-crosscheck': { wait: true },
    } as unknown as ArazzoStep;
    const { report, checkpoint } = await runCos([step]);
    expect([report.outcome, checkpoint]).toEqual(['failed', undefined]);
    expect(report.steps[0]?.reason).toBe(`Nothing was sent: the step waits ${says}, after the year 9999`);
  });

interface CosOptions extends Partial<RunOptions> {
  readonly answer?: (request: StubRequest) => StubAnswer | undefined;
}

const list = (stepId: string): ArazzoStep =>
  ({ stepId, operationId: 'listAccounts', successCriteria: [{ condition: '$statusCode == 200' }] }) as ArazzoStep;
const page = { results: [], pageNumber: 1, pageSize: 50, hasPreviousPage: false, hasNextPage: false };

const isToken = ({ path }: Pick<StubRequest, 'path'>) => path === '/connect/token';

/** Runs steps at a bank with empty lists and without control of its clock. */
async function runCos(steps: readonly ArazzoStep[], { answer, ...options }: CosOptions = {}) {
  const ok = { status: 200, body: page };
  const bank = await startStubBank((request) => answer?.(request) ?? (isToken(request) ? undefined : ok));
  const workflow = defineWorkflow({ id: 'flow', summary: 'Flow', inputs: () => ({}), steps: () => undefined });
  const [flow] = workflow.document.workflows;
  const document = { ...workflow.document, workflows: [{ ...flow, workflowId: 'flow', steps }] };
  let checkpoint: Checkpoint | undefined;
  try {
    const report: RunReport = await runWorkflow(document, {
      target: bank.target,
      workflowId: 'flow',
      inputs: {},
      seed: 1,
      label: 'L',
      observesBooks: false,
      onCheckpoint: (written) => {
        checkpoint = written;
      },
      ...options,
    });
    expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
    return { report, checkpoint };
  } finally {
    await bank.close();
  }
}

const BUG = {
  kind: 'bug',
  message: expect.stringMatching(/^Bug in Crosscheck: TypeError: planted/),
  remedy: expect.stringMatching(/^Report it in the issue tracker/),
  stack: expect.stringContaining('TypeError: planted'),
};
const plant = (): never => {
  throw new TypeError('planted');
};

for (const type of ['run-started', 'step-started', 'step-finished', 'run-finished'] as const)
  test(`runWorkflow: an unexpected error at ${type} stops the run with its report`, async () => {
    let seen = 0;
    const onEvent = (event: RunEvent) => {
      if (event.type === type && ++seen === (type.startsWith('run') ? 1 : 2)) plant();
    };
    const { report } = await runCos([list('a'), list('b')], { onEvent });
    expect(report).toMatchObject({ outcome: 'stopped', stopped: BUG });
    const done = report.steps.filter(({ outcome }) => outcome === 'passed').map(({ stepId }) => stepId);
    expect(done).toEqual(
      { 'run-started': [], 'run-finished': ['a', 'b'] }[type as string] ?? expect.arrayContaining(['a']),
    );
    expect(renderJunit(report)).toMatch(/<(?:error|failure) message="[^"]*planted|<failure[^>]*>[^<]*planted/);
  });

test('runWorkflow: an unexpected error when the books are handed on loses no report', async () => {
  const { report } = await runCos([list('a')], { observesBooks: true, onAudited: plant });
  expect(report).toMatchObject({ outcome: 'stopped', stopped: BUG, steps: [{ stepId: 'a', outcome: 'passed' }] });
});

/** Interrupts a run when its first step has ended. */
function afterFirstStep() {
  const controller = new AbortController();
  const onEvent = ({ type }: RunEvent) => {
    if (type === 'step-finished') controller.abort();
  };
  return { signal: controller.signal, onEvent };
}

test('runWorkflow: an unexpected error with the checkpoint loses no report', async () => {
  const { report } = await runCos([list('a'), list('b')], { ...afterFirstStep(), onCheckpoint: plant });
  expect(report).toMatchObject({ outcome: 'stopped', steps: [{ stepId: 'a', outcome: 'passed' }] });
});

test('runWorkflow: an error outside of the run ends it during an unanswered request', async () => {
  const controller = new AbortController();
  const bank = await startStubBank((request) => (isToken(request) ? undefined : { status: 200, body: page }));
  let isHeld = false;
  const way = createServer(async (incoming, outgoing) => {
    if (isHeld) return void setImmediate(() => controller.abort(new UncaughtError(new TypeError('planted'))));
    const { headers } = incoming;
    const answer = await fetch(`${bank.target.baseUrl}${incoming.url}`, {
      headers: { authorization: headers.authorization ?? '' },
    });
    outgoing.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(way.address() as AddressInfo).port}`;
  const { report, checkpoint } = await runCos([list('a'), list('b')], {
    target: { ...bank.target, baseUrl },
    signal: controller.signal,
    onEvent: ({ type }) => {
      isHeld ||= type === 'step-finished';
    },
  });
  way.closeAllConnections();
  way.close();
  await bank.close();
  expect(report).toMatchObject({ outcome: 'stopped', stopped: BUG, steps: [{ stepId: 'a' }, { stepId: 'b' }] });
  expect(checkpoint, 'what was done is not lost').toBeDefined();
});

test('runWorkflow: a run that never reached the bank leaves no checkpoint', async () => {
  const refused = await startStubBank(() => undefined);
  const { target } = refused;
  await refused.close();
  const { report, checkpoint } = await runCos([list('a')], { target });
  expect([report.outcome, report.stopped?.kind, checkpoint]).toEqual(['stopped', 'operating', undefined]);
});

test('runWorkflow: a run with a wrong secret leaves no checkpoint', async () => {
  const { report, checkpoint } = await runCos([list('a')], {
    answer: (request) => (isToken(request) ? { status: 401, body: {} } : undefined),
  });
  expect([report.outcome, report.stopped?.kind, checkpoint]).toEqual(['stopped', 'operating', undefined]);
});

test('runWorkflow: a run that stopped after its first answer leaves a checkpoint', async () => {
  const { report, checkpoint } = await runCos([list('a'), list('b')], afterFirstStep());
  expect([report.outcome, report.stopped?.kind]).toEqual(['stopped', 'interrupted']);
  expect(checkpoint?.report.steps.map(({ stepId }) => stepId)).toEqual(['a']);
});
