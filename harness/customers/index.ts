/** The face of the customers by itself, for who needs nothing else: the whole harness takes half as much memory again. */

export { type CustomerOptions, customer } from './customer.ts';
export { createCustomerGenerator } from './customer-generator.ts';
export {
  type CustomerRecord,
  GENERATOR_VERSION,
  type ProductName,
  partNames,
  productNames,
} from './customer-record.ts';
export { explainCustomer } from './explain-customer.ts';
export {
  buildEmulatorTrigger,
  buildTrigger,
  parseTriggers,
  type ScreeningWish,
  screeningLists,
  screeningResults,
  type Trigger,
} from './screening-triggers.ts';
export { MOST_CUSTOMERS, parseTaxIdList, type TaxIdSource, wrongTaxIds } from './tax-ids.ts';
export { validateCustomer } from './validate-customer.ts';
