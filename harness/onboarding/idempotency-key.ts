import { invariant } from '../../core/errors.ts';
import { GENERATOR_VERSION, type ProductName, productWords } from '../customers/customer-record.ts';

/** The most characters that the bank accepts in a key. Source: L-IDEM (D12). */
export const LONGEST_KEY = 50;

/**
 * Builds the idempotency key of one request of customer n of a seed. For example, `crosscheck-c1-7-123-owner-1` is the
 * first owner of customer 123 of seed 7, as drawn by version 1 of the generator. The bank remembers a key for seven
 * days: in that time the same request returns the first response again and creates nothing. Each key part belongs to
 * one request; numbers start at 1:
 *
 * - `owner-1`, `owner-1-id-2`, `owner-1-share`: an owner, a further identification of the owner, the owner's share
 * - `customer`, `id-1`: the customer itself, a further identification
 * - `checking`, `savings`, `edd`, `business`: the account on that product; `checking-sub-2`: a subledger of it
 * - `pay-1`: an entry of the payroll
 */
export function onboardingKey({ seed, n }: { readonly seed: number; readonly n: number }, keyPart: string): string {
  const key = `crosscheck-c${GENERATOR_VERSION}-${seed}-${n}-${keyPart}`;
  invariant(key.length <= LONGEST_KEY, `the idempotency key "${key}" is longer than ${LONGEST_KEY} characters`);
  return key;
}

/** Returns the key part of the account on a product. */
export function keyPartOfAccount(product: ProductName): string {
  return productWords[product];
}
