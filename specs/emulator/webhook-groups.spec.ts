import { expect, test as plain } from '@playwright/test';
import { easternInstant } from '../../core/business-day.ts';
import { emitEvent } from '../../emulator/bank/events/emit-event.ts';
import { listEvents } from '../../emulator/bank/events/event-operations.ts';
import { groupEvents, nextGroupMs } from '../../emulator/bank/events/group-events.ts';
import { createRegistration } from '../../emulator/bank/events/registrations.ts';
import { openBank } from '../../emulator/bank/open-bank.ts';
import { openStore } from '../../emulator/bank/store.ts';
import { DEFAULT_SIDES } from '../../emulator/bank/variants.ts';
import { proves } from '../requirement.ts';
import { batchPayment, fundedAccount } from './ach-bank.ts';
import { type Hooks, OPENED, resources, test } from './webhook-bank.ts';

/** Returns the resources of each event, in order of arrival. */
const groupsOf = ({ receiver }: Hooks) => receiver.received.map(({ event }) => event.resources);
const subledgers = (...numbers: string[]) => numbers.map(resources.subledger);

test('changes of one half minute are one event, later ones another', proves('D08', 'D06'), async ({ bank, hooks }) => {
  await hooks.register(OPENED);
  const master = await bank.open();
  const first = [await bank.subledger(master)];
  await bank.advance(29);
  first.push(await bank.subledger(master));
  expect(groupsOf(hooks)).toEqual([]);
  await bank.advance(1);
  expect(groupsOf(hooks)).toEqual([subledgers(...first)]);
  const second = [await bank.subledger(master), await bank.subledger(master)];
  await bank.advance(29);
  expect(groupsOf(hooks).length).toBe(1);
  await bank.advance(1);
  expect(groupsOf(hooks)).toEqual([subledgers(...first), subledgers(...second)]);
  await bank.advance(3_600);
  expect(groupsOf(hooks).length).toBe(2);
});

test('a change at the instant at which a group closes is in the next group', proves('D08'), async ({ bank, hooks }) => {
  const master = await bank.open();
  await hooks.register(OPENED);
  await hooks.register('Core.Customer.Ofac.Changed');
  const before = await bank.subledger(master);
  const { id } = await bank.ok<{ id: string }>('onboardCustomer', {
    body: {
      partnerId: bank.target.partnerId,
      classification: 'Personal',
      name: { firstName: 'A', lastName: 'B' },
      profile: { taxIdType: 'Ssn', taxId: '900110009' },
    },
  });
  await bank.advance(30);
  const after = await bank.subledger(master);
  await bank.advance(269);
  expect(groupsOf(hooks)).toEqual([subledgers(before), subledgers(after)]);
  // The screening results come at exactly 09:10:00 and close the group of the decision a second ago.
  const { customerId } = await bank.ok<{ customerId: string }>('getAccount', { path: { accountNumber: master } });
  await bank.ok('decideScreening', { path: { customerId }, body: { ofac: 'Positive' } });
  const { now } = await bank.advance(1);
  const groups = [subledgers(before), subledgers(after), [resources.customer(customerId)]];
  expect([now, groupsOf(hooks)]).toEqual(['2026-03-02T09:10:00-05:00', groups]);
  await bank.advance(29);
  expect(groupsOf(hooks)).toEqual(groups);
  await bank.advance(1);
  expect(groupsOf(hooks)).toEqual([...groups, [resources.customer(id)]]);
});

test('an event has the time at which its group closed', proves('D06', 'D08'), async ({ bank, hooks }) => {
  await hooks.register(OPENED, { format: 'Extended' });
  const master = await bank.open();
  await bank.subledger(master);
  await bank.advance(45);
  const second = await bank.subledger(master);
  await bank.advance(86_400);
  const events = hooks.receiver.received.map(({ event }) => event);
  expect(events.map(({ createdAt }) => createdAt)).toEqual([
    '2026-03-02T14:05:30.000+00:00',
    '2026-03-02T14:06:00.000+00:00',
  ]);
  const [, last] = events;
  expect(last).toEqual({
    id: last?.id,
    eventName: OPENED,
    status: 'Pending',
    partnerId: bank.target.partnerId,
    createdAt: '2026-03-02T14:06:00.000+00:00',
    resources: subledgers(second),
    details: [
      {
        subAccountNumber: second,
        masterAccountNumber: master,
        accountType: 'Deposit',
        status: 'Active',
        title: 'Savings',
        clientIdentifier: null,
      },
    ],
  });
});

test(
  'an Extended event has at most 1,000 resources: 1,001 changes need two',
  proves('D08'),
  async ({ bank, hooks }) => {
    const accountNumber = await fundedAccount(bank, 1_000_000);
    const payments = Array.from({ length: 1_001 }, () => ({ ...batchPayment, transactionType: 'Pull' }));
    const { id } = await bank.ok<{ id: string }>('originateClientBatch', { body: { accountNumber, payments } });
    await bank.advance(300);
    await hooks.register('Ach.Payment.Canceled', { format: 'Extended' });
    await bank.ok('cancelClientBatch', { path: { clientBatchId: id } });
    await hooks.group();
    const { received } = hooks.receiver;
    expect(received.map(({ event }) => [event.resources.length, event.details.length])).toEqual([
      [1_000, 1_000],
      [1, 1],
    ]);
    expect(new Set(received.flatMap(({ event }) => event.resources)).size).toBe(1_001);
    const ofDetails = received.flatMap(({ event }) =>
      event.details.map(({ paymentId }) => `ach/v1/payments/${paymentId}`),
    );
    expect(ofDetails).toEqual(received.flatMap(({ event }) => event.resources));
  },
);

for (const [format, largest] of [
  ['Basic', 50_000],
  ['Extended', 1_000],
] as const) {
  plain(
    `groupEvents: one resource more than ${largest} makes two ${format} events, none is lost`,
    proves('D08'),
    () => {
      const partnerId = '00000000-0000-4000-a000-000000000001';
      const clock = easternInstant('2026-03-02', '09:00');
      const bank = openBank({ store: openStore(undefined), seed: 1, clock, products: [], variants: DEFAULT_SIDES });
      createRegistration(bank, partnerId, { partnerId, eventName: OPENED, type: 'Poll', format });
      const numbers = Array.from({ length: largest + 1 }, (_, index) => String(index));
      bank.store.atomically(() => {
        for (const accountNumber of numbers) emitEvent(bank, OPENED, { partnerId, path: { accountNumber } });
      });
      groupEvents(bank);
      expect(listEvents(bank, partnerId, { pageNumber: 1, pageSize: 50 }).results).toEqual([]);
      bank.clock.moveTo(nextGroupMs(bank) ?? 0);
      groupEvents(bank);
      const events = listEvents(bank, partnerId, { pageNumber: 1, pageSize: 50 }).results;
      expect(events.map((event) => event.resources.length)).toEqual([largest, 1]);
      expect(events.flatMap((event) => event.resources)).toEqual(numbers.map(resources.subledger));
      expect([nextGroupMs(bank), events.map(({ details }) => details.length)]).toEqual([
        undefined,
        format === 'Basic' ? [0, 0] : [largest, 1],
      ]);
      bank.store.close();
    },
  );
}

plain('emitEvent throws outside the commit of a change', () => {
  const clock = easternInstant('2026-03-02', '09:00');
  const bank = openBank({ store: openStore(undefined), seed: 1, clock, products: [], variants: DEFAULT_SIDES });
  expect(() => emitEvent(bank, OPENED, { partnerId: null, path: {} })).toThrow(/outside the commit/);
  bank.store.close();
});

test('changes stored as Basic get their own event after a change to Extended', async ({ bank, hooks }) => {
  const { id } = await hooks.register(OPENED);
  const update = (format: string) => {
    const body = { partnerId: bank.target.partnerId, eventName: OPENED, callbackUrl: hooks.receiver.url, format };
    return bank.ok('updateRegistration', { path: { registrationId: id }, body });
  };
  const master = await bank.open();
  await bank.subledger(master);
  await update('Extended');
  await bank.subledger(master);
  await hooks.group();
  await bank.subledger(master);
  await hooks.group();
  await bank.subledger(master);
  await update('Basic');
  await hooks.group();
  const counts = hooks.receiver.received.map(({ event }) => [event.resources.length, event.details.length]);
  expect(counts).toEqual([
    [1, 0],
    [1, 1],
    [1, 1],
    [1, 0],
  ]);
});

test('a registration gets no event of earlier changes', async ({ bank, hooks }) => {
  const master = await bank.open();
  await bank.subledger(master);
  await hooks.register(OPENED);
  await bank.advance(3_600);
  expect([groupsOf(hooks), await hooks.events()]).toEqual([[], []]);
  const after = await bank.subledger(master);
  await hooks.group();
  expect(groupsOf(hooks)).toEqual([subledgers(after)]);
});

test('deleteRegistration deletes waiting events and stops new ones', async ({ bank, hooks }) => {
  const { id } = await hooks.register(OPENED);
  const master = await bank.open();
  const delivered = await bank.subledger(master);
  await hooks.group();
  hooks.receiver.answer = 500;
  await bank.subledger(master);
  await hooks.group();
  await bank.subledger(master);
  await bank.ok('deleteRegistration', { path: { registrationId: id } });
  await bank.subledger(master);
  await hooks.group();
  await hooks.register(OPENED);
  hooks.receiver.answer = 200;
  const tried = hooks.receiver.received.length;
  const after = await bank.subledger(master);
  await bank.advance(3_600);
  expect(groupsOf(hooks).slice(tried)).toEqual([subledgers(after)]);
  const kept = (await hooks.events()).map(({ status, resources: paths }) => [status, paths]);
  expect(kept).toEqual([
    ['Success', subledgers(delivered)],
    ['Success', subledgers(after)],
  ]);
});
