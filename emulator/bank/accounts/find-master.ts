import type { CoreSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';

/** The columns that the tables of accounts and of subledgers share. Amounts are cents. */
export interface LedgerRow {
  readonly number: string;
  readonly title: string;
  readonly status: CoreSchemas['AccountStatus'];
  readonly customer_id: string | null;
  /** JSON as it was sent: the statement address of an account, the beneficiary of a subledger. */
  readonly details: string | null;
  readonly client_identifier: string | null;
  readonly current: number;
  readonly hold: number;
  readonly memo: number;
  readonly activities: number;
  readonly opened_ms: number;
  readonly transacted_ms: number | null;
  readonly closed_ms: number | null;
  readonly modified_ms: number;
}

/** A master, GL or settlement account as it is stored. */
export interface AccountRow extends LedgerRow {
  readonly class: 'Deposit' | 'GeneralLedger' | 'Settlement';
  readonly partner_id: string | null;
  readonly product_id: string | null;
}

/**
 * Finds a master account of the partner, or a GL opened for its use (G05). Does not find accounts of other partners or
 * of the bank.
 */
export function findMaster({ store }: Bank, partnerId: string, accountNumber: string): AccountRow | undefined {
  const sql = 'SELECT * FROM account WHERE number = ? AND partner_id = ?';
  return store.get<AccountRow>(sql, accountNumber, partnerId);
}
