import type { EventName } from '../../../generated/events.ts';
import type { Bank } from '../bank.ts';
import { emitEvent } from '../events/emit-event.ts';

interface AccountEventRow {
  readonly class: string;
  readonly partner_id: string | null;
  readonly customer_id: string | null;
  readonly product_id: string | null;
  readonly status: string;
  readonly title: string;
  readonly client_identifier: string | null;
}

type AccountEvent = Extract<EventName, `Core.Account.${'Opened' | 'Closed' | 'Status.Changed' | 'Title.Changed'}`>;

/**
 * Emits an event with the present state of a master account. ASSUMPTION: an implicit subledger has no events of its
 * own. Must run inside a commit.
 */
export function emitAccountEvent(bank: Bank, name: AccountEvent, accountNumber: string): void {
  const row = bank.store.get<AccountEventRow>(
    'SELECT * FROM account WHERE number = ?',
    accountNumber,
  ) as AccountEventRow;
  emitEvent(bank, name, {
    partnerId: row.partner_id,
    path: { accountNumber },
    details: () => ({
      accountNumber,
      accountType: row.class,
      customerId: row.customer_id,
      status: row.status,
      productId: row.product_id,
      title: row.title,
      clientIdentifier: row.client_identifier,
    }),
  });
}

interface SubledgerEventRow extends Omit<AccountEventRow, 'class' | 'product_id'> {
  readonly master: string;
}

type SubledgerEvent = Extract<EventName, `Core.SubAccount.${string}`>;
const SUBLEDGER = 'SELECT s.*, a.partner_id FROM subledger s JOIN account a ON a.number = s.master WHERE s.number = ?';

/** Emits an event with the present state of a created subledger. Must run inside a commit. */
export function emitSubledgerEvent(bank: Bank, name: SubledgerEvent, accountNumber: string): void {
  const row = bank.store.get<SubledgerEventRow>(SUBLEDGER, accountNumber) as SubledgerEventRow;
  emitEvent(bank, name, {
    partnerId: row.partner_id,
    path: { accountNumber },
    details: () => ({
      subAccountNumber: accountNumber,
      masterAccountNumber: row.master,
      accountType: 'Deposit',
      status: row.status,
      title: row.title,
      clientIdentifier: row.client_identifier,
    }),
  });
}
