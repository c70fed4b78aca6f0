import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import fc from 'fast-check';
import type { Bank } from '../../emulator/bank/bank.ts';
import { createTransfer } from '../../emulator/bank/ledger/transactions.ts';
import { getTrialBalance } from '../../emulator/bank/ledger/trial-balance.ts';
import { closeOnDemand } from '../../emulator/bank/scheduler.ts';
import { proves } from '../requirement.ts';
import { must, openTwoProductBank, PARTNER, PRODUCTS } from './two-product-bank.ts';

/** Checks that figures which are stored twice agree. */
function checkBooks({ store, ...rest }: Bank): void {
  assert.equal(getTrialBalance({ store, ...rest }).total, 0);
  const off = (sql: string) => assert.deepEqual(store.all(sql), []);
  off(
    `SELECT number FROM account a WHERE class = 'Deposit' AND current <> (SELECT sum(current) FROM subledger WHERE master = a.number)`,
  );
  off(`SELECT number FROM account a WHERE class = 'Deposit' AND current < 0`);
  off(
    `SELECT s.number FROM subledger s JOIN account a ON a.number = s.master WHERE a.product_id = '${PRODUCTS.direct}' AND s.number <> s.master AND s.current < 0`,
  );
  off(
    `SELECT number FROM account a WHERE current <> (SELECT coalesce(sum(amount), 0) FROM ledger_entry WHERE account = a.number)`,
  );
  off(`SELECT transaction_id FROM ledger_entry GROUP BY transaction_id HAVING sum(amount) <> 0`);
  off(`SELECT number FROM account WHERE title = 'Book transfers in transit' AND current <> 0`);
  off(`SELECT s.number FROM subledger s WHERE activities <> (SELECT count(*) FROM activity WHERE sub = s.number)`);
}

test('the books agree after any sequence of transfers and closes', proves('X01', 'X03', 'D02'), () => {
  const account = fc.nat(5);
  const step = fc.oneof(
    { weight: 9, arbitrary: fc.record({ debit: account, credit: account, amount: fc.integer({ min: 1, max: 700 }) }) },
    { weight: 1, arbitrary: fc.constant('close' as const) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { bank, accounts } = openTwoProductBank();
      for (const item of steps) {
        if (item === 'close') must(closeOnDemand(bank));
        else {
          const [debitAccountNumber = '', creditAccountNumber = ''] = [accounts[item.debit], accounts[item.credit]];
          createTransfer(bank, PARTNER, { debitAccountNumber, creditAccountNumber, amount: item.amount });
        }
        checkBooks(bank);
      }
      bank.store.close();
    }),
    // fast-check prints seed and path of a failure; set them here to replay it.
    { numRuns: 60 },
  );
});
