import { invariant } from '../../core/errors.ts';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { type CustomerOptions, customer } from './customer.ts';
import type { CustomerRecord } from './customer-record.ts';

/** A customer as the operations of its records want it: each part is the body of one request, or a part of that. */
export interface GeneratedCustomer {
  readonly name: CoreSchemas['Name'];
  readonly profile: CoreSchemas['Profile'];
  readonly address: CoreSchemas['AddressRequest'];
  readonly phone: CoreSchemas['PhoneRequest'];
  readonly email: CoreSchemas['EmailRequest'];
  readonly identification: CoreSchemas['IdentificationRequest'];
}

/** Gives the customers of a seed one after the other: the same seed gives the same ones. */
export interface CustomerGenerator {
  /** The next customer, as a Personal one. */
  person(): GeneratedCustomer;
  /** The next customer, as a Business. */
  business(): GeneratedCustomer;
  /** The next customer with every request that brings it to the bank; of the generator's partner unless told. */
  record(options?: CustomerOptions): CustomerRecord;
}

/**
 * Builds the generator of a seed (an integer of 32 bits), for this partner. Its n-th customer is `customer(seed, n)` of that
 * classification.
 */
export function createCustomerGenerator(seed: number, partnerId?: string): CustomerGenerator {
  let n = 0;
  const record = (options: CustomerOptions = {}) => {
    n += 1;
    return customer(seed, n, { ...(partnerId === undefined ? {} : { partnerId }), ...options });
  };
  const next = (classification: 'Personal' | 'Business'): GeneratedCustomer => {
    const { name, profile, ...primary } = record({ classification }).customer;
    const { primaryAddress: address, primaryPhone: phone, primaryEmail: email, primaryIdentification } = primary;
    invariant(address && phone && email && primaryIdentification, 'a generated customer has all its records');
    return { name, profile, address, phone, email, identification: primaryIdentification };
  };
  return { person: () => next('Personal'), business: () => next('Business'), record };
}
