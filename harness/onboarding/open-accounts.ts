import type { TargetProducts } from '../../core/target.ts';
import type { CustomerRecord } from '../customers/customer-record.ts';
import type { Send, SendForId } from './create-customer.ts';
import { keyPartOfAccount } from './idempotency-key.ts';
import type { AccountsAccepted } from './progress-log.ts';

export interface OpenAccountsOptions {
  readonly customerId: string;
  readonly products: TargetProducts;
  readonly send: Send;
  readonly sendForId: SendForId;
}

/**
 * Opens the accounts and subledgers of a customer who has passed the screening, and has its payroll sent to the account
 * meant for it. Payroll amounts are cents, credits to that account. Throws RequestNotAccepted at the first request that
 * is not accepted.
 */
export async function openAccounts(
  { n, accounts = [], payroll }: CustomerRecord,
  { customerId, products, send, sendForId }: OpenAccountsOptions,
): Promise<AccountsAccepted> {
  const accountNumbers: string[] = [];
  const subledgerNumbers: string[] = [];
  for (const { product, account, subledgers = [] } of accounts) {
    const keyPart = keyPartOfAccount(product);
    const body = { ...account, customerId, productId: products[product] };
    const masterAccountNumber = await sendForId(keyPart, 'openAccount', { body, idField: 'accountNumber' });
    accountNumbers.push(masterAccountNumber);
    for (const [index, subledger] of subledgers.entries()) {
      const input = { body: { ...subledger, masterAccountNumber }, idField: 'accountNumber' };
      subledgerNumbers.push(await sendForId(`${keyPart}-sub-${index + 1}`, 'createSubaccount', input));
    }
  }
  const receiverAccountNumber = accountNumbers[accounts.findIndex(({ product }) => product === payroll?.product)];
  for (const [index, entry] of (payroll?.entries ?? []).entries())
    await send(`pay-${index + 1}`, 'simulateInboundOrigination', { body: { ...entry, receiverAccountNumber } });
  return { n, phase: 'accounts', outcome: 'accepted', accountNumbers, subledgerNumbers };
}
