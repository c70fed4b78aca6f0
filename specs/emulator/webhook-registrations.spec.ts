import { expect } from '@playwright/test';
import type { WebhookSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { errorOf } from './ach-bank.ts';
import { OPENED, type Registration, test } from './webhook-bank.ts';

const SECRETS = { authUsername: 'partner-user', authPassword: 'pa:ss wörd' };
const list = async (send: { ok<Body>(id: 'listRegistrations', input: object): Promise<Body> }, query: object = {}) =>
  (await send.ok<{ results: Registration[] }>('listRegistrations', { query })).results;

test(
  'createRegistration returns the registration that get and list return',
  proves('D07', 'D10'),
  async ({ bank, hooks }) => {
    const made = await hooks.register(OPENED);
    expect(made).toEqual({
      id: made.id,
      partnerId: bank.target.partnerId,
      eventName: OPENED,
      callbackUrl: hooks.receiver.url,
      type: 'Push',
      format: 'Basic',
      status: 'Active',
      consecutiveErrors: 0,
      lastError: null,
    });
    expect(await hooks.get(made.id)).toEqual(made);
    expect(await hooks.get(made.id.toUpperCase())).toEqual(made);
    expect(await list(bank)).toEqual([made]);
  },
);

test(
  'listRegistrations applies each filter, with event names in any casing',
  proves('D10'),
  async ({ bank, hooks }) => {
    const other = `${hooks.receiver.url}/other`;
    const opened = await hooks.register(OPENED);
    const closed = await hooks.register('Core.SubAccount.Closed', { callbackUrl: other });
    const polled = await hooks.register('Core.Account.Opened', { type: 'Poll', callbackUrl: undefined });
    const cases: [object, Registration[]][] = [
      [{}, [opened, closed, polled]],
      [{ eventName: 'core.subaccount.CLOSED' }, [closed]],
      [{ eventName: 'Core.SubAccount' }, []],
      [{ callbackUrl: other }, [closed]],
      [{ callbackUrl: other, eventName: OPENED }, []],
      [{ partnerId: bank.target.partnerId.toUpperCase() }, [opened, closed, polled]],
      [{ partnerId: bank.emulator.demo.partners[1].partnerId }, []],
      [{ pageSize: 2 }, [opened, closed]],
      [{ pageSize: 2, pageNumber: 2 }, [polled]],
    ];
    for (const [query, wanted] of cases) expect(await list(bank, query), JSON.stringify(query)).toEqual(wanted);
  },
);

test('updateRegistration resets omitted fields and keeps the event name', proves('D10'), async ({ bank, hooks }) => {
  const { id } = await hooks.register(OPENED, { format: 'Extended', ...SECRETS });
  const path = { registrationId: id };
  const body = { partnerId: bank.target.partnerId, eventName: OPENED.toLowerCase(), callbackUrl: hooks.receiver.url };
  const changed = await bank.ok<Registration>('updateRegistration', { path, body });
  expect([changed.id, changed.eventName, changed.format]).toEqual([id, OPENED, 'Basic']);
  await bank.subledger(await bank.open());
  await hooks.group();
  const [first] = hooks.receiver.received;
  expect([first?.headers.authorization, first?.event.details]).toEqual([undefined, []]);
  const otherName = { ...body, eventName: 'Core.SubAccount.Closed' };
  expect(errorOf(await bank.send('updateRegistration', { path, body: otherName }))).toMatch(
    /^400 1000 EventName of a registration cannot change/,
  );
  expect(await hooks.get(id)).toEqual(changed);
});

test('updateRegistration keeps waiting events and sends them by the new settings', async ({ bank, hooks }) => {
  const { id } = await hooks.register(OPENED);
  await bank.subledger(await bank.open());
  const body = { partnerId: bank.target.partnerId, eventName: OPENED, callbackUrl: `${hooks.receiver.url}/new` };
  await bank.ok('updateRegistration', { path: { registrationId: id }, body });
  await hooks.group();
  expect(hooks.receiver.received.map(({ path }) => path)).toEqual(['/events/new']);
});

test('deleteRegistration makes it unknown and its event free to register', proves('D10'), async ({ bank, hooks }) => {
  const { id } = await hooks.register(OPENED);
  const path = { registrationId: id };
  await bank.ok('deleteRegistration', { path });
  const body = { partnerId: bank.target.partnerId, eventName: OPENED, callbackUrl: hooks.receiver.url };
  const gone = ['getRegistration', 'deleteRegistration', 'restartRegistration', 'pingRegistration'] as const;
  for (const verb of gone) expect(errorOf(await bank.send(verb, { path })), verb).toMatch(/^404 2404/);
  expect(errorOf(await bank.send('updateRegistration', { path, body }))).toMatch(/^404 2404/);
  expect((await hooks.register(OPENED)).id).not.toBe(id);
});

test('credentials reach the receiver by HTTP Basic and no response', proves('D07'), async ({ bank, hooks }) => {
  const made = await hooks.register(OPENED, SECRETS);
  const path = { registrationId: made.id };
  const body = { partnerId: bank.target.partnerId, eventName: OPENED, callbackUrl: hooks.receiver.url, ...SECRETS };
  await bank.subledger(await bank.open());
  await hooks.group();
  hooks.receiver.answer = 500;
  await bank.subledger(await bank.open());
  await bank.advance(600);
  const [first] = hooks.receiver.received;
  const [scheme, encoded = ''] = (first?.headers.authorization ?? '').split(' ');
  expect([scheme, Buffer.from(encoded, 'base64').toString('utf8')]).toEqual(['Basic', 'partner-user:pa:ss wörd']);
  const answers = [
    made,
    await bank.ok('restartRegistration', { path }),
    await bank.ok('updateRegistration', { path, body }),
    await hooks.get(made.id),
    await list(bank),
    await hooks.events(),
    (await bank.send('createRegistration', { body })).body,
  ];
  expect(JSON.stringify(answers)).not.toMatch(/partner-user|wörd|auth/i);
});

test('another partner sees no registrations, events or changes of this one', proves('D10'), async ({ bank, hooks }) => {
  const { other } = bank;
  const partnerId = bank.emulator.demo.partners[1].partnerId;
  const callbackUrl = `${hooks.receiver.url}/other`;
  const theirs = await other.ok<Registration>('createRegistration', {
    body: { partnerId, eventName: OPENED, callbackUrl },
  });
  const onboarded = await hooks.register('Core.Customer.Onboarded');
  const name = { firstName: 'Ada', lastName: 'Test' };
  const profile = { taxIdType: 'Ssn', taxId: '900110009' };
  await other.ok('onboardCustomer', { body: { partnerId, classification: 'Personal', name, profile } });
  await hooks.group();
  await bank.ok('deleteRegistration', { path: { registrationId: onboarded.id } });
  const { id } = await hooks.register(OPENED);
  await bank.subledger(await bank.open());
  await hooks.group();
  expect(hooks.receiver.received.map(({ path }) => path)).toEqual(['/events']);
  const [event] = await hooks.events();
  const path = { registrationId: id };
  const body = { partnerId, eventName: OPENED, callbackUrl };
  expect(await list(other)).toEqual([theirs]);
  expect((await other.ok<{ results: unknown[] }>('listEvents')).results).toEqual([]);
  for (const verb of ['getRegistration', 'deleteRegistration', 'restartRegistration', 'pingRegistration'] as const)
    expect((await other.send(verb, { path })).statusCode, verb).toBe(404);
  expect((await other.send('updateRegistration', { path, body })).statusCode).toBe(404);
  for (const verb of ['getEvent', 'acknowledgeEvent', 'resendEvent'] as const)
    expect((await other.send(verb, { path: { eventId: event?.id ?? '' } })).statusCode, verb).toBe(404);
  expect((await other.send('pollEvents')).statusCode).toBe(204);
  expect(await hooks.state(id)).toBe('Active 0');
});

test('getWebhookMeta lists names that register in any casing', proves('D28', 'D30', 'W20'), async ({ bank, hooks }) => {
  const { events } = await bank.ok<WebhookSchemas['WebhookMeta']>('getWebhookMeta');
  const customers = events.filter((name) => name.startsWith('Core.Customer.'));
  const headed = ['Core.Statement.Generated', 'Core.TaxDocument.Generated'];
  expect([customers.length, events.filter((name) => headed.includes(name))]).toEqual([18, headed]);
  const ofAccounts = ['Opened', 'Status.Changed', 'Closed', 'Title.Changed', 'Relationship.Added'];
  for (const change of [...ofAccounts, 'Relationship.Removed']) expect(events).toContain(`Core.Account.${change}`);
  for (const [index, name] of events.entries()) {
    const cased = index % 2 === 0 ? name.toUpperCase() : name.toLowerCase();
    expect((await hooks.register(cased)).eventName).toBe(name);
  }
});

const LONG = `https://hooks.example.com/${'a'.repeat(255)}`;
const NO_ADDRESS = /^400 1000 CallbackUrl must be a URL/;
/** Texts that only a lenient parser accepts as a URL. */
const ODD = [
  ' http://127.0.0.1:1/',
  'ht\ntp://127.0.0.1:1/',
  'http:\\\\127.0.0.1:1/',
  'http://127.0.0.1:1/\0',
  'http://127.0.0.1:1/ü',
];
/** Each row: the defect, the changed fields of a good request, and the error. */
type BadInput = readonly [wrong: string, change: object, error: RegExp];
const refused: readonly BadInput[] = [
  ['a host that is not on the allow-list', { callbackUrl: 'https://evil.example.com/x' }, /^400 2029 /],
  ['a host below an allowed one', { callbackUrl: 'https://a.hooks.example.com/x' }, /^400 2029 /],
  ['an allowed host with a final dot', { callbackUrl: 'https://hooks.example.com./x' }, /^400 2029 /],
  [
    'plain http to an allowed host',
    { callbackUrl: 'http://hooks.example.com/x' },
    /^400 1000 CallbackUrl must be https/,
  ],
  ['another scheme', { callbackUrl: 'ftp://127.0.0.1/x' }, /^400 1000 CallbackUrl must be https/],
  ['a callback that is not a URL', { callbackUrl: 'hooks.example.com' }, /^400 1000 CallbackUrl must be a URL/],
  ...ODD.map((callbackUrl): BadInput => [`the URL ${JSON.stringify(callbackUrl)}`, { callbackUrl }, NO_ADDRESS]),
  ['an empty callback', { callbackUrl: '' }, /^400 1000 CallbackUrl/],
  ['a callback over 255 characters', { callbackUrl: LONG }, /^400 1000 CallbackUrl/],
  [
    'credentials in the callback',
    { callbackUrl: 'https://u:p@hooks.example.com/x' },
    /^400 1000 CallbackUrl must not contain/,
  ],
  ['a user in the callback', { callbackUrl: 'http://u@127.0.0.1/x' }, /^400 1000 CallbackUrl must not contain/],
  ['Push without a callback', { callbackUrl: undefined }, /^400 1000 CallbackUrl is required/],
  ['an unknown event name', { eventName: 'Core.Account.Exploded' }, /^400 2030 /],
  ['an event name over 255 characters', { eventName: 'a'.repeat(256) }, /^400 1000 /],
  ['a registered event', { eventName: OPENED }, /^400 2031 /],
  ['a registered event in another casing', { eventName: OPENED.toUpperCase() }, /^400 2031 /],
  ['another partner', { partnerId: '5f0c1a52-8b1e-4d57-9a61-3c2e7d90b002' }, /^403 3002 /],
  ['a user name over 255 characters', { authUsername: 'u'.repeat(256), authPassword: 'p' }, /^400 1000 AuthUsername/],
  ['a password over 255 characters', { authUsername: 'u', authPassword: 'p'.repeat(256) }, /^400 1000 AuthPassword/],
  ['a colon in the user name', { authUsername: 'a:b', authPassword: 'p' }, /^400 1000 AuthUsername/],
  ['a password without a user', { authPassword: 'p' }, /^400 1000 AuthUsername is required/],
  ['an unknown type', { type: 'File' }, /^400 1000 Type/],
  ['an unknown format', { format: 'Full' }, /^400 1000 Format/],
  ['an unknown field', { secret: 'x' }, /^400 1000 /],
];

for (const [wrong, change, error] of refused) {
  test(`a registration rejects ${wrong}`, proves('D07'), async ({ bank, hooks }) => {
    const path = { partnerId: bank.target.partnerId };
    await bank.ok('configureCallbackHosts', { path, body: { hosts: ['hooks.example.com'] } });
    const known = [await hooks.register(OPENED), await hooks.register('Core.SubAccount.Closed')];
    const eventName = 'Core.SubAccount.Title.Changed';
    const body = { partnerId: bank.target.partnerId, eventName, callbackUrl: hooks.receiver.url, ...change };
    expect(errorOf(await bank.send('createRegistration', { body }))).toMatch(error);
    expect(await list(bank)).toEqual(known);
    const sameEvent = { ...body, ...('eventName' in change ? {} : { eventName: 'Core.SubAccount.Closed' }) };
    const path2 = { registrationId: known[1]?.id ?? '' };
    const answer = await bank.send('updateRegistration', { path: path2, body: sameEvent });
    expect([400, 403]).toContain(answer.statusCode);
    expect(await list(bank)).toEqual(known);
  });
}

/** Each row: an address that is allowed if `Hooks.Example.com` is on the list. */
const allowed = [
  'https://hooks.example.com',
  'https://HOOKS.example.com:8443/path?query=1',
  'http://127.0.0.1:1/x',
  'http://localhost:1/x',
  'http://[::1]:1/x',
  'https://127.0.0.1/x',
  `https://hooks.example.com/${'a'.repeat(255 - 'https://hooks.example.com/'.length)}`,
];
for (const callbackUrl of allowed) {
  test(`createRegistration accepts ${callbackUrl.slice(0, 50)}`, proves('D07'), async ({ bank, hooks }) => {
    const path = { partnerId: bank.target.partnerId };
    const listed = await bank.ok('configureCallbackHosts', { path, body: { hosts: ['Hooks.Example.com'] } });
    expect(listed).toEqual({ hosts: ['hooks.example.com'] });
    expect((await hooks.register(OPENED, { callbackUrl })).callbackUrl).toBe(callbackUrl);
  });
}
