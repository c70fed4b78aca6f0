import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from '@playwright/test';
import { createCustomerGenerator } from '../../harness/host.ts';
import { type TestBank, test } from '../emulator/test-bank.ts';
import { startStubBank } from '../harness/stub-bank.ts';
import { bareEnvironment, runCrosscheck, startEmulator } from './command.ts';
import { findLeaks } from './find-leaks.ts';
import { recordsOf } from './onboarding-run.ts';
import { parkedIn, partnerEnvironment, runAndInterrupt } from './parked-run.ts';
import { folderWith as documentsWith } from './pets.ts';
import { startRepeatingBank } from './repeating-bank.ts';
import { startHandler } from './webhook-handler.ts';

// Each of these starts several commands.
test.describe.configure({ timeout: 120_000 });

const HOOK_PASSWORD = 'Hook "pass"/wörd?7';
const HOOK_PATH = '/in/7c1f-unguessable-path';

/** Sends one secret of each kind to the bank, waits for the screening, and fails because the bank repeats it. */
const plants = `
import { defineWorkflow, eq } from '${resolve('harness/host.ts')}';
export default defineWorkflow({
  id: 'plants',
  summary: 'Sends a secret of each kind',
  inputs: ({ target: { partnerId }, customers }) => {
    const { name, profile, identification, address } = customers.person();
    return { customer: { partnerId, classification: 'Personal' as const, name, profile }, identification, address, partnerId };
  },
  steps(w) {
    const customer = w.op.onboardCustomer('onboard', { body: w.inputs.customer, status: 200 });
    const path = { customerId: customer.body.id };
    w.op.addIdentification('identify', { path, body: w.inputs.identification, status: 200 });
    w.op.createRegistration('register', {
      body: {
        ...{ partnerId: w.inputs.partnerId, eventName: 'Core.Account.Opened', type: 'Push', format: 'Extended' },
        callbackUrl: 'https://hooks.example${HOOK_PATH}?key=8d1e-in-the-query',
        ...{ authUsername: 'bank', authPassword: ${JSON.stringify(HOOK_PASSWORD)} },
      },
      status: 200,
    });
    w.op.listCustomers('find', { query: { taxId: customer.body.profile.taxId as never }, status: 200 });
    w.op.getCustomer('screening', {
      path, status: 200, check: (r) => [eq(r.ofac, 'Clear')], poll: { everySeconds: 60, deadlineSeconds: 600 },
    });
    const read = w.op.getCustomer('read', { path, status: 200 });
    w.op.listCustomers('again', { query: { taxId: read.body.profile.taxId as never }, status: 200 });
    w.op.onboardCustomer('quotes', {
      body: w.inputs.customer, status: 200, check: (r) => [eq((r as never as { repeated: string }).repeated as never, 'no')],
    });
  },
});
`;

/** Returns the secrets of that workflow and of its user. */
function plantedAt({ target }: TestBank, tokens: readonly string[], seed = 1): string[] {
  const { profile, identification } = createCustomerGenerator(seed, target.partnerId).person();
  const { taxId, birthDate } = profile as { readonly taxId: string; readonly birthDate: string };
  return [
    taxId,
    birthDate,
    identification.idNumber,
    target.partner.clientSecret,
    ...tokens,
    HOOK_PASSWORD,
    HOOK_PATH.slice(4),
    '8d1e-in-the-query',
  ];
}

async function folderWithPlants(bank: TestBank): Promise<string> {
  const path = { partnerId: bank.target.partnerId };
  await bank.ok('configureCallbackHosts', { path, body: { hosts: ['hooks.example'] } });
  const cwd = test.info().outputPath('run');
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, 'plants.ts'), plants);
  return cwd;
}

/** Lists the files below a folder's reports, each with its mode. */
function modesOf(cwd: string): string[] {
  const names = readdirSync(join(cwd, 'reports'), { recursive: true, encoding: 'utf8' });
  const files = names.map((name) => join('reports', name)).filter((name) => statSync(join(cwd, name)).isFile());
  expect(files.length).toBeGreaterThan(0);
  return files.map((name) => `${name} ${(statSync(join(cwd, name)).mode & 0o777).toString(8)}`);
}
const NOT_OWN = / (?!600$)\d+$/;

test('run and resume show no secret that the bank repeats', async ({ bank }) => {
  const relay = await startRepeatingBank(bank.target.baseUrl);
  const cwd = await folderWithPlants(bank);
  const options = {
    cwd,
    env: { ...partnerEnvironment(bank), COS_BASE_URL: relay.baseUrl, COS_TOKEN_URL: `${relay.baseUrl}/connect/token` },
  };
  const args = ['run', 'plants.ts', '--target', relay.baseUrl];
  const parked = await runAndInterrupt(args, options);
  expect(parkedIn(cwd)).toHaveLength(1);
  const hidden = () => plantedAt(bank, relay.tokens);
  const texts: Record<string, string> = { stdout: parked.stdout, stderr: parked.stderr };
  // The workflow itself has the password of the registration.
  const leaks = () => findLeaks(hidden(), join(cwd, 'reports'), texts);
  expect(leaks()).toEqual([]);
  expect(modesOf(cwd).filter((file) => NOT_OWN.test(file))).toEqual([]);
  const checkpoint = readFileSync(join(cwd, 'reports/parked', parkedIn(cwd)[0] ?? ''), 'utf8');
  const { name } = createCustomerGenerator(1, bank.target.partnerId).person();
  expect(checkpoint).not.toContain(name.lastName);
  await bank.advance(600);
  const resumed = await runCrosscheck(['resume'], options);
  texts.resumed = resumed.stdout + resumed.stderr;
  expect(resumed.exitCode, 'the last step fails').toBe(1);
  expect(texts.resumed).toContain('quotes');
  expect(leaks()).toEqual([]);
  const latest = join(cwd, 'reports/latest/resume');
  const file = readdirSync(latest).find((name) => /^run.*\.json$/.test(name)) ?? '';
  const { steps } = JSON.parse(readFileSync(join(latest, file), 'utf8')) as {
    steps: { stepId: string; reason?: string; exchanges: { response: { body: { repeated: string } } }[] }[];
  };
  const quotes = steps.find(({ stepId }) => stepId === 'quotes');
  expect(quotes?.reason).toContain('Expected $response.body#/repeated');
  expect(quotes?.exchanges[0]?.response.body.repeated, 'a value that is not a secret stays').toContain(
    `"${name.lastName}"`,
  );
  await relay.close();
});

test('run --repeat shows no secret in its summary and reports', async ({ bank }) => {
  const relay = await startRepeatingBank(bank.target.baseUrl);
  const cwd = await folderWithPlants(bank);
  const env = {
    ...partnerEnvironment(bank),
    COS_BASE_URL: relay.baseUrl,
    COS_TOKEN_URL: `${relay.baseUrl}/connect/token`,
    COS_OPERATOR_CLIENT_ID: bank.target.operator?.clientId ?? '',
    COS_OPERATOR_CLIENT_SECRET: bank.target.operator?.clientSecret ?? '',
  };
  const args = ['run', 'plants.ts', '--repeat', '2', '--parallel', '2', '--target', relay.baseUrl];
  const { exitCode, stdout, stderr } = await runCrosscheck(args, { cwd, env });
  expect(exitCode, stderr).toBe(1);
  expect(stdout, 'the last step was reached').toContain('quotes: Expected');
  const operatorSecret = bank.target.operator?.clientSecret ?? '';
  const hidden = [...plantedAt(bank, relay.tokens), ...plantedAt(bank, [], 2), operatorSecret];
  expect(findLeaks(hidden, join(cwd, 'reports'), { stdout, stderr })).toEqual([]);
  expect(modesOf(cwd).filter((file) => NOT_OWN.test(file))).toEqual([]);
  await relay.close();
});

test('an onboarding shows no secret, in no progress file and no report', async ({ bank }) => {
  const relay = await startRepeatingBank(bank.target.baseUrl, (asked) => asked.includes('/identifications'));
  const cwd = test.info().outputPath('onboarding');
  mkdirSync(cwd);
  const env = { ...partnerEnvironment(bank), COS_TOKEN_URL: `${relay.baseUrl}/connect/token` };
  const args = ['onboard', '--seed', '7', '--count', '3', '--target', relay.baseUrl];
  const { exitCode, stdout, stderr } = await runCrosscheck(args, { cwd, env });
  expect(exitCode, stderr).toBe(1);
  const records = recordsOf(bank, 3);
  const ofPersons = records.flatMap(({ customer, identifications, owners }) =>
    [customer, ...owners.map((owner) => owner.customer)].flatMap(({ profile }) => {
      const { taxId, birthDate } = profile as { taxId?: string; birthDate?: string };
      return [taxId ?? '', birthDate ?? '', ...identifications.map(({ idNumber }) => idNumber ?? '')];
    }),
  );
  const hidden = [...ofPersons, ...relay.tokens, bank.target.partner.clientSecret].filter((value) => value !== '');
  expect(hidden.length).toBeGreaterThan(6);
  expect(findLeaks(hidden, cwd, { stdout, stderr })).toEqual([]);
  expect(modesOf(cwd).filter((file) => NOT_OWN.test(file))).toEqual([]);
  await relay.close();
});

test('webhooks shows neither the password nor the path of a handler', async () => {
  const handler = await startHandler((_one, before) => (before.length > 3 ? 500 : 200));
  const cwd = test.info().outputPath('webhooks');
  mkdirSync(cwd);
  const url = `${new URL(handler.url).origin}${HOOK_PATH}?key=8d1e-in-the-query`;
  const options = { cwd, env: bareEnvironment({ COS_WEBHOOK_PASSWORD: HOOK_PASSWORD }) };
  const { stdout, stderr } = await runCrosscheck(['webhooks', '--to', url, '--username', 'bank'], options);
  await handler.close();
  expect(stdout).toContain(`to ${new URL(url).origin}/***`);
  expect(findLeaks([HOOK_PASSWORD, HOOK_PATH, '8d1e-in-the-query'], cwd, { stdout, stderr })).toEqual([]);
});

/** Returns the document of an API that is not the bank's, with a secret of each kind that a document can mark. */
const openapi = (server: string) => ({
  openapi: '3.1.0',
  info: { title: 'Login', version: '1' },
  servers: [{ url: server }],
  paths: {
    '/login': {
      post: {
        operationId: 'login',
        security: [{ key: [] }],
        parameters: [{ name: 'code', in: 'query', schema: { type: 'string', format: 'password' } }],
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: {
                  pass: { type: 'string', format: 'password' },
                  pin: { $ref: '#/components/schemas/Pin' },
                  note: { type: 'string' },
                },
              },
            },
          },
        },
        responses: {
          200: {
            description: 'ok',
            content: { 'application/json': { schema: { type: 'object', properties: { note: { type: 'integer' } } } } },
          },
        },
      },
    },
  },
  components: {
    schemas: { Pin: { type: 'string', writeOnly: true } },
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Login-Key' } },
  },
});

const arazzo = {
  arazzo: '1.0.1',
  info: { title: 'Login', version: '1' },
  sourceDescriptions: [{ name: 'api', url: './login.openapi.yaml', type: 'openapi' }],
  workflows: [
    {
      workflowId: 'login',
      inputs: {
        type: 'object',
        properties: {
          password: { type: 'string', format: 'password' },
          nested: { type: 'object', properties: { hidden: { type: 'string', writeOnly: true } } },
          key: { type: 'string' },
          user: { type: 'string' },
        },
      },
      steps: [
        {
          // Before any step says that the key is one.
          stepId: 'early',
          operationId: 'login',
          requestBody: { payload: { note: '{$inputs.key} and {$inputs.nested#/hidden}' } },
          successCriteria: [{ condition: '$statusCode == 200' }],
        },
        {
          stepId: 'late',
          operationId: 'login',
          parameters: [
            { name: 'X-Login-Key', in: 'header', value: '$inputs.key' },
            { name: 'Authorization', in: 'header', value: 'Basic dXNlcjpiYXNpYy1wYXNzd29yZC00Nw==' },
            { name: 'session', in: 'cookie', value: 'cookie-value-4711' },
            { name: 'code', in: 'query', value: 'query-code-4711' },
          ],
          requestBody: { payload: { pass: '$inputs.password', pin: '47a', note: 'Bearer {$inputs.password}' } },
          successCriteria: [{ condition: "$response.body#/repeated == 'nothing'" }],
        },
      ],
    },
  ],
};

test('run masks the secrets that a document marks, by value and by name', async () => {
  const api = await startStubBank(({ path, headers, body }) => {
    const heard = [decodeURIComponent(path), body, ...Object.values(headers).map(String)].join(' ');
    const names = Object.values(JSON.parse(body) as Record<string, string>).map((value) => [value, value] as const);
    const encoded = Buffer.from(`${heard}!`).toString('base64');
    return { status: 200, body: { note: heard, pin: '47a', repeated: heard, encoded, ...Object.fromEntries(names) } };
  });
  const cwd = documentsWith({ 'login.openapi.yaml': openapi('https://api.example.com'), 'login.arazzo.yaml': arazzo });
  const values = { password: 'pa"ss/wörd 4711', key: 'api-key-4711', hidden: 'nested-4711' };
  const inputs = { password: values.password, key: values.key, nested: { hidden: values.hidden }, user: 'Ada' };
  const args = ['run', 'login.arazzo.yaml', '--server', `api=${api.target.baseUrl}`, '--input', `@${cwd}/inputs.json`];
  writeFileSync(join(cwd, 'inputs.json'), JSON.stringify(inputs));
  const { exitCode, stdout, stderr } = await runCrosscheck(args, { cwd, env: bareEnvironment() });
  await api.close();
  expect(exitCode, stderr).toBe(1);
  const hidden = [...Object.values(values), 'basic-password-47', 'cookie-value-4711', 'query-code-4711'];
  expect(findLeaks(hidden, join(cwd, 'reports'), { stdout, stderr })).toEqual([]);
  const report = readFileSync(join(cwd, 'reports/latest/run/run.json'), 'utf8');
  expect(report, 'of under four characters by name only').toContain('"pin": "***"');
  expect(report).toContain('47a');
});

test('only their owner can read emulator data, progress files and customers', async () => {
  const cwd = test.info().outputPath('.');
  const file = join(cwd, 'bank.db');
  const emulator = await startEmulator(['--data', file]);
  const modes = () =>
    readdirSync(cwd)
      .filter((name) => /^(?:bank\.db|people)/.test(name))
      .map((name) => `${name} ${(statSync(join(cwd, name)).mode & 0o777).toString(8)}`);
  expect(modes().sort()).toEqual(['bank.db 600', 'bank.db-wal 600']);
  await emulator.stop();
  const { exitCode } = await runCrosscheck(['customers', '--count', '3', '--out', 'people.ndjson'], { cwd });
  expect(exitCode).toBe(0);
  expect(modes()).toContain('people.ndjson 600');
});
