import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import fc from 'fast-check';
import { easternInstant } from '../../core/business-day.ts';
import { openAccount } from '../../emulator/bank/accounts/accounts.ts';
import { createSubaccount } from '../../emulator/bank/accounts/subledgers.ts';
import type { Bank } from '../../emulator/bank/bank.ts';
import { closeOnDemand } from '../../emulator/bank/bank-time.ts';
import { addCustomerRecord } from '../../emulator/bank/customers/customer-records.ts';
import { onboardCustomer } from '../../emulator/bank/customers/customers.ts';
import { completeScreenings } from '../../emulator/bank/customers/screening.ts';
import { executeTransaction } from '../../emulator/bank/ledger/execute-transaction.ts';
import { achTransit } from '../../emulator/bank/ledger/internal-accounts.ts';
import { createTransfer } from '../../emulator/bank/ledger/transactions.ts';
import { getTrialBalance } from '../../emulator/bank/ledger/trial-balance.ts';
import { openBank } from '../../emulator/bank/open-bank.ts';
import { isRejection } from '../../emulator/bank/rejection.ts';
import { openStore } from '../../emulator/bank/store.ts';
import { DEFAULT_SIDES } from '../../emulator/bank/variants.ts';
import { createCustomerGenerator } from '../../harness/index.ts';
import { proves } from '../requirement.ts';

const PARTNER = '00000000-0000-4000-a000-000000000001';
const PRODUCTS = {
  passthrough: '00000000-0000-4000-a000-000000000002',
  direct: '00000000-0000-4000-a000-000000000003',
};

function must<T>(outcome: T): Exclude<T, { rejection: unknown }> {
  assert.ok(!isRejection(outcome), JSON.stringify(outcome));
  return outcome as Exclude<T, { rejection: unknown }>;
}

/** A bank with two masters of two subledgers each, one Passthrough, one Direct, each master funded. */
function foundBank() {
  const setup = { accountType: 'Checking', classification: 'Personal', eddEnabled: false } as const;
  const bank = openBank({
    variants: DEFAULT_SIDES,
    store: openStore(undefined),
    seed: 1,
    clock: easternInstant('2026-03-02', '09:00'),
    products: [
      { ...setup, id: PRODUCTS.passthrough, ledgerType: 'Passthrough' },
      { ...setup, id: PRODUCTS.direct, ledgerType: 'Direct' },
    ],
  });
  const { name, profile, address, phone } = createCustomerGenerator(1).person();
  const { id } = must(
    onboardCustomer(bank, PARTNER, { partnerId: PARTNER, classification: 'Personal', name, profile }),
  );
  addCustomerRecord(bank, { customerId: id, kind: 'address', details: address });
  addCustomerRecord(bank, { customerId: id, kind: 'phone', details: phone });
  bank.clock.moveTo(bank.clock.nowMs() + 600_000);
  completeScreenings(bank);
  const accounts = [PRODUCTS.passthrough, PRODUCTS.direct].flatMap((productId) => {
    const { accountNumber } = must(openAccount(bank, PARTNER, { customerId: id, productId, title: 'T' }));
    const pots = [1, 2].map(
      () => must(createSubaccount(bank, PARTNER, { masterAccountNumber: accountNumber, title: 'P' })).accountNumber,
    );
    fund(bank, accountNumber, 1_000);
    return [accountNumber, ...pots];
  });
  return { bank, accounts };
}

function fund(bank: Bank, accountNumber: string, amount: number): void {
  bank.store.atomically(() =>
    executeTransaction(bank, {
      ...{ partnerId: PARTNER, debit: { internal: achTransit.number }, credit: { accountNumber }, amount },
      ...{ code: 'Incoming ACH', description: 'Funding', rail: 'Ach' },
    }),
  );
}

/** Every figure that is stored twice must agree, whatever happened. */
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

test('after any sequence of transfers and closes the books agree with themselves', proves('X01', 'X03', 'D02'), () => {
  const account = fc.nat(5);
  const step = fc.oneof(
    { weight: 9, arbitrary: fc.record({ debit: account, credit: account, amount: fc.integer({ min: 1, max: 700 }) }) },
    { weight: 1, arbitrary: fc.constant('close' as const) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { bank, accounts } = foundBank();
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
    // fast-check prints seed and path of a failure; put them here to replay it.
    { numRuns: 60 },
  );
});
