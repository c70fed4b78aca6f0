import type { EmulatorSchemas } from '../../generated/types/index.ts';
import type { Bank } from './bank.ts';
import { type Rejection, reject } from './rejection.ts';

/** What a product fixes for all its accounts. Source: A04, A11. */
export interface Product {
  readonly id: string;
  readonly account_type: 'Checking' | 'Savings';
  readonly classification: 'Personal' | 'Business';
  readonly ledger_type: 'Passthrough' | 'Direct';
  readonly edd_enabled: number;
  /** Largest amount in cents that is paid early. */
  readonly edd_threshold: number;
}

/** Finds a product by its id. */
export function findProduct({ store }: Bank, productId: string): Product | undefined {
  return store.get<Product>('SELECT * FROM product WHERE id = ?', productId.toLowerCase());
}

type EarlyDirectDeposit = EmulatorSchemas['EarlyDirectDeposit'];

/** Enables or disables Early Direct Deposit on a product, as the bank's operations would (E08); the threshold stays unless given. */
export function configureEarlyDirectDeposit(
  bank: Bank,
  productId: string,
  { enabled, thresholdAmount }: EarlyDirectDeposit,
): EarlyDirectDeposit | Rejection {
  const product = findProduct(bank, productId);
  if (!product) return reject('not-found', 'Product not found');
  const threshold = thresholdAmount ?? product.edd_threshold;
  bank.store.run(
    'UPDATE product SET edd_enabled = ?, edd_threshold = ? WHERE id = ?',
    Number(enabled),
    threshold,
    product.id,
  );
  return { enabled, thresholdAmount: threshold };
}
