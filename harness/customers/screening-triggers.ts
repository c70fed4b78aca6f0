import type { CustomerRecord } from './customer-record.ts';

/** Changes a customer so that its screening gives a certain result. */
export type Trigger = (customer: CustomerRecord['customer']) => CustomerRecord['customer'];
