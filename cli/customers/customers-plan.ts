import type { CustomerOptions } from '../../harness/customers/index.ts';

/** Which customers of a seed are meant, and what they are to be. */
export interface CustomersPlan {
  readonly seed: number;
  /** The numbers of the first and of the last customer, both from 1 and inclusive; none when the last is below the first. */
  readonly first: number;
  readonly last: number;
  readonly options: CustomerOptions;
  /** Why there are none, where there are none. */
  readonly empty?: string;
}

/** Part i of k (from 1) of the customers 1 to `count`: as many as the others, but for one, and all before those of the next part. */
export function shardOf(count: number, { i, k }: { readonly i: number; readonly k: number }) {
  const before = (shard: number) => Math.floor((shard * count) / k);
  return { first: before(i - 1) + 1, last: before(i) };
}
