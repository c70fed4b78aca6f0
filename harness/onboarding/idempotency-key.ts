import { invariant } from '../../core/errors.ts';
import { GENERATOR_VERSION, type ProductName, productWords } from '../customers/customer-record.ts';

/** The bank takes no longer key. Source: L-IDEM (D12). */
export const LONGEST_KEY = 50;

/**
 * The idempotency key of one request of customer n of a seed: `crosscheck-c1-7-123-owner-1` is the first owner of customer 123 of
 * seed 7, as version 1 of the generator draws it. Whoever sends the same customer again within the seven days that the bank
 * remembers gets the answers of the first time, and creates nothing. Each place below is of one request; all count from 1:
 *
 * - `owner-1`, `owner-1-id-2`, `owner-1-share`: an owner, a further identification of theirs, what they own
 * - `customer`, `id-1`: the customer itself, a further identification
 * - `checking`, `savings`, `edd`, `business`: the account on that product; `checking-sub-2`: a subledger of it
 * - `pay-1`: an entry of the payroll
 */
export function onboardingKey({ seed, n }: { readonly seed: number; readonly n: number }, place: string): string {
  const key = `crosscheck-c${GENERATOR_VERSION}-${seed}-${n}-${place}`;
  invariant(key.length <= LONGEST_KEY, `the idempotency key "${key}" is longer than ${LONGEST_KEY} characters`);
  return key;
}

/** The place of the account on a product. */
export function placeOfAccount(product: ProductName): string {
  return productWords[product];
}
