/** The entry `'crosscheck'` for authors of workflows and scripts; `docs/guides/api.md` documents each name. */

export { type Api, createApi } from './api/create-api.ts';
export { type CustomerOptions, customer } from './customers/customer.ts';
export type { CustomerRecord } from './customers/customer-record.ts';
export { eq, ne } from './workflow/builder/criteria-builder.ts';
export {
  defineWorkflow,
  type InputSources,
  type Workflow,
  type WorkflowBuilder,
} from './workflow/builder/define-workflow.ts';
export {
  type AccountHandle,
  holds,
  interest,
  memo,
  minus,
  moves,
  refused,
  settles,
} from './workflow/builder/effects-builder.ts';
export type { Input, Ref, Refs } from './workflow/builder/references.ts';
export { fund, sendEntry } from './workflow/parts/funding.ts';
export { businessOf, onboard, personOf } from './workflow/parts/onboarding.ts';
