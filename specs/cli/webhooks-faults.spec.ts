import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { setTimeout as later } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { events } from '../../generated/events.ts';
import { type Answer, type Arrived, startHandler } from './webhook-handler.ts';
import { runWebhooks, sendTo, USER } from './webhooks-run.ts';

const NAMES = Object.keys(events);
const EACH = ['Ping', ...NAMES, 'Duplicate', 'Out of order', 'Late', 'Batch of 1,000', 'Suspended backlog'];
const ALL_TAKEN = [...EACH, 'Unknown event name'];
const NOT_200 = 'only a 200 counts as delivered (Z-SUSP)';
const CREDENTIALS = 'Answered 200 to a sender that is not the bank, expected 401 or 403';
const all = (names: readonly string[], reason: string) => Object.fromEntries(names.map((name) => [name, reason]));

/** Faults that each show in one case, in a handler that answers 200 to everything else. */
const faults: readonly [
  what: string,
  (one: Arrived, before: readonly Arrived[]) => Answer | false,
  Record<string, string>,
][] = [
  [
    'looks for resources in a ping',
    ({ event }) => event.isPing === true && 400,
    { Ping: `Answered 400, expected 200: ${NOT_200}` },
  ],
  [
    'answers 204 to an event',
    ({ event }) => event.eventName === 'Core.Restriction.Placed' && 204,
    { 'Core.Restriction.Placed': `Answered 204, expected 200: ${NOT_200}` },
  ],
  [
    'redirects',
    ({ event }) => event.eventName === 'Ach.Noc.Received' && 302,
    { 'Ach.Noc.Received': `Answered 302 (the bank does not follow redirects), expected 200: ${NOT_200}` },
  ],
  [
    'fails on a sample',
    ({ event }) => event.eventName === 'Cards.Card.Activated' && 500,
    { 'Cards.Card.Activated': `Answered 500, expected 200: ${NOT_200}` },
  ],
  [
    'does not know its own credentials',
    ({ event }) => event.eventName === 'Core.SubAccount.Closed' && 403,
    { 'Core.SubAccount.Closed': 'Answered 403 to its own credentials, expected 200' },
  ],
  [
    'conflicts on an id that it knows',
    ({ event }, before) => before.some((one) => one.event.id === event.id) && 409,
    { Duplicate: `Answered 409, expected 200: ${NOT_200}` },
  ],
  [
    'knows no customer that it was not told of',
    ({ event }, before) =>
      event.eventName === 'Core.Customer.Name.Changed' &&
      !before.some(
        (one) => one.event.eventName.endsWith('Onboarded') && one.event.resources.includes(event.resources[0] ?? ''),
      ) &&
      422,
    { 'Out of order': `Answered 422, expected 200: ${NOT_200}` },
  ],
  [
    'has a limit of 256 KB',
    ({ bytes }) => bytes > 256 * 1024 && 413,
    { 'Batch of 1,000': `Answered 413, expected 200: ${NOT_200}` },
  ],
  [
    'is overrun by twenty in a row',
    ({ event }, before) =>
      before.length > 70 && before.slice(-20).every((one) => one.event.eventName === event.eventName) && 429,
    { 'Suspended backlog': `Answered 429, expected 200: ${NOT_200}` },
  ],
  [
    'breaks off at a name that it does not know',
    ({ event }) => !NAMES.includes(event.eventName) && 'breaks off',
    { 'Unknown event name': 'No answer (ECONNRESET), expected 200' },
  ],
];

test('each fault shows in its own case and in no other, with what to do', async () => {
  const handler = await startHandler((one, before) => {
    for (const [, fault] of faults) {
      const answer = fault(one, before);
      if (answer !== false) return answer;
    }
    return one.credentials === undefined ? 401 : 200;
  });
  const run = await sendTo(handler.url, ['--username', USER]);
  await handler.close();
  const wanted = { ...Object.assign({}, ...faults.map(([, , cases]) => cases)), 'Wrong credentials': CREDENTIALS };
  expect(run.faults).toEqual(wanted);
  expect([run.exitCode, run.stderr, run.skipped, run.report.outcome]).toEqual([1, '', [], 'failed']);
  const count = Object.keys(wanted).length;
  expect(run.stdout).toContain(`FAILED  ${NAMES.length + 9 - count} passed, ${count} failed; `);
  for (const { name, outcome, reason = '', remedy = '' } of run.report.cases) {
    if (outcome !== 'failed') continue;
    expect(run.stdout).toMatch(new RegExp(` ✗ ${name.replaceAll('.', '\\.')} .*\\n {7}${asPattern(reason)}\\n`));
    expect(run.stdout).toContain(`       ${remedy}\n`);
    expect(remedy, 'the document behind it').toMatch(/\([A-Z]-[A-Z]+(?:, [A-Z]-[A-Z]+)*\)$/);
    expect(run.junit).toContain(`<failure message="${reason}&#xA;`);
  }
  const [, failures] = /<testsuites tests="\d+" failures="(\d+)"/.exec(run.junit) ?? [];
  expect(Number(failures)).toBe(count);
});

const asPattern = (text: string) => text.replaceAll(/[().*+?]/g, '\\$&');

test('a handler that answers 204 to everything passes nothing', async () => {
  const handler = await startHandler(() => 204);
  const run = await sendTo(handler.url);
  await handler.close();
  expect([run.exitCode, run.faults]).toEqual([1, all(ALL_TAKEN, `Answered 204, expected 200: ${NOT_200}`)]);
  expect(run.stdout.match(/Answer 200 as soon as the event is stored/g), 'told once').toHaveLength(1);
  const attempts = run.report.cases.flatMap(({ attempts: made }) => made.map(({ eventId }) => eventId));
  expect(new Set(attempts).size, 'nothing is tried again').toBe(attempts.length);
});

test('a 500 to wrong credentials is not a refusal, a 403 is', async () => {
  const handler = await startHandler(({ credentials }) =>
    credentials?.endsWith(':correct horse') ? 200 : credentials ? 500 : 403,
  );
  const run = await sendTo(handler.url, ['--username', USER]);
  await handler.close();
  expect(run.faults).toEqual({
    'Wrong credentials': 'Answered 500 to a sender that is not the bank, expected 401 or 403',
  });
});

test('a handler that hangs at an event costs its time limit once, and the rest is sent', async () => {
  const handler = await startHandler(({ event }) => (event.eventName === 'Core.Customer.Email.Added' ? 'hangs' : 200));
  const run = await sendTo(handler.url, ['--timeout', '1']);
  await handler.close();
  expect(run.faults).toEqual({ 'Core.Customer.Email.Added': 'No answer within 1 s, expected 200' });
  expect(handler.arrived.filter(({ event }) => event.eventName === 'Core.Customer.Email.Added')).toHaveLength(1);
});

test('webhooks stops sending when the handler stops answering, and lists the rest', async () => {
  const handler = await startHandler(({ event }) => (event.isPing ? 200 : 'breaks off'));
  const run = await sendTo(handler.url);
  await handler.close();
  const failed = Object.keys(run.faults);
  expect([run.exitCode, new Set(Object.values(run.faults))]).toEqual([
    1,
    new Set(['No answer (ECONNRESET), expected 200']),
  ]);
  expect(failed).toEqual(expect.arrayContaining(['Core.Customer.Onboarded', 'Core.Customer.Ofac.Changed']));
  expect(run.skipped).toEqual(expect.arrayContaining(['Ach.Payment.Sent', 'Crypto.Payment.Sent', 'Duplicate', 'Late']));
  expect(failed.length + run.skipped.length).toBe(NAMES.length + 8);
  expect(run.stdout).toMatch(/ - Duplicate +--- +Not sent, because the handler stopped answering\n/);
});

test('a slow answer passes and is reported', async () => {
  const handler = await startHandler(async ({ event }) => {
    if (event.eventName === 'Core.Future.Event') await later(2_100);
    return 200;
  });
  const { exitCode, stdout } = await sendTo(handler.url);
  await handler.close();
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/ ✓ Unknown event name +200 +\d+ ms\n {7}Slow: \d+ ms\. Answer first and work later/);
  expect(stdout.match(/Slow:/g)).toHaveLength(1);
});

test.describe('what could not be tried ends with exit code 2 and says what is wanted', () => {
  // arguments, what the first line says, what the second says
  const table: [what: string, string[], RegExp, RegExp][] = [
    ['no --to', [], /^error: required option '--to <url>' not specified$/, /npx crosscheck --help/],
    [
      'no address',
      ['--to', 'nowhere'],
      /"nowhere": it is not an http or https address$/,
      /^Name your handler with --to https:/,
    ],
    [
      'an address without a scheme',
      ['--to', 'localhost:8080'],
      /"localhost:8080": it is not an http or/,
      /^Name your handler/,
    ],
    [
      'another scheme',
      ['--to', 'ftp://127.0.0.1/'],
      /^Cannot send events to "ftp:\/\/127\.0\.0\.1\/": it is not an http or https address$/,
      /^Name your handler with --to https:/,
    ],
    [
      'plain http elsewhere',
      ['--to', 'http://handler.example/?key=secret'],
      /^Cannot send events to "http:\/\/handler\.example\/\*{3}": it is plain http to another machine$/,
      /^Name your handler with --to https:/,
    ],
    [
      'a user in the address',
      ['--to', 'https://u:secret@handler.example/'],
      /"https:\/\/\*\*\*@handler\.example\/": it holds a user name or password$/,
      /--username$/,
    ],
    ...['https://api.crbcos.com/hook', 'https://API.crbcos.com../hook', 'https://sandbox.crbcos.com/hook'].map(
      (url): [string, string[], RegExp, RegExp] => [
        `a host of the bank, ${url}`,
        ['--to', url],
        /^Cannot send events to "https:\/\/.*": it is a host of the bank, which takes no webhook events$/,
        /^Name your handler with --to https:/,
      ],
    ),
    ['a long address', ['--to', `https://handler.example/${'a'.repeat(250)}`], /CallbackUrl must/, /at most 255/],
    [
      'a time limit of nothing',
      ['--to', 'http://127.0.0.1:9/', '--timeout', '0'],
      /Expected an integer from 1 to 60/,
      /npx/,
    ],
    ['a word too much', ['--to', 'http://127.0.0.1:9/', 'more'], /too many arguments/, /npx/],
  ];
  for (const [what, args, message, remedy] of table)
    test(what, async () => {
      const { exitCode, stdout, stderr } = await runWebhooks(args);
      const [first = '', second = ''] = stderr.split('\n').filter(Boolean);
      expect([exitCode, first, second]).toEqual([2, expect.stringMatching(message), expect.stringMatching(remedy)]);
      expect(stdout + stderr).not.toContain('secret');
    });

  test('a user without a password', async () => {
    const { exitCode, stderr } = await runWebhooks(['--to', 'http://127.0.0.1:9/', '--username', USER], {
      COS_WEBHOOK_PASSWORD: '',
    });
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/^Cannot call the handler as "bank": COS_WEBHOOK_PASSWORD is not set\nSet it in /),
    ]);
  });

  test('a user with a colon', async () => {
    const { exitCode, stderr } = await runWebhooks(['--to', 'http://127.0.0.1:9/', '--username', 'bank:secret']);
    expect([exitCode, stderr]).toEqual([
      2,
      'Cannot call the handler as "bank:***": a user of HTTP Basic authentication must not contain a colon\n' +
        'Give the user alone with --username, and the password in COS_WEBHOOK_PASSWORD\n',
    ]);
  });

  test('webhooks removes the earlier report when the handler does not listen', async () => {
    const { url, close } = await startHandler();
    await close();
    const reports = test.info().outputPath('reports/latest/webhooks');
    mkdirSync(reports, { recursive: true });
    writeFileSync(`${reports}/junit.xml`, '<testsuites/>');
    const { exitCode, stderr } = await runWebhooks(['--to', url]);
    expect([exitCode, stderr]).toEqual([
      2,
      `The webhook handler at "${new URL(url).origin}/***" cannot be reached: ECONNREFUSED\nStart your handler there, or name the right address with --to\n`,
    ]);
    expect(readdirSync(reports)).toEqual([]);
  });

  // the handler's answer to the ping, arguments, expected message
  const pings: [Answer, string[], RegExp][] = [
    [
      'hangs',
      ['--timeout', '1'],
      /^The webhook handler at ".*" cannot be reached: no answer within 1 s\nStart your handler/,
    ],
    ['breaks off', [], /^The webhook handler at ".*" cannot be reached: ECONNRESET\nStart your handler/],
    [404, [], /^No webhook handler at ".*": a POST is answered with 404\nName the path of your handler/],
    [401, [], /^The handler at ".*" answers 401 without credentials\nName its user with --username NAME, and set COS/],
    [403, ['--username', USER], /^The handler at ".*" answers 403 to these credentials\nCheck --username/],
  ];
  for (const [answer, args, told] of pings)
    test(`a ping is answered by ${answer}`, async () => {
      const handler = await startHandler(() => answer);
      const { exitCode, stderr } = await runWebhooks(['--to', handler.url, ...args]);
      await handler.close();
      expect([exitCode, stderr, handler.arrived.length]).toEqual([2, expect.stringMatching(told), 1]);
    });

  test('a port that is taken', async () => {
    const handler = await startHandler();
    const port = new URL(handler.url).port;
    const { exitCode, stderr } = await runWebhooks(['--to', handler.url, '--port', port]);
    await handler.close();
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`Port ${port} is in use`)]);
  });
});
