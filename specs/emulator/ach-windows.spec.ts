import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { proves } from '../requirement.ts';
import { errorOf, originate, payment } from './ach-bank.ts';
import { startTestBank, test } from './test-bank.ts';

const pull = { transactionType: 'Pull' };

// entered at (Eastern), service, effective date, batched at, executed at
const dates: [string, string, string, string, string][] = [
  ['2026-03-02T09:59:59-05:00', 'SameDay', '2026-03-02', '2026-03-02T10:00-05:00', '2026-03-02T10:20:00-05:00'],
  ['2026-03-02T10:00:00-05:00', 'SameDay', '2026-03-02', '2026-03-02T13:00-05:00', '2026-03-02T13:20:00-05:00'],
  ['2026-03-02T15:59:59-05:00', 'SameDay', '2026-03-02', '2026-03-02T16:00-05:00', '2026-03-02T16:20:00-05:00'],
  ['2026-03-02T16:00:00-05:00', 'SameDay', '2026-03-03', '2026-03-03T10:00-05:00', '2026-03-03T10:20:00-05:00'],
  ['2026-03-02T15:00:00-05:00', 'Standard', '2026-03-03', '2026-03-02T16:00-05:00', '2026-03-02T21:00:00-05:00'],
  ['2026-03-02T17:00:00-05:00', 'Standard', '2026-03-03', '2026-03-03T10:00-05:00', '2026-03-03T10:20:00-05:00'],
  ['2026-03-06T15:00:00-05:00', 'Standard', '2026-03-09', '2026-03-06T16:00-05:00', '2026-03-06T21:00:00-05:00'],
  ['2026-03-07T12:00:00-05:00', 'SameDay', '2026-03-09', '2026-03-09T10:00-04:00', '2026-03-09T10:20:00-04:00'],
  ['2026-05-22T16:00:00-04:00', 'SameDay', '2026-05-26', '2026-05-26T10:00-04:00', '2026-05-26T10:20:00-04:00'],
  ['2026-05-22T15:59:59-04:00', 'Standard', '2026-05-26', '2026-05-22T16:00-04:00', '2026-05-22T21:00:00-04:00'],
];
for (const [entered, serviceType, effectiveDate, batched, executed] of dates) {
  test(`${serviceType} entered at ${entered} takes effect on ${effectiveDate}`, proves('D20'), async ({ bank }) => {
    const account = await bank.open();
    await bank.advanceTo(entered);
    const entry = await originate(bank, account, { ...pull, serviceType });
    expect(entry).toMatchObject({ status: 'Created', serviceType, effectiveDate, createdAt: entered });
    await bank.advance(1);
    if (Date.parse(entered) + 1_000 < Date.parse(batched)) expect((await payment(bank, entry)).status).toBe('Pending');
    await bank.advanceTo(batched);
    expect((await payment(bank, entry)).status).toBe('Batched');
    expect(await bank.list('listActivities', account)).toEqual([]);
    await bank.advanceTo(new Date(Date.parse(executed) - 1_000).toISOString());
    expect((await payment(bank, entry)).status).toBe(executed.includes('T21:') ? 'Processing' : 'Batched');
    await bank.advanceTo(executed);
    expect(await payment(bank, entry)).toMatchObject({ status: 'Complete', serviceType, effectiveDate });
    expect(await bank.list('listActivities', account)).toMatchObject([
      { executedAt: executed, postingDate: expect.stringContaining(effectiveDate) },
    ]);
  });
}

test('with one cut-off at 13:00, SameDay at 15:00 takes effect on the next day', proves('D20'), async ({ bank }) => {
  const account = await bank.open();
  const waiting = await originate(bank, account, pull);
  const setting = await bank.ok('configureAchWindows', { body: { cutOffs: ['13:00', '13:00'] } });
  expect(setting).toEqual({ cutOffs: ['13:00'] });
  await bank.advanceTo('2026-03-02T12:59:59-05:00');
  expect((await payment(bank, waiting)).status).toBe('Pending');
  await bank.advanceTo('2026-03-02T13:00-05:00');
  expect((await payment(bank, waiting)).status).toBe('Batched');
  await bank.advanceTo('2026-03-02T15:00-05:00');
  for (const serviceType of ['SameDay', 'Standard'])
    expect(await originate(bank, account, { ...pull, serviceType })).toMatchObject({
      serviceType,
      effectiveDate: '2026-03-03',
    });
});

test('configureAchWindows sorts the cut-offs and plans waiting payments again', async ({ bank }) => {
  const account = await bank.open();
  const [sameDay, standard] = [
    await originate(bank, account, pull),
    await originate(bank, account, { ...pull, serviceType: 'Standard' }),
  ];
  await bank.advanceTo('2026-03-02T09:30-05:00');
  const { cutOffs } = await bank.ok<{ cutOffs: string[] }>('configureAchWindows', {
    body: { cutOffs: ['09:20', '08:00'] },
  });
  expect(cutOffs).toEqual(['08:00', '09:20']);
  expect(await payment(bank, sameDay)).toMatchObject({ status: 'Pending', effectiveDate: '2026-03-03' });
  expect(await payment(bank, standard)).toMatchObject({ effectiveDate: '2026-03-03' });
  await bank.advanceTo('2026-03-03T08:00-05:00');
  expect([(await payment(bank, sameDay)).status, (await payment(bank, standard)).status]).toEqual([
    'Batched',
    'Batched',
  ]);
});

test('configureAchWindows rejects a cut-off too late for its acknowledgement', async ({ bank }) => {
  const configure = async (time: string) =>
    errorOf(await bank.send('configureAchWindows', { body: { cutOffs: ['10:00', time] } }));
  const problem = '400 1000 CloseTime must be more than 20 minutes after every cut-off';
  expect(await configure('20:40')).toBe(problem);
  expect(await configure('20:39')).toBe('200');
  const closeAt = async (closeTime: string) => errorOf(await bank.send('configurePostingDay', { body: { closeTime } }));
  expect([await closeAt('20:59'), await closeAt('21:00')]).toEqual([problem, '200']);
  const account = await bank.open();
  await bank.advanceTo('2026-03-02T20:38:59-05:00');
  expect(await originate(bank, account, pull)).toMatchObject({ effectiveDate: '2026-03-02' });
  await bank.advanceTo('2026-03-02T20:59-05:00');
  expect(await bank.list('listActivities', account)).toMatchObject([{ postingDate: '2026-03-02T00:00:00-05:00' }]);
});

test('a restarted bank processes waiting payments at its own cut-offs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosscheck-ach-'));
  try {
    const first = await startTestBank({ dataFile: `${folder}/cos.db` });
    const account = await first.open();
    await first.ok('configureAchWindows', { body: { cutOffs: ['11:00'] } });
    const entry = await originate(first, account, pull);
    await first.emulator.close();
    const second = await startTestBank({ dataFile: `${folder}/cos.db` });
    await second.advanceTo('2026-03-02T11:19:59-05:00');
    expect((await payment(second, entry)).status).toBe('Batched');
    await second.advanceTo('2026-03-02T11:20-05:00');
    expect((await payment(second, entry)).status).toBe('Complete');
    await second.emulator.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
