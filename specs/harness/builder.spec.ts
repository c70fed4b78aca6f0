import { expect, test } from '@playwright/test';
import { defineWorkflow, eq, holds, memo, moves, refused, settles } from '../../harness/index.ts';
import { findExecutableWorkflow } from '../../harness/workflow/arazzo/check-executable.ts';

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
      effects: [moves(a.own, -1), memo(a, 2), holds(a, 3), settles(a, a.body.currentBalance), refused('NSF')],
      emits: ['Ach.Payment.Received'],
    });
    w.wait('Until then', { until: list.body.results.at(0).effectiveDate });
    w.wait('Until the close', { until: 'posting-day-close' });
  },
});

test('defineWorkflow renders references, criteria, effects, polls and waits as Arazzo', () => {
  const [{ inputs, steps } = { steps: [] }] = workflow.document.workflows;
  expect(inputs?.required).toEqual(['customerId', 'deep', 'label']);
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
          { settles: { account: '$steps.open.outputs.accountNumber', cents: '$steps.open.outputs.currentBalance' } },
          { refused: 'NSF' },
        ],
        emits: ['Ach.Payment.Received'],
        poll: true,
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

test('defineWorkflow refuses a plain text that reads as an expression, and a step id twice', () => {
  const withTitle = (...titles: string[]) =>
    defineWorkflow({
      id: 'x',
      summary: 'x',
      inputs: () => ({}),
      steps: (w) => {
        for (const title of titles)
          w.op.createSubaccount('same', { body: { masterAccountNumber: '2', title }, status: 200 });
      },
    });
  expect(() => withTitle('$inputs.title')).toThrow('reads as a runtime expression');
  expect(() => withTitle('a', 'b')).toThrow('two steps are called "same"');
});

test('a step that the contract does not allow is a compile error', () => {
  defineWorkflow({
    id: 'x',
    summary: 'x',
    inputs: () => ({}),
    steps: (w) => {
      const pair = { debitAccountNumber: '1', creditAccountNumber: '2' };
      const pot = { masterAccountNumber: '1', title: 't' };
      // @ts-expect-error an amount is a number of cents
      w.op.createTransfer('a', { body: { ...pair, amount: '5' }, status: 200 });
      // @ts-expect-error the contract lists no 201
      w.op.createSubaccount('b', { body: pot, status: 201 });
      // @ts-expect-error a path parameter is missing
      w.op.getAccount('c', { status: 200 });
      // @ts-expect-error the operation has no field of this name
      w.op.createSubaccount('d', { body: { ...pot, colour: 'red' }, status: 200 });
      const read = w.op.getAccount('e', { path: { accountNumber: '2' }, status: 200 });
      // @ts-expect-error an answer has no such field
      expect(read.body.balance).toBeDefined();
    },
  });
});

const sample = workflow.document;
const broken: [what: string, change: object, says: string][] = [
  [
    'an unknown operation',
    { operationId: '$sourceDescriptions.core.sellAccount' },
    'calls "$sourceDescriptions.core.sellAccount"',
  ],
  ['a field that the engine does not execute', { onSuccess: [] }, 'uses "onSuccess"'],
  ['an action other than retry', { onFailure: [{ type: 'goto', name: 'g' }] }, 'failure action of type "goto"'],
  [
    'an effect outside the vocabulary',
    { 'x-crosscheck': { effects: [{ burns: 1 }] } },
    'x-crosscheck that is not valid',
  ],
  [
    'a condition that can not be read',
    { successCriteria: [{ condition: 'fine' }] },
    'Cannot read the condition "fine"',
  ],
  ['the id of an earlier step', { stepId: 'list' }, 'carries the id of an earlier step'],
];
for (const [what, change, says] of broken) {
  test(`findExecutableWorkflow refuses ${what} before anything is sent`, () => {
    const [first, ...rest] = sample.workflows[0]?.steps ?? [];
    const steps = [{ ...first, ...change }, ...rest] as typeof rest;
    const document = { ...sample, workflows: [{ workflowId: 'sample', steps }] };
    expect(() => findExecutableWorkflow(document, 'sample')).toThrow(says);
  });
}

test('findExecutableWorkflow tells which workflows a document has', () => {
  expect(() => findExecutableWorkflow(sample, 'other')).toThrow('no workflow "other"');
});
