/** The face of the harness: what workflows, specs and the command line may use. */

export { createCustomerGenerator } from './customers/customer-generator.ts';
export { createColors } from './report/colors.ts';
export { renderJunit } from './report/render-junit.ts';
export { renderClosing, renderStep } from './report/render-text.ts';
export { guardTarget } from './target/guard-target.ts';
export { loadTarget } from './target/load-target.ts';
export type { ArazzoDocument } from './workflow/arazzo/document.ts';
export { eq, ne } from './workflow/builder/criteria-builder.ts';
export {
  defineWorkflow,
  type InputSources,
  type Workflow,
  type WorkflowBuilder,
} from './workflow/builder/define-workflow.ts';
export { type AccountHandle, holds, memo, moves, refused, settles } from './workflow/builder/effects-builder.ts';
export type { Input, Ref, Refs } from './workflow/builder/references.ts';
export { runWorkflow } from './workflow/engine/run-workflow.ts';
