import type { EventsReport, RunReport } from '../../core/run-event.ts';
import type { JointAudit } from '../../harness/host.ts';

/** The summary of many runs, `runs.json`. */
export interface RunsReport {
  readonly schemaVersion: 2;
  readonly workflowId: string;
  readonly summary: string;
  readonly durationMs: number;
  /** The number of requested runs; `runs` has fewer if some did not start. */
  readonly requestedRuns: number;
  readonly runs: readonly RunLine[];
  /** The laws checked over the accounts of all runs; only if they share a bank. */
  readonly jointAudit?: JointAudit;
}

/** One of many runs. A failed run has its failures and the command that runs it alone. */
export interface RunLine extends Pick<RunReport, 'outcome' | 'durationMs' | 'seed'> {
  readonly stepCount: number;
  readonly failures: readonly string[];
  /** The events of the run; absent if its steps declare none. */
  readonly events?: Pick<EventsReport, 'watched' | 'received' | 'changes' | 'notObservable'>;
  readonly command?: string;
  /** The file with the full report; only for a run that did not pass. */
  readonly reportFile?: string;
  readonly checkpointFile?: string;
}
