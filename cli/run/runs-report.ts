import type { EventsReport, RunReport } from '../../core/run-event.ts';
import type { JointAudit } from '../../harness/host.ts';

/** The summary of many runs, `runs.json`. */
export interface RunsReport {
  readonly schemaVersion: 2;
  readonly workflowId: string;
  readonly summary: string;
  readonly durationMs: number;
  /** How many runs were requested; `runs` has fewer if some did not start. */
  readonly requestedRuns: number;
  readonly runs: readonly RunLine[];
  /** The laws over the accounts of all runs; only where they share a bank. */
  readonly jointAudit?: JointAudit;
}

/** One of many runs: a failed one with what failed and the command that runs it alone. */
export interface RunLine extends Pick<RunReport, 'outcome' | 'durationMs' | 'seed'> {
  readonly stepCount: number;
  readonly failures: readonly string[];
  /** What came of the events that its steps declare; absent when they declare none. */
  readonly events?: Pick<EventsReport, 'watched' | 'received' | 'changes' | 'notObservable'>;
  readonly command?: string;
  /** The file that has all of its report; only of one that did not pass. */
  readonly reportFile?: string;
  readonly checkpointFile?: string;
}
