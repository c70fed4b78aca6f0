import type { Exchange } from '../../core/exchange.ts';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { findAnswerProblem } from '../contract/answer-problem.ts';
import { cosContract } from '../contract/contract.ts';
import type { KnownAccount } from './books.ts';

const NUMBERS = ['accountNumber', 'masterAccountNumber'];

/**
 * Returns the accounts that an exchange opened: a master with its implicit subledger (same number, ASSUMPTION DOC-059),
 * or a subledger. Returns none for other operations and for an answer without a valid account number.
 */
export function openedAccounts(exchange: Exchange): KnownAccount[] {
  const { operationId, response } = exchange;
  if (operationId !== 'openAccount' && operationId !== 'createSubaccount') return [];
  if (response.statusCode !== 200 || findAnswerProblem(exchange, cosContract, NUMBERS)) return [];
  if (operationId === 'openAccount') {
    const { accountNumber } = response.body as CoreSchemas['Account'];
    const numbers = { accountNumber, masterAccountNumber: accountNumber };
    return [
      { ...numbers, kind: 'master' },
      { ...numbers, kind: 'implicit' },
    ];
  }
  const { accountNumber, masterAccountNumber } = response.body as CoreSchemas['Subaccount'];
  return [{ accountNumber, masterAccountNumber, kind: 'subledger' }];
}
