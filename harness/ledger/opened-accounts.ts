import type { Exchange } from '../../core/exchange.ts';
import type { CoreSchemas } from '../../generated/types/index.ts';
import type { KnownAccount } from './books.ts';

/**
 * Tells which accounts an exchange opened: a master with its implicit subledger (same number, ASSUMPTION DOC-059), or a
 * subledger. Everything else opens none.
 */
export function openedAccounts({ operationId, response }: Exchange): KnownAccount[] {
  if (response.statusCode !== 200) return [];
  if (operationId === 'openAccount') {
    const { accountNumber } = response.body as CoreSchemas['Account'];
    const numbers = { accountNumber, masterAccountNumber: accountNumber };
    return [
      { ...numbers, kind: 'master' },
      { ...numbers, kind: 'implicit' },
    ];
  }
  if (operationId === 'createSubaccount') {
    const { accountNumber, masterAccountNumber } = response.body as CoreSchemas['Subaccount'];
    return [{ accountNumber, masterAccountNumber, kind: 'subledger' }];
  }
  return [];
}
