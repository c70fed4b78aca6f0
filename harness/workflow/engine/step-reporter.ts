import { monotonicMs } from '../../../core/clock.ts';
import type { Exchange } from '../../../core/exchange.ts';
import { type Deviation, type Finding, severityOf } from '../../../core/finding.ts';
import type { RunEvent, StepOutcome, StepReport } from '../../../core/run-event.ts';
import type { Target } from '../../../core/target.ts';
import { redactExchange } from '../../client/redact-exchange.ts';
import { checkExchange } from '../../contract/checks.ts';
import type { Contract } from '../../contract/contract.ts';
import type { Auditor, AuditReport } from '../../ledger/auditor.ts';
import type { Scope } from '../arazzo/expressions.ts';
import type { PlannedStep } from '../arazzo/plan.ts';
import type { Next } from './next-step.ts';
import { resolveEffects } from './resolve-effects.ts';
import type { Attempt, Frame, JudgedExchange } from './run-state.ts';

/** How a step ended, for its report and for what comes next. */
export interface StepEnd {
  readonly outcome: StepOutcome;
  readonly scope: Scope;
  readonly next: Next;
  readonly exchange?: Exchange;
  readonly reason?: string;
  /** The posting day that the step closed, or saw closed. */
  readonly closedPostingDay?: string;
}

/** What the reports of a run's steps are made with. */
export interface StepReporterParts {
  readonly target: Target;
  readonly contract: Contract;
  /** Absent where the books are not observed. */
  readonly auditor: Auditor | undefined;
  readonly onEvent: (event: RunEvent) => void;
}

/** How a step ended, for its report and for what comes next. */
export interface StepEnd {
  readonly outcome: StepOutcome;
  readonly scope: Scope;
  readonly next: Next;
  readonly exchange?: Exchange;
  readonly reason?: string;
  /** The posting day that the step closed, or saw closed. */
  readonly closedPostingDay?: string;
}

/** Holds every exchange against the contract, has the books checked after each step, and reports the steps. */
export class StepReporter {
  /** In the order in which they ended. */
  readonly steps: StepReport[];
  private readonly parts: StepReporterParts;
  private pending: Exchange[] = [];

  constructor(parts: StepReporterParts, earlier: readonly StepReport[] = []) {
    this.parts = parts;
    this.steps = [...earlier];
  }

  /** Takes an exchange as it happened, unredacted. */
  record(exchange: Exchange): void {
    this.pending.push(exchange);
  }

  begin(frame: Frame, planned: PlannedStep): void {
    frame.attempt.startedMs = monotonicMs();
    frame.attempt.reportsBefore ??= this.steps.length;
    this.parts.onEvent({ type: 'step-started', ...describeStep(frame, planned) });
  }

  /**
   * What the workflow that a step calls has failed in is handled when the step goes on elsewhere or is tried again: its reports
   * since the step began are of a branch, but for what was found wrong with the bank.
   */
  handle({ reportsBefore = this.steps.length }: Attempt): void {
    for (let at = reportsBefore; at < this.steps.length; at++) {
      const step = this.steps[at] as StepReport;
      const isBroken = step.findings.some(({ severity }) => severity === 'failure');
      if (step.outcome === 'failed' && !isBroken) this.steps[at] = { ...step, outcome: 'handled' };
    }
  }

  /** Keeps what a step has sent so far, because others are sent before it is tried again. */
  setAside({ exchanges }: Attempt): void {
    exchanges.push(...this.takeJudged());
  }

  /** Checks the books after a step and reports it. */
  async finish(frame: Frame, planned: PlannedStep, end: StepEnd & { readonly endsRun: boolean }): Promise<void> {
    const sent = [...frame.attempt.exchanges, ...this.takeJudged()];
    const audit = await this.auditStep(planned, end);
    const reads = this.takeChecked();
    const toldOf = reads.filter(({ exchange, found }) => exchange.retries || found.length > 0).map(redactJudged);
    const shown = [...sent, ...toldOf];
    const deviations = [...[...sent, ...reads].flatMap(({ found }) => found), ...(audit?.deviations ?? [])];
    const { stepId } = describeStep(frame, planned);
    const findings = deviations.map((deviation): Finding => this.judge(deviation, stepId));
    const isBroken = end.outcome === 'passed' && findings.some(({ severity }) => severity === 'failure');
    const { exchange, reason } = end;
    this.add(frame, {
      ...describeStep(frame, planned),
      outcome: isBroken ? 'failed' : end.outcome,
      ...(exchange ? { statusCode: exchange.response.statusCode } : {}),
      attempts: frame.attempt.tries,
      exchanges: shown.map((judged) => judged.exchange),
      exchangesChecked: sent.length + reads.length,
      movements: audit?.movements ?? [],
      findings,
      lawsChecked: audit?.lawsChecked ?? [],
      emits: planned.step['x-crosscheck']?.emits ?? [],
      ...(reason === undefined ? {} : { reason }),
    });
  }

  /** Reports a step whose wait is not over; what it has sent stays with its attempt. */
  park(frame: Frame, planned: PlannedStep, reason: string): void {
    this.addUnfinished(frame, planned, { outcome: 'parked', reason });
  }

  /** Reports a step that is not tried again, because what its retry ran has gone elsewhere. */
  abandon(frame: Frame, planned: PlannedStep): void {
    this.addUnfinished(frame, planned, { outcome: 'handled', reason: 'What its retry ran has gone elsewhere' });
  }

  /** Reports a step that something has stopped which is neither its nor the bank's. */
  breakOff(frame: Frame, planned: PlannedStep, reason: string): void {
    this.setAside(frame.attempt);
    this.addUnfinished(frame, planned, { outcome: 'failed', reason });
  }

  private addUnfinished(
    frame: Frame,
    planned: PlannedStep,
    { outcome, reason }: { outcome: 'parked' | 'failed' | 'handled'; reason: string },
  ): void {
    const { tries, exchanges } = frame.attempt;
    this.add(frame, {
      ...describeStep(frame, planned),
      ...{ outcome, reason, attempts: tries },
      exchanges: exchanges.map(({ exchange }) => exchange),
      exchangesChecked: exchanges.length,
      ...{ movements: [], findings: [], lawsChecked: [], emits: [] },
    });
  }

  private add({ attempt }: Frame, report: Omit<StepReport, 'durationMs'>): void {
    const step = { ...report, durationMs: monotonicMs() - (attempt.startedMs ?? monotonicMs()) };
    this.steps.push(step);
    this.parts.onEvent({ type: 'step-finished', step });
  }

  private takeJudged(): JudgedExchange[] {
    return this.takeChecked().map(redactJudged);
  }

  /** Still unredacted: what is not told of is not copied. */
  private takeChecked(): JudgedExchange[] {
    const taken = this.pending;
    this.pending = [];
    return taken.map((exchange) => ({ found: checkExchange(exchange, this.parts.contract), exchange }));
  }

  private judge(deviation: Deviation, stepId: string): Finding {
    return { ...deviation, stepId, severity: severityOf(deviation, this.parts.target.kind) };
  }

  private async auditStep(
    { step }: PlannedStep,
    { scope, exchange, outcome, closedPostingDay, endsRun }: StepEnd & { readonly endsRun: boolean },
  ): Promise<AuditReport | undefined> {
    const { effects = [], wait } = step['x-crosscheck'] ?? {};
    const calls = step.workflowId !== undefined;
    if (!this.parts.auditor || calls || (exchange === undefined && outcome !== 'passed')) return undefined;
    const body = exchange?.response.body as { closedPostingDay?: string } | undefined;
    const closed = body?.closedPostingDay ?? closedPostingDay;
    return await this.parts.auditor.audit({
      effects: resolveEffects(effects, scope),
      ...(exchange ? { exchange } : {}),
      ...(closed ? { closedPostingDay: closed } : {}),
      sweep: endsRun || wait === true || outcome === 'failed',
    });
  }
}

function redactJudged({ found, exchange }: JudgedExchange): JudgedExchange {
  return { found, exchange: redactExchange(exchange) };
}

function describeStep(
  { path }: Frame,
  { step, calls }: PlannedStep,
): Pick<StepReport, 'stepId' | 'title' | 'operationId'> {
  return {
    stepId: [...path, step.stepId].join('/'),
    title: step.description ?? step.stepId,
    operationId: 'workflow' in calls ? calls.workflow.slice(calls.workflow.lastIndexOf('#') + 1) : calls.operationId,
  };
}
