import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { demo } from '../../emulator/demo.ts';
import { events } from '../../generated/events.ts';
import { validators } from '../../generated/validators/closed-events.js';
import { runCrosscheck, startCommand } from './command.ts';
import { selfSigned } from './self-signed.ts';
import { type Arrived, startHandler } from './webhook-handler.ts';
import { PASSWORD, runWebhooks, sendTo, USER, type WebhooksRun } from './webhooks-run.ts';

const NAMES = Object.keys(events);
const NASTY = ['Duplicate', 'Out of order', 'Late', 'Batch of 1,000', 'Suspended backlog', 'Unknown event name'];
const AS_NOBODY = ['Wrong credentials', 'No credentials'];
const TITLE = 'Core.Account.Title.Changed';
const A_DAY_MS = 24 * 60 * 60_000;

test.describe('a handler without a fault', () => {
  // One run, whose requests and report each test reads.
  test.describe.configure({ mode: 'default' });
  let arrived: readonly Arrived[] = [];
  let run: WebhooksRun;
  test.beforeAll(async () => {
    const handler = await startHandler(({ credentials }) => (credentials === `${USER}:${PASSWORD}` ? 200 : 401));
    run = await sendTo(handler.url, ['--username', USER]);
    arrived = handler.arrived;
    await handler.close();
  });
  const named = (name: string) => arrived.filter(({ event }) => event.eventName === name);

  test('passes every case, with exit code 0', () => {
    expect([run.exitCode, run.stderr, run.faults, run.skipped]).toEqual([0, '', {}, []]);
    expect(run.report.cases.map(({ name }) => name)).toEqual(['Ping', ...NAMES, ...NASTY, ...AS_NOBODY]);
    const sums = `${NAMES.length + 9} passed, 0 failed; ${arrived.length} events sent`;
    expect(run.stdout).toContain(`PASSED  ${sums}; `);
    expect(run.stdout).toMatch(/ ✓ Core\.Customer\.Onboarded +200 +\d+ ms\n/);
    expect(run.stdout).toMatch(/ ✓ Suspended backlog +200 ×25 +\d+ ms\n/);
    expect(run.stdout, 'a pipe gets plain lines').not.toContain('\u001b');
  });

  test('gets every event of the contract, each as its schema says', () => {
    expect(NAMES.filter((name) => named(name).length === 0)).toEqual([]);
    for (const { event, method } of arrived) {
      const validate = validators[event.eventName];
      expect(validate?.(event) ?? event.eventName === 'Core.Future.Event', JSON.stringify(validate?.errors)).toBe(true);
      expect([method, event.details.length]).toEqual(['POST', event.resources.length]);
    }
  });

  test('the report names samples: events that nothing at this bank causes', () => {
    const samples = run.report.cases.filter(({ isSample }) => isSample).map(({ name }) => name);
    const ofOtherProducts = /^(Wire|Cards|Crypto)\./;
    expect(samples).toEqual(NAMES.filter((name) => ofOtherProducts.test(name)));
    expect(run.stdout.match(/ sample$/gm)).toHaveLength(samples.length);
    for (const { event } of samples.flatMap(named))
      expect(event.resources.join(), 'plainly nobody’s').toMatch(
        /\/0000000000$|0000-4000-a000-000000000000$|^sample\//,
      );
  });

  test('gets a ping first, without resources', () => {
    const pings = arrived.filter(({ event }) => event.isPing);
    expect(pings).toEqual([arrived[0]]);
    expect(pings[0]?.event).toMatchObject({ resources: [], details: [] });
  });

  test('gets one event twice, and the report names it', () => {
    const ids = arrived.map(({ event }) => event.id);
    const [twice, ...more] = [...Map.groupBy(ids, (id) => id).values()].filter((same) => same.length > 1);
    // Events without the right credentials disappear with their registration.
    expect([twice?.length, more]).toEqual([2, []]);
    expect(run.stdout).toContain(`check that ${twice?.[0]} was processed only once`);
  });

  test('gets a change of name before the onboarding of its customer, which is named', () => {
    const places = (name: string) => named(name).map((one) => ({ at: arrived.indexOf(one), event: one.event }));
    const changes = places('Core.Customer.Name.Changed');
    const early = places('Core.Customer.Onboarded').filter(({ at, event }) =>
      changes.some((change) => change.at < at && event.resources.includes(change.event.resources[0] ?? '')),
    );
    expect(early).toHaveLength(1);
    expect(early[0]?.event.resources).toEqual([expect.stringMatching(/^core\/v1\/cm\/customers\//)]);
    const customerId = early[0]?.event.resources[0]?.split('/').at(-1);
    expect(run.stdout).toContain(`check that customer ${customerId} exists once, with the later name`);
  });

  test('gets an event a day after it was made', () => {
    const late = arrived.filter(({ event }, index) => {
      const next = arrived[index + 1]?.event ?? event;
      return Date.parse(next.createdAt) - Date.parse(event.createdAt) >= A_DAY_MS && event.lastAttemptedAt;
    });
    expect(late.map(({ event }) => event.eventName)).toEqual([TITLE]);
  });

  test('gets an event with a thousand resources, larger than many a limit', () => {
    const large = arrived.filter(({ event }) => event.resources.length === 1_000);
    expect(large.map(({ event, bytes }) => [new Set(event.resources).size, bytes > 250_000])).toEqual([[1_000, true]]);
  });

  test('gets all that a suspension kept back, at once and in order', () => {
    const backlog = run.report.cases.find(({ name }) => name === 'Suspended backlog')?.attempts ?? [];
    const first = arrived.findIndex(({ event }) => event.id === backlog[0]?.eventId);
    const together = arrived.slice(first, first + 25);
    expect(together.map(({ event }) => event.id)).toEqual(backlog.map(({ eventId }) => eventId));
    const made = together.map(({ event }) => Date.parse(event.createdAt));
    expect(made.slice(1).map((ms, index) => ms - (made[index] ?? 0))).toEqual(Array(24).fill(30_000));
  });

  test('gets a name that the contract does not know', () => {
    expect(named('Core.Future.Event')).toHaveLength(1);
  });

  test('gets an event with a wrong password and one without, and all others with its own', () => {
    const others = arrived.filter(({ credentials }) => credentials !== `${USER}:${PASSWORD}`);
    expect(others.map(({ credentials }) => credentials)).toEqual([expect.stringMatching(`^${USER}:`), undefined]);
    expect(others.map(({ event }) => event.eventName)).toEqual([TITLE, TITLE]);
    expect(arrived.slice(-2)).toEqual(others);
    const answers = run.report.cases.slice(-2).map(({ attempts }) => attempts.map(({ statusCode }) => statusCode));
    expect(answers).toEqual([[401], [401]]);
  });

  test('junit.xml has a test case for each case, without the password', () => {
    const [, tests, failures] = /<testsuites tests="(\d+)" failures="(\d+)"/.exec(run.junit) ?? [];
    expect([Number(tests), failures, run.junit.match(/<testcase /g)?.length]).toEqual([
      NAMES.length + 9,
      '0',
      NAMES.length + 9,
    ]);
    expect(run.junit.match(/<testcase /g)?.length).toBe(run.junit.match(/<\/testcase>|<testcase [^>]*\/>/g)?.length);
    expect(run.junit + run.stdout + JSON.stringify(run.report)).not.toContain(PASSWORD);
  });
});

test('without credentials, cases that need them are not applicable and not sent', async () => {
  const handler = await startHandler();
  const { exitCode, stdout, skipped, junit } = await sendTo(handler.url);
  expect([exitCode, skipped]).toEqual([0, AS_NOBODY]);
  expect(stdout).toMatch(/ - Wrong credentials +--- +Not applicable: no credentials given\n/);
  expect(stdout).toContain(`PASSED  ${NAMES.length + 7} passed, 0 failed, 2 skipped; `);
  expect(junit.match(/<skipped\/>/g)).toHaveLength(2);
  expect(handler.arrived.filter(({ credentials }) => credentials !== undefined)).toEqual([]);
  await handler.close();
});

test('each run has new ids; the same seed sends the same data', async () => {
  test.slow();
  const handler = await startHandler();
  const runOf = async (...args: string[]) => {
    const before = handler.arrived.length;
    const { report } = await sendTo(handler.url, args);
    return { seed: report.seed, sent: handler.arrived.slice(before).map(({ event: { id: _, ...event } }) => event) };
  };
  const first = await runOf();
  const second = await runOf();
  const ids = handler.arrived.map(({ event }) => event.id);
  expect(ids.length - new Set(ids).size, 'but for the duplicate of each run').toBe(2);
  expect(second.seed).not.toBe(first.seed);
  expect(second.sent).not.toEqual(first.sent);
  // Events that go out together arrive in any order.
  const sorted = (sent: object[]) => sent.map((event) => JSON.stringify(event)).sort();
  expect(sorted((await runOf('--seed', String(first.seed))).sent)).toEqual(sorted(first.sent));
  await handler.close();
});

test('the password can be in .env', async () => {
  const handler = await startHandler(({ credentials }) => (credentials === `${USER}:of a file` ? 200 : 401));
  const cwd = test.info().outputPath('.');
  writeFileSync(`${cwd}/.env`, 'COS_WEBHOOK_PASSWORD=of a file\n');
  const { exitCode, stderr } = await runCrosscheck(['webhooks', '--to', handler.url, '--username', USER], { cwd });
  expect([exitCode, stderr]).toEqual([0, '']);
  await handler.close();
});

test('a handler may ask the bank back before it answers', async () => {
  const told = Promise.withResolvers<string>();
  const statuses: number[] = [];
  const handler = await startHandler(async ({ event: { eventName, isPing, resources } }) => {
    if (isPing || !/^Core\.(Customer\.Onboarded|Account\.Opened)$/.test(eventName)) return 200;
    const bank = await told.promise;
    const token = await tokenOf(bank);
    for (const path of resources)
      statuses.push((await fetch(`${bank}/${path}`, { headers: { authorization: `Bearer ${token}` } })).status);
    return 200;
  });
  const child = startCommand(['webhooks', '--to', handler.url], { cwd: test.info().outputPath('.') });
  let stdout = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    const [, bank] = /listens at (\S+)\n/.exec(stdout) ?? [];
    if (bank) told.resolve(bank);
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  expect([exitCode, new Set(statuses)]).toEqual([0, new Set([200])]);
  await handler.close();
});

/** Returns a token of the demo partner. */
async function tokenOf(bank: string): Promise<string> {
  const { partners, audience } = demo;
  const [{ clientId: client_id, clientSecret: client_secret }] = partners;
  const form = { grant_type: 'client_credentials', client_id, client_secret, audience };
  const answer = await fetch(`${bank}/connect/token`, { method: 'POST', body: new URLSearchParams(form) });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** Returns the address without its path, which may be a secret. */
const shownUrl = (url: string) => `${new URL(url).origin}/***`;

test('--json prints the report, and nothing else', async () => {
  const handler = await startHandler();
  const { stdout, report } = await sendTo(handler.url, ['--json']);
  expect(JSON.parse(stdout)).toEqual(report);
  expect(report).toMatchObject({ schemaVersion: 2, url: shownUrl(handler.url), outcome: 'passed' });
  await handler.close();
});

test('webhooks sends by https with a trusted certificate, and hides path and query', async () => {
  const handler = await startHandler(() => 200, selfSigned);
  const untrusted = await runWebhooks(['--to', handler.url]);
  expect([untrusted.exitCode, untrusted.stderr]).toEqual([
    2,
    `The webhook handler at "${shownUrl(handler.url)}" cannot be reached: DEPTH_ZERO_SELF_SIGNED_CERT\n` +
      'Let Node trust its certificate: NODE_EXTRA_CA_CERTS=FILE, with the certificate of its issuer\n',
  ]);
  expect(handler.arrived).toEqual([]);
  const file = test.info().outputPath('ca.pem');
  writeFileSync(file, selfSigned.cert);
  const { exitCode, faults, report } = await sendTo(`${handler.url}?key=secret`, [], { NODE_EXTRA_CA_CERTS: file });
  expect([exitCode, faults, report.url]).toEqual([0, {}, shownUrl(handler.url)]);
  await handler.close();
});
