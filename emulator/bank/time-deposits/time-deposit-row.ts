import type { CoreSchemas } from '../../../generated/types/index.ts';
import { findMaster } from '../accounts/find-master.ts';
import type { Bank } from '../bank.ts';
import { type Rejection, reject } from '../rejection.ts';
import type { TimeDepositTerms } from './terms.ts';

/** A CD as it is stored. Days are Eastern dates of postings. */
export interface TimeDepositRow {
  /** The number of the master account. */
  readonly account: string;
  readonly status: CoreSchemas['TimeDepositStatus'];
  readonly terms: TimeDepositTerms;
  readonly day_count: CoreSchemas['DayCount'];
  readonly funding_due_day: string;
  readonly funded_day: string | null;
  readonly maturity_day: string | null;
  /** The day from which each rate so far applies. */
  readonly rate_starts: readonly string[];
  /** The amount in cents on which a penalty is computed. */
  readonly principal: number;
  /** The request of an early withdrawal that waits for its transaction. */
  readonly withdrawal: 'Penalty' | 'Waived' | null;
  readonly requested_ms: number | null;
}

type StoredRow = Omit<TimeDepositRow, 'terms' | 'rate_starts'> & {
  readonly terms: string;
  readonly rate_starts: string;
};

/** Returns the CD of a master account of any partner; undefined for any other account. */
export function readTimeDeposit({ store }: Bank, accountNumber: string): TimeDepositRow | undefined {
  const row = store.get<StoredRow>('SELECT * FROM time_deposit WHERE account = ?', accountNumber);
  return row && { ...row, terms: JSON.parse(row.terms), rate_starts: JSON.parse(row.rate_starts) };
}

/** Returns a CD of the partner, or a rejection if the account is unknown or not a CD. */
export function findTimeDeposit(bank: Bank, partnerId: string, accountNumber: string): TimeDepositRow | Rejection {
  if (!findMaster(bank, partnerId, accountNumber)) return reject('not-found', 'Account not found');
  return readTimeDeposit(bank, accountNumber) ?? reject('not-a-time-deposit');
}

/** Changes columns of a CD. Must run inside a commit. */
export function changeTimeDeposit(
  { store }: Bank,
  accountNumber: string,
  change: Partial<Omit<StoredRow, 'account' | 'terms'>>,
): void {
  const names = Object.keys(change) as (keyof typeof change)[];
  const values = names.map((name) => change[name] ?? null);
  const sql = `UPDATE time_deposit SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE account = ?`;
  store.run(sql, ...values, accountNumber);
}
