import { expect } from '@playwright/test';
import type { RunReport } from '../../core/run-event.ts';
import type { WebhookSchemas } from '../../generated/types/index.ts';
import {
  type Checkpoint,
  createColors,
  createCustomerGenerator,
  defineWorkflow,
  parseCheckpoint,
  type Ref,
  type RunOptions,
  renderClosing,
  renderJunit,
  runWorkflow,
  type Workflow,
  type WorkflowBuilder,
} from '../../harness/host.ts';
import { type TestBank, test } from '../emulator/test-bank.ts';
import { proves } from '../requirement.ts';

type Steps = (
  op: WorkflowBuilder<Inputs>['op'],
  path: { customerId: Ref<string> },
  builder: WorkflowBuilder<Inputs>,
) => void;
type Inputs = ReturnType<typeof inputsOf>;

function inputsOf({ customers, target }: Parameters<Workflow['buildInputs']>[0]) {
  const { name, profile } = customers.person();
  return { customer: { partnerId: target.partnerId, classification: 'Personal' as const, name, profile }, name };
}

/** Builds a workflow that onboards a customer and then runs the test's steps. */
const withCustomer = (steps: Steps) =>
  defineWorkflow({
    id: 'with-events',
    summary: 'Events',
    inputs: inputsOf,
    steps(builder) {
      const { op, inputs } = builder;
      const emits = ['Core.Customer.Onboarded'] as const;
      const customer = op.onboardCustomer('onboard', { body: inputs.customer, status: 200, emits });
      steps(op, { customerId: customer.body.id }, builder);
    },
  });

async function run(
  bank: TestBank,
  workflow: Workflow,
  options: Partial<RunOptions> = {},
): Promise<{ report: RunReport; checkpoint: Checkpoint | undefined }> {
  const { target = bank.target } = options;
  let checkpoint: Checkpoint | undefined;
  const inputs = workflow.buildInputs({ target, customers: createCustomerGenerator(1), label: 'EVENTS' });
  const report = await runWorkflow(workflow.document, {
    target,
    workflowId: workflow.workflowId,
    inputs,
    seed: 1,
    onCheckpoint: (written) => {
      checkpoint = parseCheckpoint(JSON.stringify(written), 'checkpoint');
    },
    ...options,
  });
  return { report, checkpoint };
}

const findingsOf = ({ steps }: RunReport) =>
  steps.flatMap(({ findings }) => findings.map(({ stepId, rule, message }) => `${stepId}: ${rule}: ${message}`));

const registrationsOf = async (bank: TestBank) =>
  (await bank.ok<WebhookSchemas['RegistrationPage']>('listRegistrations')).results;

const onboarding = withCustomer(() => undefined);

test('a declared event is matched and counted, and the registrations are deleted', async ({ bank }) => {
  const { report } = await run(bank, onboarding);
  expect([report.outcome, ...findingsOf(report)]).toEqual(['passed']);
  const watched = ['Core.Customer.Onboarded'];
  const { matched = [], ...events } = report.events ?? {};
  expect(events).toEqual({ isChecked: true, watched, received: 1, changes: 1, duplicates: 0, notObservable: [] });
  const [onboard] = report.steps
    .flatMap((step) => step.exchanges)
    .filter((one) => one.operationId === 'onboardCustomer');
  const { id } = (onboard?.response.body ?? {}) as { id?: string };
  const eventId = expect.stringMatching(/^[\w-]{36}$/);
  expect(matched).toEqual([
    { stepId: 'onboard', eventName: 'Core.Customer.Onboarded', eventId, resource: `core/v1/cm/customers/${id}` },
  ]);
  expect(report.steps.map(({ stepId }) => stepId)).toEqual(['onboard', 'events']);
  expect(renderClosing(report, createColors(false))).toMatch(/\n {8}1 change matched to 1 event$/);
  expect(await registrationsOf(bank)).toEqual([]);
});

test('a declared event that does not arrive is a failure with step and event', async ({ bank }) => {
  const overDeclared = withCustomer((op, path) =>
    op.getCustomer('look', { path, status: 200, emits: ['Core.Customer.Profile.Changed'] }),
  );
  const { report } = await run(bank, overDeclared);
  expect([report.outcome, ...findingsOf(report)]).toEqual([
    'failed',
    expect.stringMatching(/^events: each-change-has-exactly-one-event: Step "look" declares Core\.Customer\.Profile\./),
  ]);
  expect(renderJunit(report)).toContain('declares Core.Customer.Profile.Changed');
  expect(await registrationsOf(bank), 'of a run that failed, too').toEqual([]);
});

test('a change of a watched name that its step does not declare is an event too many', async ({ bank }) => {
  const underDeclared = withCustomer((op, path, { inputs }) => {
    const change = { path, status: 200, body: inputs.name } as const;
    op.changeName('declared', { ...change, emits: ['Core.Customer.Name.Changed'] });
    op.addEmail('undeclared', {
      path,
      status: 200,
      body: { isPrimary: false, emailType: 'Other', emailAddress: 'a@example.com' },
    });
    op.addEmail('declared-email', {
      path,
      status: 200,
      emits: ['Core.Customer.Email.Added'],
      body: { isPrimary: false, emailType: 'Other', emailAddress: 'b@example.com' },
    });
  });
  const { report } = await run(bank, underDeclared);
  expect(findingsOf(report)).toEqual([
    expect.stringMatching(/: Core\.Customer\.Email\.Added about ".*" is an event without a change$/),
  ]);
});

test('a refused step that declares an event expects none', async ({ bank }) => {
  const refusing = withCustomer((op, path) =>
    op.addEmail('refused', {
      path,
      status: 200,
      emits: ['Core.Customer.Email.Added'],
      body: { isPrimary: false, emailType: 'Other', emailAddress: '' },
    }),
  );
  const { report } = await run(bank, refusing);
  const declared = findingsOf(report).filter((finding) => finding.includes('each-change'));
  expect([report.outcome, ...declared]).toEqual(['failed']);
});

test('an event that is sent again is taken once and counted', proves('D32'), async ({ bank }) => {
  const resending = withCustomer((op) => {
    op.advanceClock('later', { body: { bySeconds: 60 }, status: 200 });
    const events = op.listEvents('events-so-far', { status: 200 });
    op.resendEvent('resend', { path: { eventId: events.body.results.at(0).id }, status: 202 });
  });
  const { report } = await run(bank, resending);
  expect([report.outcome, ...findingsOf(report)]).toEqual(['passed']);
  expect(report.events).toMatchObject({ received: 1, changes: 1, duplicates: 1 });
  expect(renderClosing(report, createColors(false))).toMatch(/\n {8}1 change matched to 1 event \(1 duplicate\)$/);
});

test('a name that the partner is registered for is not observable and left alone', async ({ bank }) => {
  const body = { partnerId: bank.target.partnerId, eventName: 'Core.Customer.Onboarded', type: 'Poll' };
  const own = await bank.ok<WebhookSchemas['Registration']>('createRegistration', { body });
  const { report } = await run(bank, onboarding);
  expect([report.outcome, ...findingsOf(report)]).toEqual(['passed']);
  const reason = `the partner has a registration ${own.id} for it, and there can be only one`;
  const notObservable = [{ eventName: 'Core.Customer.Onboarded', reason }];
  const nothing = { isChecked: false, watched: [], received: 0, changes: 0, duplicates: 0, matched: [] };
  expect(report.events).toEqual({ ...nothing, notObservable });
  expect(renderJunit(report)).toMatch(
    /name="events: Match changes[^>]*>\s*<skipped message="Not observable: the partner has a registration .*\s*<system-out>.*Core\.Customer\.Onboarded: the partner/,
  );
  expect(renderClosing(report, createColors(false), 500)).toContain(
    `Not observable: Core.Customer.Onboarded: ${reason}`,
  );
  expect(await registrationsOf(bank)).toEqual([own]);
});

test('without the capability or switched off, no event is watched and none passes', async ({ bank }) => {
  const { operator: _, ...partner } = bank.target;
  const cases = [
    [{ watchesEvents: false }, 'events are switched off'],
    [{ target: { ...partner, kind: 'bank' } }, expect.stringMatching(/COS_OPERATOR_CLIENT_ID.*or COS_EVENTS=poll$/)],
  ] as const;
  for (const [options, reason] of cases) {
    const { report } = await run(bank, onboarding, options);
    expect(report.events).toMatchObject({ watched: [], notObservable: [{ reason }] });
    expect(report.steps.map(({ stepId }) => stepId)).toEqual(['onboard']);
  }
});

test('a workflow without declared events registers nothing and reports no events', async ({ bank }) => {
  const silent = defineWorkflow({
    id: 'silent',
    summary: 'Silent',
    inputs: () => ({}),
    steps: ({ op }) => void op.listCustomers('list', { status: 200 }),
  });
  const { report } = await run(bank, silent);
  expect(report.events).toBeUndefined();
  expect(report.steps.map(({ stepId, exchangesChecked }) => [stepId, exchangesChecked])).toEqual([['list', 2]]);
});

test('on an emulator events can be polled as well', proves('D11'), async ({ bank }) => {
  const target = { ...bank.target, events: { by: 'poll' } as const };
  const { report } = await run(bank, onboarding, { target });
  expect([report.outcome, ...findingsOf(report)]).toEqual(['passed']);
  expect(report.events).toMatchObject({ received: 1, changes: 1, notObservable: [] });
  expect(await registrationsOf(bank)).toEqual([]);
});

test('an interrupted run deletes its registrations; its events are not observable', async ({ bank }) => {
  const controller = new AbortController();
  const { report } = await run(bank, onboarding, {
    signal: controller.signal,
    onEvent: ({ type }) => type === 'step-started' && controller.abort(),
  });
  expect(report.outcome).toBe('stopped');
  expect(report.events?.notObservable).toEqual([
    {
      eventName: 'Core.Customer.Onboarded',
      reason: 'the run was interrupted, and its events were not received meanwhile',
    },
  ]);
  expect(await registrationsOf(bank)).toEqual([]);
});

test('no report shows personal data of an event', async ({ bank }) => {
  const { report } = await run(bank, onboarding);
  expect(JSON.stringify(report.events)).not.toContain('customerId');
});

test('without books a note says that the number of transactions is not checked', async ({ bank }) => {
  const name = 'Core.Activity.Posted';
  const closing = withCustomer((_op, _path, { wait }) =>
    wait('Close the posting day', { until: 'posting-day-close', emits: [name] }),
  );
  const note = `The books are not observed: one ${name} for each step that declares it was enough`;
  const [without, withBooks] = [await run(bank, closing, { observesBooks: false }), await run(bank, closing)];
  expect(without.report.notes).toEqual([note]);
  expect(withBooks.report.notes ?? []).toEqual([]);
});
