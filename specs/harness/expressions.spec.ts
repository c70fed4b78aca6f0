import { expect, test } from '@playwright/test';
import type { Exchange } from '../../core/exchange.ts';
import { failedCriteria, parseCondition } from '../../harness/workflow/arazzo/criteria.ts';
import { evaluateExpression, resolveValue, type Scope } from '../../harness/workflow/arazzo/expressions.ts';

const exchange: Exchange = {
  operationId: 'createTransfer',
  request: {
    method: 'POST',
    url: 'http://127.0.0.1/core/v1/transfers',
    headers: { 'idempotency-key': 'k' },
    body: { amount: 5 },
  },
  response: {
    statusCode: 200,
    headers: { 'request-id': 'r1' },
    body: { status: 'Complete', amount: 5, list: [{ id: 'x' }], 'a/b': 1, taxId: '900010001' },
  },
  durationMs: 1,
};
const scope: Scope = {
  inputs: { amount: 2_500, who: { name: 'Ada' } },
  outputs: new Map([['open', { accountNumber: '2100000005', results_0_id: 'y' }]]),
  exchange,
};

const values: [expression: string, value: unknown][] = [
  ['$inputs.amount', 2_500],
  ['$inputs.who#/name', 'Ada'],
  ['$steps.open.outputs.accountNumber', '2100000005'],
  ['$steps.open.outputs.results_0_id', 'y'],
  ['$statusCode', 200],
  ['$method', 'POST'],
  ['$url', 'http://127.0.0.1/core/v1/transfers'],
  ['$request.header.Idempotency-Key', 'k'],
  ['$request.body#/amount', 5],
  ['$response.header.Request-Id', 'r1'],
  ['$response.body#/list/0/id', 'x'],
  ['$response.body#/a~1b', 1],
  ['$response.body#/nowhere/at/all', undefined],
];
for (const [expression, value] of values) {
  test(`evaluateExpression gives ${String(value)} for ${expression}`, () => {
    expect(evaluateExpression(expression, scope)).toEqual(value);
  });
}

test('evaluateExpression names a step or output that does not exist', () => {
  expect(() => evaluateExpression('$steps.nope.outputs.id', scope)).toThrow('no step "nope" has run before');
  expect(() => evaluateExpression('$steps.open.outputs.id', scope)).toThrow('step "open" has no output "id"');
});

test('resolveValue keeps the type of a whole expression and makes text of an embedded one', () => {
  const payload = {
    amount: '$inputs.amount',
    text: 'Pay {$inputs.amount} to {$inputs.who#/name}',
    price: '$5',
    list: ['$statusCode', null],
  };
  expect(resolveValue(payload, scope)).toEqual({
    amount: 2_500,
    text: 'Pay 2500 to Ada',
    price: '$5',
    list: [200, null],
  });
});

const conditions: [condition: string, holds: boolean][] = [
  ['$statusCode == 200', true],
  ['$statusCode != 200', false],
  ["$response.body#/status == 'COMPLETE'", true],
  ["$response.body#/status == 'it''s'", false],
  ['$response.body#/amount >= 5 && $response.body#/amount < 6', true],
  ['$response.body#/amount > 5 || $statusCode == 200', true],
  ['$statusCode == 500 || $statusCode == 200 && $response.body#/amount == 6', false],
  ['$response.body#/nowhere == null', true],
  ['$response.body#/list/0/id != null', true],
  ['$response.body#/amount == $request.body#/amount', true],
  ["$response.body#/amount == '5'", false],
];
for (const [condition, holds] of conditions) {
  test(`failedCriteria: ${condition} ${holds ? 'holds' : 'does not hold'}`, () => {
    expect(failedCriteria([{ condition }], scope)).toHaveLength(holds ? 0 : 1);
  });
}

test('failedCriteria tells the value that came, but not a sensitive one', () => {
  expect(failedCriteria([{ condition: '$statusCode == 500' }], scope)).toEqual([
    { condition: '$statusCode == 500', actual: '$statusCode is 200' },
  ]);
  const [failed] = failedCriteria([{ condition: "$response.body#/taxId == '1'" }], scope);
  expect(failed?.actual).toBe('$response.body#/taxId is a value that is not shown');
});

for (const condition of [
  '',
  '$statusCode',
  '$statusCode ==',
  '$statusCode == 200 &&',
  '!($statusCode == 200)',
  '$statusCode = 200',
  '$a == abc',
  '$statusCode == 200 200 == 1',
]) {
  test(`parseCondition refuses "${condition}"`, () => {
    expect(() => parseCondition(condition)).toThrow(`Cannot read the condition "${condition}"`);
  });
}
