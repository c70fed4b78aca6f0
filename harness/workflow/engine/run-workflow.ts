import { renderEastern } from '../../../core/business-day.ts';
import { type Clock, monotonicMs, wallClock } from '../../../core/clock.ts';
import { CrosscheckError } from '../../../core/errors.ts';
import type { Exchange } from '../../../core/exchange.ts';
import type { Deviation } from '../../../core/finding.ts';
import type { RunEvent, RunReport } from '../../../core/run-event.ts';
import { systemGuid } from '../../../core/seeded-random.ts';
import { describeStop, stopBy, UncaughtError } from '../../../core/stopped.ts';
import { limitsOf, type Target } from '../../../core/target.ts';
import { setPatternLimit } from '../../../core/time-ceiling.ts';
import { type ClientOptions, createClient } from '../../client/client.ts';
import { AnswerLost } from '../../client/send-once.ts';
import { type Auditor, type AuditorState, createAuditor } from '../../ledger/auditor.ts';
import { maskReport } from '../../masking/mask-report.ts';
import { Sealer } from '../../masking/sealed-value.ts';
import type { SecretValues } from '../../masking/secret-values.ts';
import { checkWorkflow } from '../arazzo/check/check-plan.ts';
import type { ArazzoDocument } from '../arazzo/document.ts';
import type { Values } from '../arazzo/expressions.ts';
import type { Plan, PlannedStep } from '../arazzo/plan.ts';
import { checkInputs } from '../arazzo/workflow-inputs.ts';
import { BankClock, readBankClock } from './bank-clock.ts';
import { bareStep } from './bare-steps.ts';
import { type Checkpoint, notResumable, sealCheckpoint } from './checkpoint.ts';
import { type Description, describeCos } from './describe-cos.ts';
import { dumpAudited, restoreAudited } from './dump-books.ts';
import { checkNothingMissing, dumpState, restoreState } from './dump-state.ts';
import { HiddenValues } from './hidden-values.ts';
import { learnInputs } from './learn-inputs.ts';
import { notExecutable } from './not-executable.ts';
import { Run } from './run.ts';
import { RunEvents } from './run-events.ts';
import type { RunEventsState } from './run-events-state.ts';
import { type Frame, newFrame, type RunState } from './run-state.ts';
import { StepReporter } from './step-reporter.ts';
import type { Ending } from './waiting.ts';

/** The options of a run. */
export interface RunOptions extends Pick<ClientOptions, 'newIdempotencyKey'> {
  readonly target: Target;
  readonly workflowId: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The seed of the inputs; reported, so that the run can be repeated. */
  readonly seed: number;
  /** Distinguishes the run from others on the same target; kept in its checkpoint. */
  readonly label?: string;
  readonly onEvent?: (event: RunEvent) => void;
  /** Read the books and check the laws after each step; default: true. */
  readonly observesBooks?: boolean;
  /** Watch the events that steps declare, if the target supports it; default: true. */
  readonly watchesEvents?: boolean;
  /** Waits for delivered events; default: in real time. */
  readonly pauseForEvents?: (durationMs: number, signal: AbortSignal) => Promise<void>;
  /** The bank's clock, if several runs share a bank with a frozen clock. */
  readonly bankClock?: BankClock;
  /** The clock for waits if the bank's clock cannot be moved; default: the machine's. */
  readonly wall?: Clock;
  /** The longest pause of a step in real time, in seconds, before the run is parked; default: half an hour. */
  readonly maxPauseSeconds?: number;
  /** Interrupts the run: the current request is finished and its books are checked. */
  readonly signal?: AbortSignal;
  /** Called with the checkpoint of a run that was parked, interrupted, or stopped by an operating error. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
  /** Called at the end with the state of the auditor, and the secrets that no report may show. */
  readonly onAudited?: (state: AuditorState, secrets: SecretValues) => void;
  /** The user's inputs; kept in its checkpoint. */
  readonly given?: NonNullable<Checkpoint['given']>;
  /** Resumes from this checkpoint. */
  readonly resumes?: Checkpoint;
  /** Resumes although the contract or the workflow has changed; the report says so. */
  readonly despiteChanges?: boolean;
}

const PATIENCE_SECONDS = 1_800;

/**
 * Runs a workflow of an Arazzo document step by step: sends requests, checks every exchange against the contract, reads
 * the books and checks the ledger laws. A failed step ends the run after its books are checked, unless a failure action
 * says otherwise; a finding does not end it. The report contains what was done, whatever ended the run. Throws a
 * CrosscheckError before anything is sent if the workflow cannot be executed, its inputs are invalid, or the checkpoint
 * cannot be resumed.
 */
export async function runWorkflow(document: ArazzoDocument | Description, options: RunOptions): Promise<RunReport> {
  const description = 'source' in document ? document : describeCos(document);
  const { workflowId, resumes, target } = options;
  setPatternLimit(limitsOf(target));
  const plan = planFor(description, workflowId);
  const { entry } = plan;
  const { inputs, problems } = await checkInputs(entry.source.document, entry.workflow, options.inputs);
  if (problems.length > 0) throw notExecutable(`Workflow "${workflowId}" has invalid inputs`, problems);
  const notes = resumes ? checkResumable(resumes, { description, options }) : [];
  const state: RunState = resumes
    ? restoreState(resumes.state, plan, inputs)
    : { frames: [newFrame(entry.key, inputs, { purpose: 'main', path: [] })], finished: new Map() };
  if (resumes) checkNothingMissing(state, plan);
  return await new Session({ description, plan, state, inputs, options, notes }).run();
}

function planFor({ source }: Description, workflowId: string): Plan {
  const ids = source.document.workflows.map((workflow) => workflow.workflowId);
  if (!ids.includes(workflowId)) {
    throw new CrosscheckError({
      code: 'unknown-workflow',
      message: `The document has no workflow "${workflowId}"`,
      remedy: `It has: ${ids.join(', ')}`,
    });
  }
  const { plan, problems } = checkWorkflow(source, workflowId);
  if (problems.length > 0) throw notExecutable(`Workflow "${workflowId}" cannot be executed`, problems);
  return plan;
}

interface SessionParts {
  readonly description: Description;
  readonly plan: Plan;
  readonly state: RunState;
  /** The inputs of the requested workflow. */
  readonly inputs: Values;
  readonly options: RunOptions;
  readonly notes: readonly string[];
}

/**
 * Checks that a checkpoint belongs to this workflow, target and contract. Returns notes for the report; throws a
 * CrosscheckError otherwise.
 */
function checkResumable(
  { target, contractDigest, documentDigest }: Checkpoint,
  { description, options }: Pick<SessionParts, 'description' | 'options'>,
): string[] {
  if (target.baseUrl !== options.target.baseUrl || target.partnerId !== options.target.partnerId)
    throw notResumable(
      `The checkpoint is of a run at "${target.baseUrl}" for partner ${target.partnerId}, not at "${options.target.baseUrl}" for ${options.target.partnerId}`,
      'Resume it with the environment of that target',
    );
  const changed = [
    ...(contractDigest === description.contractDigest ? [] : ['the contract']),
    ...(documentDigest === description.documentDigest ? [] : ['the workflow']),
  ].join(' and ');
  if (changed === '') return [];
  if (options.despiteChanges) return [`Resumed although ${changed} had changed since it was parked`];
  throw notResumable(
    `Since the run was parked, ${changed} changed: the rest might not match its beginning`,
    'Run the workflow again, or resume with --despite-changes',
  );
}

/** One session of a run: from its start or a checkpoint to its end or the next checkpoint. */
class Session {
  private readonly parts: SessionParts;
  private readonly reporter: StepReporter;
  private readonly auditor: Auditor | undefined;
  private readonly events: RunEvents;
  private readonly startedMs = monotonicMs();
  private readonly startedAt: string;
  private readonly onEvent: (event: RunEvent) => void;
  private readonly client: ReturnType<typeof createClient>;
  /** True if the bank has answered any step in this session. */
  private wasAnswered = false;

  constructor(parts: SessionParts) {
    this.parts = parts;
    const { description, options, plan } = parts;
    const { target, resumes, newIdempotencyKey } = options;
    // Everything that leaves the run passes here, or is its report.
    this.onEvent = (event) => options.onEvent?.(maskReport(event, this.client.secrets));
    this.startedAt = resumes?.report.startedAt ?? renderEastern(wallClock.nowMs());
    this.client = createClient(target, {
      operations: description.contract.operations,
      onExchange: (exchange) => {
        this.recordAnswer(exchange);
        this.reporter.record(exchange);
      },
      ...(newIdempotencyKey ? { newIdempotencyKey } : {}),
    });
    this.learnFrames();
    const from =
      resumes?.audited === undefined ? undefined : restoreAudited(resumes.audited, (check) => this.sealer(check));
    this.auditor = options.observesBooks === false ? undefined : createAuditor(this.client, from);
    const { contract } = description;
    const { auditor } = this;
    this.events = new RunEvents({
      client: this.client,
      plan,
      auditor,
      signal: options.signal,
      pause: options.pauseForEvents,
      wall: options.wall ?? wallClock,
      isWanted: options.watchesEvents !== false,
      ...(resumes?.events === undefined ? {} : { from: resumes.events as RunEventsState }),
    });
    this.reporter = new StepReporter(
      { target, contract, auditor, events: this.events, locate: locateIn(plan), onEvent: this.onEvent },
      resumes?.report.steps,
    );
  }

  /** Learns the secrets in the inputs, so that they are masked from the first step on. */
  private learnFrames(): void {
    const { plan, state, inputs } = this.parts;
    const { secrets } = this.client;
    learnInputs(secrets, plan.entry, inputs);
    for (const frame of state.frames) {
      const planned = plan.workflows.get(frame.workflow);
      if (planned) learnInputs(secrets, planned, frame.inputs);
    }
  }

  private sealer(check?: string): Sealer {
    const { target, label = '' } = this.parts.options;
    return new Sealer(target.partner.clientSecret, label, check);
  }

  async run(): Promise<RunReport> {
    const ending = await this.takeSteps();
    // A second time: a value may have been recognized as a secret after the step that showed it.
    const report = maskReport(this.reportOn(ending), this.client.secrets);
    try {
      this.parts.options.onEvent?.({ type: 'run-finished', report });
    } catch (error) {
      return maskReport(stopBy(report, error), this.client.secrets);
    }
    return report;
  }

  /** Builds the report of the session and passes on the checkpoint; an error in that is reported. */
  private reportOn(ending: SessionEnding): RunReport {
    const { options } = this.parts;
    let report = this.buildReport(ending);
    const acts = [
      () => {
        const parts = this.observedParts();
        report = { ...report, ...parts, notes: [...(report.notes ?? []), ...this.events.notes()] };
      },
      () => this.auditor && options.onAudited?.(this.auditor.state(), this.client.secrets),
      () => {
        if (this.canBeResumed(ending)) options.onCheckpoint?.(this.buildCheckpoint(ending));
      },
    ];
    for (const act of acts)
      try {
        act();
      } catch (error) {
        report = stopBy(report, error);
      }
    const { notes = [], ...rest } = report;
    return notes.length > 0 ? { ...rest, notes } : rest;
  }

  /** Builds the report of the session. */
  private buildReport(ending: SessionEnding): RunReport {
    const { target } = this.parts.options;
    return {
      schemaVersion: 2,
      ...this.about(),
      target: { kind: target.kind, baseUrl: target.baseUrl },
      startedAt: this.startedAt,
      durationMs: this.durationMs(),
      outcome: this.outcomeOf(ending),
      ...describeEnding(ending),
      notes: this.parts.notes,
      steps: this.reporter.steps,
      balances: [],
      notObservable: [],
    };
  }

  private observedParts(): Pick<RunReport, 'balances' | 'notObservable' | 'documents' | 'events'> {
    const events = this.events.report();
    const documents = this.auditor?.documents() ?? [];
    return {
      balances: this.auditor?.balances() ?? [],
      notObservable: this.auditor?.notObservable() ?? [],
      ...(documents.length > 0 ? { documents } : {}),
      ...(events ? { events } : {}),
    };
  }

  private about(): Pick<RunReport, 'workflowId' | 'summary' | 'seed'> {
    const { options, plan } = this.parts;
    const { workflowId, seed } = options;
    return { workflowId, summary: plan.entry.workflow.summary ?? workflowId, seed };
  }

  /** Returns true if the run can be resumed; one without effects at the bank is simply started again. */
  private canBeResumed(ending: SessionEnding): boolean {
    if (ending.kind === 'done') return false;
    if (ending.kind === 'parked' || this.parts.options.resumes || this.reporter.finishedSteps().length > 0) return true;
    if (this.wasAnswered) return true;
    const wasTried = (this.parts.state.frames.at(-1)?.attempt.tries ?? 0) > 0;
    return wasTried && 'error' in ending && !isUnsent(ending.error);
  }

  /** Records whether the bank has answered the current step, not only a request about clock, events or books. */
  private recordAnswer({ operationId }: Exchange): void {
    const { plan, state } = this.parts;
    const frame = state.frames.at(-1);
    const calls = frame && plan.workflows.get(frame.workflow)?.steps[frame.at]?.calls;
    if (calls && 'operationId' in calls && calls.operationId === operationId && frame.attempt.tries > 0)
      this.wasAnswered = true;
  }

  private async takeSteps(): Promise<SessionEnding> {
    const { target } = this.parts.options;
    const bankClock = this.parts.options.bankClock ?? new BankClock();
    bankClock.join();
    let ending: SessionEnding;
    try {
      const resumed = this.parts.options.resumes ? { stepsBefore: this.reporter.steps.length } : {};
      const stepCount = countSteps(this.parts.plan);
      this.onEvent({ type: 'run-started', ...this.about(), baseUrl: target.baseUrl, stepCount, ...resumed });
      ending = await this.untilUncaught(this.execute(bankClock));
    } catch (error) {
      ending = this.endBy(error);
    }
    try {
      await this.events.end(ending.kind);
    } catch (error) {
      if (!('error' in ending)) ending = this.endBy(error);
    } finally {
      bankClock.leave();
    }
    return ending;
  }

  private async execute(bankClock: BankClock): Promise<Ending> {
    const { options, plan, state, description } = this.parts;
    const moves = await readBankClock(this.client, bankClock);
    await this.events.begin(moves ? bankClock : undefined);
    const run = new Run({
      plan,
      state,
      client: this.client,
      contract: description.contract,
      reporter: this.reporter,
      bankClock: moves ? bankClock : undefined,
      wall: options.wall ?? wallClock,
      maxPauseSeconds: options.maxPauseSeconds ?? PATIENCE_SECONDS,
      onEvent: this.onEvent,
      signal: options.signal,
      newIdempotencyKey: options.newIdempotencyKey ?? systemGuid,
    });
    const ending = await run.run();
    if (ending.kind === 'done') await this.reporter.sweep();
    await this.checkEvents(ending);
    return ending;
  }

  /** Waits for the steps, but not after an error outside of them: they might wait forever. */
  private async untilUncaught(steps: Promise<Ending>): Promise<Ending> {
    const { signal } = this.parts.options;
    if (!signal) return await steps;
    const uncaught = Promise.withResolvers<never>();
    const onAbort = () => {
      if (signal.reason instanceof UncaughtError) uncaught.reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort);
    try {
      return await Promise.race([steps, uncaught.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  private endBy(error: unknown): SessionEnding {
    const stopped = describeStop(error);
    try {
      this.reportBroken(stopped.message, error);
    } catch {
      // The current step cannot be described; the run's report has the error.
    }
    return { kind: stopped.kind === 'interrupted' ? 'interrupted' : 'broken', error };
  }

  /** Checks the events. For a parked run, only failures are reported; success is reported after the resume. */
  private async checkEvents({ kind }: Ending): Promise<void> {
    const startedMs = monotonicMs();
    const { events } = this;
    const result =
      kind === 'done' ? await events.checkAll() : kind === 'parked' ? await events.checkParked() : undefined;
    if (result && (kind === 'done' || result.isEmpty || result.deviations.length > 0))
      this.reporter.reportEvents(result, startedMs);
  }

  /** Reports the current step as ended by the error that stopped the run. */
  private reportBroken(reason: string, error: unknown): void {
    const { plan, state } = this.parts;
    const frame = state.frames.at(-1);
    const planned = frame && plan.workflows.get(frame.workflow)?.steps[frame.at];
    if (frame && planned && frame.attempt.startedMs !== undefined)
      this.reporter.breakOff(frame, planned, { reason, found: describeEndlessAnswer(error) });
    else this.reporter.reportStart();
  }

  private durationMs(): number {
    return (this.parts.options.resumes?.report.durationMs ?? 0) + monotonicMs() - this.startedMs;
  }

  private outcomeOf({ kind }: { kind: string }): RunReport['outcome'] {
    const hasFailed = this.reporter.finishedSteps().some(({ outcome }) => outcome === 'failed');
    if (hasFailed || this.reporter.hasFailures()) return 'failed';
    if (kind === 'broken' || kind === 'interrupted') return 'stopped';
    return kind === 'parked' ? 'parked' : 'passed';
  }

  private buildCheckpoint(ending: SessionEnding): Checkpoint {
    const { options, plan, state, inputs, description, notes } = this.parts;
    const { target, workflowId, seed, label = '' } = options;
    const frame = state.frames.at(-1);
    if (frame) this.reporter.setAside(frame.attempt);
    const { stopped, due } = describeEnding(ending);
    const dueMs = ending.kind === 'parked' ? ending.dueMs : (options.wall ?? wallClock).nowMs();
    const audited = this.auditor?.state();
    const hidden = new HiddenValues(this.client.secrets, [inputs, ...state.frames.map((one) => one.inputs)], audited);
    const events = this.events.state();
    const reason = stopped?.message ?? due?.reason ?? '';
    return sealCheckpoint({
      workflowId,
      seed,
      label,
      contractDigest: description.contractDigest,
      ...(description.file === undefined ? {} : { file: description.file }),
      ...(options.given ? { given: options.given } : {}),
      documentDigest: description.documentDigest,
      target: { kind: target.kind, baseUrl: target.baseUrl, partnerId: target.partnerId },
      due: { at: renderEastern(dueMs), reason: hidden.mask(reason) },
      state: dumpState(state, { plan, hidden, inputs }),
      ...(audited ? { audited: dumpAudited(audited, this.sealer(), hidden) } : {}),
      ...(events ? { events: hidden.mask(events) } : {}),
      report: {
        startedAt: this.startedAt,
        durationMs: this.durationMs(),
        notes: hidden.mask(notes),
        steps: this.reporter.finishedSteps().map((step) => bareStep(step, hidden)),
      },
    });
  }
}

/**
 * Describes a response that began but did not end in time, which is the target's fault; one that never began may have
 * other causes.
 */
function describeEndlessAnswer(error: unknown): Deviation[] {
  if (!(error instanceof CrosscheckError)) return [];
  const { message, cause } = error;
  if (!(cause instanceof AnswerLost) || !cause.hasBegun) return [];
  const [rule, expected, provenance] = ['answer-can-be-read', 'an answer that ends in time', 'source'] as const;
  return [{ rule, requirementIds: [], message, expected, actual: cause.message, provenance }];
}

/** The end of a session, also by an error or an interrupt during a retry. */
type SessionEnding = Ending | { readonly kind: 'interrupted' | 'broken'; readonly error: unknown };

/** Returns true if the error that stopped a step means that its request was not carried out. */
function isUnsent(error: unknown): boolean {
  return error instanceof CrosscheckError && error.code !== 'answer-lost' && error.code !== 'interrupted';
}

/** Returns a function that finds a step in its workflow's file. */
function locateIn({ workflows }: Plan) {
  return ({ workflow }: Frame, { pointer }: PlannedStep) => workflows.get(workflow)?.source.locate(pointer);
}

function describeEnding(ending: SessionEnding): Pick<RunReport, 'due' | 'stopped'> {
  if (ending.kind === 'parked') return { due: { at: renderEastern(ending.dueMs), reason: ending.reason } };
  if ('error' in ending) return { stopped: describeStop(ending.error) };
  if (ending.kind === 'done') return {};
  const message = 'The run was interrupted';
  return { stopped: { kind: 'interrupted', message, remedy: 'The report shows what was done until then' } };
}

/** Counts the steps of the workflow and of the workflows that it calls. */
function countSteps({ workflows }: Plan): number {
  return [...workflows.values()].reduce((sum, { steps }) => sum + steps.length, 0);
}
