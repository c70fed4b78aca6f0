import type { CoreSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';

/** A master, GL or settlement account as it is stored. */
export interface AccountRow {
  readonly number: string;
  readonly class: 'Deposit' | 'GeneralLedger' | 'Settlement';
  readonly title: string;
  readonly partner_id: string | null;
  readonly customer_id: string | null;
  readonly product_id: string | null;
  readonly status: CoreSchemas['AccountStatus'];
  /** JSON: the statement address as it was sent. */
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

/** Finds a partner's master account, or a GL opened for it (G05); another partner's, and any internal one, is as if it were not there. */
export function findMaster({ store }: Bank, partnerId: string, accountNumber: string): AccountRow | undefined {
  const sql = 'SELECT * FROM account WHERE number = ? AND partner_id = ?';
  return store.get<AccountRow>(sql, accountNumber, partnerId);
}
