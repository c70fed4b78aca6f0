import { easternDateOf } from '../../../core/business-day.ts';
import { type Clock, sleep } from '../../../core/clock.ts';
import { CrosscheckError } from '../../../core/errors.ts';
import type { Exchange } from '../../../core/exchange.ts';
import type { RunEvent, StepOutcome } from '../../../core/run-event.ts';
import { capabilitiesOf } from '../../../core/target.ts';
import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import type { Client, SendInput } from '../../client/client.ts';
import type { Contract } from '../../contract/contract.ts';
import type { FailureAction } from '../arazzo/document.ts';
import type { Scope, Values } from '../arazzo/expressions.ts';
import { keyOf, type Plan, type PlannedAction, type PlannedStep, type PlannedWorkflow } from '../arazzo/plan.ts';
import { checkInputs } from '../arazzo/workflow-inputs.ts';
import type { BankClock } from './bank-clock.ts';
import { buildCallInputs } from './build-input.ts';
import { afterFailure, afterSuccess, type Next } from './next-step.ts';
import { nextPollPause, retryAfterSeconds } from './poll-pauses.ts';
import { type Attempt, type Frame, newAttempt, newFrame, type RunState } from './run-state.ts';
import { prepare, readOutputs, type Try, tryStep } from './run-step.ts';
import type { StepReporter } from './step-reporter.ts';
import { describeWait, dueAtMs, type Wait, waitOf } from './waits.ts';

/** How the steps of a run came to an end. */
export type Ending =
  | { readonly kind: 'done' | 'interrupted' }
  | { readonly kind: 'parked'; readonly dueMs: number; readonly why: string };

/** What a run works with. */
export interface RunParts {
  readonly plan: Plan;
  readonly state: RunState;
  readonly client: Client;
  readonly contract: Contract;
  readonly reporter: StepReporter;
  /** The bank's clock, where it stands still until it is moved; elsewhere waits park the run. */
  readonly bankClock: BankClock | undefined;
  /** The clock by which waits are over where nobody can move the bank's. */
  readonly wall: Clock;
  /** How long one step may pause in real time before the run is parked instead. */
  readonly patienceSeconds: number;
  readonly onEvent: (event: RunEvent) => void;
  readonly signal: AbortSignal | undefined;
}

/** A step that is begun more often than this is in a loop that nothing ends. */
const MOST_VISITS = 1_000;

/** Executes the steps of a plan one after the other, from the state it is given; the only writer of that state. */
export class Run {
  private readonly parts: RunParts;
  /** Seconds that the step under way has paused in real time, in this session. */
  private pausedSeconds = 0;

  constructor(parts: RunParts) {
    this.parts = parts;
  }

  /** Runs until the workflow ends, has to be parked, or is interrupted between two requests. */
  async run(): Promise<Ending> {
    const { state, signal } = this.parts;
    for (let frame = state.frames.at(-1); frame; frame = state.frames.at(-1)) {
      if (signal?.aborted) return { kind: 'interrupted' };
      const workflow = this.workflowOf(frame);
      if (await this.askDependency(frame, workflow)) continue;
      const planned = workflow.steps[frame.at];
      const parked = planned ? await this.takeStep(frame, planned) : await this.endFrame(frame, true);
      if (parked) return parked;
    }
    return { kind: 'done' };
  }

  private workflowOf({ workflow }: Frame): PlannedWorkflow {
    return this.parts.plan.workflows.get(workflow) as PlannedWorkflow;
  }

  /** Begins the next workflow that this one depends on and that has not run yet. */
  private async askDependency(frame: Frame, { dependsOn }: PlannedWorkflow): Promise<boolean> {
    const key = dependsOn[frame.dependenciesAsked];
    if (key === undefined) return false;
    frame.dependenciesAsked += 1;
    if (!this.parts.state.finished.has(key)) await this.begin(key, { given: {}, from: frame, purpose: 'dependency' });
    return true;
  }

  /** Begins a workflow. What the caller does not give, it takes from the inputs of the same name of the workflow before it. */
  private async begin(
    key: string,
    { given, from, purpose }: { given: Values; from: Frame; purpose: Frame['purpose'] },
  ): Promise<void> {
    const { workflow, source } = this.parts.plan.workflows.get(key) as PlannedWorkflow;
    const known = Object.keys((workflow.inputs?.properties ?? {}) as object);
    const taken = known.filter((name) => purpose !== 'call' && from.inputs[name] !== undefined);
    const all = { ...Object.fromEntries(taken.map((name) => [name, from.inputs[name]])), ...given };
    const { inputs, problems } = await checkInputs(source.document, workflow, all);
    if (problems.length > 0) throw notCallable(workflow.workflowId, problems);
    const caller = this.workflowOf(from).steps[from.at]?.step.stepId;
    const path = purpose === 'call' ? [...from.path, caller ?? ''] : [...from.path, workflow.workflowId];
    this.parts.state.frames.push(newFrame(key, inputs, { purpose, path }));
  }

  private scopeOf(frame: Frame): Scope {
    const { source, workflow } = this.workflowOf(frame);
    const { state } = this.parts;
    const workflows = new Map(
      source.document.workflows.flatMap(({ workflowId }) => {
        const finished = state.finished.get(keyOf(source, workflowId));
        return finished ? [[workflowId, finished] as const] : [];
      }),
    );
    workflows.set(workflow.workflowId, { inputs: frame.inputs, outputs: {} });
    const scope: Scope = { inputs: frame.inputs, steps: frame.outputs, workflows, document: source.document };
    return workflow.outputs ? { ...scope, outputs: readOutputs(workflow.outputs, scope) } : scope;
  }

  private async takeStep(frame: Frame, planned: PlannedStep): Promise<Ending | undefined> {
    const { reporter } = this.parts;
    if (frame.attempt.tries === 0 && frame.attempt.dueMs === undefined) this.countVisit(frame, planned);
    if (frame.attempt.startedMs === undefined) {
      this.pausedSeconds = 0;
      reporter.begin(frame, planned);
    }
    const scope = this.scopeOf(frame);
    if ('workflow' in planned.calls) {
      await this.begin(planned.calls.workflow, {
        given: buildCallInputs(planned.parameters, scope),
        from: frame,
        purpose: 'call',
      });
      return undefined;
    }
    return await this.callOperation(frame, planned, { operationId: planned.calls.operationId, scope });
  }

  private countVisit(frame: Frame, { step }: PlannedStep): void {
    const visits = (frame.visits.get(frame.at) ?? 0) + 1;
    frame.visits.set(frame.at, visits);
    if (visits > MOST_VISITS) throw endless(step.stepId);
  }

  private async callOperation(
    frame: Frame,
    planned: PlannedStep,
    { operationId, scope }: { operationId: string; scope: Scope },
  ): Promise<Ending | undefined> {
    const lacking = this.findLacking(planned, operationId);
    if (lacking)
      return await this.finish(frame, planned, {
        outcome: 'not-applicable',
        reason: lacking,
        scope,
        next: { kind: 'next' },
      });
    const input = prepare(planned, scope);
    if (typeof input === 'string')
      return await this.conclude(frame, planned, { succeeded: false, scope, reason: input });
    const wait = waitOf(operationId, input);
    if (wait && this.parts.bankClock) {
      return await this.takeTurn(frame, planned, { wait, input, operationId, scope, bankClock: this.parts.bankClock });
    }
    if (wait && planned.step['x-crosscheck']?.wait) return await this.waitForReal(frame, planned, { wait, scope });
    const parked = this.stillPaused(frame, planned);
    if (parked) return parked;
    frame.attempt.tries += 1;
    return await this.conclude(
      frame,
      planned,
      await tryStep(planned, { input, scope, client: this.parts.client, operationId }),
    );
  }

  private findLacking({ step }: PlannedStep, operationId: string): string | undefined {
    const { client, contract } = this.parts;
    const capabilities = capabilitiesOf(client.target);
    const { requires = [], wait } = step['x-crosscheck'] ?? {};
    const operation = contract.operations[operationId];
    const isControl = operation?.source === 'emulator' && operation.server === undefined && !wait;
    const needed = isControl ? [...requires, 'control' as const] : requires;
    const lacking = needed.find((capability) => !capabilities.has(capability));
    return lacking && `needs the capability ${lacking}, which the target does not have`;
  }

  /** A wait where the bank's clock can be moved: it is this run's turn when all runs on the bank wait. */
  private async takeTurn(
    frame: Frame,
    planned: PlannedStep,
    { wait, input, operationId, scope, bankClock }: Turn & { bankClock: BankClock },
  ): Promise<Ending | undefined> {
    const { client } = this.parts;
    const day = bankClock.postingDay;
    const dueMs = wait.kind === 'close' ? bankClock.closesAtMs() : dueAtMs(wait, bankClock.nowMs);
    let ending: Ending | undefined;
    await bankClock.takeTurn(dueMs, async () => {
      frame.attempt.tries += 1;
      const isOver = wait.kind === 'close' ? bankClock.postingDay !== day : dueMs < bankClock.nowMs;
      const send = isOver && bankClock.isShared() ? { input: {}, operationId: 'getClock' } : { input, operationId };
      const done = await tryStep(planned, { ...send, scope, client });
      if (done.exchange) noteAnswer(bankClock, done.exchange);
      ending = await this.conclude(frame, planned, done, wait.kind === 'close' ? day : undefined);
    });
    return ending;
  }

  /** A wait where nobody can move the clock: over, or the run is parked until it is. */
  private async waitForReal(
    frame: Frame,
    planned: PlannedStep,
    { wait, scope }: { wait: Wait; scope: Scope },
  ): Promise<Ending | undefined> {
    const { attempt } = frame;
    const nowMs = this.parts.wall.nowMs();
    attempt.dueMs ??= dueAtMs(wait, nowMs);
    if (nowMs < attempt.dueMs) return this.park(frame, planned, describeWait(wait, attempt.dueMs));
    const closed = wait.kind === 'close' ? easternDateOf(attempt.dueMs) : undefined;
    return await this.conclude(frame, planned, { succeeded: true, scope }, closed);
  }

  /** A poll or a retry that was parked goes on when its pause is over. */
  private stillPaused(frame: Frame, planned: PlannedStep): Ending | undefined {
    const { attempt } = frame;
    if (attempt.dueMs === undefined) return undefined;
    if (this.parts.wall.nowMs() < attempt.dueMs) return this.park(frame, planned, 'waits for its next try');
    delete attempt.dueMs;
    return undefined;
  }

  private park(frame: Frame, planned: PlannedStep, why: string): Ending {
    const { attempt } = frame;
    this.parts.reporter.setAside(attempt);
    this.parts.reporter.park(frame, planned, why);
    return {
      kind: 'parked',
      dueMs: attempt.dueMs ?? 0,
      why: `${planned.step.description ?? planned.step.stepId}: ${why}`,
    };
  }

  /** After a try: outputs, the books, the report, and what comes next. */
  private async conclude(
    frame: Frame,
    planned: PlannedStep,
    done: Try,
    closedPostingDay?: string,
  ): Promise<Ending | undefined> {
    const { stepId, outputs } = planned.step;
    const closed = closedPostingDay === undefined ? {} : { closedPostingDay };
    if (done.succeeded) {
      frame.outputs.set(stepId, { ...frame.outputs.get(stepId), ...readOutputs(outputs, done.scope) });
      return await this.finish(frame, planned, {
        ...done,
        ...closed,
        outcome: 'passed',
        next: afterSuccess(planned, done.scope),
      });
    }
    const next = afterFailure(planned, done.scope, frame.attempt);
    if (next.kind === 'retry') return await this.retry(frame, planned, { by: next.by, done });
    const tries = frame.attempt.tries > 1 ? ` after ${frame.attempt.tries} tries` : '';
    const outcome = next.kind === 'goto' ? 'handled' : 'failed';
    return await this.finish(frame, planned, { ...done, ...closed, outcome, next, reason: `${done.reason}${tries}` });
  }

  private async finish(frame: Frame, planned: PlannedStep, end: StepEnd): Promise<undefined> {
    const isMain = this.parts.state.frames.length === 1;
    const isLast =
      end.next.kind === 'end' || (end.next.kind === 'next' && frame.at === this.workflowOf(frame).steps.length - 1);
    await this.parts.reporter.finish(frame, planned, { ...end, endsRun: isMain && isLast });
    await this.moveOn(frame, end.next, end.scope);
    return undefined;
  }

  private async moveOn(frame: Frame, next: Next, scope: Scope): Promise<void> {
    if (next.kind === 'end') await this.endFrame(frame, !next.failed);
    else if (next.kind === 'goto') await this.goTo(frame, next.by, scope);
    else if (frame.returnTo) this.returnFromDetour(frame, frame.returnTo);
    else placeAt(frame, frame.at + 1);
  }

  private returnFromDetour(frame: Frame, { at, attempt }: NonNullable<Frame['returnTo']>): void {
    delete frame.returnTo;
    placeAt(frame, at, attempt);
  }

  /** A one-way transfer: to a step of the workflow, or out of it into another one. */
  private async goTo(frame: Frame, { action, workflow, parameters }: PlannedAction, scope: Scope): Promise<void> {
    delete frame.returnTo;
    if (workflow === undefined) {
      placeAt(frame, this.indexOf(frame, action.stepId));
      return;
    }
    const given = buildCallInputs(parameters, scope);
    this.note(frame);
    await this.begin(workflow, { given, from: frame, purpose: frame.purpose });
    const entered = this.parts.state.frames.pop() as Frame;
    this.parts.state.frames.splice(-1, 1, { ...entered, path: frame.path });
  }

  private indexOf(frame: Frame, stepId: string | undefined): number {
    return this.workflowOf(frame).steps.findIndex(({ step }) => step.stepId === stepId);
  }

  /** Notes the inputs and outputs of a workflow that has ended. */
  private note(frame: Frame): Values {
    const outputs = readOutputs(this.workflowOf(frame).workflow.outputs, this.scopeOf(frame));
    this.parts.state.finished.set(frame.workflow, { inputs: frame.inputs, outputs });
    return outputs;
  }

  private async endFrame(frame: Frame, succeeded: boolean): Promise<Ending | undefined> {
    const { frames } = this.parts.state;
    const outputs = this.note(frame);
    frames.pop();
    const caller = frames.at(-1);
    if (!caller) return undefined;
    if (frame.purpose === 'dependency') return succeeded ? undefined : await this.endFrame(caller, false);
    const planned = this.workflowOf(caller).steps[caller.at] as PlannedStep;
    const scope: Scope = { ...this.scopeOf(caller), outputs };
    if (frame.purpose === 'retry') {
      if (succeeded) return undefined;
      return await this.conclude(caller, planned, {
        succeeded,
        scope,
        reason: `The workflow "${frame.workflow}" that its retry called failed`,
      });
    }
    caller.attempt.tries += 1;
    caller.outputs.set(planned.step.stepId, outputs);
    const { workflowId } = this.workflowOf(frame).workflow;
    return await this.conclude(caller, planned, {
      ...{ succeeded, scope },
      ...(succeeded ? {} : { reason: `The workflow "${workflowId}" failed` }),
    });
  }

  private async retry(
    frame: Frame,
    planned: PlannedStep,
    { by, done }: { by: PlannedAction<FailureAction>; done: Try },
  ): Promise<Ending | undefined> {
    const { attempt } = frame;
    const { action } = by;
    const pauses = attempt.retries.get(action.name) ?? 0;
    const poll = planned.step['x-crosscheck']?.poll;
    const asked = retryAfterSeconds(done.exchange?.response.headers['retry-after'], this.parts.wall.nowMs());
    const first = { firstSeconds: action.retryAfter ?? 0, deadlineSeconds: poll?.deadlineSeconds ?? 0 };
    const seconds = asked ?? (poll ? nextPollPause(first, { ...attempt, pauses }) : action.retryAfter) ?? 0;
    attempt.retries.set(action.name, pauses + 1);
    attempt.polledSeconds += seconds;
    const parked = await this.pause(frame, planned, { seconds, isAsked: asked !== undefined });
    if (parked || this.parts.signal?.aborted) return parked;
    if (by.workflow !== undefined || action.stepId !== undefined) this.parts.reporter.setAside(attempt);
    if (by.workflow !== undefined) {
      await this.begin(by.workflow, {
        given: buildCallInputs(by.parameters, done.scope),
        from: frame,
        purpose: 'retry',
      });
    } else if (action.stepId !== undefined) {
      frame.returnTo = { at: frame.at, attempt };
      placeAt(frame, this.indexOf(frame, action.stepId));
    }
    return undefined;
  }

  /** A pause passes on the bank's clock where that can be moved and the target did not ask for one; else for real. */
  private async pause(
    frame: Frame,
    planned: PlannedStep,
    { seconds, isAsked }: { seconds: number; isAsked: boolean },
  ): Promise<Ending | undefined> {
    const { bankClock, client, contract, wall, patienceSeconds, onEvent, signal } = this.parts;
    if (seconds === 0) return undefined;
    const isCos =
      'operationId' in planned.calls && contract.operations[planned.calls.operationId]?.server === undefined;
    if (bankClock && isCos && !isAsked) {
      const dueMs = bankClock.nowMs + seconds * 1000;
      await bankClock.takeTurn(dueMs, async () => {
        const left = Math.ceil((dueMs - bankClock.nowMs) / 1000);
        if (left > 0) noteAnswer(bankClock, await client.send('advanceClock', { body: { bySeconds: left } }));
      });
      return undefined;
    }
    if (this.pausedSeconds + seconds > patienceSeconds) {
      frame.attempt.dueMs = wall.nowMs() + seconds * 1000;
      return this.park(frame, planned, 'waits for its next try');
    }
    this.pausedSeconds += seconds;
    const { stepId, description: title = stepId } = planned.step;
    onEvent({ type: 'step-waiting', stepId, title, attempt: frame.attempt.tries, pauseSeconds: seconds });
    await sleep(seconds * 1000, signal).catch((error: unknown) => {
      if (!signal?.aborted) throw error;
    });
    return undefined;
  }
}

interface Turn {
  readonly wait: Wait;
  readonly input: SendInput;
  readonly operationId: string;
  readonly scope: Scope;
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

function placeAt(frame: Frame, at: number, attempt: Attempt = newAttempt()): void {
  frame.at = at;
  frame.attempt = attempt;
}

/** Both operations that move the clock tell of it in their answer. */
function noteAnswer(bankClock: BankClock, { response }: Exchange): void {
  const body = (response.body ?? {}) as Partial<EmulatorSchemas['Clock'] & EmulatorSchemas['PostingDayClose']>;
  if (body.now && body.postingDay && body.closeTime) bankClock.note(body as EmulatorSchemas['Clock']);
  else if (body.closedPostingDay) bankClock.noteClose(body as EmulatorSchemas['PostingDayClose']);
}

function notCallable(workflowId: string, problems: readonly string[]): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `Cannot call the workflow "${workflowId}": ${problems.join('; ')}`,
    remedy: 'Give what it needs as parameters of the step',
  });
}

function endless(stepId: string): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `Step "${stepId}" was begun more than ${MOST_VISITS} times: the workflow goes round without an end`,
    remedy: 'Give the action that goes back a criterion that once does not hold, or a retryLimit',
  });
}
