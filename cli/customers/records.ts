import { invariant } from '../../core/errors.ts';
import { type CustomerRecord, customer, validateCustomer } from '../../harness/customers/index.ts';
import type { CustomersPlan } from './customers-plan.ts';

/** What is written: anything that tells which customer it belongs to. */
export interface NumberedRecord {
  readonly n: number;
}

/**
 * The records of a command from a place on; the first has place 0. A pure function: each call gives the same ones again, so that
 * whoever was interrupted goes on where the last one stands.
 */
export type Records<One extends NumberedRecord = NumberedRecord> = (place: number) => Iterable<One>;

/** The plain records of a plan, each held against the contract before it leaves. One record is in memory at a time. */
export function plainRecords({ seed, first, last, options }: CustomersPlan): Records<CustomerRecord> {
  return function* from(place) {
    for (let n = first + place; n <= last; n++) {
      const record = customer(seed, n, options);
      assertValid(record);
      yield record;
    }
  };
}

/** Crashes on a record that the contract refuses: what a person configured is checked before, so it is a bug of ours. */
function assertValid(record: CustomerRecord): void {
  const [problem] = validateCustomer(record);
  invariant(problem === undefined, `customer ${record.n} of seed ${record.seed} is not valid: ${problem}`);
}
