import type { RunLine } from './runs-report.ts';

/** The summary of `crosscheck run --all`, `workflows.json`. */
export interface AllReport {
  readonly schemaVersion: 2;
  readonly durationMs: number;
  /** The number of requested runs; `runs` has fewer after an interrupt. */
  readonly requestedRuns: number;
  readonly runs: readonly WorkflowLine[];
  /** The files that could not be loaded. */
  readonly errors: readonly { readonly message: string; readonly remedy: string }[];
}

/** The run of one workflow. A failed one has the command that repeats it, a parked one the command that resumes it. */
export interface WorkflowLine extends RunLine {
  readonly workflowId: string;
}
