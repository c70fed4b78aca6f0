import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import type { Target } from '../../core/target.ts';
import { defineWorkflow, eq, holds, memo, minus, moves, refused, runWorkflow, settles } from '../../harness/host.ts';
import { checkWorkflow } from '../../harness/workflow/arazzo/check/check-plan.ts';
import { describeCos } from '../../harness/workflow/engine/describe-cos.ts';

const workflow = defineWorkflow({
  id: 'sample',
  summary: 'A sample',
  inputs: ({ label }) => ({ label, customerId: '00000000-0000-4000-a000-000000000001', deep: { productId: 'p' } }),
  steps(w) {
    const a = w.op.openAccount('open', {
      title: 'Open',
      body: { customerId: w.inputs.customerId, productId: w.inputs.deep.productId, title: 'Main' },
      status: 200,
      check: (r) => [eq(r.title, "it's")],
    });
    const list = w.op.listAchPayments('list', {
      query: { receiverIdentification: w.inputs.label, pageSize: 5 },
      status: 200,
      poll: { everySeconds: 60, deadlineSeconds: 150 },
      effects: [moves(a.own, -1), memo(a, 2), holds(a, 3), settles(a, minus(a.body.currentBalance)), refused('NSF')],
      emits: ['Ach.Payment.Received'],
    });
    w.wait('Until then', { until: list.body.results.at(0).effectiveDate });
    w.wait('Until the close', { until: 'posting-day-close' });
  },
});

test('defineWorkflow renders references, criteria, effects, polls and waits as Arazzo', () => {
  const [{ inputs, steps } = { steps: [] }] = workflow.document.workflows;
  expect(inputs).toMatchObject({ required: ['customerId', 'deep', 'label'] });
  expect(steps).toEqual([
    {
      stepId: 'open',
      description: 'Open',
      operationId: '$sourceDescriptions.core.openAccount',
      requestBody: {
        payload: { customerId: '$inputs.customerId', productId: '$inputs.deep#/productId', title: 'Main' },
      },
      successCriteria: [{ condition: '$statusCode == 200' }, { condition: "$response.body#/title == 'it''s'" }],
      outputs: { accountNumber: '$response.body#/accountNumber', currentBalance: '$response.body#/currentBalance' },
    },
    {
      stepId: 'list',
      operationId: '$sourceDescriptions.ach.listAchPayments',
      parameters: [
        { name: 'receiverIdentification', in: 'query', value: '$inputs.label' },
        { name: 'pageSize', in: 'query', value: 5 },
      ],
      successCriteria: [{ condition: '$statusCode == 200' }],
      onFailure: [{ name: 'poll', type: 'retry', retryAfter: 60, retryLimit: 3 }],
      outputs: { results_0_effectiveDate: '$response.body#/results/0/effectiveDate' },
      'x-crosscheck': {
        effects: [
          { moves: { account: '$steps.open.outputs.accountNumber', cents: -1 } },
          { memo: { account: '$steps.open.outputs.accountNumber', cents: 2 } },
          { holds: { account: '$steps.open.outputs.accountNumber', cents: 3 } },
          {
            settles: {
              account: '$steps.open.outputs.accountNumber',
              cents: '$steps.open.outputs.currentBalance',
              negative: true,
            },
          },
          { refused: 'NSF' },
        ],
        emits: ['Ach.Payment.Received'],
        poll: { deadlineSeconds: 150 },
      },
    },
    {
      stepId: 'wait-3',
      description: 'Until then',
      operationId: '$sourceDescriptions.emulator.advanceClock',
      requestBody: { payload: { to: '$steps.list.outputs.results_0_effectiveDate' } },
      successCriteria: [{ condition: '$statusCode == 200' }],
      'x-crosscheck': { wait: true },
    },
    {
      stepId: 'wait-4',
      description: 'Until the close',
      operationId: '$sourceDescriptions.emulator.closePostingDay',
      successCriteria: [{ condition: '$statusCode == 200' }],
      'x-crosscheck': { wait: true },
    },
  ]);
});

const withSteps = (...steps: [stepId: string, title: string][]) =>
  defineWorkflow({
    id: 'x',
    summary: 'x',
    inputs: () => ({}),
    steps: (w) => {
      for (const [stepId, title] of steps)
        w.op.createSubaccount(stepId, { body: { masterAccountNumber: '2', title }, status: 200 });
    },
  });

const mistakes: [what: string, steps: [string, string][], says: string][] = [
  ['plain text that looks like an expression', [['a', '$inputs.title']], 'it looks like a runtime expression'],
  [
    'a step id twice',
    [
      ['same', 'a'],
      ['same', 'b'],
    ],
    'Two steps have the id "same"',
  ],
  [
    'a step id that no expression can name',
    [['open account', 'a']],
    'The step id "open account" has characters other than letters, digits, _ and -',
  ],
];
for (const [what, steps, says] of mistakes) {
  test(`defineWorkflow rejects ${what} with a TypeError`, () => {
    expect(() => withSteps(...steps)).toThrow(TypeError);
    expect(() => withSteps(...steps)).toThrow(says);
  });
}

test('locate returns the line of the step that a pointer leads to, or of the workflow', () => {
  const lineOf = (pointer: string) => {
    const { file = '', line = 0 } = workflow.locate(pointer) ?? {};
    return readFileSync(file, 'utf8').split('\n')[line - 1]?.trim();
  };
  expect(resolve(workflow.locate('/workflows/0/steps/0')?.file ?? '')).toBe(fileURLToPath(import.meta.url));
  expect(lineOf('/workflows/0/steps/0')).toBe("const a = w.op.openAccount('open', {");
  expect(lineOf('/workflows/0/steps/1/successCriteria/0/condition')).toBe(
    "const list = w.op.listAchPayments('list', {",
  );
  expect(lineOf('/workflows/0/steps/3')).toBe("w.wait('Until the close', { until: 'posting-day-close' });");
  expect(lineOf('/workflows/0/outputs')).toBe('const workflow = defineWorkflow({');
});

test('a step that the contract does not allow is a compile error', () => {
  defineWorkflow({
    id: 'x',
    summary: 'x',
    inputs: () => ({}),
    steps: (w) => {
      const pair = { debitAccountNumber: '1', creditAccountNumber: '2' };
      const subledger = { masterAccountNumber: '1', title: 't' };
      // @ts-expect-error an amount is a number of cents
      w.op.createTransfer('a', { body: { ...pair, amount: '5' }, status: 200 });
      // @ts-expect-error the contract lists no 201
      w.op.createSubaccount('b', { body: subledger, status: 201 });
      // @ts-expect-error a path parameter is missing
      w.op.getAccount('c', { status: 200 });
      // @ts-expect-error the operation has no field of this name
      w.op.createSubaccount('d', { body: { ...subledger, colour: 'red' }, status: 200 });
      const read = w.op.getAccount('e', { path: { accountNumber: '2' }, status: 200 });
      // @ts-expect-error an answer has no such field
      expect(read.body.balance).toBeDefined();
    },
  });
});

test('checkWorkflow finds no problem in a built workflow', () => {
  expect(checkWorkflow(describeCos(workflow.document).source, 'sample').problems).toEqual([]);
});

test('checkWorkflow reports a broken step of a built workflow with its line', () => {
  const { document, locate } = workflow;
  const [{ steps, ...rest } = { workflowId: '', steps: [] }] = document.workflows;
  const broken = { ...steps[1], operationId: '$sourceDescriptions.core.sellAccount' } as (typeof steps)[number];
  const changed = { ...document, workflows: [{ ...rest, steps: [steps[0], broken].flatMap((step) => step ?? []) }] };
  const { problems } = checkWorkflow(describeCos(changed, locate).source, 'sample');
  expect(problems).toEqual([
    {
      message: 'Step "list" calls "$sourceDescriptions.core.sellAccount", which the source does not have',
      location: locate('/workflows/0/steps/1'),
    },
  ]);
});

test('runWorkflow lists the workflows of a document for an unknown one', async () => {
  const running = runWorkflow(workflow.document, {
    workflowId: 'other',
    inputs: {},
    seed: 1,
    target: { kind: 'bank', baseUrl: 'http://127.0.0.1:9' } as Target,
  });
  await expect(running).rejects.toMatchObject({
    message: 'The document has no workflow "other"',
    remedy: 'It has: sample',
  });
});
