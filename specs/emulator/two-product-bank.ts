import assert from 'node:assert/strict';
import { easternInstant } from '../../core/business-day.ts';
import { openAccount } from '../../emulator/bank/accounts/accounts.ts';
import { createSubaccount } from '../../emulator/bank/accounts/subledgers.ts';
import type { Bank } from '../../emulator/bank/bank.ts';
import { addCustomerRecord } from '../../emulator/bank/customers/customer-records.ts';
import { onboardCustomer } from '../../emulator/bank/customers/customers.ts';
import { completeScreenings } from '../../emulator/bank/customers/screening.ts';
import { executeTransaction } from '../../emulator/bank/ledger/execute-transaction.ts';
import { achTransit } from '../../emulator/bank/ledger/internal-accounts.ts';
import { openBank } from '../../emulator/bank/open-bank.ts';
import { isRejection } from '../../emulator/bank/rejection.ts';
import { openStore } from '../../emulator/bank/store.ts';
import { DEFAULT_SIDES } from '../../emulator/bank/variants.ts';
import { createCustomerGenerator } from '../../harness/host.ts';

export const PARTNER = '00000000-0000-4000-a000-000000000001';
export const PRODUCTS = {
  passthrough: '00000000-0000-4000-a000-000000000002',
  direct: '00000000-0000-4000-a000-000000000003',
};

/** Returns an outcome that must not be a rejection. */
export function must<T>(outcome: T): Exclude<T, { rejection: unknown }> {
  assert.ok(!isRejection(outcome), JSON.stringify(outcome));
  return outcome as Exclude<T, { rejection: unknown }>;
}

/** Opens a bank with two funded masters of two subledgers each, one Passthrough, one Direct. */
export function openTwoProductBank() {
  const setup = { kind: 'Checking', classification: 'Personal', eddEnabled: false } as const;
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
    const subledgers = [1, 2].map(
      () => must(createSubaccount(bank, PARTNER, { masterAccountNumber: accountNumber, title: 'P' })).accountNumber,
    );
    fund(bank, accountNumber, 1_000);
    return [accountNumber, ...subledgers];
  });
  return { bank, accounts };
}

function fund(bank: Bank, accountNumber: string, amount: number): void {
  bank.store.atomically(() =>
    executeTransaction(bank, {
      partnerId: PARTNER,
      debit: { internal: achTransit.number },
      credit: { accountNumber },
      amount,
      code: 'Incoming ACH',
      description: 'Funding',
      rail: 'Ach',
    }),
  );
}
