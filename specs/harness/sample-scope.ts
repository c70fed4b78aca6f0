import type { Exchange } from '../../core/exchange.ts';
import type { Scope } from '../../harness/workflow/arazzo/expressions.ts';

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
    headers: { 'request-id': 'r1', 'x-left': '9', 'x-most': '10' },
    body: {
      status: 'Complete',
      amount: 5,
      price: '5.0',
      flag: 'TRUE',
      isOpen: false,
      note: null,
      empty: '',
      list: [{ id: 'x' }, { id: 'y' }],
      deep: { name: 'Ada' },
      'a/b': 1,
      'c~d': 2,
      'e f': 3,
      '': 4,
      taxId: '900110001',
    },
  },
  durationMs: 1,
};

/** A scope with something behind every kind of runtime expression. */
export const sampleScope: Scope = {
  inputs: {
    amount: 2_500,
    who: { name: 'Ada', tags: ['a', 'b'] },
    'my.name': 'dotted',
    my: { name: 'not this' },
    text: 'x',
  },
  steps: new Map([['open', { accountNumber: '2100000005', results_0_id: 'y', 'a.b': { c: 7 }, list: [{ id: 'z' }] }]]),
  outputs: { total: { cents: 12 } },
  workflows: new Map([['login', { inputs: { user: 'u' }, outputs: { token: { value: 't' } } }]]),
  document: {
    arazzo: '1.1.0',
    $self: 'https://here/doc.yaml',
    info: { title: 't', version: '1' },
    workflows: [],
    sourceDescriptions: [{ name: 'core', url: '../core.json', type: 'openapi' }],
    components: {
      parameters: {
        page: { name: 'page', in: 'query', value: '$inputs.amount' },
        'org.page': { name: 'page', in: 'query', value: 2 },
      },
    },
  } as NonNullable<Scope['document']>,
  parameters: { path: { id: 'p1' }, query: { 'page size': 50 } },
  exchange,
};

/** The same before anything was sent. */
export const scopeBefore: Scope = { inputs: sampleScope.inputs, steps: sampleScope.steps };
