import { expect } from '@playwright/test';
import type { CoreSchemas, EmulatorSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { startTestBank, test } from './test-bank.ts';

type Activity = CoreSchemas['Activity'];
type Hold = CoreSchemas['Hold'];

// clock at start, open posting day, its Eastern midnight
const starts: [string, string, string][] = [
  ['2026-03-02T09:00-05:00', '2026-03-02', '2026-03-02T00:00:00-05:00'],
  ['2026-03-02T20:59:59-05:00', '2026-03-02', '2026-03-02T00:00:00-05:00'],
  ['2026-03-02T21:00:00-05:00', '2026-03-03', '2026-03-03T00:00:00-05:00'],
  ['2026-03-06T21:00:00-05:00', '2026-03-09', '2026-03-09T00:00:00-04:00'],
  ['2026-03-08T12:00:00-04:00', '2026-03-09', '2026-03-09T00:00:00-04:00'],
  ['2026-05-23T09:00:00-04:00', '2026-05-26', '2026-05-26T00:00:00-04:00'],
  ['2026-07-03T09:00:00-04:00', '2026-07-03', '2026-07-03T00:00:00-04:00'],
  ['2026-10-30T22:00:00-04:00', '2026-11-02', '2026-11-02T00:00:00-05:00'],
];
for (const [clock, postingDay, postingDate] of starts) {
  test(`activity at ${clock} belongs to posting day ${postingDay}`, proves('X13'), async () => {
    const bank = await startTestBank({ clock });
    try {
      expect(await bank.ok<EmulatorSchemas['Clock']>('getClock')).toMatchObject({ postingDay });
      // The screening and the funding take ten minutes, during which the day must not close.
      if (!clock.includes('20:59')) {
        const account = await bank.open();
        await bank.inbound({ receiverAccountNumber: account });
        const [activity] = await bank.list<Activity>('listActivities', account);
        expect(activity?.postingDate).toBe(postingDate);
      }
    } finally {
      await bank.emulator.close();
    }
  });
}

test('a posting day closes at 21:00 Eastern and the next business day opens', async ({ bank }) => {
  expect(await bank.advanceTo('2026-03-02T20:59:59-05:00')).toMatchObject({ postingDay: '2026-03-02' });
  expect(await bank.advanceTo('2026-03-02T21:00:00-05:00')).toMatchObject({ postingDay: '2026-03-03' });
  expect(await bank.advanceTo('2026-03-09')).toMatchObject({
    now: '2026-03-09T00:00:00-04:00',
    postingDay: '2026-03-09',
  });
});

test('closePostingDay moves a frozen clock; after Friday follows Monday', async ({ bank }) => {
  await bank.advanceTo('2026-03-06');
  expect(await bank.close()).toEqual({
    closedPostingDay: '2026-03-06',
    postedActivities: 0,
    nextPostingDay: '2026-03-09',
  });
  expect(await bank.ok('getClock')).toEqual({
    now: '2026-03-06T21:00:00-05:00',
    postingDay: '2026-03-09',
    closeTime: '21:00',
    mode: 'frozen',
  });
});

test('advanceClock rejects the past and more than ten years', async ({ bank }) => {
  const refused = async (body: object) => (await bank.send('advanceClock', { body })).body;
  expect(await refused({ to: '2026-03-01' })).toMatchObject({ errors: [{ code: 2102 }] });
  expect(await refused({ to: '2126-03-01' })).toMatchObject({ errors: [{ code: 1000 }] });
  expect(await refused({ to: '2026-13-40' })).toMatchObject({ errors: [{ code: 1000 }] });
  expect(await refused({})).toMatchObject({ errors: [{ code: 1000 }] });
  expect(await refused({ to: '2026-03-03', bySeconds: 1 })).toMatchObject({ errors: [{ code: 1000 }] });
});

test(
  'a close numbers each master’s activity from 1, credits first, for ever',
  proves('X05', 'X06', 'X07', 'X08'),
  async ({ bank }) => {
    const [a, b] = [await bank.open(), await bank.open()];
    await bank.inbound({ receiverAccountNumber: a, amount: 1_000 });
    for (const amount of [100, 200]) await bank.transfer(a, b, amount);
    await bank.transfer(b, a, 50);
    expect((await bank.list<Activity>('listActivities', a)).map(({ status }) => status)).toEqual(
      Array(4).fill('Pending'),
    );
    await bank.close();
    const posted = await bank.list<Activity>('listActivities', a);
    const lines = posted.map(({ sequenceNumber, transactionType, amount, balance }) => [
      sequenceNumber,
      transactionType,
      amount,
      balance,
    ]);
    expect(lines.sort()).toEqual([
      [1, 'Credit', 1_000, 1_000],
      [2, 'Credit', 50, 1_050],
      [3, 'Debit', 100, 950],
      [4, 'Debit', 200, 750],
    ]);
    expect(
      posted.every(({ status, postedAt }) => status === 'Posted' && postedAt === '2026-03-02T21:00:00-05:00'),
    ).toBe(true);
    await bank.transfer(a, b, 10);
    await bank.close();
    const later = await bank.list<Activity>('listActivities', a);
    expect(later.slice(0, 4)).toEqual(posted);
    expect(later[4]).toMatchObject({ sequenceNumber: 1, balance: 740, postingDate: '2026-03-03T00:00:00-05:00' });
  },
);

test('20:59:59 belongs to the old posting day, 21:00:00 to the new one', async ({ bank }) => {
  const account = await bank.open();
  const send = async (at: string) => {
    await bank.advanceTo(at);
    await bank.inbound({ receiverAccountNumber: account });
  };
  // Entries are received five minutes after they are sent.
  await send('2026-03-02T20:54:59-05:00');
  await send('2026-03-03T20:55:00-05:00');
  const days = (await bank.list<Activity>('listActivities', account)).map(({ postingDate }) =>
    postingDate.slice(0, 10),
  );
  expect(days).toEqual(['2026-03-02', '2026-03-04']);
});

const orders: [order: string, lines: [number, string, number][]][] = [
  [
    'CreditsFirst',
    [
      [1, 'Credit', 50],
      [2, 'Debit', 10],
      [3, 'Debit', 20],
    ].map((line) => line as [number, string, number]),
  ],
  [
    'DebitsFirst',
    [
      [1, 'Debit', 10],
      [2, 'Debit', 20],
      [3, 'Credit', 50],
    ].map((line) => line as [number, string, number]),
  ],
  [
    'Execution',
    [
      [1, 'Debit', 10],
      [2, 'Credit', 50],
      [3, 'Debit', 20],
    ].map((line) => line as [number, string, number]),
  ],
];
for (const [postingOrder, wanted] of orders) {
  test(
    `a product with posting order ${postingOrder} numbers its activity by it`,
    proves('X06', 'X08', 'A11', 'D05'),
    async ({ bank }) => {
      const [a, b] = [await bank.open(), await bank.open()];
      for (const receiverAccountNumber of [a, b]) await bank.inbound({ receiverAccountNumber, amount: 1_000 });
      const path = { productId: bank.emulator.demo.products.checking };
      expect(await bank.ok('configureProductRules', { path, body: { postingOrder } })).toMatchObject({ postingOrder });
      await bank.close();
      await bank.transfer(a, b, 10);
      await bank.transfer(b, a, 50);
      await bank.transfer(a, b, 20);
      await bank.close();
      const posted = (await bank.list<Activity>('listActivities', a)).slice(1);
      const lines = posted.map((it) => [it.sequenceNumber ?? 0, it.transactionType, it.amount] as const);
      expect(lines.sort(([one], [other]) => one - other)).toEqual(wanted);
      const last = posted.find(({ sequenceNumber }) => sequenceNumber === 3);
      expect(last?.balance).toBe(1_020);
    },
  );
}

test('configurePostingDay sets the Eastern closing time over a clock change', async ({ bank }) => {
  await bank.ok('configurePostingDay', { body: { closeTime: '17:30' } });
  expect(await bank.advanceTo('2026-03-06T17:29:59-05:00')).toMatchObject({ postingDay: '2026-03-06' });
  expect(await bank.advanceTo('2026-03-06T17:30:00-05:00')).toMatchObject({
    postingDay: '2026-03-09',
    closeTime: '17:30',
  });
  // 2026-03-08 has 23 hours, so Monday's close comes an hour sooner than three days later.
  expect(await bank.advanceTo('2026-03-09T21:29:59Z')).toMatchObject({ postingDay: '2026-03-09' });
  expect(await bank.advanceTo('2026-03-09T21:30:00Z')).toMatchObject({ postingDay: '2026-03-10' });
  await bank.advanceTo('2026-10-30T17:30:00-04:00');
  // 2026-11-01 has 25 hours.
  expect(await bank.advanceTo('2026-11-02T22:29:59Z')).toMatchObject({ postingDay: '2026-11-02' });
  expect(await bank.advanceTo('2026-11-02T22:30:00Z')).toMatchObject({ postingDay: '2026-11-03' });
});

test('a hold whose last day is a Saturday ends when Friday closes', async ({ bank }) => {
  const account = await bank.open();
  await bank.inbound({ receiverAccountNumber: account, amount: 1_000 });
  await bank.advanceTo('2026-03-06');
  const body = { amount: 300, reason: 'Review', expiresAt: '2026-03-07' };
  await bank.ok('placeInternalHold', { path: { accountNumber: account }, body });
  expect(await bank.master(account)).toBe('1000 / 700');
  await bank.close();
  expect(await bank.master(account)).toBe('1000 / 1000');
});

test(
  'an internal hold reduces the available balance until its end or release',
  proves('V11', 'V12'),
  async ({ bank }) => {
    const account = await bank.open();
    const path = { accountNumber: account };
    await bank.inbound({ receiverAccountNumber: account, amount: 1_000 });
    const place = (body: object) => bank.ok<Hold>('placeInternalHold', { path, body: { reason: 'Review', ...body } });
    const untilTuesday = await place({ amount: 300, expiresAt: '2026-03-03' });
    const open = await place({ amount: 200 });
    expect(await bank.ok('getAccount', { path })).toMatchObject({
      currentBalance: 1_000,
      availableBalance: 500,
      holdAmount: 500,
    });
    expect(await bank.list<Hold>('listHolds', account)).toMatchObject([
      { id: untilTuesday.id, holdType: 'Internal', status: 'Active', expiresAt: '2026-03-03T00:00:00-05:00' },
      { id: open.id, holdType: 'Internal', status: 'Active' },
    ]);
    await bank.close();
    expect(await bank.master(account)).toBe('1000 / 500');
    await bank.close();
    expect(await bank.master(account)).toBe('1000 / 800');
    const release = () => bank.send('releaseInternalHold', { path: { ...path, holdId: open.id } });
    expect((await release()).body).toMatchObject({ status: 'Released' });
    expect(await bank.master(account)).toBe('1000 / 1000');
    expect((await release()).statusCode).toBe(404);
    const expired = await bank.send('releaseInternalHold', { path: { ...path, holdId: untilTuesday.id } });
    expect(expired.statusCode).toBe(404);
    expect((await bank.list<Hold>('listHolds', account)).map(({ status }) => status)).toEqual(['Expired', 'Released']);
  },
);
