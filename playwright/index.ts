/**
 * The entry `'crosscheck/playwright'`: fixtures for specs of this repository or of another one. It starts the bank and
 * runs the harness, so it is neither party, like the command line. It imports only the types of `@playwright/test`:
 * Playwright can be loaded only once, and the caller has loaded it.
 */
export type { Api } from '../harness/api/create-api.ts';
export type { CustomerGenerator } from '../harness/customers/customer-generator.ts';
export { holds, interest, memo, moves, refused, settles } from '../harness/workflow/builder/effects-builder.ts';
export type { AuditOfTest, TestBooks } from './test-books.ts';
export type { TestCustomer } from './test-customer.ts';
export { type CrosscheckFixtures, withCrosscheck } from './with-crosscheck.ts';
export { workflowFiles } from './workflow-files.ts';
