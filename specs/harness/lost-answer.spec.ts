import { expect } from '@playwright/test';
import type { Exchange } from '../../core/exchange.ts';
import { createClient } from '../../harness/client/client.ts';
import { checkExchange } from '../../harness/contract/checks.ts';
import { type Account, test } from '../emulator/test-bank.ts';

test('a transfer whose response is lost is retried and executed once', async ({ bank }) => {
  const master = await bank.open();
  await bank.inbound({ receiverAccountNumber: master, amount: 1_000 });
  const [from, to] = [master, await bank.subledger(master)];
  const seen: Exchange[] = [];
  const client = createClient(bank.target, {
    pause: async () => undefined,
    onExchange: (exchange) => seen.push(exchange),
  });
  const before = await bank.ok<Account>('getSubaccount', { path: { accountNumber: to } });
  const { response, retries } = await client.send('createTransfer', {
    body: { debitAccountNumber: from, creditAccountNumber: to, amount: 100 },
    losesAnswer: true,
  });
  expect(response.statusCode).toBe(200);
  expect(response.headers).toHaveProperty('original-request-id');
  expect(retries).toMatchObject([{ reason: 'the response was discarded on purpose', mayHaveBeenProcessed: true }]);
  expect(seen.map((exchange) => checkExchange(exchange))).toEqual([[]]);
  const after = await bank.ok<Account>('getSubaccount', { path: { accountNumber: to } });
  expect(after.currentBalance - before.currentBalance).toBe(100);
});
