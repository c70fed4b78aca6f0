import { accountsOf } from '../books.ts';
import type { Law } from '../law.ts';
import { openedAccounts } from '../opened-accounts.ts';
import { isReplay } from '../replays.ts';

/**
 * A new account gets a number that no account of the run has had, closed ones included; the replay of an earlier
 * opening returns the earlier number. Source: S-ACCT, DDA account numbers.
 */
export const accountNumberIsNeverReassigned: Law = {
  name: 'account-number-is-never-reassigned',
  requirementIds: ['A09'],
  provenance: 'source',
  check({ before, exchange, repeats }) {
    if (!exchange || repeats || isReplay(exchange)) return [];
    const [opened] = openedAccounts(exchange);
    const holder = accountsOf(before).find(({ accountNumber }) => accountNumber === opened?.accountNumber);
    if (!holder) return [];
    const { kind, accountNumber, title, status } = holder;
    return [
      {
        message: `${exchange.operationId} assigned an account number a second time`,
        expected: 'a number that no account has had',
        actual: `${accountNumber}, the number of the ${status} ${kind} account "${title}"`,
      },
    ];
  },
};
