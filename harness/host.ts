/** The exports of the harness for the command line, the Playwright fixtures and specs. Not an entry of the package. */

export { createClient, type SendInput } from './client/client.ts';
export { contractChecks, foreignChecks } from './contract/checks.ts';
export * from './customers/index.ts';
export { checkNegativeAnswer } from './customers/negative-answer.ts';
export { type NegativeRecord, negativeRecords, negativeRecordsOf } from './customers/negative-records.ts';
export { eventLaws } from './events/laws.ts';
export { auditTogether, type JointAudit } from './ledger/audit-together.ts';
export type { AuditorState } from './ledger/auditor.ts';
export { laws } from './ledger/laws.ts';
export { maskReport } from './masking/mask-report.ts';
export type { SecretValues } from './masking/secret-values.ts';
export { onboardCustomers } from './onboarding/onboard-customers.ts';
export { parseJsonLine, parseProgressRecord } from './onboarding/parse-progress-record.ts';
export type {
  CustomerAccepted,
  FailureReason,
  Phase,
  PhaseOutcome,
  ProgressLog,
  ProgressRecord,
} from './onboarding/progress-log.ts';
export { buildAllowed, type IsAllowed } from './personal-data/allowed-values.ts';
export { type Sighting, scanText, TextScanner } from './personal-data/text-scanner.ts';
export { type Colors, createColors } from './report/colors.ts';
export { createJunitBuilder } from './report/junit-builder.ts';
export { DEFAULT_WIDTH, shorten, wrap } from './report/layout.ts';
export { renderClosing } from './report/render-closing.ts';
export { renderFindings } from './report/render-finding.ts';
export { renderJunit } from './report/render-junit.ts';
export { renderStep } from './report/render-step.ts';
export { guardTarget } from './target/guard-target.ts';
export { loadLimits, loadTarget } from './target/load-target.ts';
export { checkWorkflow } from './workflow/arazzo/check/check-plan.ts';
export type { ArazzoDocument } from './workflow/arazzo/document.ts';
export { renderProblem } from './workflow/arazzo/problem.ts';
export { eq } from './workflow/builder/criteria-builder.ts';
export {
  defineWorkflow,
  type InputSources,
  type Workflow,
  type WorkflowBuilder,
} from './workflow/builder/define-workflow.ts';
export { holds, interest, memo, minus, moves, refused, settles } from './workflow/builder/effects-builder.ts';
export type { Ref } from './workflow/builder/references.ts';
export { BankClock } from './workflow/engine/bank-clock.ts';
export { type Checkpoint, parseCheckpoint, registrationsOf } from './workflow/engine/checkpoint.ts';
export { type RunOptions, runWorkflow } from './workflow/engine/run-workflow.ts';
export {
  isWorkflowFile,
  type LoadedWorkflow,
  listWorkflowFolder,
  loadBuilt,
  loadWorkflowFile,
  loadWorkflowFolder,
  loadWorkflowOf,
} from './workflow/files/load-workflows.ts';
