import { monotonicMs } from '../../../core/clock.ts';
import type { Exchange } from '../../../core/exchange.ts';
import { type Deviation, type Finding, severityOf } from '../../../core/finding.ts';
import type { RunEvent, StepLocation, StepOutcome, StepReport } from '../../../core/run-event.ts';
import { limitsOf, type Target } from '../../../core/target.ts';
import { ExchangeShortener } from '../../client/shorten-exchange.ts';
import { checkExchange } from '../../contract/checks.ts';
import type { Contract } from '../../contract/contract.ts';
import type { Auditor, AuditReport } from '../../ledger/auditor.ts';
import type { Effect } from '../../ledger/effects.ts';
import { redactExchange } from '../../masking/redact-exchange.ts';
import type { ArazzoStep } from '../arazzo/document.ts';
import type { Scope } from '../arazzo/expressions.ts';
import type { PlannedStep } from '../arazzo/plan.ts';
import { closedDayIn } from './bank-clock.ts';
import type { Next } from './next-step.ts';
import { resolveEffects } from './resolve-effects.ts';
import type { EventsResult, RunEvents } from './run-events.ts';
import type { Attempt, CheckedExchange, Frame } from './run-state.ts';

/** The end of a step, for its report and its successor. */
export interface StepEnd {
  readonly outcome: StepOutcome;
  readonly scope: Scope;
  readonly next: Next;
  readonly exchange?: Exchange;
  readonly reason?: string;
  /** The posting day that the step closed, or saw closed. */
  readonly closedPostingDay?: string;
}

/** The end of a step with further facts for the reporter. */
export interface ReportedEnd extends StepEnd {
  /** True if the run ends with it. */
  readonly endsRun: boolean;
  /** True if anything was sent, even without a response. */
  readonly wasSent: boolean;
}

/** The parts that step reports are made with. */
export interface StepReporterParts {
  readonly target: Target;
  readonly contract: Contract;
  /** Absent if the books are not observed. */
  readonly auditor: Auditor | undefined;
  readonly events: RunEvents;
  /** Returns the place of a step in its workflow's file. */
  readonly locate: (frame: Frame, planned: PlannedStep) => StepLocation | undefined;
  readonly onEvent: (event: RunEvent) => void;
}

/** Checks every exchange against the contract, has the books checked after each step, and reports the steps. */
export class StepReporter {
  /** The reports in the order in which the steps ended. */
  readonly steps: StepReport[];
  private readonly parts: StepReporterParts;
  private readonly shortener: ExchangeShortener;
  private pending: Exchange[] = [];
  /** The report of the step at which the run stops for now. */
  private unfinished: StepReport | undefined;
  /** True if everything was read after the last step. */
  private isSwept = true;

  constructor(parts: StepReporterParts, earlier: readonly StepReport[] = []) {
    this.parts = parts;
    this.shortener = new ExchangeShortener(limitsOf(parts.target));
    this.steps = [...earlier];
  }

  /** Records an exchange, unredacted. */
  record(exchange: Exchange): void {
    this.pending.push(exchange);
  }

  begin(frame: Frame, planned: PlannedStep): void {
    frame.attempt.startedMs = monotonicMs();
    frame.attempt.reportsBefore ??= this.steps.length;
    this.parts.events.recordBegin(frame.attempt);
    this.parts.onEvent({ type: 'step-started', ...describeStep(frame, planned) });
  }

  /**
   * Marks failed steps of a called workflow as handled when the calling step goes elsewhere or is retried; findings
   * about the bank remain.
   */
  handle({ reportsBefore = this.steps.length }: Attempt): void {
    for (let at = reportsBefore; at < this.steps.length; at++) {
      const step = this.steps[at] as StepReport;
      if (step.outcome === 'failed' && !isBroken(step.findings)) this.steps[at] = { ...step, outcome: 'handled' };
    }
  }

  /**
   * Audits the books after a failed attempt, before a retry runs other steps, so that its changes are not blamed on
   * them.
   */
  async auditAside(attempt: Attempt): Promise<void> {
    this.setAside(attempt);
    const audit = await this.parts.auditor?.audit({ effects: [], sweep: false });
    attempt.found.push(...(audit?.deviations ?? []), ...this.takeReads().flatMap(({ found }) => found));
  }

  /** Keeps the exchanges of a step, because other steps run before it is retried. */
  setAside({ exchanges }: Attempt): void {
    exchanges.push(...this.takeShortened());
  }

  /** Checks the books after a step and reports it. */
  async finish(frame: Frame, planned: PlannedStep, end: ReportedEnd): Promise<void> {
    const sent = [...frame.attempt.exchanges, ...this.takeShortened()];
    const audit = await this.auditStep(planned, end);
    const reads = this.takeReads();
    const notable = reads.filter(({ exchange, found }) => exchange.retries || found.length > 0);
    const shown = [...sent, ...notable.map((checked) => this.shorten(checked))];
    const deviations = [...sent, ...reads].flatMap(({ found }) => found);
    const { stepId } = describeStep(frame, planned);
    const { attempt } = frame;
    if (end.outcome !== 'not-applicable')
      this.parts.events.recordStep({
        stepId,
        planned,
        attempt,
        isPassed: end.outcome === 'passed',
        exchanges: sent.map((checked) => checked.exchange),
      });
    const findings = this.toFindings([...deviations, ...frame.attempt.found, ...(audit?.deviations ?? [])], stepId);
    const { exchange, reason } = end;
    this.add(frame, {
      ...describeStep(frame, planned),
      ...this.locate(frame, planned),
      outcome: isBroken(findings) ? 'failed' : end.outcome,
      ...(exchange ? { statusCode: exchange.response.statusCode } : {}),
      attempts: frame.attempt.tries,
      exchanges: shown.map((checked) => this.redact(checked.exchange)),
      exchangesChecked: sent.length + reads.length,
      movements: audit?.movements ?? [],
      findings,
      lawsChecked: audit?.lawsChecked ?? [],
      emits: planned.step['x-crosscheck']?.emits ?? [],
      ...(reason === undefined ? {} : { reason }),
    });
  }

  /** Reads everything again at the end, unless the last step did; findings are reported as a step of their own. */
  async sweep(): Promise<void> {
    if (this.isSwept || !this.parts.auditor) return;
    const { deviations, movements, lawsChecked } = await this.parts.auditor.audit({ effects: [], sweep: true });
    const reads = this.takeReads();
    this.addOwn({
      stepId: 'end-of-run',
      title: 'Read everything once more',
      durationMs: 0,
      movements,
      lawsChecked,
      exchanges: [],
      exchangesChecked: reads.length,
      findings: this.toFindings([...reads.flatMap(({ found }) => found), ...deviations], 'end-of-run'),
    });
  }

  /** Reports the check of the declared events as a step of its own. */
  reportEvents(result: EventsResult, startedMs: number): void {
    const { deviations, exchanges, entryCount, uncheckedReason, isEmpty } = result;
    const { contract } = this.parts;
    const checked = exchanges.map((exchange) => ({ exchange, found: checkExchange(exchange, contract) }));
    const notable = checked.filter(({ exchange, found }) => exchange.retries || found.length > 0);
    if (isEmpty && !checked.some(({ found }) => found.length > 0)) return;
    const what = uncheckedReason === undefined ? `${entryCount} changes` : 'changes';
    this.addOwn({
      stepId: 'events',
      title: `Match ${what} to their events`,
      movements: [],
      lawsChecked: [],
      ...(uncheckedReason === undefined ? {} : { reason: uncheckedReason }),
      exchanges: notable.map((one) => this.redact(this.shorten(one).exchange)),
      exchangesChecked: checked.length,
      durationMs: monotonicMs() - startedMs,
      findings: this.toFindings([...checked.flatMap(({ found }) => found), ...deviations], 'events'),
    });
  }

  /** Reports an action of the run itself; with a reason if it failed. */
  private addOwn(step: Omit<StepReport, 'operationId' | 'attempts' | 'emits' | 'outcome'>): void {
    const outcome = isBroken(step.findings) ? 'failed' : step.reason === undefined ? 'passed' : 'not-applicable';
    const report: StepReport = { ...step, operationId: '', attempts: 0, emits: [], outcome };
    this.steps.push(report);
    this.parts.onEvent({ type: 'step-finished', step: report });
  }

  /** Reports a step whose wait is not over; its exchanges stay with its attempt. */
  park(frame: Frame, planned: PlannedStep, reason: string): void {
    this.addUnfinished(frame, planned, { outcome: 'parked', reason });
    this.unfinished = this.steps.at(-1);
  }

  /** Reports a step that is not retried, because a step that its retry ran went elsewhere. */
  abandon(frame: Frame, planned: PlannedStep): void {
    this.addUnfinished(frame, planned, { outcome: 'handled', reason: 'A step that its retry ran went elsewhere' });
  }

  /** Reports the requests before the first step if they failed; the run does not start then. */
  reportStart(): void {
    const sent = this.takeShortened();
    const findings = this.toFindings(
      sent.flatMap(({ found }) => found),
      'start-of-run',
    );
    if (findings.length === 0) return;
    this.addOwn({
      stepId: 'start-of-run',
      title: 'Read the state of the bank',
      durationMs: 0,
      movements: [],
      lawsChecked: [],
      exchanges: sent.map(({ exchange }) => exchange),
      exchangesChecked: sent.length,
      findings,
    });
  }

  /**
   * Reports a step that was stopped by an operating error, or by a response that never ended, which `found` describes.
   */
  breakOff(
    frame: Frame,
    planned: PlannedStep,
    { reason, found }: { reason: string; found: readonly Deviation[] },
  ): void {
    this.setAside(frame.attempt);
    frame.attempt.found.push(...found);
    this.addUnfinished(frame, planned, { outcome: 'failed', reason });
    this.unfinished = this.steps.at(-1);
  }

  /** Returns true if any step, ended or not, has a finding about the target. */
  hasFailures(): boolean {
    return this.steps.some(({ findings }) => isBroken(findings));
  }

  /** Returns the steps that have ended; parked and stopped ones are still to be done. */
  finishedSteps(): StepReport[] {
    return this.steps.filter((step) => step !== this.unfinished);
  }

  private addUnfinished(
    frame: Frame,
    planned: PlannedStep,
    { outcome, reason }: { outcome: 'parked' | 'failed' | 'handled'; reason: string },
  ): void {
    const { tries, exchanges, found } = frame.attempt;
    const { stepId } = describeStep(frame, planned);
    const findings = this.toFindings([...exchanges.flatMap((checked) => checked.found), ...found], stepId);
    this.add(frame, {
      ...describeStep(frame, planned),
      ...this.locate(frame, planned),
      outcome: isBroken(findings) ? 'failed' : outcome,
      reason,
      attempts: tries,
      findings,
      exchanges: exchanges.map(({ exchange }) => this.redact(exchange)),
      exchangesChecked: exchanges.length,
      movements: [],
      lawsChecked: [],
      emits: [],
    });
  }

  private locate(frame: Frame, planned: PlannedStep): Pick<StepReport, 'location'> {
    const found = this.parts.locate(frame, planned);
    return found ? { location: { file: found.file, line: found.line } } : {};
  }

  private add({ attempt }: Frame, report: Omit<StepReport, 'durationMs'>): void {
    const step = { ...report, durationMs: monotonicMs() - (attempt.startedMs ?? monotonicMs()) };
    this.steps.push(step);
    this.parts.onEvent({ type: 'step-finished', step });
  }

  private takeShortened(): CheckedExchange[] {
    return this.takeChecked().map((checked) => this.shorten(checked));
  }

  private shorten({ found, exchange }: CheckedExchange): CheckedExchange {
    return { found, exchange: this.shortener.shorten(exchange) };
  }

  /** Copies an exchange for the report. Values with other names are masked when the report leaves the run. */
  private redact(exchange: Exchange): Exchange {
    return redactExchange(exchange, this.parts.contract.operations[exchange.operationId]?.secretNames);
  }

  /** Returns the exchanges that read the books. */
  private takeReads(): CheckedExchange[] {
    const reads = this.takeChecked();
    const { operations } = this.parts.contract;
    const ofPartner = reads.filter(({ exchange }) => operations[exchange.operationId]?.source !== 'emulator');
    this.parts.events.recordReads(ofPartner.map(({ exchange }) => exchange));
    return reads;
  }

  /** Returns the exchanges unredacted, because laws compare live values, and only reported ones are copied. */
  private takeChecked(): CheckedExchange[] {
    const taken = this.pending;
    this.pending = [];
    return taken.map((exchange) => ({ found: checkExchange(exchange, this.parts.contract), exchange }));
  }

  private toFindings(deviations: readonly Deviation[], stepId: string): Finding[] {
    const { kind } = this.parts.target;
    return deviations.map((deviation) => ({ ...deviation, stepId, severity: severityOf(deviation, kind) }));
  }

  private async auditStep(
    { step }: PlannedStep,
    { scope, exchange, outcome, closedPostingDay, endsRun, wasSent }: ReportedEnd,
  ): Promise<AuditReport | undefined> {
    const { wait } = step['x-crosscheck'] ?? {};
    const isCall = step.workflowId !== undefined;
    if (!this.parts.auditor || isCall || (!wasSent && outcome !== 'passed')) return undefined;
    const closed = closedDayIn(exchange) ?? closedPostingDay;
    return await this.parts.auditor.audit({
      effects: effectsOf(step, scope, outcome),
      isTentative: outcome !== 'passed',
      ...(exchange ? { exchange } : {}),
      ...(closed ? { closedPostingDay: closed } : {}),
      sweep: this.recordSweep(endsRun || wait === true || outcome === 'failed'),
    });
  }

  private recordSweep(sweep: boolean): boolean {
    this.isSwept = sweep;
    return sweep;
  }
}

/** Returns true if a step has a finding about the target. */
function isBroken(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'failure');
}

/**
 * Resolves the effects of a step. If it failed, effects that depend on its response are ignored, because their values
 * are unknown.
 */
function effectsOf({ 'x-crosscheck': extension }: ArazzoStep, scope: Scope, outcome: StepOutcome): Effect[] {
  const { effects = [] } = extension ?? {};
  try {
    return resolveEffects(effects, scope);
  } catch (error) {
    if (outcome === 'failed' || outcome === 'handled') return [];
    throw error;
  }
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
