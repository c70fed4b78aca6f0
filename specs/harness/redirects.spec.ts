import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { deliverEvent } from '../../emulator/webhooks/deliver-event.ts';
import { createClient } from '../../harness/client/client.ts';
import { buildContract } from '../../harness/contract/openapi/build-contract.ts';
import { loadDescription } from '../../harness/workflow/files/load-description.ts';
import { orchard } from './foreign-documents.ts';
import { type StubBank, startStubBank } from './stub-bank.ts';

/** The server that redirects, and the one that no request may reach. */
let first: StubBank;
let second: StubBank;
let status: number;

test.beforeEach(async () => {
  second = await startStubBank(() => ({ status: 200, body: { access_token: 'x', token_type: 'Bearer' } }));
  first = await startStubBank(() => ({ status, headers: { location: `${second.target.baseUrl}/elsewhere` } }));
});
test.afterEach(async () => {
  await first.close();
  await second.close();
});

const path = { accountNumber: '2100000005' };
const id = '00000000-0000-4000-a000-000000000001';

const senders: readonly [what: string, send: () => Promise<unknown>][] = [
  ['the request for a token', async () => await createClient(first.target).send('getAccount', { path })],
  [
    'a GET to COS',
    async () => await createClient(first.target).send('getAccount', { path, headers: { authorization: 'x' } }),
  ],
  [
    'a POST to COS',
    async () => await createClient(first.target).send('createTransfer', { body: {}, headers: { authorization: 'x' } }),
  ],
  [
    'another API',
    async () => {
      const { operations } = buildContract('api', orchard, { server: first.target.baseUrl });
      return await createClient(first.target, { operations }).send('api.getTree', { path: { 'tree-id': '1' } });
    },
  ],
  ['a document', async () => await loadDescription(`${first.target.baseUrl}/a.arazzo.yaml`)],
  [
    'the source of a document',
    async () => {
      const file = test.info().outputPath('a.arazzo.json');
      const sourceDescriptions = [{ name: 'api', url: `${first.target.baseUrl}/api.yaml`, type: 'openapi' }];
      const workflows = [{ workflowId: 'w', steps: [{ stepId: 'a', operationId: 'x' }] }];
      const info = { title: 'A', version: '1' };
      writeFileSync(file, JSON.stringify({ arazzo: '1.0.1', info, sourceDescriptions, workflows }));
      return await loadDescription(file);
    },
  ],
  [
    'the delivery of an event',
    async () => {
      const url = `${first.target.baseUrl}/hook`;
      const delivery = { eventId: id, position: 1, registrationId: id, partnerId: id, url, body: {} };
      return await deliverEvent(delivery as never, { signal: new AbortController().signal, answerMs: 5_000 });
    },
  ],
];

for (const [what, send] of senders)
  test(`a redirect of ${what} is never followed`, async () => {
    for (status of [301, 302, 303, 307, 308]) {
      const before = first.requests.length;
      await send().catch(() => undefined);
      expect(first.requests.length, `${status}`).toBe(before + 1);
    }
    expect(second.requests).toEqual([]);
  });
