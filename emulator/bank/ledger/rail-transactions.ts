import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import { findAnySubledger } from '../accounts/find-subledger.ts';
import type { Bank } from '../bank.ts';
import { type Rejection, reject } from '../rejection.ts';
import type { TransactionRow } from './authorize-transaction.ts';
import { executeTransaction } from './execute-transaction.ts';
import { railTransit } from './internal-accounts.ts';

type PostedTransaction = EmulatorSchemas['PostedTransaction'];

/**
 * Credits or debits any partner's account against the GL of a rail that is not simulated (check, wire, card). A
 * rejection leaves a posting exception. Source: S-ACCT, Availability schedules, Restrictions (V09, R06).
 */
export function postRailTransaction(
  bank: Bank,
  request: EmulatorSchemas['RailTransactionRequest'],
): PostedTransaction | Rejection {
  const { accountNumber, rail, transactionType, transactionCode, amount } = request;
  const subledger = findAnySubledger(bank, accountNumber);
  if (!subledger) return reject('not-found', 'Account not found');
  const account = { accountNumber };
  const transit = { internal: railTransit.number };
  return bank.store.atomically(() => {
    const row = executeTransaction(bank, {
      partnerId: subledger.partner_id,
      ...(transactionType === 'Credit' ? { debit: transit, credit: account } : { debit: account, credit: transit }),
      amount,
      code: transactionCode,
      description: request.description ?? transactionCode,
      rail,
      railId: `payment/${bank.newId()}`,
    });
    return renderPosted(row, transactionType);
  });
}

/** Renders a transaction for the operator, with the result of one side. */
export function renderPosted(row: TransactionRow, side: 'Debit' | 'Credit'): PostedTransaction {
  const { id: transactionId, status, amount } = row;
  return { transactionId, status, amount, code: side === 'Debit' ? row.debit_code : row.credit_code };
}
