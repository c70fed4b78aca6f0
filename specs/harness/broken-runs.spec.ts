import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
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
  type Workflow,
} from '../../harness/host.ts';
import { type TestBank, test } from '../emulator/test-bank.ts';

/**
 * A way to a bank that can be cut: requests that `cuts` picks lose their connection, before or after the bank has them.
 */
interface Way {
  readonly url: string;
  cuts: (method: string, path: string) => 'before' | 'after' | undefined;
  /** The idempotency keys of the transfers that the bank has had. */
  readonly transfers: (string | undefined)[];
  close(): Promise<void>;
}

async function openWay(baseUrl: string): Promise<Way> {
  const way = { cuts: () => undefined, transfers: [] } as unknown as { -readonly [Key in keyof Way]: Way[Key] };
  const server = createServer((incoming, outgoing) => {
    const { method = '', url: path = '', headers } = incoming;
    const cut = way.cuts(method, path);
    if (cut === 'before') return void incoming.socket.destroy();
    if (path === '/core/v1/transfers') way.transfers.push(headers['idempotency-key'] as string | undefined);
    const onward = send(new URL(path, baseUrl), { method, headers }, (answer) => {
      if (cut === 'after') return void incoming.socket.destroy();
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  way.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  way.close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return way;
}

const AMOUNT = 5_000;
const given = { customerId: '', payer: '' };
const pays = defineWorkflow({
  id: 'pays',
  summary: 'Pays once',
  inputs: ({ target }) => ({ ...given, product: target.products.checking ?? '' }),
  steps({ op, inputs }) {
    const account = op.openAccount('open', {
      body: { customerId: inputs.customerId, productId: inputs.product, title: 'Main' },
      status: 200,
    });
    op.createTransfer('pay', {
      body: { debitAccountNumber: inputs.payer, creditAccountNumber: account.accountNumber, amount: AMOUNT },
      status: 200,
      effects: [moves(account, AMOUNT)],
    });
    op.getAccount('read', {
      path: { accountNumber: account.accountNumber },
      status: 200,
      check: (r) => [eq(r.currentBalance, AMOUNT)],
    });
  },
});

async function session(target: Target, workflow: Workflow, options: Partial<RunOptions> = {}) {
  let checkpoint: Checkpoint | undefined;
  const inputs = workflow.buildInputs({ target, customers: createCustomerGenerator(1), label: 'BROKEN' });
  const report: RunReport = await runWorkflow(workflow.document, {
    target,
    workflowId: workflow.workflowId,
    inputs,
    seed: 1,
    label: 'BROKEN',
    onCheckpoint: (written) => {
      checkpoint = parseCheckpoint(JSON.stringify(written), 'checkpoint');
    },
    ...options,
  });
  return { report, checkpoint };
}

async function prepare(bank: TestBank): Promise<{ way: Way; target: Target }> {
  given.customerId = await bank.customer();
  given.payer = await bank.open('checking', given.customerId);
  await bank.inbound({ receiverAccountNumber: given.payer, amount: 100_000 });
  const way = await openWay(bank.target.baseUrl);
  return { way, target: { ...bank.target, baseUrl: way.url } };
}

for (const [what, cut] of [
  [
    'its books could not be read',
    (method: string, path: string) => (method === 'GET' && path.includes('accounts') ? 'before' : undefined),
  ],
  ['its answer was lost', (_method: string, path: string) => (path === '/core/v1/transfers' ? 'after' : undefined)],
] as const) {
  test(`a transfer after which ${what} is resumed with its key, and happens once`, async ({ bank }) => {
    const { way, target } = await prepare(bank);
    try {
      const first = await session(target, pays, {
        onEvent: (event) => {
          if (event.type === 'step-started' && event.stepId === 'pay')
            way.cuts = (method, path) =>
              way.transfers.length > 0 || path.includes('transfers') ? cut(method, path) : undefined;
        },
      });
      expect(first.report).toMatchObject({
        outcome: 'stopped',
        stopped: { message: expect.stringContaining('has no response') },
      });
      expect(first.report.steps.map(({ stepId, outcome }) => [stepId, outcome])).toEqual([
        ['open', 'passed'],
        ['pay', 'failed'],
      ]);
      way.cuts = () => undefined;
      const second = await session(target, pays, { resumes: first.checkpoint as Checkpoint });
      expect(
        second.report.steps.flatMap(({ findings, reason }) =>
          [...findings.map(({ message }) => message), reason ?? []].flat(),
        ),
      ).toEqual([]);
      expect(second.report.outcome).toBe('passed');
      expect(new Set(way.transfers).size, 'every request of the step had one key').toBe(1);
      expect(way.transfers.length).toBeGreaterThan(1);
      expect(await bank.sub(given.payer)).toBe(`${100_000 - AMOUNT} / ${100_000 - AMOUNT}`);
    } finally {
      await way.close();
    }
  });
}

test('a request that cannot be repeated safely is not sent on a resume, with a reason', async ({ bank }) => {
  const { way, target } = await prepare(bank);
  const removes = defineWorkflow({
    id: 'removes',
    summary: 'Removes a restriction',
    inputs: () => ({ payer: given.payer }),
    steps({ op, inputs }) {
      const restriction = op.createRestriction('restrict', {
        path: { accountNumber: inputs.payer },
        body: { appliesTo: 'All', rail: 'Ach', transactionType: 'Debit', reason: 'Restricted' },
        status: 200,
      });
      op.removeRestriction('remove', {
        path: { accountNumber: inputs.payer, restrictionId: restriction.body.id },
        status: 200,
      });
    },
  });
  try {
    way.cuts = (method) => (method === 'DELETE' ? 'after' : undefined);
    const first = await session(target, removes);
    expect(first.report.outcome).toBe('stopped');
    way.cuts = () => undefined;
    const { report } = await session(target, removes, { resumes: first.checkpoint as Checkpoint });
    expect(report.outcome).toBe('failed');
    expect(report.steps.at(-1)).toMatchObject({ stepId: 'remove', attempts: 1 });
    expect(report.steps.at(-1)?.reason).toMatch(
      /^Nothing was sent: the run was interrupted during removeRestriction, and it is unknown/,
    );
  } finally {
    await way.close();
  }
});

/** Copies the document with other steps. */
function withSteps(
  workflow: Workflow,
  change: (steps: Workflow['document']['workflows'][number]['steps']) => unknown,
): Workflow {
  const [first] = workflow.document.workflows;
  const workflows = [{ ...first, steps: change(first?.steps ?? []) }] as never;
  return { ...workflow, document: { ...workflow.document, workflows } };
}

test('a step that went elsewhere after a failure fails the run if the books are wrong', async ({ bank }) => {
  const { way, target } = await prepare(bank);
  const wrong = withSteps(pays, (steps) =>
    steps.map((step) =>
      step.stepId === 'pay'
        ? {
            ...step,
            successCriteria: [{ condition: '$statusCode == 299' }],
            onFailure: [{ name: 'on', type: 'goto', stepId: 'read' }],
            'x-crosscheck': {},
          }
        : step,
    ),
  );
  try {
    const { report } = await session(target, wrong);
    expect(report.outcome).toBe('failed');
    const pay = report.steps.find(({ stepId }) => stepId === 'pay');
    expect(pay?.findings.map(({ rule }) => rule)).toContain('only-declared-effects-happen');
  } finally {
    await way.close();
  }
});

test('a refused step whose effects did not happen says so once, not as a broken ledger', async ({ bank }) => {
  const { way, target } = await prepare(bank);
  const refused = withSteps(pays, (steps) =>
    steps.map((step) => (step.stepId === 'pay' ? { ...step, requestBody: { payload: { amount: 'x' } } } : step)),
  );
  try {
    const { report } = await session(target, refused);
    const pay = report.steps.find(({ stepId }) => stepId === 'pay');
    expect([pay?.outcome, pay?.findings]).toEqual(['failed', []]);
    expect(pay?.reason).toMatch(/^Status 400: 1000 /);
  } finally {
    await way.close();
  }
});

test('a wait without an instant in its body fails at once', async ({ bank }) => {
  const { operator: _, ...partner } = bank.target;
  for (const payload of [{}, { bySeconds: 'an hour' }, { to: 'soon' }]) {
    const [step] =
      withSteps(pays, () => [
        {
          stepId: 'w',
          operationId: '$sourceDescriptions.emulator.advanceClock',
          requestBody: { payload },
          successCriteria: [{ condition: '$statusCode == 200' }],
          'x-crosscheck': { wait: true },
        },
      ]).document.workflows[0]?.steps ?? [];
    const waits = withSteps(pays, () => [step]);
    const parked = await session({ ...partner, kind: 'bank' }, waits);
    expect(parked.report.steps).toMatchObject([
      {
        outcome: 'failed',
        reason: expect.stringContaining(
          'Nothing was sent: the step waits, but its body has no instant, date or number of seconds',
        ),
      },
    ]);
    const sent = await session(bank.target, waits);
    expect(sent.report.steps[0]?.attempts).toBe(1);
    if (!('bySeconds' in payload) && !('to' in payload)) continue;
    expect(sent.report.steps[0]).toMatchObject({ outcome: 'failed', statusCode: 400 });
  }
});

test('what a called workflow does last is swept at the end of the run', async ({ bank }) => {
  const { way, target } = await prepare(bank);
  const [own] = pays.document.workflows;
  const calls: Workflow = {
    ...pays,
    workflowId: 'calls',
    document: {
      ...pays.document,
      workflows: [
        {
          workflowId: 'calls',
          inputs: own?.inputs as never,
          steps: [
            {
              stepId: 'call',
              workflowId: 'pays',
              parameters: ['customerId', 'payer', 'product'].map((name) => ({ name, value: `$inputs.${name}` })),
            },
          ],
        },
        ...(own ? [own] : []),
      ],
    },
  };
  try {
    const { report } = await session(target, calls);
    expect(report.outcome).toBe('passed');
    const last = report.steps.at(-1);
    expect([last?.stepId, last?.lawsChecked.length]).toEqual(['end-of-run', expect.any(Number)]);
    expect(last?.exchangesChecked).toBeGreaterThan(5);
  } finally {
    await way.close();
  }
});

test('a finished step is not repeated if its successor could not be begun', async ({ bank }) => {
  const { way, target } = await prepare(bank);
  const parameters = [{ name: 'n', value: '$steps.open.outputs.accountNumber' }];
  const onSuccess = [{ name: 'on', type: 'goto' as const, workflowId: 'other', parameters }];
  const [own] = pays.document.workflows;
  const steps = (own?.steps ?? []).map((step) => (step.stepId === 'pay' ? { ...step, onSuccess } : step)).slice(0, 2);
  const other = {
    workflowId: 'other',
    inputs: { type: 'object', properties: { n: { type: 'integer' } } },
    steps: [{ stepId: 'list', operationId: '$sourceDescriptions.ach.listAchPayments' }],
  };
  const leads: Workflow = { ...pays, document: { ...pays.document, workflows: [{ ...own, steps }, other] as never } };
  try {
    const first = await session(target, leads);
    expect(first.report).toMatchObject({
      outcome: 'stopped',
      stopped: { message: 'Cannot call the workflow "other": Input "n" must be integer' },
    });
    const { report } = await session(target, leads, { resumes: first.checkpoint as Checkpoint });
    expect(report.outcome).toBe('failed');
    expect(report.steps.at(-1)?.reason).toMatch(/^Nothing was sent: the step was done/);
    expect(way.transfers).toHaveLength(1);
  } finally {
    await way.close();
  }
});
