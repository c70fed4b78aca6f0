import { expect, test } from '@playwright/test';
import { secretNamesOf } from '../../harness/contract/openapi/secret-names.ts';
import { learnRequest, learnResponse, learnTarget } from '../../harness/masking/learn-secrets.ts';
import { maskReport } from '../../harness/masking/mask-report.ts';
import { redactExchange } from '../../harness/masking/redact-exchange.ts';
import { masking, SecretValues } from '../../harness/masking/secret-values.ts';

function secretsOf(...values: readonly unknown[]): SecretValues {
  const secrets = new SecretValues();
  secrets.add(...values);
  return secrets;
}

const PASSWORD = 'q7+/Zk"ü~& x?9';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const lowerCodes = (text: string) => text.replaceAll(/%../g, (code) => code.toLowerCase());
const base64url = (text: string) => Buffer.from(text).toString('base64url');

/** Spellings of a secret, and the rest after masking. Base64 of a longer text ends with bits of its neighbours. */
const written: readonly (readonly [how: string, value: string, text: string, masked: string | RegExp])[] = [
  ['as it is', PASSWORD, PASSWORD, '***'],
  ['within a longer text', PASSWORD, `Bearer ${PASSWORD}, thanks`, 'Bearer ***, thanks'],
  ['as JSON', PASSWORD, JSON.stringify({ password: PASSWORD }), '{"password":"***"}'],
  ['as JSON in JSON', PASSWORD, JSON.stringify(JSON.stringify([PASSWORD])), String.raw`"[\"***\"]"`],
  ['as a JSON pointer', PASSWORD, `/${PASSWORD.replaceAll('~', '~0').replaceAll('/', '~1')}/name`, '/***/name'],
  ['percent-encoded', PASSWORD, `https://h/p?x=${encodeURIComponent(PASSWORD)}`, 'https://h/p?x=***'],
  ['percent-encoded in lower case', PASSWORD, lowerCodes(encodeURIComponent(PASSWORD)), '***'],
  ['as a form', PASSWORD, new URLSearchParams({ password: PASSWORD }).toString(), 'password=***'],
  ['as JSON in base64', PASSWORD, base64(JSON.stringify({ password: PASSWORD })), /^[\w+/]{16,20}\*{3}.{0,4}=*$/],
  ['in base64', PASSWORD, base64(PASSWORD), '***'],
  ['in base64url', PASSWORD, base64url(PASSWORD), '***'],
  ['in the base64 of a longer text', PASSWORD, base64(`user:${PASSWORD}`), /^dXNlcj\w?\*{3}.?=*$/],
  ['at another place of a longer text', PASSWORD, base64(`users:${PASSWORD}:more`), /^\w{8}\*{3}.{0,8}=*$/],
  ['at a third place of a longer text', PASSWORD, base64url(`others:${PASSWORD}:more`), /^\w{10}\*{3}.{0,8}$/],
  ['as the name of a header', 'Tokén-Value-4711', 'tokén-value-4711', '***'],
  ['with dashes', '996670411', 'tax id 996-67-0411', 'tax id ***'],
  ['as an employer number', '996670411', ['99', '6670411'].join('-'), '***'],
  ['without dashes', '996-67-0411', '996670411', '***'],
  ['with dashes, encoded', '996670411', base64('{"ssn":"996-67-0411"}'), /^\w{8,12}\*{3}.{0,4}$/],
  ['as a US date', '1994-01-27', 'born 01/27/1994', 'born ***'],
  ['as a short US date', '1994-01-27', 'born 1/27/1994', 'born ***'],
  ['as an ISO date', '01/27/1994', '1994-01-27T00:00:00Z', '***T00:00:00Z'],
  ['as digits', '1994-01-27', '19940127', '***'],
  ['as words', '1994-01-27', 'January 27, 1994', '***'],
  ['percent-encoded as a US date', '1994-01-27', '?born=01%2F27%2F1994', '?born=***'],
];
for (const [how, value, text, masked] of written) {
  test(`a secret is masked ${how}`, () => {
    const shown = secretsOf(value).maskText(text);
    if (typeof masked === 'string') expect(shown).toBe(masked);
    else expect(shown).toMatch(masked);
  });
}

test('text around a secret stays readable, and overlapping secrets become one mask', () => {
  const secrets = secretsOf('secret-value', 'value-and-more', 'secret');
  expect(secrets.maskText('The secret-value is wrong')).toBe('The *** is wrong');
  expect(secrets.maskText('a secret-value-and-more b')).toBe('a *** b');
  expect(secrets.maskText('no match: secre, valu')).toBe('no match: secre, valu');
});

test('a secret that was cut off is masked too', () => {
  const secrets = secretsOf('996670411', 'eyJhbGciOiJub25lIn0.e30.signature');
  expect(secrets.maskText('"99667041')).toBe('"***');
  expect(secrets.maskText('token eyJhbGciOiJub25lI...')).toBe('token ***...');
  expect(secrets.maskText('996670')).toBe('996670');
});

test('property names and numbers are masked in a response', () => {
  const secrets = secretsOf(996_670_411, '1234');
  expect(secrets.mask({ '996670411': [996_670_411, 1234, 99] })).toEqual({ '***': ['***', '***', 99] });
});

test('values under four characters, true, false and null are masked by name only', () => {
  const secrets = secretsOf('123', 7, true, 'true', 'null', '***', '');
  expect(secrets.maskText('123 of true, null and ***')).toBe('123 of true, null and ***');
  const exchange = {
    operationId: 'x',
    durationMs: 1,
    request: { method: 'POST', url: 'http://h/?PIN=123&a=1', headers: { pin: '123' }, body: { Pin: '123', a: 1 } },
    response: { statusCode: 200, headers: {} },
  };
  const { request } = redactExchange(exchange, new Set(['pin']));
  expect(request).toMatchObject({ url: 'http://h/?PIN=***&a=1', headers: { pin: '***' }, body: { Pin: '***', a: 1 } });
});

test('a report keeps its own words and figures if a secret is equal to one', () => {
  const secrets = secretsOf('passed', 'open', 1000);
  const step = { stepId: 'open', outcome: 'passed', reason: 'open 1000', movements: [{ current: 1000 }] };
  const exchanges = [{ operationId: 'open', durationMs: 1000, request: { body: { open: 1000 } } }];
  expect(maskReport({ ...step, exchanges }, secrets)).toEqual({
    ...step,
    reason: '*** ***',
    exchanges: [{ operationId: 'open', durationMs: 1000, request: { body: { '***': '***' } } }],
  });
});

test('credentials of a target, tokens, cookies and sensitive properties are learned', () => {
  const secrets = new SecretValues();
  learnTarget(secrets, {
    kind: 'bank',
    baseUrl: 'http://h',
    tokenUrl: 'http://h/t',
    audience: 'a',
    partnerId: 'p',
    products: {},
    partner: { clientId: 'id', clientSecret: 'partner-secret' },
    operator: { clientId: 'op', clientSecret: 'operator-secret' },
    events: { by: 'receive', callbackUrl: 'https://h.example/hooks/v1-9f8e7d6c' },
  });
  const headers = {
    authorization: `Basic ${base64('user:basic-password')}`,
    cookie: 'a=cookie-value; b=other%20value',
  };
  const body = { list: [{ taxId: '996670411', title: 'Main' }], authPassword: 'hook-password' };
  learnRequest(secrets, { method: 'POST', url: 'http://h/?birthDate=1994-01-27', headers, body });
  learnResponse(secrets, {
    statusCode: 200,
    headers: { 'set-cookie': 'sid=session-id; Path=/' },
    body: { access_token: 'the-token' },
  });
  const hidden = [
    'partner-secret',
    'operator-secret',
    'basic-password',
    'cookie-value',
    'other value',
    '996670411',
    'hook-password',
    '1994-01-27',
    'session-id',
    'the-token',
    base64('id:partner-secret'),
    'v1-9f8e7d6c',
  ];
  for (const value of hidden) expect(secrets.maskText(`<${value}>`), value).toBe('<***>');
  expect(secrets.maskText('to https://h.example/hooks/v1-9f8e7d6c, Main')).toBe('to https://h.example/***, Main');
});

test('an error is masked in place: message, remedy, stack and cause', () => {
  const error = new Error('no s3cr3t-value', { cause: new Error('s3cr3t-value again') });
  expect(secretsOf('s3cr3t-value').maskError(error)).toBe(error);
  expect(`${error.message} ${error.stack} ${(error.cause as Error).message}`).not.toContain('s3cr3t');
});

test('secretNamesOf finds marks of properties, parameters and security schemes', () => {
  const names = secretNamesOf({
    paths: {
      '/a': { get: { parameters: [{ name: 'Pin', in: 'query', schema: { $ref: '#/components/schemas/Secret' } }] } },
    },
    components: {
      schemas: {
        Secret: { type: 'string', format: 'password' },
        Body: {
          properties: {
            plain: { type: 'string' },
            viaRef: { allOf: [{ $ref: '#/components/schemas/Secret' }] },
            only: { writeOnly: true },
            many: { items: { format: 'password' } },
            endless: { $ref: '#/components/schemas/Loop' },
          },
        },
        Loop: { allOf: [{ $ref: '#/components/schemas/Loop' }] },
      },
      securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
    },
  });
  expect([...names].sort()).toEqual(['many', 'only', 'pin', 'viaref', 'x-key']);
});

test('masking has one switch, for the bench', () => {
  masking.isOn = false;
  try {
    expect(secretsOf('s3cr3t-value').mask({ 's3cr3t-value': 's3cr3t-value' })).toEqual({
      's3cr3t-value': 's3cr3t-value',
    });
  } finally {
    masking.isOn = true;
  }
});
