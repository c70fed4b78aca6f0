import { createHash } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { BinaryBody, type Exchange } from '../../core/exchange.ts';
import { checkExchange, contractChecks } from '../../harness/contract/checks.ts';
import { redactExchange } from '../../harness/masking/redact-exchange.ts';
import { proves } from '../requirement.ts';
import { expectDocumentedExample } from './example-finding.ts';

const CUSTOMER = '00000000-0000-4000-a000-000000000001';
const identification = {
  id: CUSTOMER,
  customerId: CUSTOMER,
  partnerId: CUSTOMER,
  isPrimary: true,
  idNumber: 'TEST 1',
  status: 'Active',
  idType: 'Passport',
  issuingAuthority: 'Nobody',
  issuingCountryCode: 'US',
};
const sent = {
  isPrimary: true,
  idNumber: 'TEST 1',
  idType: 'Passport',
  issuingAuthority: 'Nobody',
  issuingCountryCode: 'US',
};

interface Change {
  operationId?: string;
  isEmpty?: true;
  /** The bytes of a document, as text. */
  document?: string;
  request?: object;
  response?: object;
  statusCode?: number;
  contentType?: string;
  text?: string;
  unreadable?: string;
}

/** Returns a correct exchange of addIdentification with changes. */
function exchange({
  operationId = 'addIdentification',
  isEmpty,
  document,
  request = {},
  response = {},
  statusCode = 200,
  contentType = 'application/json',
  text,
  unreadable,
}: Change = {}): Exchange {
  return {
    operationId,
    request: { method: 'POST', url: 'http://127.0.0.1/x', headers: {}, body: { ...sent, ...request } },
    response: {
      statusCode,
      headers: { 'content-type': contentType },
      ...(unreadable === undefined ? {} : { unreadable }),
      ...(document === undefined ? {} : { binary: new BinaryBody(Buffer.from(document)) }),
      ...(text === undefined && unreadable === undefined && document === undefined && !isEmpty
        ? { body: { ...identification, ...response } }
        : {}),
      ...(text === undefined ? {} : { text }),
    },
    durationMs: 1,
  };
}

const rejected: Record<string, { change: Change; finds: object }> = {
  'answer-can-be-read': {
    change: { unreadable: 'the body is too long' },
    finds: { actual: 'the body is too long', provenance: 'source' },
  },
  'status-is-documented': {
    change: { statusCode: 418 },
    finds: { expected: '200, 400, 401, 403, 404, 409, 429, 500', actual: '418', provenance: 'source' },
  },
  'content-type-is-json': {
    change: { contentType: 'text/html', text: '<html>' },
    finds: { expected: 'application/json', actual: 'text/html, text that does not parse' },
  },
  'content-type-is-documented': {
    change: { operationId: 'getStatementDocument', contentType: 'application/pdf', document: '<html>' },
    finds: { expected: 'application/pdf', actual: 'application/pdf, bytes that do not begin with %PDF-' },
  },
  'response-body-is-valid': {
    change: { response: { isPrimary: 'yes' } },
    finds: { pointer: '/isPrimary', expected: 'type boolean', actual: '"yes"', provenance: 'source' },
  },
  'response-body-has-nothing-new': {
    change: { response: { idType: 'Visa' } },
    finds: { pointer: '/idType', actual: '"Visa"', additive: true },
  },
  'request-body-is-valid': {
    change: { request: { isPrimary: undefined } },
    finds: { pointer: '/isPrimary', actual: 'absent', provenance: 'source' },
  },
};

test('each contract check has a rejected example, and all accept a correct exchange', () => {
  expect(Object.keys(rejected)).toEqual(contractChecks.map(({ rule }) => rule));
  expect(checkExchange(exchange())).toEqual([]);
});

for (const { rule, requirementIds } of contractChecks) {
  const { change, finds } = rejected[rule] ?? { change: {}, finds: {} };
  test(`${rule} finds a wrong exchange with expected and actual value`, proves(...requirementIds), () => {
    const found = checkExchange(exchange(change)).filter((deviation) => deviation.rule === rule);
    expect(found).toHaveLength(1);
    const { operationId = 'addIdentification' } = change;
    expect(found[0]).toMatchObject({ ...finds, rule, requirementIds, operationId });
    expectDocumentedExample(rule, found[0]);
  });
}

test('a missing field is found with the provenance of that field', () => {
  const found = checkExchange(exchange({ response: { issuingAuthority: undefined } }));
  expect(found).toMatchObject([{ rule: 'response-body-is-valid', pointer: '/issuingAuthority', actual: 'absent' }]);
});

test('a new field is a discovery, not a failure', () => {
  const found = checkExchange(exchange({ response: { colour: 'red' } }));
  expect(found).toMatchObject([{ rule: 'response-body-has-nothing-new', pointer: '/colour', additive: true }]);
});

test('a sensitive value is never shown', () => {
  const found = checkExchange(exchange({ response: { idNumber: 987_654_321 } }));
  expect(found).toMatchObject([{ pointer: '/idNumber', actual: 'a value that is not shown (number)' }]);
});

test('an unknown field is shown by its shortened name and type: it may be personal', () => {
  const name = 'n'.repeat(500);
  const [short, long] = checkExchange(exchange({ response: { ssn: '900-00-0001', [name]: [1] } }));
  expect(short).toMatchObject({ pointer: '/ssn', actual: 'a value of type string' });
  expect(long).toMatchObject({ actual: 'a value of type array' });
  expect(long?.message.length).toBeLessThan(200);
  expect(JSON.stringify(short)).not.toContain('900-00');
});

test('an invalid request that the target rejects is not a finding', () => {
  const { request } = exchange({ request: { isPrimary: 'yes' } });
  const response = {
    statusCode: 400,
    headers: { 'content-type': 'application/json' },
    body: { errors: [{ code: 1000, message: 'No' }] },
  };
  expect(checkExchange({ operationId: 'addIdentification', request, response, durationMs: 1 })).toEqual([]);
});

test('another success than the documented one carries the discrepancy of creates', () => {
  const [found] = checkExchange(exchange({ statusCode: 201 }));
  expect(found).toMatchObject({ rule: 'status-is-documented', actual: '201', discrepancy: 'DOC-049' });
});

test('that a field is required may be less sure than the field', () => {
  const body = { taxIdType: 'Ssn' };
  const accepted = { ...exchange(), operationId: 'changeProfile', request: { ...exchange().request, body } };
  const found = checkExchange(accepted).find(({ rule }) => rule === 'request-body-is-valid');
  expect(found).toMatchObject({ pointer: '/taxId', provenance: 'inferred' });
});

const ofDocument = { operationId: 'getStatementDocument', request: {} };
const documents: [what: string, change: Change, finds: object[]][] = [
  ['accepts a PDF', { contentType: 'application/pdf', document: '%PDF-1.7 ...' }, []],
  [
    'rejects JSON',
    { response: {} },
    [{ rule: 'content-type-is-documented', expected: 'application/pdf', actual: 'application/json' }],
  ],
  [
    'rejects an empty body',
    { contentType: 'application/pdf', isEmpty: true },
    [{ rule: 'response-body-is-valid', expected: 'a body of application/pdf', actual: 'no body' }],
  ],
];

for (const [what, change, finds] of documents) {
  test(`a document ${what}`, proves('ST4', 'TX3'), () => {
    const sent = exchange({ ...ofDocument, ...change });
    const { body: _request, ...request } = sent.request;
    expect(checkExchange({ ...sent, request })).toMatchObject(finds);
  });
}

test('a PDF where the contract has JSON is found', () => {
  const found = checkExchange(exchange({ contentType: 'application/pdf', document: '%PDF-1.7' }));
  expect(found).toMatchObject([{ rule: 'content-type-is-json', actual: 'application/pdf' }]);
});

test('a kept exchange has length and digest of a document, never its bytes', () => {
  const live = exchange({ ...ofDocument, contentType: 'application/pdf', document: '%PDF-1.7 secret' });
  const kept = JSON.stringify([live, redactExchange(live)]);
  expect(kept).toContain('"length":15');
  expect(kept).toContain(createHash('sha256').update('%PDF-1.7 secret').digest('hex'));
  expect(kept).not.toContain('secret');
  expect(kept).not.toContain('115,101');
});
