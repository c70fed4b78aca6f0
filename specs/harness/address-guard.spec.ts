import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { deliverEvent } from '../../emulator/webhooks/deliver-event.ts';
import { createClient } from '../../harness/client/client.ts';
import { buildContract } from '../../harness/contract/openapi/build-contract.ts';
import { guardTarget, loadTarget } from '../../harness/host.ts';
import { loadDescription } from '../../harness/workflow/files/load-description.ts';
import { ALLOWED_TARGETS, FORBIDDEN_EVERYWHERE, FORBIDDEN_TARGETS } from './address-spellings.ts';
import { orchard } from './foreign-documents.ts';
import { countSockets, type SocketCounter } from './socket-counter.ts';

let sockets: SocketCounter;

test.beforeEach(() => {
  sockets = countSockets();
});
test.afterEach(() => sockets.stop());

const LOOPBACK = 'http://127.0.0.1:4909';
const target = {
  kind: 'bank' as const,
  baseUrl: LOOPBACK,
  tokenUrl: `${LOOPBACK}/connect/token`,
  audience: 'a',
  partnerId: 'p',
  partner: { clientId: 'id', clientSecret: 'secret' },
  products: {},
};
const pause = async () => undefined;
const path = { accountNumber: '2100000005' };
const environment = { COS_CLIENT_ID: 'id', COS_CLIENT_SECRET: 's', COS_PARTNER_ID: 'p' };

/** Every way by which a command comes to connect to an address that a person, a file or a document names. */
const ways: readonly [way: string, connect: (address: string) => Promise<unknown>][] = [
  ['the target of the environment', async (url) => loadTarget({ environment: { ...environment, COS_BASE_URL: url } })],
  [
    'the token URL of the environment',
    async (COS_TOKEN_URL) => loadTarget({ environment: { ...environment, COS_BASE_URL: LOOPBACK, COS_TOKEN_URL } }),
  ],
  [
    'a base URL that went by no guard',
    async (baseUrl) => {
      const headers = { authorization: 'Bearer x' };
      return await createClient({ ...target, baseUrl }, { pause }).send('getAccount', { path, headers });
    },
  ],
  [
    'a token URL that went by no guard',
    async (tokenUrl) => await createClient({ ...target, tokenUrl }, { pause }).send('getAccount', { path }),
  ],
  [
    'the server of another API',
    async (server) => {
      const { operations } = buildContract('api', orchard, { server });
      return await createClient(target, { operations, pause }).send('api.getTree', { path: { 'tree-id': '1' } });
    },
  ],
  ['the handler of webhooks', async (url) => await deliver(url)],
];

const targetWays = ways.slice(0, 5);

async function deliver(url: string): Promise<void> {
  const id = '00000000-0000-4000-a000-000000000001';
  const body = { id, eventName: 'Core.Account.Opened', status: 'Pending', partnerId: id, createdAt: '', resources: [] };
  const delivery = { eventId: id, position: 1, registrationId: id, partnerId: id, url, body: { ...body, details: [] } };
  const outcome = await deliverEvent(delivery as never, { signal: new AbortController().signal, answerMs: 1_000 });
  throw new Error(outcome.problem);
}

test('no command opens a socket to any of more than 80 spellings of forbidden hosts', async () => {
  expect(new Set(FORBIDDEN_EVERYWHERE).size).toBeGreaterThanOrEqual(80);
  const accepted: string[] = [];
  for (const address of FORBIDDEN_EVERYWHERE) {
    for (const [way, connect] of ways) {
      const before = sockets.opened.length;
      const isRefused = await connect(address).then(
        () => false,
        () => true,
      );
      if (!isRefused || sockets.opened.length > before) accepted.push(`${JSON.stringify(address)} as ${way}`);
    }
  }
  expect(accepted).toEqual([]);
  expect(sockets.opened).toEqual([]);
});

test('a document and its sources are read from this machine only, in any spelling', async () => {
  const notFiles = FORBIDDEN_EVERYWHERE.filter((address) => /^(https?|ftp|wss?):/i.test(address));
  const addresses = [...notFiles, ...FORBIDDEN_TARGETS, 'https://sandbox.crbcos.com/api.yaml'];
  for (const address of addresses) {
    if (/^https?:/i.test(address)) expect((await loadDescription(address)).problems, address).toHaveLength(1);
    const file = test.info().outputPath('a.arazzo.json');
    const steps = [{ stepId: 'a', operationId: 'x' }];
    const sourceDescriptions = [{ name: 'api', url: address, type: 'openapi' }];
    const document = { arazzo: '1.0.1', info: { title: 'A', version: '1' }, sourceDescriptions };
    writeFileSync(file, JSON.stringify({ ...document, workflows: [{ workflowId: 'w', steps }] }));
    expect((await loadDescription(file)).problems.length, address).toBeGreaterThan(0);
  }
  expect(sockets.opened).toEqual([]);
});

test('a host that is not the sandbox, this machine or allowed is not a target', async () => {
  for (const address of FORBIDDEN_TARGETS)
    for (const [way, connect] of targetWays)
      await expect(connect(address), `${address} as ${way}`).rejects.toThrow(/COS_ALLOWED_HOSTS|on this machine/);
  expect(sockets.opened).toEqual([]);
});

test('the counter sees a socket for each allowed spelling, by each sender', async () => {
  const [, , byBaseUrl, byTokenUrl] = ways.map(([, connect]) => connect);
  for (const address of ALLOWED_TARGETS) {
    const before = sockets.opened.length;
    await byBaseUrl?.(address).catch(() => undefined);
    expect(sockets.opened.length, address).toBe(before + 1);
    await byTokenUrl?.(address).catch(() => undefined);
    expect(sockets.opened.length, address).toBe(before + 2);
  }
  sockets.opened.length = 0;
  const [, , , , byServer, byHandler] = ways.map(([, connect]) => connect);
  await byServer?.('http://127.0.0.1:4909').catch(() => undefined);
  await byHandler?.('https://hooks.example.com/x').catch(() => undefined);
  await loadDescription('http://127.0.0.1:4909/a.arazzo.yaml');
  expect(sockets.opened).toEqual(['127.0.0.1:4909', 'hooks.example.com:443', '127.0.0.1:4909']);
});

test.describe('COS_ALLOWED_HOSTS', () => {
  const load = (COS_ALLOWED_HOSTS: string, COS_BASE_URL: string) =>
    loadTarget({ environment: { ...environment, COS_ALLOWED_HOSTS, COS_BASE_URL } });

  test('COS_ALLOWED_HOSTS allows the named https hosts, in any spelling', async () => {
    const named = 'cos.example, EMU.Example., bücher.example,203.0.113.5,[2001:db8::1],,';
    for (const baseUrl of [
      'https://cos.example',
      'https://COS.example.:8443/base',
      'https://emu.example',
      'https://xn--bcher-kva.example',
      'https://203.0.113.5',
      'https://[2001:db8::1]:4010',
    ])
      expect(load(named, baseUrl)).toMatchObject({ baseUrl });
    const allowed = load('cos.example', 'https://cos.example');
    await expect(createClient(allowed, { pause }).send('getAccount', { path })).rejects.toThrow('Cannot connect');
    expect(sockets.opened).toEqual(['cos.example:443']);
  });

  test('COS_ALLOWED_HOSTS allows no http, no subdomain or parent, and no other API', async () => {
    for (const baseUrl of ['http://cos.example', 'https://a.cos.example', 'https://example', 'https://cos.example..'])
      expect(() => load('cos.example', baseUrl), baseUrl).toThrow(
        expect.objectContaining({ code: 'target-not-allowed' }),
      );
    const { operations } = buildContract('api', orchard, { server: 'https://cos.example' });
    const allowed = load('cos.example', 'https://cos.example');
    expect(() => createClient(allowed, { operations })).toThrow('must be on this machine');
  });

  for (const name of [
    'api.crbcos.com',
    'crbcos.com',
    'API.crbcos.com.',
    'api.crbcos.com..',
    'ａｐｉ.crbcos.com',
    'api%2ecrbcos.com',
    '*',
    '*.example',
    'https://cos.example',
    'cos.example:443',
    'cos.example/x',
    'u@cos.example',
    'a b',
    'a\\b',
  ])
    test(`COS_ALLOWED_HOSTS rejects ${name}`, () => {
      expect(() => load(`cos.example,${name}`, 'https://cos.example')).toThrow(
        expect.objectContaining({ code: 'configuration', message: expect.stringContaining(`"${name}"`) }),
      );
    });
});

test('a callback on a host of the bank is rejected for every source of the target', () => {
  const environmentOf = (COS_CALLBACK_URL: string) => ({
    ...environment,
    COS_BASE_URL: LOOPBACK,
    COS_EVENTS: 'receive',
    COS_CALLBACK_PORT: '4020',
    COS_CALLBACK_URL,
  });
  for (const host of ['api.crbcos.com', 'sandbox.crbcos.com', 'API.crbcos.com..', 'crbcos.com', 'api。crbcos。com']) {
    const callbackUrl = `https://${host}/hook`;
    expect(() => loadTarget({ environment: environmentOf(callbackUrl) }), host).toThrow(
      /is a host of the bank|not an http/,
    );
    const events = { by: 'receive', callbackUrl } as const;
    expect(() => guardTarget({ ...target, events }), host).toThrow(/is a host of the bank|not an http/);
  }
  expect(() => loadTarget({ environment: environmentOf('https://hooks.example.com/hook') })).not.toThrow();
});

test('a base or server with a query or fragment is rejected', () => {
  for (const tail of ['?', '/?x=', '#', '/base#x']) {
    expect(() => guardTarget({ ...target, baseUrl: `${LOOPBACK}${tail}` }), tail).toThrow('query or fragment');
    const { operations } = buildContract('api', orchard, { server: `${LOOPBACK}${tail}` });
    expect(() => createClient(target, { operations }), tail).toThrow('query or fragment');
  }
});

test('a path template cannot turn a server of this machine into another host', async () => {
  for (const template of ['@api.crbcos.com/x', '.crbcos.com/x', '0/x', ':80@cos.example/x', '']) {
    const operation = { ...buildContract('api', orchard, { server: 'http://127.0.0.1' }).operations['api.getTree'] };
    const operations = { 'api.x': { ...operation, operationId: 'api.x', path: template } } as never;
    await expect(createClient(target, { operations, pause }).send('api.x'), template).rejects.toThrow(
      'begin with a slash',
    );
  }
  expect(sockets.opened).toEqual([]);
});

test('a host header names another host on this machine only', async () => {
  const headers = { authorization: 'Bearer x', Host: 'api.crbcos.com' };
  const send = (baseUrl: string, more = headers) =>
    createClient({ ...target, baseUrl }, { pause }).send('getAccount', { path, headers: more });
  await expect(send('https://sandbox.crbcos.com')).rejects.toThrow('host "api.crbcos.com"');
  expect(sockets.opened).toEqual([]);
  await expect(send('https://sandbox.crbcos.com', { ...headers, Host: 'sandbox.crbcos.com' })).rejects.toThrow(
    'Cannot connect',
  );
  await expect(send(LOOPBACK)).rejects.toThrow('Cannot connect');
  expect(sockets.opened).toEqual(['sandbox.crbcos.com:443', '127.0.0.1:4909']);
});
