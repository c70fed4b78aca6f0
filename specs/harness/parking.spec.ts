import { expect } from '@playwright/test';
import { easternInstant } from '../../core/business-day.ts';
import { createFrozenClock, type FrozenClock } from '../../core/clock.ts';
import type { RunReport } from '../../core/run-event.ts';
import type { Target } from '../../core/target.ts';
import {
  type Checkpoint,
  createCustomerGenerator,
  defineWorkflow,
  eq,
  moves,
  parseCheckpoint,
  type RunOptions,
  runWorkflow,
  settles,
  type Workflow,
} from '../../harness/host.ts';
import { digestOf } from '../../harness/workflow/engine/checkpoint.ts';
import { type TestBank, test } from '../emulator/test-bank.ts';

const AMOUNT = 5_000;

/** A transfer, the close of the day, and a posted activity: what a night lies between. */
const overNight = defineWorkflow({
  id: 'over-night',
  summary: 'A transfer is posted over night',
  inputs: ({ target }) => ({
    customerId: given.customerId,
    product: target.products.checking ?? '',
    payer: given.payer,
  }),
  steps(w) {
    const { inputs, op } = w;
    const account = op.openAccount('open', {
      body: { customerId: inputs.customerId, productId: inputs.product, title: 'Main' },
      status: 200,
    });
    op.createTransfer('pay', {
      body: { debitAccountNumber: inputs.payer, creditAccountNumber: account.accountNumber, amount: AMOUNT },
      status: 200,
      check: (r) => [eq(r.status, 'Complete')],
      effects: [moves(account, AMOUNT)],
    });
    w.wait('Close the posting day', { until: 'posting-day-close' });
    op.listActivities('posted', {
      path: { accountNumber: account.accountNumber },
      status: 200,
      check: (r) => [eq(r.results.at(0).status, 'Posted')],
    });
  },
});
const given = { customerId: '', payer: '' };

/** Returns the bank as its partner sees it, without control of its clock. */
function partnerOf({ target }: TestBank): Target {
  const { operator: _, ...partner } = target;
  return { ...partner, kind: 'bank' };
}

async function prepare(bank: TestBank): Promise<void> {
  given.customerId = await bank.customer();
  given.payer = await bank.open('checking', given.customerId);
  await bank.inbound({ receiverAccountNumber: given.payer, amount: 100_000 });
}

/** Runs or resumes at a given time; returns the report and the checkpoint. */
async function session(
  bank: TestBank,
  { workflow = overNight, wall, ...options }: Partial<RunOptions> & { workflow?: Workflow; wall: FrozenClock },
): Promise<{ report: RunReport; checkpoint: Checkpoint | undefined }> {
  let checkpoint: Checkpoint | undefined;
  const target = partnerOf(bank);
  const sources = { target, customers: createCustomerGenerator(1), label: 'PARK' };
  const report = await runWorkflow(workflow.document, {
    target,
    workflowId: workflow.workflowId,
    inputs: workflow.buildInputs(sources),
    seed: 1,
    label: 'PARK',
    wall,
    onCheckpoint: (written) => {
      checkpoint = parseCheckpoint(JSON.stringify(written), 'checkpoint');
    },
    ...options,
  });
  return { report, checkpoint };
}

const MONDAY_TEN = easternInstant('2026-03-02', '10:00');
const MONDAY_NIGHT = easternInstant('2026-03-02', '22:00');

test('a run whose wait is not over is parked, and resumed from its checkpoint when due', async ({ bank }) => {
  await prepare(bank);
  const wall = createFrozenClock(MONDAY_TEN);
  const parked = await session(bank, { wall });
  expect(parked.report).toMatchObject({
    outcome: 'parked',
    due: {
      at: '2026-03-02T21:00:00-05:00',
      reason: 'Close the posting day: waits for the open posting day to close, due 2026-03-02T21:00:00-05:00',
    },
  });
  await bank.close();
  wall.moveTo(MONDAY_NIGHT);
  const { report, checkpoint } = await session(bank, { wall, resumes: parked.checkpoint as Checkpoint });
  expect([report.outcome, checkpoint]).toEqual(['passed', undefined]);
  expect(report.steps.map(({ stepId, outcome }) => [stepId, outcome])).toEqual([
    ['open', 'passed'],
    ['pay', 'passed'],
    ['wait-3', 'passed'],
    ['posted', 'passed'],
  ]);
  expect(report.balances.map(({ currentBalance }) => currentBalance)).toEqual([AMOUNT, AMOUNT]);
  expect(report.steps.flatMap(({ findings }) => findings)).toEqual([]);
});

test('a run that is resumed before it is due stays parked, due at the same time', async ({ bank }) => {
  await prepare(bank);
  const wall = createFrozenClock(MONDAY_TEN);
  const first = await session(bank, { wall });
  wall.moveTo(easternInstant('2026-03-02', '20:59'));
  const second = await session(bank, { wall, resumes: first.checkpoint as Checkpoint });
  expect(second.report).toMatchObject({ outcome: 'parked', due: { at: '2026-03-02T21:00:00-05:00' } });
  expect(second.checkpoint?.state).toEqual(first.checkpoint?.state);
});

test('what happens to the books between two sessions is seen by the wait', async ({ bank }) => {
  await prepare(bank);
  const wall = createFrozenClock(MONDAY_TEN);
  const { checkpoint, report } = await session(bank, { wall });
  const accountNumber = report.balances[0]?.accountNumber ?? '';
  await bank.transfer(accountNumber, given.payer, 1);
  await bank.close();
  wall.moveTo(MONDAY_NIGHT);
  const resumed = await session(bank, { wall, resumes: checkpoint as Checkpoint });
  const found = resumed.report.steps.find(({ stepId }) => stepId === 'wait-3')?.findings ?? [];
  expect(found).toContainEqual(
    expect.objectContaining({ rule: 'only-declared-effects-happen', expected: '5000 cents', actual: '4999 cents' }),
  );
});

/** A person whose names, street and phone the bank gets, with an account under that name that pays over night. */
const personal = defineWorkflow({
  id: 'personal',
  summary: 'A person who waits',
  inputs: ({ target, customers }) => {
    const { name, profile, address, phone } = customers.person();
    return {
      customer: { partnerId: target.partnerId, classification: 'Personal' as const, name, profile },
      address,
      phone,
      holder: `${name.firstName} ${name.lastName}`,
      product: target.products.checking ?? '',
      payer: given.payer,
      customerId: given.customerId,
    };
  },
  steps(w) {
    const { inputs, op } = w;
    const customer = op.onboardCustomer('onboard', { body: inputs.customer, status: 200 });
    const path = { customerId: customer.body.id };
    op.addAddress('address', { path, body: inputs.address, status: 200 });
    op.addPhone('phone', { path, body: inputs.phone, status: 200 });
    op.getCustomer('reads', { path, status: 200 });
    const account = op.openAccount('open', {
      body: { customerId: inputs.customerId, productId: inputs.product, title: inputs.holder },
      status: 200,
    });
    op.createTransfer('pay', {
      body: {
        debitAccountNumber: inputs.payer,
        creditAccountNumber: account.accountNumber,
        amount: AMOUNT,
        clientIdentifier: 'RENT-QUINCY',
      },
      status: 200,
      // Wrong on purpose: the finding names the account by its title.
      effects: [moves(account, AMOUNT + 1)],
    });
    w.wait('Close the posting day', { until: 'posting-day-close' });
    op.listCustomers('find', { query: { taxId: customer.body.profile.taxId as never }, status: 200 });
    op.changeName('rename', {
      path,
      body: { firstName: customer.body.name.firstName as never, lastName: 'Hopper' },
      status: 200,
    });
  },
});

test('a checkpoint holds nothing sensitive or personal, and no credentials', async ({ bank }) => {
  await prepare(bank);
  const { name, profile, address, phone } = createCustomerGenerator(1).person();
  const { checkpoint, report } = await session(bank, { workflow: personal, wall: createFrozenClock(MONDAY_TEN) });
  const text = JSON.stringify(checkpoint);
  const { clientSecret } = bank.target.partner;
  const { city, postalCode, street1, street2 } = address;
  const persons = [name.firstName, name.lastName, street1, street2, city, postalCode, phone.phoneNumber];
  const secrets = [profile.taxId, profile.birthDate, clientSecret, bank.target.operator?.clientSecret];
  for (const value of [...persons, ...secrets, 'QUINCY']) if (value) expect(text).not.toContain(value);
  expect(JSON.stringify(report), 'the report of the run shows names').toContain(name.lastName);
  expect(JSON.stringify(report)).toContain(`(${name.firstName} ${name.lastName})`);
});

test('a value that a later step needs is built from the inputs on a resume', async ({ bank }) => {
  await prepare(bank);
  const { name, profile } = createCustomerGenerator(1).person();
  const wall = createFrozenClock(MONDAY_TEN);
  const { checkpoint } = await session(bank, { workflow: personal, wall });
  expect(JSON.stringify(checkpoint)).not.toContain(profile.taxId);
  await bank.close();
  wall.moveTo(MONDAY_NIGHT);
  const { report } = await session(bank, { workflow: personal, wall, resumes: checkpoint as Checkpoint });
  const steps = new Map(report.steps.map((step) => [step.stepId, step]));
  expect(steps.get('find')?.exchanges[0]?.response.body).toMatchObject({
    results: expect.arrayContaining([
      expect.objectContaining({ name: expect.objectContaining({ lastName: name.lastName }) }),
    ]),
  });
  expect(steps.get('rename')?.exchanges[0]?.request.body).toMatchObject({ firstName: name.firstName });
});

test('a personal value that is not an input is not kept; a step that needs it says so', async ({ bank }) => {
  const needs = defineWorkflow({
    id: 'needs',
    summary: 'Needs a name after the night',
    inputs: ({ target: { partnerId }, customers }) => ({ partnerId, profile: customers.person().profile }),
    steps(w) {
      const { partnerId, profile } = w.inputs;
      const name = { firstName: 'Quentin', lastName: 'Quux' };
      const customer = w.op.onboardCustomer('onboard', {
        body: { partnerId, classification: 'Personal', name, profile },
        status: 200,
      });
      w.wait('Close the posting day', { until: 'posting-day-close' });
      w.op.changeName('rename', {
        path: { customerId: customer.body.id },
        body: { firstName: customer.body.name.firstName as never, lastName: 'Hopper' },
        status: 200,
      });
    },
  });
  const wall = createFrozenClock(MONDAY_TEN);
  const { checkpoint } = await session(bank, { workflow: needs, wall });
  expect(JSON.stringify(checkpoint)).not.toMatch(/Quentin|Quux/);
  wall.moveTo(MONDAY_NIGHT);
  await expect(session(bank, { workflow: needs, wall, resumes: checkpoint as Checkpoint })).rejects.toThrow(
    'need "$steps.onboard.outputs.name_firstName", which is sensitive or personal and therefore not in the checkpoint',
  );
});

test('an edited checkpoint and another file are rejected by name', async ({ bank }) => {
  await prepare(bank);
  const { checkpoint } = await session(bank, { wall: createFrozenClock(MONDAY_TEN) });
  const edited = JSON.stringify(checkpoint).replaceAll(`${AMOUNT}`, '9999');
  expect(() => parseCheckpoint(edited, 'x.json')).toThrow('"x.json" was edited');
  expect(() => parseCheckpoint('{"kind": "other"}', 'x.json')).toThrow('"x.json" is not a checkpoint');
  expect(() => parseCheckpoint('no JSON', 'x.json')).toThrow('"x.json" is not a checkpoint');
});

test('parseCheckpoint rejects version 1 with both versions and the remedy', async ({ bank }) => {
  await prepare(bank);
  const { checkpoint } = await session(bank, { wall: createFrozenClock(MONDAY_TEN) });
  const { digest: _, due, ...rest } = checkpoint as Checkpoint;
  const content = { ...rest, schemaVersion: 1, due: { at: due.at, why: due.reason } };
  const text = JSON.stringify({ ...content, digest: digestOf(content) });
  expect(() => parseCheckpoint(text, 'old.json')).toThrow(
    expect.objectContaining({
      code: 'checkpoint',
      message: '"old.json" is a checkpoint of version 1; this Crosscheck reads version 2',
      remedy: 'Resume it with the Crosscheck that wrote it, or delete it and run the workflow again',
    }),
  );
});

test('a checkpoint with another contract or workflow is rejected before sending', async ({ bank }) => {
  await prepare(bank);
  const wall = createFrozenClock(MONDAY_TEN);
  const checkpoint = (await session(bank, { wall })).checkpoint as Checkpoint;
  await bank.close();
  wall.moveTo(MONDAY_NIGHT);
  const resumes: Checkpoint = { ...checkpoint, contractDigest: 'other' };
  await expect(session(bank, { wall, resumes })).rejects.toThrow('Since the run was parked, the contract changed');
  const other = { ...checkpoint, documentDigest: 'other', contractDigest: 'other' };
  await expect(session(bank, { wall, resumes: other })).rejects.toThrow('the contract and the workflow changed');
  const { report } = await session(bank, { wall, resumes, despiteChanges: true });
  expect(report).toMatchObject({
    outcome: 'passed',
    notes: ['Resumed although the contract had changed since it was parked'],
  });
});

test('a checkpoint of another target is refused', async ({ bank }) => {
  await prepare(bank);
  const wall = createFrozenClock(MONDAY_TEN);
  const checkpoint = (await session(bank, { wall })).checkpoint as Checkpoint;
  const resumes = { ...checkpoint, target: { ...checkpoint.target, baseUrl: 'https://sandbox.crbcos.com' } };
  await expect(session(bank, { wall, resumes })).rejects.toThrow('of a run at "https://sandbox.crbcos.com"');
});

/** An employer's money: seen at once, there on its effective date. */
const payday = defineWorkflow({
  id: 'payday',
  summary: 'Money on its effective date',
  inputs: ({ target, label }) => ({
    customerId: given.customerId,
    product: target.products.checking ?? '',
    id: `${label}E`,
  }),
  steps(w) {
    const { inputs, op } = w;
    const account = op.openAccount('open', {
      body: { customerId: inputs.customerId, productId: inputs.product, title: 'Main' },
      status: 200,
    });
    op.simulateInboundOrigination('send', {
      body: {
        originatorRoutingNumber: '000000000',
        originatorName: 'Example',
        originatorIdentification: 'E1',
        receiverAccountNumber: account.accountNumber,
        receiverAccountType: 'Checking',
        receiverName: 'Example',
        receiverIdentification: inputs.id,
        secCode: 'PPD',
        description: 'PAY',
        transactionType: 'Push',
        amount: AMOUNT,
        serviceType: 'Standard',
      },
      status: 202,
    });
    const payment = op.listAchPayments('seen', {
      query: { receiverIdentification: inputs.id },
      status: 200,
      check: (r) => [eq(r.results.at(0).amount, AMOUNT)],
      poll: { everySeconds: 3_600, deadlineSeconds: 3 * 86_400 },
    });
    w.wait('Wait for the effective date', {
      until: payment.body.results.at(0).effectiveDate,
      effects: [moves(account, AMOUNT)],
    });
    op.getAccount('there', {
      path: { accountNumber: account.accountNumber },
      status: 200,
      check: (r) => [eq(r.currentBalance, AMOUNT)],
    });
  },
});

test('a poll with a too long pause is parked, and retried when it is due', async ({ bank }) => {
  await prepare(bank);
  const wall = createFrozenClock(MONDAY_TEN);
  const first = await session(bank, { workflow: payday, wall });
  expect(first.report).toMatchObject({
    outcome: 'parked',
    due: { at: '2026-03-02T11:00:00-05:00', reason: 'seen: waits for its next attempt' },
  });
  wall.moveTo(easternInstant('2026-03-02', '11:00'));
  const second = await session(bank, { workflow: payday, wall, resumes: first.checkpoint as Checkpoint });
  expect(second.report.due?.at, 'the next pause is half as long again').toBe('2026-03-02T12:30:00-05:00');
  await bank.advance(3_600);
  wall.moveTo(easternInstant('2026-03-02', '12:30'));
  const third = await session(bank, { workflow: payday, wall, resumes: second.checkpoint as Checkpoint });
  expect(third.report.steps.find(({ stepId }) => stepId === 'seen')).toMatchObject({ outcome: 'passed', attempts: 3 });
  expect(third.report).toMatchObject({
    outcome: 'parked',
    due: { at: '2026-03-03T00:00:00-05:00', reason: 'Wait for the effective date: waits until 2026-03-03' },
  });
  await bank.advanceTo('2026-03-03');
  wall.moveTo(easternInstant('2026-03-03', '06:00'));
  const last = await session(bank, { workflow: payday, wall, resumes: third.checkpoint as Checkpoint });
  expect(last.report.outcome).toBe('passed');
  expect(last.report.steps.map(({ stepId }) => stepId)).toEqual(['open', 'send', 'seen', 'wait-4', 'there']);
});

test('an interrupt between two requests leaves a report and a resumable checkpoint', async ({ bank }) => {
  await prepare(bank);
  const wall = createFrozenClock(MONDAY_TEN);
  const controller = new AbortController();
  const { report, checkpoint } = await session(bank, {
    wall,
    signal: controller.signal,
    onEvent: (event) => {
      if (event.type === 'step-started' && event.stepId === 'pay') controller.abort();
    },
  });
  expect(report).toMatchObject({ outcome: 'stopped', stopped: { message: 'The run was interrupted' } });
  expect(report.steps.map(({ stepId, outcome }) => [stepId, outcome])).toEqual([
    ['open', 'passed'],
    ['pay', 'passed'],
  ]);
  const next = await session(bank, { wall, resumes: checkpoint as Checkpoint });
  expect(next.report).toMatchObject({
    outcome: 'parked',
    steps: [{ stepId: 'open' }, { stepId: 'pay' }, { stepId: 'wait-3' }],
  });
});

test('an effect with the wrong sign over a parked wait is a finding', async ({ bank }) => {
  await prepare(bank);
  const wrong = defineWorkflow({
    id: 'wrong',
    summary: 'Declares what does not happen',
    inputs: ({ target }) => ({ customerId: given.customerId, product: target.products.checking ?? '' }),
    steps(w) {
      const account = w.op.openAccount('open', {
        body: { customerId: w.inputs.customerId, productId: w.inputs.product, title: 'Main' },
        status: 200,
      });
      w.wait('Close', { until: 'posting-day-close', effects: [settles(account, 7)] });
    },
  });
  const wall = createFrozenClock(MONDAY_TEN);
  const { checkpoint } = await session(bank, { workflow: wrong, wall });
  wall.moveTo(MONDAY_NIGHT);
  const { report } = await session(bank, { workflow: wrong, wall, resumes: checkpoint as Checkpoint });
  expect(report.outcome).toBe('failed');
  expect(report.steps.at(-1)?.findings.map(({ rule }) => rule)).toContain('only-declared-effects-happen');
});
