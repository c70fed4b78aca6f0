import { expect, test } from '@playwright/test';
import { startEmulator } from '../../emulator/start.ts';
import { errorOf } from './ach-bank.ts';
import { startTestBank } from './test-bank.ts';

const outside = [
  '+010000-01-01T00:00Z',
  '9999-12-31T23:59:59-12:00',
  '9999-01-01T00:00-05:00',
  '1899-12-31T23:59-05:00',
];
for (const clock of outside) {
  test(`startEmulator rejects the clock ${clock}`, async () => {
    await expect(startEmulator({ clock })).rejects.toMatchObject({
      code: 'configuration',
      message: `Invalid clock "${clock}": the bank supports the years 1900 to 9998`,
    });
  });
}

test('no operation sets a date after the year 9998', async () => {
  const failures: string[] = [];
  const bank = await startTestBank({ clock: '9998-12-30T12:00-05:00', writeLine: (line) => failures.push(line) });
  const account = await bank.open();
  await bank.inbound({ receiverAccountNumber: account, amount: 1_000 });
  const path = { accountNumber: account };
  const refusals = async () =>
    Promise.all(
      [
        { to: '9999-01-01' },
        { to: '9999-12-31T23:59:59-12:00' },
        { to: '9998-12-31T23:59:59-23:59' },
        { bySeconds: 315_360_000 },
      ].map(async (body) => errorOf(await bank.send('advanceClock', { body }))),
    );
  const before = '400 1000 To must be before the year 9999';
  expect(await refusals()).toEqual([before, before, before, before]);
  const hold = { amount: 1, reason: 'R', expiresAt: '9999-12-31' };
  expect((await bank.send('placeHold', { path, body: hold })).statusCode).toBe(200);
  for (const expiresAt of ['10000-01-01', '+010000-01-01'])
    expect((await bank.send('placeHold', { path, body: { ...hold, expiresAt } })).statusCode).toBe(400);
  // The posting day closes until the calendar ends.
  const closes: string[] = [];
  for (let at = 0; at < 4; at++) closes.push(errorOf(await bank.send('closePostingDay')));
  expect(closes).toEqual(['200', '200', ...Array(2).fill('400 1000 The posting day must be before the year 9999')]);
  expect(await bank.ok('getClock')).toMatchObject({ postingDay: expect.stringMatching(/^9999-01-\d\d$/) });
  await bank.advanceTo('9998-12-31T23:59:59-05:00');
  await bank.inbound({ receiverAccountNumber: account, amount: 1 }).catch(() => undefined);
  for (const list of ['listActivities', 'listHolds', 'listMemoPosts'] as const) await bank.list(list, account);
  expect(failures).toEqual([]);
  await bank.emulator.close();
});

test('ids are valid GUIDs after the year 2079, when their days start again', async () => {
  const bank = await startTestBank({ clock: '2100-03-01T12:00-05:00' });
  const customerId = await bank.customer();
  expect(customerId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect((await bank.send('getCustomer', { path: { customerId } })).statusCode).toBe(200);
  await bank.emulator.close();
});
