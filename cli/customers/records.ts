import { invariant } from '../../core/errors.ts';
import { type CustomerRecord, customer, validateCustomer } from '../../harness/customers/index.ts';
import type { CustomersPlan } from './parse-plan.ts';

/** A record of customer n. */
export interface NumberedRecord {
  readonly n: number;
}

/**
 * Returns the records of a command from an index on; the first has index 0. A pure function: each call returns the same
 * records, so that an interrupted command can continue after the last one.
 */
export type Records<One extends NumberedRecord = NumberedRecord> = (index: number) => Iterable<One>;

/** Returns the customers of a plan, each checked against the contract. One record is in memory at a time. */
export function customerRecords({ seed, first, last, options }: CustomersPlan): Records<CustomerRecord> {
  return function* from(index) {
    for (let n = first + index; n <= last; n++) {
      const record = customer(seed, n, options);
      assertValid(record);
      yield record;
    }
  };
}

/** Throws for a record that is not valid by the contract: a bug, since the configuration was checked before. */
function assertValid(record: CustomerRecord): void {
  const [problem] = validateCustomer(record);
  invariant(problem === undefined, `customer ${record.n} of seed ${record.seed} is not valid: ${problem}`);
}
