import { expect } from '@playwright/test';
import { proves } from '../requirement.ts';
import { fundedAccount } from './ach-bank.ts';
import type { TestBank } from './test-bank.ts';
import { test } from './webhook-bank.ts';
import { lines, newestCompleted, type Play, posted, sceneOf } from './webhook-scene.ts';

const YEAR_SECONDS = 366 * 86_400;
const onboard = (bank: TestBank, firstName: string) =>
  bank.ok<{ id: string }>('onboardCustomer', {
    body: {
      partnerId: bank.target.partnerId,
      classification: 'Personal',
      name: { firstName, lastName: 'Test' },
      profile: { taxIdType: 'Ssn', taxId: '900110009' },
    },
  });

/** Each row: a name, and the lists with an event whose result is not Pending after the screening. */
const screenings: readonly [name: string, changed: readonly string[]][] = [
  ['Ada', ['Ofac.Changed', 'PepScan.Changed']],
  ['Ofac-Pending', ['PepScan.Changed']],
  ['Pep-Pending', ['Ofac.Changed']],
  ['Ofac-Failed Pep-Reviewing List-Positive', ['Ofac.Changed', 'PepScan.Changed']],
  ['Ofac-Pending Pep-Pending List-Failed', []],
];
for (const [name, changed] of screenings) {
  test(
    `screening of ${name} emits ${changed.length} events`,
    proves('W01', 'W17', 'W18', 'W19'),
    async ({ bank, hooks }) => {
      const { listen, expectEvents } = sceneOf(bank, hooks);
      await listen();
      const { id } = await onboard(bank, name);
      await expectEvents(lines.customer('Onboarded', id));
      await bank.advance(300);
      await expectEvents(...changed.map((change) => lines.customer(change, id)));
    },
  );
}

/** Each row: a decision of compliance about a customer whom every list has cleared, and the expected events. */
const decisions: readonly [decision: Record<string, string>, changed: readonly string[]][] = [
  [{ ofac: 'Positive' }, ['Ofac.Changed']],
  [{ pepScan: 'Positive' }, ['PepScan.Changed']],
  [{ internalList: 'Positive' }, []],
  [{ ofac: 'Clear', pepScan: 'Clear', internalList: 'Clear' }, []],
  [{ ofac: 'Failed', pepScan: 'Reviewing', internalList: 'Failed' }, ['Ofac.Changed', 'PepScan.Changed']],
];
for (const [decision, changed] of decisions) {
  test(
    `decideScreening to ${Object.values(decision).join(', ')} emits ${changed.join(', ') || 'nothing'}`,
    proves('W17', 'W18', 'W19'),
    async ({ bank, hooks }) => {
      const { listen, expectEvents } = sceneOf(bank, hooks);
      const customerId = await bank.customer();
      await listen();
      await bank.ok('decideScreening', { path: { customerId }, body: decision });
      await expectEvents(...changed.map((change) => lines.customer(change, customerId)));
    },
  );
}

const setStatus = (bank: TestBank, accountNumber: string, status: string) =>
  bank.ok('changeAccountStatus', { path: { accountNumber }, body: { status } });

/** Each row: an act, its requirements, and the expected events of each step. */
const plays: readonly [title: string, proven: readonly string[], play: Play][] = [
  [
    'a close emits one event for each activity, none for general ledgers',
    ['D30'],
    async (scene) => {
      const { bank, listen, expectEvents } = scene;
      const [one, two] = [await fundedAccount(bank, 1_000), await bank.open('direct')];
      const subledger = await bank.subledger(one);
      await listen();
      const moved = [await bank.transfer(one, subledger, 10), await bank.transfer(subledger, two, 5)];
      await expectEvents(...moved.map(({ id }) => lines.completed(id)));
      await bank.close();
      const activities = await posted(bank, '2026-03-02', one, two);
      expect(activities.length).toBe(1 + 2 + 2);
      await expectEvents(...activities);
      await bank.close();
      await expectEvents();
    },
  ],
  [
    'the start of a month generates a statement of each account',
    ['D28', 'ST1'],
    async ({ bank, listen, expectEvents }) => {
      const [one, two] = [await bank.open(), await bank.open()];
      await bank.advanceTo('2026-03-31T23:00:00-04:00');
      await listen();
      await expectEvents();
      await bank.advanceTo('2026-04-01');
      await expectEvents(lines.statement(one), lines.statement(two));
    },
  ],
  [
    'the start of a year generates the tax form of a customer with enough interest',
    ['D28', 'TX1'],
    async ({ bank, listen, expectEvents }) => {
      const [saver, other] = [await bank.customer(), await bank.customer()];
      const [one, two] = [await bank.open('interestSavings', saver), await bank.open('interestSavings', other)];
      await bank.inbound({ receiverAccountNumber: one, amount: 1_000_000 });
      await bank.advanceTo('2026-12-31T23:00:00-05:00');
      await listen();
      await bank.advanceTo('2027-01-01');
      const form = `Core.TaxDocument.Generated core/v1/cm/customers/${saver}`;
      await expectEvents(lines.statement(one), lines.statement(two), form);
    },
  ],
  [
    'an idle account emits its changes to Inactive and Dormant',
    ['D30'],
    async (scene) => {
      const { bank, listen, expectEvents } = scene;
      const account = await bank.open();
      await listen();
      const statements = Array<string>(12).fill(lines.statement(account));
      await bank.advance(YEAR_SECONDS);
      await expectEvents(lines.account('Status.Changed', account), ...statements);
      await bank.advance(YEAR_SECONDS);
      await expectEvents(lines.account('Status.Changed', account), ...statements);
      await bank.advance(YEAR_SECONDS);
      await expectEvents(...statements);
    },
  ],
  [
    'changeAccountStatus of an account emits each change, Closed by its own name',
    ['D30'],
    async (scene) => {
      const { bank, listen, expectEvents } = scene;
      const account = await bank.open();
      await listen();
      for (const [status, change] of [
        ['Dormant', 'Status.Changed'],
        ['Dormant', undefined],
        ['Active', 'Status.Changed'],
        ['Active', undefined],
        ['Closed', 'Closed'],
        ['Closed', undefined],
        ['Active', 'Status.Changed'],
      ]) {
        await setStatus(bank, account, status ?? '');
        await expectEvents(...(change ? [lines.account(change, account)] : []));
      }
    },
  ],
  [
    'changeAccountStatus of a subledger emits each change',
    [],
    async ({ bank, listen, expectEvents }) => {
      const subledger = await bank.subledger(await bank.open());
      await listen();
      for (const [status, change] of [
        ['Inactive', 'Status.Changed'],
        ['Inactive', undefined],
        ['Active', 'Status.Changed'],
        ['Closed', 'Closed'],
        ['Active', 'Status.Changed'],
      ]) {
        await setStatus(bank, subledger, status ?? '');
        await expectEvents(...(change ? [lines.subledger(change, subledger)] : []));
      }
    },
  ],
  [
    'an expired restriction, hold or memo post emits nothing',
    [],
    async (scene) => {
      const { bank, listen, expectEvents } = scene;
      const accountNumber = await fundedAccount(bank, 1_000);
      const path = { accountNumber };
      const expiresAt = '2026-03-03';
      await bank.ok('createRestriction', {
        path,
        body: { appliesTo: 'Account', rail: 'Wire', reason: 'R', expiresAt: `${expiresAt}T00:00:00-05:00` },
      });
      await bank.ok('placeHold', { path, body: { amount: 1, reason: 'R', expiresAt } });
      const memo = { transactionType: 'Debit', amount: 1, description: 'D', expiresAt, onExpiry: 'FallsOff' };
      await bank.ok('placeMemoPost', { path, body: memo });
      await bank.close();
      await listen();
      await bank.close();
      await bank.close();
      await expectEvents();
    },
  ],
  [
    'a memo post that its transaction replaces emits the completion',
    [],
    async ({ bank, listen, expectEvents }) => {
      const accountNumber = await fundedAccount(bank, 1_000);
      const expiresAt = '2026-03-03';
      const memo = { transactionType: 'Debit', amount: 1, description: 'D', expiresAt, onExpiry: 'Posts' };
      await bank.ok('placeMemoPost', { path: { accountNumber }, body: memo });
      await bank.close();
      await listen();
      await bank.close();
      await expectEvents(await newestCompleted(bank));
    },
  ],
  [
    'a rejected or AUTH transaction emits nothing',
    [],
    async ({ bank, listen, expectEvents }) => {
      const [one, two] = [await fundedAccount(bank, 100), await bank.open()];
      const restricted = await bank.open();
      const body = { appliesTo: 'All', reason: 'R' };
      await bank.ok('placeInternalRestriction', { path: { accountNumber: restricted }, body });
      await listen();
      const both = { debitAccountNumber: one, creditAccountNumber: two };
      const sends = [
        bank.send('createTransfer', { body: { ...both, amount: 101 } }),
        bank.send('createTransfer', { body: { ...both, creditAccountNumber: '2999999999', amount: 1 } }),
        bank.send('createTransfer', { body: { ...both, creditAccountNumber: one, amount: 1 } }),
        bank.send('createTransaction', { body: { ...both, amount: 1, transactionCode: 'Fee', flags: ['AUTH'] } }),
        bank.send('postRailTransaction', {
          body: {
            accountNumber: restricted,
            rail: 'Wire',
            transactionType: 'Credit',
            transactionCode: 'W',
            amount: 1,
          },
        }),
        bank.send('closeAccount', { path: { accountNumber: one } }),
        bank.send('changeAccountStatus', { path: { accountNumber: one }, body: { status: 'Closed' } }),
        bank.send('createSubaccount', { body: { masterAccountNumber: '2999999999', title: 'T' } }),
        bank.send('createRestriction', { path: { accountNumber: '2999999999' }, body }),
      ];
      for (const answer of await Promise.all(sends)) expect(answer.statusCode).toBeGreaterThan(199);
      await expectEvents();
    },
  ],
  [
    'a retried request with its idempotency key emits one event',
    [],
    async ({ bank, listen, expectEvents }) => {
      const [one, two] = [await fundedAccount(bank, 100), await bank.open()];
      await listen();
      const body = { debitAccountNumber: one, creditAccountNumber: two, amount: 1 };
      const input = { body, idempotencyKey: 'once' };
      const { id } = await bank.ok<{ id: string }>('createTransfer', input);
      expect(await bank.ok('createTransfer', input)).toMatchObject({ id });
      await expectEvents(lines.completed(id));
    },
  ],
  [
    'an onboarding with every record emits Onboarded only',
    ['W01'],
    async ({ bank, listen, expectEvents }) => {
      await listen();
      const id = await bank.customer({
        primaryEmail: { isPrimary: true, emailType: 'Personal', emailAddress: 'ada@example.com' },
      });
      const told = ['Onboarded', 'Ofac.Changed', 'PepScan.Changed'];
      await expectEvents(...told.map((change) => lines.customer(change, id)));
    },
  ],
  [
    'a new primary record emits Added only',
    ['W08'],
    async (scene) => {
      const { bank, listen, expectEvents } = scene;
      const customerId = await bank.customer();
      await listen();
      const body = { isPrimary: true, phoneType: 'Mobile', phoneNumber: '+15185550100' };
      const { id } = await bank.ok<{ id: string }>('addPhone', { path: { customerId }, body });
      await expectEvents(lines.customer('Phone.Added', `${customerId}/phones/${id}`));
    },
  ],
];

for (const [title, proven, play] of plays) {
  test(`${title}`, proves(...proven), async ({ bank, hooks }) => {
    const scene = sceneOf(bank, hooks);
    await play(scene);
    await bank.advance(60);
    await scene.expectEvents();
  });
}
