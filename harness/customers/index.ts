/** The entry of this folder alone, for the generator: the whole harness takes half as much memory again. */

export { type CustomerOptions, customer } from './customer.ts';
export { createCustomerGenerator } from './customer-generator.ts';
export {
  type CustomerRecord,
  GENERATOR_VERSION,
  type ProductName,
  partNames,
  productNames,
} from './customer-record.ts';
export { invalidTaxIdList, MOST_CUSTOMERS, parseTaxIdList, type TaxIdSource } from './customer-tax-ids.ts';
export { explainCustomer } from './explain-customer.ts';
export {
  buildEmulatorTrigger,
  buildTrigger,
  parseTriggers,
  type RequestedResults,
  screeningLists,
  screeningResults,
  type Trigger,
} from './screening-triggers.ts';
export { validateCustomer } from './validate-customer.ts';
