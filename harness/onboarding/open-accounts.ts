import type { TargetProducts } from '../../core/target.ts';
import type { CustomerRecord } from '../customers/customer-record.ts';
import type { Post, PostFor } from './bring-customer.ts';
import { placeOfAccount } from './idempotency-key.ts';
import type { AccountsAccepted } from './journal.ts';

/** Who opens the accounts, on which products, and how it is sent. */
export interface Opening {
  readonly customerId: string;
  readonly products: TargetProducts;
  readonly post: Post;
  readonly postFor: PostFor;
}

/**
 * Opens the accounts of a customer who has passed the screening, with their subledgers, and has their payroll sent to the one
 * that it is meant for. Amounts are cents, credits to that account. Throws Rejected at the first request that is not accepted.
 */
export async function openAccounts(
  { n, accounts = [], payroll }: CustomerRecord,
  { customerId, products, post, postFor }: Opening,
): Promise<AccountsAccepted> {
  const accountNumbers: string[] = [];
  const subledgerNumbers: string[] = [];
  for (const { product, account, subledgers = [] } of accounts) {
    const place = placeOfAccount(product);
    const body = { ...account, customerId, productId: products[product] };
    const masterAccountNumber = await postFor(place, 'openAccount', { body, gives: 'accountNumber' });
    accountNumbers.push(masterAccountNumber);
    for (const [at, subledger] of subledgers.entries()) {
      const sent = { body: { ...subledger, masterAccountNumber }, gives: 'accountNumber' };
      subledgerNumbers.push(await postFor(`${place}-sub-${at + 1}`, 'createSubaccount', sent));
    }
  }
  const receiverAccountNumber = accountNumbers[accounts.findIndex(({ product }) => product === payroll?.product)];
  for (const [at, entry] of (payroll?.entries ?? []).entries())
    await post(`pay-${at + 1}`, 'simulateInboundOrigination', { body: { ...entry, receiverAccountNumber } });
  return { n, phase: 'accounts', outcome: 'accepted', accountNumbers, subledgerNumbers };
}
