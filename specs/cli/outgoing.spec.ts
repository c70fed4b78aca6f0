import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { bareEnvironment, runCrosscheck } from './command.ts';
import { petsOpenapi } from './pets.ts';

const PARTNER = '5f0c1a52-8b1e-4d57-9a61-3c2e7d90b001';
const PRELOAD = pathToFileURL(resolve('specs/cli/log-sockets.ts')).href;

/** Runs a command; returns its end and the sockets to other machines that it opened. */
async function sockets(args: readonly string[], extra: Record<string, string> = {}) {
  const log = test.info().outputPath('sockets.log');
  const environment = { COS_CLIENT_ID: 'id', COS_CLIENT_SECRET: 'secret', COS_PARTNER_ID: PARTNER, SOCKET_LOG: log };
  const env = bareEnvironment({ ...environment, ...extra });
  const ended = await runCrosscheck(args, { cwd: test.info().outputPath('.'), env }, ['--import', PRELOAD]);
  return { ...ended, opened: existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : [] };
}

const PRODUCTION = ['https://api.crbcos.com', 'https://API.crbcos.com..', 'https://api。crbcos。com'];

const commands: readonly [
  what: string,
  args: (url: string) => string[],
  extra?: (url: string) => Record<string, string>,
][] = [
  ['run --target', (url) => ['run', '--target', url]],
  ['run with COS_TOKEN_URL', () => ['run', '--target', 'http://127.0.0.1:4909'], (url) => tokens(url)],
  ['run with COS_CALLBACK_URL', () => ['run', '--target', 'http://127.0.0.1:4909'], (url) => callback(url)],
  ['run of a document', (url) => ['run', `${url}/a.arazzo.yaml`]],
  ['check of a document', (url) => ['check', `${url}/a.arazzo.yaml`]],
  ['check --server', (url) => ['check', 'a.arazzo.json', '--server', `pets=${url}`]],
  ['onboard --target', (url) => ['onboard', '--count', '1', '--target', url]],
  ['webhooks --to', (url) => ['webhooks', '--to', `${url}/hook`]],
];

const tokens = (url: string) => ({ COS_BASE_URL: 'http://127.0.0.1:4909', COS_TOKEN_URL: url });
const callback = (url: string) => ({ COS_EVENTS: 'receive', COS_CALLBACK_PORT: '4910', COS_CALLBACK_URL: url });

for (const [what, args, extra] of commands)
  test(`crosscheck ${what} opens no socket to production`, async () => {
    writePets();
    for (const url of PRODUCTION) {
      const { exitCode, opened, stdout, stderr } = await sockets(args(url), extra?.(url));
      expect([url, exitCode === 0, opened, stdout + stderr]).toEqual([
        url,
        false,
        [],
        expect.stringMatching(/crbcos/i),
      ]);
    }
  });

test('the socket log records a socket to another machine', async () => {
  const { opened, stderr } = await sockets(['webhooks', '--to', 'https://hooks.example/x']);
  expect([opened, stderr]).toEqual([['hooks.example:443'], expect.stringContaining('ECONNREFUSED')]);
  const run = await sockets(['run', '--target', 'https://sandbox.crbcos.com']);
  expect(run.opened).toContain('sandbox.crbcos.com:443');
});

function writePets(): void {
  writeFileSync(test.info().outputPath('pets.json'), JSON.stringify(petsOpenapi('http://127.0.0.1:4909')));
  const sourceDescriptions = [{ name: 'pets', url: 'pets.json', type: 'openapi' }];
  const workflows = [{ workflowId: 'w', steps: [{ stepId: 'a', operationId: 'addPet' }] }];
  const document = { arazzo: '1.0.1', info: { title: 'A', version: '1' }, sourceDescriptions, workflows };
  writeFileSync(test.info().outputPath('a.arazzo.json'), JSON.stringify(document));
}
