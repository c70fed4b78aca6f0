import type { Bank } from '../bank.ts';
import { executeTransaction } from '../ledger/execute-transaction.ts';
import { closingPayments, interestExpense, taxPayable } from '../ledger/internal-accounts.ts';

interface PayableRow {
  readonly account: string;
  readonly partner_id: string;
  /** Whole cents. */
  readonly accrued: number;
  /** The percentage of backup withholding of the customer; null: none. */
  readonly percent: number | null;
}

const PAYABLE = `SELECT i.account, a.partner_id, i.accrued,
    iif(json_extract(c.details, '$.profile.enableBackupWithholding'),
      json_extract(c.details, '$.profile.backupWithholdingPercent'), NULL) AS percent
  FROM interest i JOIN account a ON a.number = i.account LEFT JOIN customer c ON c.id = a.customer_id
  WHERE i.accrued > 0 AND a.status <> 'Closed'`;

/**
 * Pays the whole cents that every account has accrued; the rest of a cent is carried to the next payment. ASSUMPTION:
 * interest is rounded down to the cent when it is paid. Must run inside a commit. Source: P-RATES (monthly, on the
 * month's last day).
 */
export function payInterest(bank: Bank): void {
  for (const row of bank.store.all<PayableRow>(`${PAYABLE} ORDER BY a.seq`)) pay(bank, row);
  bank.store.run('UPDATE interest SET accrued = 0 WHERE accrued > 0');
}

/**
 * Pays the interest that an account has accrued when it closes, and pays it out of the account. ASSUMPTION: an account
 * that closes receives its interest, which the bank then sends to the customer outside this API; less than a cent is
 * lost. Must run inside the commit of the close.
 */
export function payInterestOnClosing(bank: Bank, accountNumber: string): void {
  const row = bank.store.get<PayableRow>(`${PAYABLE} AND i.account = ?`, accountNumber);
  const net = row ? pay(bank, row) : 0;
  if (row && net > 0)
    postOwn(bank, row, { amount: -net, code: 'Withdrawal', description: 'Payment on closing', own: closingPayments });
  bank.store.run('UPDATE interest SET accrued = 0, fraction = 0 WHERE account = ?', accountNumber);
}

/** Posts interest and the tax withheld from it; returns the net amount in cents. */
function pay(bank: Bank, row: PayableRow): number {
  const { accrued, percent } = row;
  postOwn(bank, row, { amount: accrued, code: 'Interest', description: 'Interest payment', own: interestExpense });
  const withheld = percent === null ? 0 : withheldOf(accrued, percent);
  if (withheld > 0) {
    const description = `Backup withholding of ${percent} percent`;
    postOwn(bank, row, { amount: -withheld, code: 'Withholding', description, own: taxPayable });
  }
  return accrued - withheld;
}

/** Percentages are exact to six decimals. */
const DECIMALS = 1_000_000;

/**
 * Returns the cents of tax withheld from interest. ASSUMPTION: the tax withheld is rounded down to the cent. Source:
 * C15, C16.
 */
function withheldOf(cents: number, percent: number): number {
  return Number((BigInt(cents) * BigInt(Math.round(percent * DECIMALS))) / BigInt(100 * DECIMALS));
}

interface OwnPosting {
  /** Cents; a credit of the account is positive. */
  readonly amount: number;
  readonly code: string;
  readonly description: string;
  /** The settlement account on the other side. */
  readonly own: { readonly number: string };
}

/** Posts a transaction of the bank itself, whatever the account's restrictions and status. */
function postOwn(
  bank: Bank,
  { account: accountNumber, partner_id }: Pick<PayableRow, 'account' | 'partner_id'>,
  { amount, own, ...posting }: OwnPosting,
): void {
  const [account, internal] = [{ accountNumber }, { internal: own.number }];
  executeTransaction(bank, {
    partnerId: partner_id,
    ...(amount > 0 ? { debit: internal, credit: account } : { debit: account, credit: internal }),
    amount: Math.abs(amount),
    ...posting,
    rail: 'Internal',
    isForced: true,
    isAvailableAtOnce: true,
  });
}
