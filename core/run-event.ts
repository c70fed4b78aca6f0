import type { Exchange } from './exchange.ts';
import type { Finding, TargetKind } from './finding.ts';
import type { Stopped } from './stopped.ts';

/**
 * How a step ended. `handled`: its criteria did not hold, and a failure action went on elsewhere. `not-applicable`: the target
 * lacks a capability that the step needs. `parked`: its wait is not over.
 */
export type StepOutcome = 'passed' | 'failed' | 'handled' | 'not-applicable' | 'parked';

/**
 * How a run ended. `parked` is clean so far; `failed` has findings of severity failure or a step that did not succeed;
 * `stopped` was interrupted, or met something that a person has to mend.
 */
export type RunOutcome = 'passed' | 'failed' | 'parked' | 'stopped';

/** The figures of one account as the auditor saw them last, in cents. */
export interface AccountBalance {
  readonly accountNumber: string;
  /** The title that the account carries at the bank. */
  readonly label: string;
  /** `other-masters` sums the masters of the bank that the run did not open. */
  readonly kind: 'master' | 'implicit' | 'subledger' | 'other-masters' | 'general-ledger' | 'settlement';
  readonly currentBalance: number;
  /** Absent for GL and settlement accounts, which have no availability. */
  readonly availableBalance?: number;
  readonly holdAmount?: number;
  readonly transactionCount?: number;
}

/** What one step changed on one account, in cents; only figures that changed are there. */
export interface Movement {
  readonly accountNumber: string;
  readonly label: string;
  readonly kind: AccountBalance['kind'];
  readonly current: number;
  readonly available: number;
  readonly hold: number;
}

/**
 * Everything that is known of a step once its books are checked. The exchanges are redacted: all of the step itself, and of
 * those that read the books the ones with a finding.
 */
export interface StepReport {
  /** With the steps before it that called its workflow, `call/inner`. */
  readonly stepId: string;
  readonly title: string;
  readonly operationId: string;
  readonly outcome: StepOutcome;
  /** The status of the last answer; absent when nothing was sent. */
  readonly statusCode?: number;
  /** How often the operation was sent. */
  readonly attempts: number;
  readonly durationMs: number;
  readonly exchanges: readonly Exchange[];
  /** How many exchanges were held against the contract: those of the step and those that read the books. */
  readonly exchangesChecked: number;
  readonly movements: readonly Movement[];
  readonly findings: readonly Finding[];
  /** Names of the ledger laws that were checked after this step. */
  readonly lawsChecked: readonly string[];
  /** Events that the step declares. */
  readonly emits: readonly string[];
  /** Why the step did not pass, for a person. */
  readonly reason?: string;
}

/** The report of one run, as written to `run.json`. Its schema is `contracts/run-report.schema.json`. */
export interface RunReport {
  readonly schemaVersion: 1;
  readonly workflowId: string;
  readonly summary: string;
  readonly seed: number;
  readonly target: { readonly kind: TargetKind; readonly baseUrl: string };
  readonly startedAt: string;
  readonly durationMs: number;
  readonly outcome: RunOutcome;
  /** Of a parked run: when its wait is over (Eastern time), and what it waits for. */
  readonly due?: { readonly at: string; readonly why: string };
  /** Of a run that was stopped: what happened and what to do. */
  readonly stopped?: Stopped;
  /** What a person has to know of the run: that it was resumed, and on what. */
  readonly notes?: readonly string[];
  readonly steps: readonly StepReport[];
  readonly balances: readonly AccountBalance[];
  /** Laws that this target does not let the auditor observe, with the reason. */
  readonly notObservable: readonly { readonly rule: string; readonly reason: string }[];
  /** What came of the events that the steps declare; absent when they declare none. */
  readonly events?: EventsReport;
}

/** The events of one run. */
export interface EventsReport {
  /** Whether what came was held against the changes; of a parked run that polls it is when the run goes on. */
  readonly isJudged: boolean;
  /** Names whose events were held against their changes, or will be. */
  readonly watched: readonly string[];
  /** Events that came, each counted once. */
  readonly received: number;
  /** What they told of the run's own resources; one event may tell of many. */
  readonly changes: number;
  /** Deliveries of events that had come before. */
  readonly duplicates: number;
  /** Declared names whose events cannot be observed, with the reason. */
  readonly notObservable: readonly { readonly eventName: string; readonly reason: string }[];
  /** Which event told what a step declares; empty until the events are judged. */
  readonly told: readonly ToldChange[];
}

/** A declared event that came, without its details. */
export interface ToldChange {
  readonly stepId: string;
  readonly eventName: string;
  readonly eventId: string;
  readonly resource: string;
}

/** What a run tells while it goes on. */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly workflowId: string;
      readonly summary: string;
      readonly seed: number;
      readonly baseUrl: string;
      readonly stepCount: number;
      /** Of a run that is resumed: the steps that are behind it. */
      readonly stepsBefore?: number;
    }
  | { readonly type: 'step-started'; readonly stepId: string; readonly title: string; readonly operationId: string }
  | {
      /** A poll found nothing yet and pauses in real time; not sent where the bank's clock is moved instead. */
      readonly type: 'step-waiting';
      readonly stepId: string;
      readonly title: string;
      readonly attempt: number;
      readonly pauseSeconds: number;
    }
  | { readonly type: 'step-finished'; readonly step: StepReport }
  | { readonly type: 'run-finished'; readonly report: RunReport };
