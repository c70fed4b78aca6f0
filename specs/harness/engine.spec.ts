import { expect, test } from '@playwright/test';
import type { RunEvent } from '../../core/run-event.ts';
import { nextPollPause, retryAfterSeconds } from '../../harness/client/pauses.ts';
import {
  createColors,
  defineWorkflow,
  eq,
  moves,
  renderClosing,
  renderJunit,
  renderStep,
  runWorkflow,
  type Workflow,
} from '../../harness/host.ts';
import { type StubAnswer, type StubBank, type StubRequest, startStubBank } from './stub-bank.ts';

let bank: StubBank;
let answer: (request: StubRequest) => StubAnswer | undefined;

test.beforeEach(async () => {
  answer = () => undefined;
  bank = await startStubBank((request) => answer(request));
});
test.afterEach(() => bank.close());

const NOW = '2026-03-02T09:00:00-05:00';
const GUID = '00000000-0000-4000-a000-000000000001';
const payment = {
  id: GUID,
  status: 'Pending',
  direction: 'Inbound',
  paymentType: 'Origination',
  accountNumber: '2100000005',
  transactionType: 'Push',
  secCode: 'PPD',
  serviceType: 'Standard',
  amount: 5,
  effectiveDate: '2026-03-04',
  partnerId: GUID,
  createdAt: NOW,
};
const page = (results: unknown[]) => ({
  results,
  pageNumber: 1,
  pageSize: 50,
  hasPreviousPage: false,
  hasNextPage: false,
});

/** The Monday on which the bank of these tests lives. */
const wall = { nowMs: () => Date.parse(NOW) };

const run = (workflow: Workflow, events: RunEvent[] = [], target = bank.target) =>
  runWorkflow(workflow.document, {
    target,
    workflowId: workflow.workflowId,
    inputs: {},
    seed: 5,
    wall,
    onEvent: (event) => events.push(event),
  });

const poll = (everySeconds: number, deadlineSeconds: number) =>
  defineWorkflow({
    id: 'poll',
    summary: 'Polls',
    inputs: () => ({}),
    steps({ op }) {
      op.listAchPayments('poll', {
        status: 200,
        check: (r) => [eq(r.results.at(0).status, 'Complete')],
        poll: { everySeconds, deadlineSeconds },
      });
    },
  });

/** Answers as a bank whose payment is complete from the third answer on. */
function completeAtThird(): (request: StubRequest) => StubAnswer | undefined {
  let calls = 0;
  return ({ path }) => {
    if (!path.startsWith('/ach')) return undefined;
    calls += 1;
    return { status: 200, body: page(calls < 3 ? [] : [{ ...payment, status: 'Complete' }]) };
  };
}

test('nextPollPause grows by half in whole seconds and ends at the deadline', () => {
  const times = { firstSeconds: 60, deadlineSeconds: 600 };
  const pauses: number[] = [];
  let polledSeconds = 0;
  for (let next = nextPollPause(times, { polledSeconds, pauses: 0 }); next !== undefined; ) {
    pauses.push(next);
    polledSeconds += next;
    next = nextPollPause(times, { polledSeconds, pauses: pauses.length });
  }
  expect(pauses).toEqual([60, 90, 135, 203, 112]);
  expect(nextPollPause({ firstSeconds: 60, deadlineSeconds: 0 }, { polledSeconds: 0, pauses: 0 })).toBeUndefined();
});

const headers: [header: string | undefined, seconds: number | undefined][] = [
  [undefined, undefined],
  ['90', 90],
  ['0', 0],
  ['Mon, 02 Mar 2026 14:01:00 GMT', 60],
  ['Mon, 02 Mar 2026 13:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  ['NaN', undefined],
  ['Mon, 99 Mar 2026 14:01:00 GMT', undefined],
  ['Fri, 31 Dec 9999 23:59:59 GMT', (Date.parse('9999-12-31T23:59:59Z') - Date.parse(NOW)) / 1000],
  ['1000000000', 1e9],
  ['9'.repeat(400), Number.POSITIVE_INFINITY],
];
for (const [header, seconds] of headers) {
  test(`retryAfterSeconds is ${seconds} for ${header}`, () => {
    expect(retryAfterSeconds(header, Date.parse(NOW))).toBe(seconds);
  });
}

test('a poll moves a frozen clock by growing pauses', async () => {
  const ach = completeAtThird();
  let seconds = 0;
  const clock = () => ({
    now: new Date(Date.parse(NOW) + seconds * 1000).toISOString(),
    mode: 'frozen',
    postingDay: '2026-03-02',
    closeTime: '21:00',
  });
  answer = (request) => {
    if (!request.path.startsWith('/emulator')) return ach(request);
    if (request.path.endsWith('/advance')) seconds += (JSON.parse(request.body) as { bySeconds: number }).bySeconds;
    return { status: 200, body: clock() };
  };
  const events: RunEvent[] = [];
  const target = { ...bank.target, kind: 'emulator' as const, operator: { clientId: 'op', clientSecret: 'op' } };
  const report = await run(poll(60, 600), events, target);
  expect(report.steps).toMatchObject([{ outcome: 'passed', attempts: 3 }]);
  const moved = bank.requests.filter(({ path }) => path.endsWith('/clock/advance'));
  expect(moved.map(({ body }) => JSON.parse(body))).toEqual([{ bySeconds: 60 }, { bySeconds: 90 }]);
  expect(events.filter(({ type }) => type === 'step-waiting')).toEqual([]);
});

test('a poll whose clock cannot be moved pauses in real time and says so', async () => {
  answer = completeAtThird();
  const events: RunEvent[] = [];
  const report = await run(poll(0.001, 0.004), events);
  const pauses = events.filter(({ type }) => type === 'step-waiting');
  expect(pauses, 'a pause of less than a second is cut to the deadline').toEqual([
    { type: 'step-waiting', stepId: 'poll', title: 'poll', attempt: 1, pauseSeconds: 0.004 },
  ]);
  expect(report).toMatchObject({ outcome: 'failed', steps: [{ outcome: 'failed', attempts: 2, exchangesChecked: 2 }] });
});

test('a poll that takes longer than the patience of the run parks it', async () => {
  answer = completeAtThird();
  const report = await run(poll(3_600, 86_400));
  expect(report).toMatchObject({
    outcome: 'parked',
    due: { at: '2026-03-02T10:00:00-05:00', reason: 'poll: waits for its next attempt' },
  });
});

test('a poll fails at its deadline with expected and actual value', async () => {
  answer = ({ path }) => (path.startsWith('/ach') ? { status: 200, body: page([payment]) } : undefined);
  const report = await run(poll(0.001, 0.004));
  expect(report.steps[0]).toMatchObject({ outcome: 'failed', attempts: 2 });
  expect(report.steps[0]?.reason).toBe(
    "Expected $response.body#/results/0/status == 'Complete' ($response.body#/results/0/status is Pending) after 2 attempts",
  );
});

test('a refused step quotes the bank', async () => {
  answer = ({ path }) =>
    path.startsWith('/ach')
      ? { status: 400, body: { errors: [{ code: 1000, message: 'PageSize must be <= 50' }] } }
      : undefined;
  const report = await run(poll(0.001, 0));
  expect(report.steps[0]?.reason).toMatch(
    /^Status 400: 1000 PageSize must be <= 50; expected \$statusCode == 200(; and \d+ more criteria|; and 1 more criterion)?$/,
  );
});

const waits = defineWorkflow({
  id: 'waits',
  summary: 'Waits',
  inputs: () => ({}),
  steps(w) {
    w.op.configureInboundSchedule('operator-only', {
      body: { standardBusinessDays: 1 },
      status: 200,
      requires: ['control'],
    });
    const list = w.op.listAchPayments('list', { status: 200 });
    w.wait('Wait for the effective date', { until: list.body.results.at(0).effectiveDate });
    w.op.listAchPayments('after', { status: 200 });
  },
});

test('without control a step that needs it is not applicable, and a wait parks the run', async () => {
  answer = ({ path }) => (path.startsWith('/ach') ? { status: 200, body: page([payment]) } : undefined);
  const events: RunEvent[] = [];
  const report = await run(waits, events);
  expect(report.outcome).toBe('parked');
  expect(report.steps.map(({ stepId, outcome, reason }) => [stepId, outcome, reason])).toEqual([
    ['operator-only', 'not-applicable', 'needs the capability control, which the target does not have'],
    ['list', 'passed', undefined],
    ['wait-3', 'parked', 'waits until 2026-03-04'],
  ]);
  expect(report.notObservable.map(({ rule }) => rule)).toEqual([
    'money-is-conserved',
    'gl-is-zero-at-close',
    'activity-is-pending-until-close',
    'hold-covers-what-is-not-yet-available',
    'hold-lasts-through-its-posting-day',
    'is-clearing-follows-schedule',
    'early-deposit-converts-on-effective-date',
  ]);
  expect(events.map(({ type }) => type)).toEqual([
    'run-started',
    ...Array(3).fill(['step-started', 'step-finished']).flat(),
    'run-finished',
  ]);
  const text = renderClosing(report, createColors(false));
  expect(text).toContain('Not observable: money-is-conserved needs the trial balance, which this target does not show');
  expect(text).toMatch(/^PARKED {2}3 steps in [\d.]+ s$/m);
  expect(renderJunit(report)).toContain('skipped="2"');
});

test('runWorkflow reports an unreadable account, and checks no law about it', async () => {
  const unread = defineWorkflow({
    id: 'unread',
    summary: 'Opens an account that cannot be read',
    inputs: () => ({}),
    steps({ op }) {
      op.listAchPayments('list', { status: 200 });
      op.openAccount('open', { body: { customerId: GUID, productId: GUID, title: 'Main' }, status: 200 });
      op.listAchPayments('after', { status: 200 });
    },
  });
  answer = ({ method, path }) => {
    if (path.startsWith('/ach')) return { status: 200, body: page([]) };
    return method === 'POST' && path.endsWith('/accounts') ? { status: 200, body: account(0) } : undefined;
  };
  const report = await run(unread);
  expect(report.outcome).toBe('failed');
  expect(report.steps.map(({ stepId, outcome }) => [stepId, outcome])).toEqual([
    ['list', 'passed'],
    ['open', 'failed'],
    ['after', 'passed'],
  ]);
  const open = report.steps[1];
  expect(open?.findings.map(({ rule, severity, message }) => [rule, severity, message])).toContainEqual([
    'books-can-be-read',
    'failure',
    'Cannot read the books of 2100000005: its figures: status 404',
  ]);
  expect(open?.lawsChecked).not.toContain('only-declared-effects-happen');
  expect(report.notObservable).toContainEqual({
    rule: 'only-declared-effects-happen',
    reason: 'after 2 steps: cannot read the books of 2100000005: its figures: status 404',
  });
  expect(report.balances).toEqual([]);
});

const account = (currentBalance: number) => ({
  accountNumber: '2100000005',
  accountType: 'Checking',
  status: 'Active',
  title: 'Main',
  customerId: GUID,
  productId: GUID,
  partnerId: GUID,
  currentBalance,
  availableBalance: currentBalance,
  holdAmount: 0,
  transactionCount: 0,
  openedAt: NOW,
});
const lying = defineWorkflow({
  id: 'lying',
  summary: 'A bank that says one thing and does another',
  inputs: () => ({}),
  steps({ op }) {
    const a = op.openAccount('open', { body: { customerId: GUID, productId: GUID, title: 'Main' }, status: 200 });
    op.listAchPayments('idle', { status: 200, effects: [moves(a, 5)] });
    op.listAchPayments('after', { status: 200 });
  },
});

test('a finding has rule, figures and document; the run continues and is failed', async () => {
  let reads = 0;
  answer = ({ method, path }) => {
    if (path.startsWith('/ach')) return { status: 200, body: page([]) };
    if (method === 'POST' && path === '/core/v1/dda/accounts') return { status: 200, body: account(0) };
    if (/accounts\/2100000005$/.test(path)) {
      // Master and implicit subledger are read after each of the three steps; from the second step on they show a cent.
      reads += 1;
      return {
        status: 200,
        body: { ...account(reads > 2 ? 1 : 0), ledgerType: 'Passthrough', masterAccountNumber: '2100000005' },
      };
    }
    return /2100000005\//.test(path) ? { status: 200, body: page([]) } : undefined;
  };
  const report = await run(lying);
  expect(report.outcome).toBe('failed');
  expect(report.steps.map(({ outcome }) => outcome)).toEqual(['passed', 'failed', 'passed']);
  const found = report.steps[1]?.findings.filter(({ rule }) => rule === 'only-declared-effects-happen');
  expect(found).toContainEqual(
    expect.objectContaining({ severity: 'failure', expected: '5 cents', actual: '1 cents', stepId: 'idle' }),
  );
  expect(report.steps[1]?.findings.map(({ rule }) => rule)).toContain('current-balance-is-sum-of-activity');
  const third = report.steps[2]?.findings.filter(({ severity }) => severity === 'failure');
  expect(third, 'an unchanged difference is reported once').toEqual([]);
  const text = renderStep(report.steps[1] as never, 2, createColors(false));
  expect(text).toMatch(
    /failure: only-declared-effects-happen\n +Current balance of master 2100000005 \(Main\) is not what the step declares\n +expected \$0\.05, actual \$0\.01/,
  );
  expect(text).toMatch(/X02 \(source, S-ACCT\): It is atomic: if the debit fails, the credit does not happen/);
  expect(renderJunit(report)).toMatch(/<failure message="[^"]*only-declared-effects-happen/);
});

test('an answer that deviates from the contract is a finding on its step', async () => {
  answer = ({ path }) =>
    path.startsWith('/ach')
      ? { status: 200, body: { ...page([{ ...payment, effectiveDate: 5 }]), colour: 'red' } }
      : undefined;
  const { steps, outcome } = await run(poll(0.001, 0));
  expect(steps[0]?.findings.map(({ rule, pointer, severity }) => [rule, pointer, severity])).toEqual([
    ['response-body-is-valid', '/results/0/effectiveDate', 'discovery'],
    ['response-body-has-nothing-new', '/colour', 'discovery'],
  ]);
  expect(outcome).toBe('failed');
});
