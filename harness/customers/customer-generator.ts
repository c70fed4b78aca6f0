import { invariant } from '../../core/errors.ts';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { type CustomerOptions, customer } from './customer.ts';
import type { CustomerRecord } from './customer-record.ts';

/** A customer in parts: each one is the body of a request, or a part of it. */
export interface GeneratedCustomer {
  readonly name: CoreSchemas['Name'];
  readonly profile: CoreSchemas['Profile'];
  readonly address: CoreSchemas['AddressRequest'];
  readonly phone: CoreSchemas['PhoneRequest'];
  readonly email: CoreSchemas['EmailRequest'];
  readonly identification: CoreSchemas['IdentificationRequest'];
}

/** A generator of the customers of a seed, one after the other. The same seed returns the same customers. */
export interface CustomerGenerator {
  /** Returns the next customer, as a Personal one. */
  person(): GeneratedCustomer;
  /** Returns the next customer, as a Business. */
  business(): GeneratedCustomer;
  /**
   * Returns the next customer with all requests that create it at the bank. Default partner: the one of the generator.
   */
  record(options?: CustomerOptions): CustomerRecord;
}

/**
 * Builds the generator of a seed (a 32-bit integer) for a partner. Its n-th customer is `customer(seed, n)` with that
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
