import type { Exchange } from './exchange.ts';
import type { Finding, TargetKind } from './finding.ts';
import type { Stopped } from './stopped.ts';

/**
 * The outcome of a step. `handled`: its criteria were not met, and a failure action continued the run at another step.
 * `not-applicable`: the target lacks a capability that the step needs. `parked`: its wait is not over.
 */
export type StepOutcome = 'passed' | 'failed' | 'handled' | 'not-applicable' | 'parked';

/**
 * The outcome of a run. `failed`: a step failed, or a finding has severity failure. `parked`: no failure so far, and
 * the run can be resumed later. `stopped`: the run was interrupted, or an operating error ended it.
 */
export type RunOutcome = 'passed' | 'failed' | 'parked' | 'stopped';

/** The last observed balances of one account, in cents. */
export interface AccountBalance {
  readonly accountNumber: string;
  /** The title of the account at the bank. */
  readonly title: string;
  /** `implicit` is the master's own share. `other-masters` is the sum of the masters that the run did not open. */
  readonly kind: 'master' | 'implicit' | 'subledger' | 'other-masters' | 'general-ledger' | 'settlement';
  readonly currentBalance: number;
  /** Absent for GL and settlement accounts, which have no available balance. */
  readonly availableBalance?: number;
  readonly holdAmount?: number;
  readonly transactionCount?: number;
}

/** The changes that one step made to one account, in cents; 0 means unchanged. */
export interface Movement {
  readonly accountNumber: string;
  readonly title: string;
  readonly kind: AccountBalance['kind'];
  readonly current: number;
  readonly available: number;
  readonly hold: number;
}

/** A line of a file; the path is relative to the current folder. */
export interface StepLocation {
  readonly file: string;
  readonly line: number;
}

/**
 * The report of one step. The exchanges are redacted. They include every request of the step itself, and those requests
 * that read the books and have a finding or a retry.
 */
export interface StepReport {
  /** The id of the step, after the ids of the steps that called its workflow: `call/inner`. */
  readonly stepId: string;
  readonly title: string;
  readonly operationId: string;
  /** The place of the step in its workflow's file; absent for steps that the run adds. */
  readonly location?: StepLocation;
  readonly outcome: StepOutcome;
  /** The status of the last response; absent without a response. */
  readonly statusCode?: number;
  /** The number of times that the operation was sent. */
  readonly attempts: number;
  readonly durationMs: number;
  readonly exchanges: readonly Exchange[];
  /** The number of exchanges checked against the contract: those of the step, and those that read the books. */
  readonly exchangesChecked: number;
  readonly movements: readonly Movement[];
  readonly findings: readonly Finding[];
  /** Names of the ledger laws that were checked after the step. */
  readonly lawsChecked: readonly string[];
  /** Names of the events that the step declares. */
  readonly emits: readonly string[];
  /** The reason why the step did not pass. */
  readonly reason?: string;
}

/** The report of one run, as written to `run.json`. Its schema is `contracts/run-report.schema.json`. */
export interface RunReport {
  readonly schemaVersion: 2;
  readonly workflowId: string;
  readonly summary: string;
  readonly seed: number;
  readonly target: { readonly kind: TargetKind; readonly baseUrl: string };
  readonly startedAt: string;
  readonly durationMs: number;
  readonly outcome: RunOutcome;
  /** The time when a parked run can be resumed (Eastern time), and the reason why it waits. */
  readonly due?: { readonly at: string; readonly reason: string };
  /** The cause of a stop, and the remedy. */
  readonly stopped?: Stopped;
  /** Notes about the run, such as changes that a resumed run ignored. */
  readonly notes?: readonly string[];
  readonly steps: readonly StepReport[];
  readonly balances: readonly AccountBalance[];
  /** Laws that could not be checked on this target, with the reason. */
  readonly notObservable: readonly { readonly rule: string; readonly reason: string }[];
  /** The documents of the bank that were compared with the books; absent without any. Their content is not kept. */
  readonly documents?: readonly DocumentReport[];
  /** The events of the run; absent if its steps declare none. */
  readonly events?: EventsReport;
}

/** A PDF of the bank that the auditor has read. */
export interface DocumentReport {
  readonly kind: 'statement' | 'tax form';
  readonly accountNumber: string;
  readonly id: string;
  /** SHA-256 of its bytes. */
  readonly sha256?: string;
  /** The figures that were compared with the books. */
  readonly compared?: string;
  /** The reason why nothing was compared. */
  readonly unreadable?: string;
}

/** The events of one run. */
export interface EventsReport {
  /**
   * True if the events were checked against the changes. False for a parked run, which checks them after its resume.
   */
  readonly isChecked: boolean;
  /** Names of the events that the run watches. */
  readonly watched: readonly string[];
  /** The number of events received, without duplicates. */
  readonly received: number;
  /** The number of changes to the run's own resources in these events; one event can report several. */
  readonly changes: number;
  /** The number of repeated deliveries of an event. */
  readonly duplicates: number;
  /** Declared names whose events could not be observed, with the reason. */
  readonly notObservable: readonly { readonly eventName: string; readonly reason: string }[];
  /** The event for each change that a step declares; empty until the events are checked. */
  readonly matched: readonly MatchedChange[];
}

/** A change that a step declares, with the id of its event. */
export interface MatchedChange {
  readonly stepId: string;
  readonly eventName: string;
  readonly eventId: string;
  readonly resource: string;
}

/** A progress event of a run. */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly workflowId: string;
      readonly summary: string;
      readonly seed: number;
      readonly baseUrl: string;
      readonly stepCount: number;
      /** The number of steps that ended before a resume. */
      readonly stepsBefore?: number;
    }
  | { readonly type: 'step-started'; readonly stepId: string; readonly title: string; readonly operationId: string }
  | {
      /** A poll pauses in real time. Not emitted where the run moves the bank's clock instead. */
      readonly type: 'step-waiting';
      readonly stepId: string;
      readonly title: string;
      readonly attempt: number;
      readonly pauseSeconds: number;
    }
  | { readonly type: 'step-finished'; readonly step: StepReport }
  | { readonly type: 'run-finished'; readonly report: RunReport };
