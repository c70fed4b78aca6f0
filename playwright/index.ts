/**
 * Crosscheck in a Playwright test: what a spec of this repository, or of one's own (`crosscheck/playwright`), uses. It
 * starts the bank and drives the harness, so it stands where the parties meet, beside the command line, and not in either.
 * It never imports `@playwright/test` but for its types: a runner tolerates one instance only, which is the caller's.
 */
export type { Api } from '../harness/api/create-api.ts';
export type { CustomerGenerator } from '../harness/customers/customer-generator.ts';
export { holds, memo, moves, refused, settles } from './effects.ts';
export type { AuditOfTest, TestBooks } from './test-books.ts';
export type { TestCustomer } from './test-customer.ts';
export { type CrosscheckFixtures, withCrosscheck } from './with-crosscheck.ts';
export { workflowFiles } from './workflow-files.ts';
