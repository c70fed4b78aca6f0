import { twinsOf } from '../../harness/host.ts';
import type { CustomersPlan } from './customers-plan.ts';
import { plainRecords, type Records } from './records.ts';

/** The broken twins of a plan's customers. Each customer has as many as it has fields to break, so all before a place are drawn again. */
export function twinRecords(plan: CustomersPlan): Records {
  return function* from(place) {
    let at = 0;
    for (const twin of twinsOf(plainRecords(plan)(0))) {
      if (at >= place) yield twin;
      at += 1;
    }
  };
}
