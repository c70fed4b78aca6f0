import { containsMask } from '../../masking/mask.ts';
import type { Values } from '../arazzo/expressions.ts';
import { resolvePointer } from '../arazzo/json-pointer.ts';
import { expressionsIn, parseExpression } from '../arazzo/parse-expression.ts';
import { keyOf, type Plan, type PlannedStep, type PlannedWorkflow } from '../arazzo/plan.ts';
import { bareCheckedExchange, bareDeviation } from './bare-steps.ts';
import { notResumable } from './checkpoint.ts';
import type { HiddenValues } from './hidden-values.ts';
import { type FromInputs, InputLeaves, putBack } from './input-leaves.ts';
import type { Attempt, FinishedWorkflow, Frame, ResumePoint, RunState } from './run-state.ts';

/**
 * Dumps the state of a run as JSON, without sensitive and personal values. If such a value equals an input, the name of
 * the input is kept. The inputs of the requested workflow are omitted.
 */
export function dumpState(
  { frames, finished }: RunState,
  { plan, hidden, inputs }: { readonly plan: Plan; readonly hidden: HiddenValues; readonly inputs: Values },
): unknown {
  const leaves = new InputLeaves(inputs, hidden);
  return {
    frames: frames.map((frame, at) => dumpFrame(frame, { plan, hidden, leaves, place: ['frames', at] })),
    finished: [...finished].map(([key, values], at) => [key, leaves.hide(values, [], ['finished', at, 1])]),
    fromInputs: leaves.found,
  };
}

interface Dumping {
  readonly plan: Plan;
  readonly hidden: HiddenValues;
  readonly leaves: InputLeaves;
  readonly place: readonly (string | number)[];
}

function dumpFrame(frame: Frame, dumping: Dumping): unknown {
  const { plan, leaves, place } = dumping;
  return {
    ...frame,
    inputs: isRequestedWorkflow(frame) ? {} : leaves.hide(frame.inputs, [], [...place, 'inputs']),
    outputs: [...frame.outputs].map(([stepId, values], at) => [
      stepId,
      hideOutputs(frame, stepId, values, { ...dumping, place: [...place, 'outputs', at, 1] }),
    ]),
    visits: [...frame.visits],
    stepId: stepIdOf(plan, frame, frame.at),
    attempt: dumpAttempt(frame.attempt, { ...dumping, place: [...place, 'attempt'] }),
    ...dumpReturn(frame, frame.resumePoint, dumping),
  };
}

/** Returns true for the frame of the requested workflow, false for one that it went to. */
function isRequestedWorkflow({ purpose, gotoCount }: Pick<Frame, 'purpose' | 'gotoCount'>): boolean {
  return purpose === 'main' && gotoCount === undefined;
}

/** Returns the id of a step, by which it is found again even if steps were added before it. */
function stepIdOf(plan: Plan, { workflow }: Pick<Frame, 'workflow'>, at: number): string | null {
  return plan.workflows.get(workflow)?.steps[at]?.step.stepId ?? null;
}

function dumpReturn(frame: Pick<Frame, 'workflow'>, resumePoint: ResumePoint | undefined, dumping: Dumping): object {
  if (!resumePoint) return {};
  const { at, attempt, resumePoint: next } = resumePoint;
  const place = [...dumping.place, 'resumePoint'];
  const dumped = {
    at,
    stepId: stepIdOf(dumping.plan, frame, at),
    attempt: dumpAttempt(attempt, { ...dumping, place: [...place, 'attempt'] }),
  };
  return { resumePoint: { ...dumped, ...dumpReturn(frame, next, { ...dumping, place }) } };
}

function dumpAttempt(
  { startedMs: _, retries, detour, exchanges, found, ...attempt }: Attempt,
  { hidden, leaves, place }: Dumping,
): unknown {
  const inputs = detour && leaves.hide(detour.inputs, [], [...place, 'detour', 'inputs']);
  return {
    ...attempt,
    retries: [...retries],
    ...(detour ? { detour: { ...detour, inputs } } : {}),
    exchanges: exchanges.map((checked) => bareCheckedExchange(checked, hidden)),
    found: found.map((deviation) => bareDeviation(deviation, hidden)),
  };
}

/** Hides sensitive outputs; an output is also sensitive by its source: `id: $response.body#/profile/taxId`. */
function hideOutputs(frame: Frame, stepId: string, values: Values, { plan, leaves, place }: Dumping): unknown {
  const step = plan.workflows.get(frame.workflow)?.steps.find((planned) => planned.step.stepId === stepId)?.step;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const origin = step?.outputs?.[name];
      const path = typeof origin === 'string' ? origin : (origin?.selector ?? '');
      return [name, leaves.hide(value, [...path.split(/[^\w-]+/), name], [...place, name])];
    }),
  );
}

/**
 * Restores the state of a run with the inputs of the requested workflow. Throws a CrosscheckError if its workflow or
 * step no longer exists.
 */
export function restoreState(dumped: unknown, plan: Plan, inputs: Readonly<Record<string, unknown>>): RunState {
  const { frames, finished } = putBack(dumped as DumpedState, inputs);
  return {
    frames: frames.map((frame): Frame => {
      const { resumePoint, stepId, ...rest } = frame;
      return {
        ...rest,
        at: findStep(plan, rest, stepId),
        inputs: isRequestedWorkflow(frame) ? inputs : frame.inputs,
        outputs: new Map(frame.outputs),
        visits: new Map(frame.visits),
        attempt: restoreAttempt(frame.attempt),
        ...(resumePoint ? { resumePoint: restoreReturn(plan, rest, resumePoint) } : {}),
      };
    }),
    finished: new Map(finished),
  };
}

interface DumpedState {
  readonly frames: readonly DumpedFrame[];
  readonly finished: readonly (readonly [string, FinishedWorkflow])[];
  /** Absent in checkpoints of earlier versions. */
  readonly fromInputs?: FromInputs;
}
type DumpedAttempt = Omit<Attempt, 'retries'> & { retries: [string, number][] };
type DumpedFrame = Omit<Frame, 'outputs' | 'visits' | 'attempt' | 'resumePoint'> & {
  outputs: [string, Readonly<Record<string, unknown>>][];
  visits: [number, number][];
  attempt: DumpedAttempt;
  stepId: string | null;
  resumePoint?: DumpedReturn;
};
type DumpedReturn = { stepId: string | null; attempt: DumpedAttempt; resumePoint?: DumpedReturn };

function restoreReturn(
  plan: Plan,
  frame: Pick<Frame, 'workflow'>,
  { stepId, attempt, resumePoint }: DumpedReturn,
): ResumePoint {
  const at = findStep(plan, frame, stepId);
  const next = resumePoint ? { resumePoint: restoreReturn(plan, frame, resumePoint) } : {};
  return { at, attempt: restoreAttempt(attempt), ...next };
}

/** Returns the index of a step; after the last one if the workflow was at its end. */
function findStep(plan: Plan, { workflow }: Pick<Frame, 'workflow'>, stepId: string | null): number {
  const steps = plan.workflows.get(workflow)?.steps;
  const at = stepId === null ? steps?.length : steps?.findIndex(({ step }) => step.stepId === stepId);
  if (at !== undefined && at >= 0) return at;
  const place = `${stepId === null ? 'the end' : `step "${stepId}"`} of workflow "${workflow.slice(workflow.indexOf('#') + 1)}"`;
  throw notResumable(`The run stopped at ${place}, which no longer exists`, 'Run the workflow again');
}

function restoreAttempt(dumped: DumpedAttempt): Attempt {
  return { ...dumped, retries: new Map(dumped.retries) };
}

/** Throws a CrosscheckError if a later step needs a value that the checkpoint does not keep. */
export function checkNothingMissing({ frames, finished }: RunState, plan: Plan): void {
  for (const frame of frames) {
    const planned = plan.workflows.get(frame.workflow);
    const all = planned?.steps ?? [];
    const steps = all.some(jumps) ? all : all.slice(frame.at);
    const texts = [
      ...steps.flatMap(({ step, parameters }) => textsIn([step, parameters])),
      ...textsIn(planned?.workflow.outputs),
    ];
    const missing = texts.find((text) => containsMask(readState(text, { frame, finished, planned })));
    if (missing !== undefined)
      throw notResumable(
        `The next steps need "${missing}", which is sensitive or personal and therefore not in the checkpoint`,
        'Run the workflow again, or pass the value as an input',
      );
  }
}

interface Known {
  readonly frame: Frame;
  readonly finished: RunState['finished'];
  readonly planned: PlannedWorkflow | undefined;
}

/** Returns the part of the state that an expression of a later step reads; undefined if it reads something else. */
function readState(text: string, { frame, finished, planned }: Known): unknown {
  const expression = parseExpression(text);
  if (expression?.kind === 'steps') return select(frame.outputs.get(expression.stepId), expression);
  if (expression?.kind === 'inputs') return select(frame.inputs, expression);
  if (expression?.kind !== 'workflows' || !planned) return undefined;
  return select(finished.get(keyOf(planned.source, expression.workflowId))?.[expression.field], expression);
}

function select(values: Values | undefined, { name, pointer }: { readonly name: string; readonly pointer?: string }) {
  const value = values && Object.hasOwn(values, name) ? values[name] : undefined;
  return pointer === undefined ? value : resolvePointer(value, pointer);
}

/** Returns true if a step can lead back to an earlier one. */
function jumps({ onSuccess, onFailure }: PlannedStep): boolean {
  return [...onSuccess, ...onFailure].some(({ action }) => action.stepId !== undefined);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return expressionsIn(value);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
