import { CrosscheckError } from '../../../core/errors.ts';
import { describeLimit, type Limits } from '../../../core/limits.ts';
import { capabilitiesOf, limitsOf } from '../../../core/target.ts';
import { nextPollPause, problemOfPause, retryAfterSeconds } from '../../client/pauses.ts';
import { describeWhyNoEvents } from '../../events/why-no-events.ts';
import type { FailureAction } from '../arazzo/document.ts';
import type { Scope, Values } from '../arazzo/expressions.ts';
import { keyOf, type Plan, type PlannedAction, type PlannedStep, type PlannedWorkflow } from '../arazzo/plan.ts';
import { checkInputs, inputNames } from '../arazzo/workflow-inputs.ts';
import { buildCallInputs } from './build-input.ts';
import { beginAttempt, endAttempt, problemOfRepeating } from './in-flight.ts';
import { learnInputs } from './learn-inputs.ts';
import { decideAfterFailure, decideAfterSuccess, type Next } from './next-step.ts';
import { type Attempt, type Frame, newAttempt, newFrame, type ResumePoint, type RunState } from './run-state.ts';
import { checkCallOutputs, prepare, readOutputs, type Try, tryStep } from './run-step.ts';
import type { StepEnd } from './step-reporter.ts';
import { type Ending, Waiting, type WaitingParts } from './waiting.ts';
import { problemOfWait, type Wait, waitOf } from './waits.ts';

/** The parts that a run works with. */
export interface RunParts extends WaitingParts {
  readonly plan: Plan;
  readonly state: RunState;
  readonly newIdempotencyKey: () => string;
}

/** The reason why a wait without a due time fails. */
const NO_INSTANT = 'Nothing was sent: the step waits, but its body has no instant, date or number of seconds';

/** Executes the steps of a plan one after the other from a given state; the only writer of that state. */
export class Run {
  private readonly parts: RunParts;
  private readonly waiting: Waiting;
  private readonly limits: Limits;

  constructor(parts: RunParts) {
    this.parts = parts;
    this.waiting = new Waiting(parts);
    this.limits = limitsOf(parts.client.target);
  }

  /** Runs until the workflow ends, is parked, or is interrupted between two requests. */
  async run(): Promise<Ending> {
    const { state, signal } = this.parts;
    for (let frame = state.frames.at(-1); frame; frame = state.frames.at(-1)) {
      if (signal?.aborted) return this.interrupt(frame);
      const workflow = this.workflowOf(frame);
      if (await this.startDependency(frame, workflow)) continue;
      const planned = workflow.steps[frame.at];
      const parked = planned ? await this.takeStep(frame, planned) : await this.endWorkflow(frame, true);
      if (parked) return parked;
    }
    return { kind: 'done' };
  }

  /** Reports the current step as interrupted when the run stops between two attempts. */
  private interrupt(frame: Frame): Ending {
    const planned = this.workflowOf(frame).steps[frame.at];
    if (planned && frame.attempt.startedMs !== undefined) {
      this.parts.reporter.setAside(frame.attempt);
      this.parts.reporter.park(frame, planned, 'was interrupted');
    }
    return { kind: 'interrupted' };
  }

  private workflowOf({ workflow }: Frame): PlannedWorkflow {
    return this.parts.plan.workflows.get(workflow) as PlannedWorkflow;
  }

  /** Starts the next dependency of this workflow that has not run yet. */
  private async startDependency(frame: Frame, { dependsOn }: PlannedWorkflow): Promise<boolean> {
    const key = dependsOn[frame.dependenciesStarted];
    if (key === undefined) return false;
    frame.dependenciesStarted += 1;
    if (!this.parts.state.finished.has(key)) await this.begin(key, { given: {}, from: frame, purpose: 'dependency' });
    return true;
  }

  /**
   * Starts a workflow. Inputs that the caller does not pass are taken from the same names of the workflow before it.
   */
  private async begin(
    key: string,
    { given, from, purpose, isCalled = purpose === 'call' }: WorkflowStart,
  ): Promise<void> {
    const { workflow, source } = this.parts.plan.workflows.get(key) as PlannedWorkflow;
    const known = inputNames(source.document, workflow.inputs) ?? Object.keys(from.inputs);
    const taken = known.filter((name) => !isCalled && Object.hasOwn(from.inputs, name));
    const all = { ...Object.fromEntries(taken.map((name) => [name, from.inputs[name]])), ...given };
    const { inputs, problems } = await checkInputs(source.document, workflow, all);
    if (problems.length > 0) throw notCallable(workflow.workflowId, problems);
    learnInputs(this.parts.client.secrets, this.parts.plan.workflows.get(key) as PlannedWorkflow, inputs);
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
      this.waiting.beginStep();
      reporter.begin(frame, planned);
    }
    const { detour } = frame.attempt;
    if (detour !== undefined) {
      const parked = this.waiting.stillPaused(frame, planned);
      if (!parked) await this.takeDetour(frame, planned, detour);
      return parked;
    }
    const scope = this.scopeOf(frame);
    if ('workflow' in planned.calls) {
      const parked = this.waiting.stillPaused(frame, planned);
      if (parked) return parked;
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
    if (visits > this.limits.stepVisits) throw endless(`Step "${step.stepId}" was begun`, this.limits);
  }

  private async callOperation(
    frame: Frame,
    planned: PlannedStep,
    { operationId, scope }: { operationId: string; scope: Scope },
  ): Promise<Ending | undefined> {
    const reason = this.findLacking(planned, operationId);
    if (reason) {
      const next: Next = { kind: 'next' };
      await this.reportStep(frame, planned, { outcome: 'not-applicable', reason, scope, next });
      return await this.leaveStep(frame, next, scope);
    }
    const input = prepare(planned, scope);
    if (typeof input === 'string')
      return await this.finishAttempt(frame, planned, { succeeded: false, scope, reason: input });
    const call = { input, scope, client: this.parts.client, operationId };
    const wait = waitOf(operationId, input);
    const unsafe =
      (wait && problemOfWait(wait, this.waiting.nowMs())) ??
      problemOfRepeating(frame.attempt, this.parts.contract.operations[operationId]);
    if (unsafe) return await this.finishAttempt(frame, planned, { succeeded: false, scope, reason: unsafe });
    if (wait && this.parts.bankClock) return await this.waitForTurn(frame, planned, { ...call, wait });
    if (wait && planned.step['x-crosscheck']?.wait) {
      const over = this.waiting.untilOver(frame, planned, wait);
      if ('kind' in over) return over;
      return await this.finishAttempt(frame, planned, { succeeded: true, scope, ...over });
    }
    if (planned.step['x-crosscheck']?.wait && !this.parts.bankClock)
      return await this.finishAttempt(frame, planned, { succeeded: false, scope, reason: NO_INSTANT });
    const parked = this.waiting.stillPaused(frame, planned);
    if (parked) return parked;
    return await this.finishAttempt(frame, planned, await this.try(frame, planned, call));
  }

  /** Sends an attempt. The state marks it as in flight until its response is processed. */
  private async try(frame: Frame, planned: PlannedStep, call: Call): Promise<Try> {
    const { contract, newIdempotencyKey, signal } = this.parts;
    const key = beginAttempt(frame.attempt, contract.operations[call.operationId], newIdempotencyKey);
    const input = { ...call.input, ...key, ...(signal ? { signal } : {}) };
    return await tryStep(planned, { ...call, input });
  }

  /** Waits for this run's turn: all runs on the bank wait while one moves the clock and reads its books. */
  private async waitForTurn(
    frame: Frame,
    planned: PlannedStep,
    call: Call & { readonly wait: Wait },
  ): Promise<Ending | undefined> {
    let end: { readonly next: Next; readonly done: Try } | undefined;
    await this.waiting.takeTurn(call.wait, async ({ isOver, day, input }) => {
      const asks = isOver ? { input: {}, operationId: 'getClock' } : { input: { ...call.input, ...input } };
      const done = await this.try(frame, planned, { ...call, ...asks });
      this.waiting.recordClock(done.exchange);
      const closed = call.wait.kind === 'close' ? { closedPostingDay: day } : {};
      end = { done, next: await this.recordOutcome(frame, planned, { ...done, ...closed }) };
    });
    return end && (await this.applyDecision(frame, planned, end));
  }

  private findLacking({ step }: PlannedStep, operationId: string): string | undefined {
    const { client, contract } = this.parts;
    const capabilities = capabilitiesOf(client.target);
    const { requires = [], wait } = step['x-crosscheck'] ?? {};
    const operation = contract.operations[operationId];
    const isControl = operation?.source === 'emulator' && operation.server === undefined && !wait;
    const needed = isControl ? [...requires, 'control' as const] : requires;
    const lacking = needed.find((capability) => !capabilities.has(capability));
    if (lacking === 'events') return describeWhyNoEvents(client.target);
    return lacking && `needs the capability ${lacking}, which the target does not have`;
  }

  /** Finishes an attempt: records its outcome, which decides what comes next, and applies the decision. */
  private async finishAttempt(frame: Frame, planned: PlannedStep, done: FinishedAttempt): Promise<Ending | undefined> {
    return await this.applyDecision(frame, planned, { done, next: await this.recordOutcome(frame, planned, done) });
  }

  /**
   * Records the outputs, books and report of a step that has ended, but nothing yet if it is retried. Returns the
   * decision of `next-step.ts`: the workflow fails instead of a retry if the pause before it is too long.
   */
  private async recordOutcome(frame: Frame, planned: PlannedStep, done: FinishedAttempt): Promise<Next> {
    const { stepId, outputs } = planned.step;
    if (done.succeeded) {
      frame.outputs.set(stepId, { ...frame.outputs.get(stepId), ...readOutputs(outputs, done.scope) });
      const next = decideAfterSuccess(planned, done.scope);
      await this.reportStep(frame, planned, { ...done, outcome: 'passed', next });
      return next;
    }
    const { attempt } = frame;
    const failed = { attempt, underWay: this.stepsUnderWay(frame), mostAttempts: this.limits.attemptsPerStep };
    const found = decideAfterFailure(planned, done.scope, failed);
    const tooLong =
      found.kind === 'retry' ? this.pauseBefore(frame, planned, { by: found.by, done }).problem : undefined;
    const next: Next = tooLong === undefined ? found : { kind: 'end', failed: true };
    if (next.kind !== 'end') this.parts.reporter.handle(attempt);
    if (next.kind === 'retry') return next;
    const most =
      attempt.tries >= this.limits.attemptsPerStep ? `, ${describeLimit('attemptsPerStep', this.limits)}` : '';
    const tries = attempt.tries > 1 ? ` after ${attempt.tries} attempts${most}` : '';
    const outcome = next.kind === 'goto' ? 'handled' : 'failed';
    const reason = `${done.reason}${tries}${tooLong === undefined ? '' : `. ${tooLong}`}`;
    await this.reportStep(frame, planned, { ...done, outcome, next, reason });
    return next;
  }

  /** Applies a decision: retries the step, or leaves it. */
  private async applyDecision(
    frame: Frame,
    planned: PlannedStep,
    { next, done }: { readonly next: Next; readonly done: Try },
  ): Promise<Ending | undefined> {
    if (next.kind === 'retry') return await this.retry(frame, planned, { by: next.by, done });
    return await this.leaveStep(frame, next, done.scope);
  }

  private async reportStep(frame: Frame, planned: PlannedStep, end: StepEnd): Promise<void> {
    const isMain = this.parts.state.frames.length === 1;
    const isLast =
      end.next.kind === 'end' || (end.next.kind === 'next' && frame.at === this.workflowOf(frame).steps.length - 1);
    await this.parts.reporter.finish(frame, planned, {
      ...end,
      endsRun: isMain && isLast && !frame.resumePoint,
      wasSent: frame.attempt.isInFlight === true,
    });
    frame.attempt.isRecorded = true;
  }

  /** Leaves a step: ends its workflow, goes to another step, resumes an interrupted step, or continues. */
  private async leaveStep(
    frame: Frame,
    next: Exclude<Next, { kind: 'retry' }>,
    scope: Scope,
  ): Promise<Ending | undefined> {
    if (next.kind === 'end' && next.failed && frame.resumePoint) return await this.failDetour(frame, frame.resumePoint);
    if (next.kind === 'end') return await this.endWorkflow(frame, !next.failed);
    if (next.kind === 'goto') await this.goTo(frame, next.by, scope);
    else if (frame.resumePoint) this.returnFromDetour(frame, frame.resumePoint);
    else placeAt(frame, frame.at + 1);
    return undefined;
  }

  /** Fails the attempt of a step whose retry ran a step that failed. */
  private async failDetour(frame: Frame, resumePoint: ResumePoint): Promise<Ending | undefined> {
    const { steps } = this.workflowOf(frame);
    const reason = `The step "${steps[frame.at]?.step.stepId}" that its retry ran failed`;
    this.returnFromDetour(frame, resumePoint);
    const planned = steps[frame.at] as PlannedStep;
    return await this.finishAttempt(frame, planned, { succeeded: false, scope: this.scopeOf(frame), reason });
  }

  /** Abandons steps that waited for a retry, because a step that the retry ran went elsewhere. */
  private abandonDetours(frame: Frame): void {
    for (let waiting = frame.resumePoint; waiting; waiting = waiting.resumePoint) {
      const planned = this.workflowOf(frame).steps[waiting.at] as PlannedStep;
      this.parts.reporter.abandon({ ...frame, attempt: waiting.attempt }, planned);
    }
    delete frame.resumePoint;
  }

  private returnFromDetour(frame: Frame, { at, attempt, resumePoint }: ResumePoint): void {
    if (resumePoint) frame.resumePoint = resumePoint;
    else delete frame.resumePoint;
    placeAt(frame, at, attempt);
  }

  /** Returns the ids of the current step and of those that are retried after it. */
  private stepsUnderWay(frame: Frame): string[] {
    const ids = [frame.at];
    for (let waiting = frame.resumePoint; waiting; waiting = waiting.resumePoint) ids.push(waiting.at);
    return ids.map((at) => this.workflowOf(frame).steps[at]?.step.stepId ?? '');
  }

  /** Follows a goto: to a step of the workflow, or to another workflow. */
  private async goTo(frame: Frame, { action, workflow, parameters }: PlannedAction, scope: Scope): Promise<void> {
    this.abandonDetours(frame);
    if (workflow === undefined) {
      placeAt(frame, this.indexOf(frame, action.stepId));
      return;
    }
    const given = buildCallInputs(parameters, scope);
    this.recordFinished(frame);
    const gotoCount = (frame.gotoCount ?? 0) + 1;
    if (gotoCount > this.limits.stepVisits) throw endless(`Action "${action.name}" was taken`, this.limits);
    await this.begin(workflow, { given, from: frame, purpose: frame.purpose, isCalled: false });
    const entered = this.parts.state.frames.pop() as Frame;
    this.parts.state.frames.splice(-1, 1, { ...entered, path: frame.path, gotoCount });
  }

  private indexOf(frame: Frame, stepId: string | undefined): number {
    return this.workflowOf(frame).steps.findIndex(({ step }) => step.stepId === stepId);
  }

  /** Records the inputs and outputs of a workflow that succeeded; a failed one is not complete. */
  private recordFinished(frame: Frame, succeeded = true): Values {
    const outputs = readOutputs(this.workflowOf(frame).workflow.outputs, this.scopeOf(frame));
    if (succeeded) this.parts.state.finished.set(frame.workflow, { inputs: frame.inputs, outputs });
    return outputs;
  }

  /** Ends the workflow of a frame, and finishes the step that called it. */
  private async endWorkflow(frame: Frame, succeeded: boolean): Promise<Ending | undefined> {
    const { frames } = this.parts.state;
    this.abandonDetours(frame);
    const outputs = this.recordFinished(frame, succeeded);
    frames.pop();
    const caller = frames.at(-1);
    if (!caller) return undefined;
    if (frame.purpose === 'dependency') return succeeded ? undefined : await this.endWorkflow(caller, false);
    const planned = this.workflowOf(caller).steps[caller.at] as PlannedStep;
    const scope: Scope = { ...this.scopeOf(caller), outputs };
    const { workflowId } = this.workflowOf(frame).workflow;
    if (frame.purpose === 'retry') {
      if (succeeded) return undefined;
      return await this.finishAttempt(caller, planned, {
        succeeded,
        scope,
        reason: `The workflow "${workflowId}" that its retry called failed`,
      });
    }
    caller.attempt.tries += 1;
    caller.outputs.set(planned.step.stepId, outputs);
    const failed = { succeeded: false, scope, reason: `The workflow "${workflowId}" failed` };
    return await this.finishAttempt(caller, planned, succeeded ? checkCallOutputs(planned, scope) : failed);
  }

  /** Returns the pause before a retry in seconds: from the response, otherwise from the poll or the action. */
  private pauseBefore(
    { attempt }: Frame,
    { step }: PlannedStep,
    { by: { action }, done }: { by: PlannedAction<FailureAction>; done: Try },
  ): { readonly seconds: number; readonly isFromResponse: boolean; readonly problem: string | undefined } {
    const { limits } = this;
    const pauses = attempt.retries.get(action.name) ?? 0;
    const poll = step['x-crosscheck']?.poll;
    const asked = retryAfterSeconds(done.exchange?.response.headers['retry-after'], this.parts.wall.nowMs());
    const first = { firstSeconds: action.retryAfter ?? 0, deadlineSeconds: poll?.deadlineSeconds ?? 0 };
    const own = poll ? nextPollPause(first, { ...attempt, pauses }) : action.retryAfter;
    const seconds = asked ?? (poll && own !== undefined ? Math.min(own, limits.pauseSeconds) : own) ?? 0;
    const isFromResponse = asked !== undefined;
    return { seconds, isFromResponse, problem: problemOfPause(seconds, isFromResponse, limits) };
  }

  private async retry(
    frame: Frame,
    planned: PlannedStep,
    { by, done }: { by: PlannedAction<FailureAction>; done: Try },
  ): Promise<Ending | undefined> {
    const { attempt } = frame;
    const { action } = by;
    const pauses = attempt.retries.get(action.name) ?? 0;
    const { seconds, isFromResponse } = this.pauseBefore(frame, planned, { by, done });
    endAttempt(attempt);
    attempt.retries.set(action.name, pauses + 1);
    attempt.polledSeconds += seconds;
    if (by.workflow !== undefined || action.stepId !== undefined)
      attempt.detour = { action: action.name, inputs: buildCallInputs(by.parameters, done.scope) };
    return await this.waiting.pause(frame, planned, { seconds, isFromResponse });
  }

  /** Runs the step or workflow that a retry runs before the next attempt. */
  private async takeDetour(
    frame: Frame,
    { onFailure }: PlannedStep,
    { action: name, inputs: given }: NonNullable<Attempt['detour']>,
  ): Promise<void> {
    const { attempt } = frame;
    delete attempt.detour;
    await this.parts.reporter.auditAside(attempt);
    const by = onFailure.find(({ action }) => action.name === name);
    if (by?.workflow !== undefined) {
      await this.begin(by.workflow, { given, from: frame, purpose: 'retry' });
    } else if (by) {
      frame.resumePoint = { at: frame.at, attempt, ...(frame.resumePoint ? { resumePoint: frame.resumePoint } : {}) };
      placeAt(frame, this.indexOf(frame, by.action.stepId));
    }
  }
}

/** The start of a workflow: its inputs, the workflow before it, and its purpose. */
interface WorkflowStart {
  readonly given: Values;
  readonly from: Frame;
  readonly purpose: Frame['purpose'];
  /** True if a step calls it: then it has only the inputs that the step passes. */
  readonly isCalled?: boolean;
}

/** The request of an attempt. */
type Call = Parameters<typeof tryStep>[1];

/** An attempt with the posting day that it closed or saw closed. */
type FinishedAttempt = Try & Pick<StepEnd, 'closedPostingDay'>;

function placeAt(frame: Frame, at: number, attempt: Attempt = newAttempt()): void {
  frame.at = at;
  frame.attempt = attempt;
}

function notCallable(workflowId: string, problems: readonly string[]): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `Cannot call the workflow "${workflowId}": ${problems.join('; ')}`,
    remedy: 'Pass the required values as parameters of the step',
  });
}

function endless(what: string, limits: Limits): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `${what} more than ${limits.stepVisits} times: the workflow loops without an end (limit stepVisits)`,
    remedy: 'Give the action that goes back a criterion that is not met in the end, or a retryLimit',
  });
}
