import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import type { AccountRow } from '../accounts/find-master.ts';
import type { Bank } from '../bank.ts';

/**
 * Lists every master, GL and settlement account with its current balance, and their total, which is zero after every
 * commit. Subledgers are not added again. Source: books.md, section 1; X03.
 */
export function getTrialBalance({ store }: Bank): EmulatorSchemas['TrialBalance'] {
  const rows = store.all<AccountRow>(`SELECT * FROM account ORDER BY class, opened_ms, number`);
  const accounts = rows.map(({ number, class: accountClass, title, current }) => ({
    accountNumber: number,
    accountClass,
    title,
    currentBalance: current,
  }));
  const total = accounts.reduce((sum, { currentBalance }) => sum + BigInt(currentBalance), 0n);
  return { accounts, total: Number(total) };
}
