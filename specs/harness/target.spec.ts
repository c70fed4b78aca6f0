import { expect, test } from '@playwright/test';
import { capabilitiesOf } from '../../core/target.ts';
import { describeWhyNoEvents } from '../../harness/events/why-no-events.ts';
import { guardTarget, loadTarget } from '../../harness/host.ts';

const environment = {
  COS_CLIENT_ID: 'id',
  COS_CLIENT_SECRET: 's',
  COS_PARTNER_ID: 'p',
  COS_PRODUCT_EDD: 'edd',
  COS_ALLOWED_HOSTS: 'emu.example',
};

test('loadTarget reads a bank from the environment, with a default token URL', () => {
  const target = loadTarget({ environment: { ...environment, COS_BASE_URL: 'http://127.0.0.1:4010/' } });
  expect(target).toMatchObject({
    kind: 'bank',
    baseUrl: 'http://127.0.0.1:4010',
    tokenUrl: 'http://127.0.0.1:4010/connect/token',
    audience: 'https://api.crbcos.com/',
    products: { earlyDirectDeposit: 'edd' },
  });
  expect([...capabilitiesOf(target)]).toEqual([]);
});

test('loadTarget ignores COS_TOKEN_URL for a target of another address', () => {
  const known = {
    ...environment,
    COS_BASE_URL: 'https://sandbox.crbcos.com',
    COS_TOKEN_URL: 'https://idptest.crbcos.com/connect/token',
  };
  const tokenUrl = (url?: string) => loadTarget({ ...(url ? { url } : {}), environment: known }).tokenUrl;
  expect(tokenUrl()).toBe('https://idptest.crbcos.com/connect/token');
  expect(tokenUrl('https://sandbox.crbcos.com/')).toBe('https://idptest.crbcos.com/connect/token');
  expect(tokenUrl('http://127.0.0.1:4010')).toBe('http://127.0.0.1:4010/connect/token');
});

test('loadTarget adds the capability control to a target with an operator', () => {
  const operator = { COS_OPERATOR_CLIENT_ID: 'o', COS_OPERATOR_CLIENT_SECRET: 's' };
  const target = loadTarget({ url: 'http://127.0.0.1:4010', environment: { ...environment, ...operator } });
  expect([target.kind, ...capabilitiesOf(target)]).toEqual(['emulator', 'control', 'events']);
});

test('loadTarget names every variable that is missing', () => {
  expect(() => loadTarget({ environment: {} })).toThrow(
    'Cannot call the bank: COS_BASE_URL, COS_CLIENT_ID, COS_CLIENT_SECRET, COS_PARTNER_ID not set',
  );
});

const addresses: [baseUrl: string, tokenUrl: string, says: string | undefined][] = [
  ['https://sandbox.crbcos.com', 'https://idptest.crbcos.com/connect/token', undefined],
  ['http://localhost:4010', 'http://127.0.0.1:4010/connect/token', undefined],
  ['https://cos.example', 'https://cos.example/connect/token', 'COS_ALLOWED_HOSTS'],
  ['https://api.crbcos.com', 'https://idptest.crbcos.com/connect/token', 'never runs against production'],
  ['https://sandbox.crbcos.com', 'https://idp.crbcos.com/connect/token', 'never runs against production'],
  ['https://API.crbcos.com.', 'https://idptest.crbcos.com/connect/token', 'never runs against production'],
  [
    'https://sandbox.crbcos.com@api.crbcos.com',
    'https://idptest.crbcos.com/connect/token',
    'holds a user name or password',
  ],
  ['https://notcrbcos.com', 'https://notcrbcos.com/connect/token', 'COS_ALLOWED_HOSTS'],
  ['http://cos.example', 'https://cos.example/connect/token', 'plain http'],
  ['127.0.0.1:4010', 'http://127.0.0.1/connect/token', 'not an http or https address'],
];
for (const [baseUrl, tokenUrl, says] of addresses) {
  test(`guardTarget ${says ? 'rejects' : 'accepts'} ${baseUrl} with ${tokenUrl}`, () => {
    const guard = () => guardTarget({ baseUrl, tokenUrl });
    if (says) expect(guard).toThrow(says);
    else expect(guard).not.toThrow();
  });
}

test.describe('the way to receive events', () => {
  const COS_BASE_URL = 'https://sandbox.crbcos.com';
  const load = (more: Record<string, string>) => loadTarget({ environment: { ...environment, COS_BASE_URL, ...more } });
  const receive = {
    COS_EVENTS: 'receive',
    COS_CALLBACK_URL: 'https://hooks.example.com/cos',
    COS_CALLBACK_PORT: '4020',
  };

  test('a bank has only the way that the environment configures', () => {
    expect([...capabilitiesOf(load({ COS_EVENTS: '' }))]).toEqual([]);
    const polled = load({ COS_EVENTS: 'poll' });
    expect([polled.events, ...capabilitiesOf(polled)]).toEqual([{ by: 'poll' }, 'events']);
    const received = load(receive);
    const callback = { by: 'receive', callbackUrl: 'https://hooks.example.com/cos', port: 4020 };
    expect([received.events, ...capabilitiesOf(received)]).toEqual([callback, 'events']);
  });

  test('an emulator on another machine has no default way', () => {
    const operator = {
      COS_OPERATOR_CLIENT_ID: 'o',
      COS_OPERATOR_CLIENT_SECRET: 's',
      COS_BASE_URL: 'https://emu.example',
    };
    expect([...capabilitiesOf(load(operator))]).toEqual(['control']);
    expect([...capabilitiesOf(load({ ...operator, COS_EVENTS: 'poll' }))]).toEqual(['control', 'events']);
  });

  const without = (name: string) => `COS_EVENTS is "receive" without ${name}`;
  const http = 'http://hooks.example.com/cos';
  for (const [wrong, says] of [
    [{ COS_EVENTS: 'push' }, 'COS_EVENTS is "push"'],
    [{ ...receive, COS_CALLBACK_URL: '' }, without('COS_CALLBACK_URL')],
    [{ ...receive, COS_CALLBACK_URL: 'here' }, 'COS_CALLBACK_URL "here" is not a URL'],
    [{ ...receive, COS_CALLBACK_URL: http }, 'COS_CALLBACK_URL "http://hooks.example.com/***" is not https'],
    [
      { ...receive, COS_CALLBACK_URL: `https://hooks.example.com/${'x'.repeat(255)}` },
      'COS_CALLBACK_URL has 281 characters, expected at most 255',
    ],
    [{ ...receive, COS_CALLBACK_PORT: '' }, without('COS_CALLBACK_PORT')],
    [{ ...receive, COS_CALLBACK_PORT: '65536' }, 'COS_CALLBACK_PORT "65536" is not a port from 1 to 65535'],
    [{ COS_EVENTS: 'receive' }, `${without('COS_CALLBACK_URL')}, and ${without('COS_CALLBACK_PORT')}`],
  ] as const) {
    test(`loadTarget rejects ${JSON.stringify(wrong).slice(0, 120)}`, () => {
      expect(() => load(wrong)).toThrow(`Cannot receive events: ${says}`);
    });
  }

  test('describeWhyNoEvents names the variables to set for each kind of target', () => {
    const operator = { COS_OPERATOR_CLIENT_ID: 'o', COS_OPERATOR_CLIENT_SECRET: 's' };
    const reasonFor = (more: Record<string, string>) => describeWhyNoEvents(load(more));
    expect(reasonFor({})).toMatch(/^needs COS_EVENTS=poll, or COS_EVENTS=receive with COS_CALLBACK_URL/);
    expect(reasonFor({ COS_BASE_URL: 'http://127.0.0.1:4010' })).toMatch(
      /COS_OPERATOR_CLIENT_SECRET.*or COS_EVENTS=poll$/,
    );
    expect(reasonFor({ ...operator, COS_BASE_URL: 'https://emu.example' })).toMatch(
      /^needs COS_EVENTS=poll, because an emulator/,
    );
  });
});
