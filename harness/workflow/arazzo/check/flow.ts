import type { PlannedStep, PlannedWorkflow } from '../plan.ts';

/** The possible successors of a step within its workflow, as indexes of steps. */
export interface Ways {
  readonly onSuccess: readonly number[];
  readonly onFailure: readonly number[];
  /** The steps whose retry runs this one first. */
  readonly onReturn: readonly number[];
}

const indexes = new WeakMap<PlannedWorkflow, ReadonlyMap<string, number>>();

/** Returns the index of a step among those that could be planned; -1 if there is none. */
export function indexOfStep(workflow: PlannedWorkflow, stepId: string | undefined): number {
  const known = indexes.get(workflow) ?? new Map(workflow.steps.map(({ step }, at) => [step.stepId, at]));
  indexes.set(workflow, known);
  return known.get(stepId ?? '') ?? -1;
}

/** Returns the possible successors of each step of a workflow. */
export function waysOf(workflow: PlannedWorkflow): Ways[] {
  const { steps } = workflow;
  const indexOf = (stepId: string | undefined) => {
    const at = indexOfStep(workflow, stepId);
    return at < 0 ? undefined : at;
  };
  const onReturn = steps.map((): number[] => []);
  steps.forEach(({ onFailure }, at) => {
    for (const { action } of onFailure) if (action.type === 'retry') onReturn[indexOf(action.stepId) ?? -1]?.push(at);
  });
  return steps.map((step, at) => ({
    onSuccess: known(successWays(step, at + 1 < steps.length ? at + 1 : undefined, indexOf)),
    onFailure: known(step.onFailure.map(({ action }) => indexOf(action.stepId))),
    onReturn: onReturn[at] ?? [],
  }));
}

function known(ways: readonly (number | undefined)[]): number[] {
  return ways.filter((to) => to !== undefined);
}

/** Returns the targets of the actions up to the first without criteria; without one, also the next step. */
function successWays(
  step: PlannedStep,
  next: number | undefined,
  indexOf: (stepId: string | undefined) => number | undefined,
): (number | undefined)[] {
  const ways: (number | undefined)[] = [];
  for (const { action } of step.onSuccess) {
    if (action.type === 'goto') ways.push(indexOf(action.stepId));
    if (!action.criteria?.length) return ways;
  }
  return [...ways, next];
}

/** Returns the steps that can be reached from one; the step itself only if a way leads back to it. */
export function reachableFrom(start: number, ways: readonly Ways[], kinds: readonly (keyof Ways)[]): Set<number> {
  const reached = new Set<number>();
  const open = [start];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const next = kinds.flatMap((kind) => ways[at as number]?.[kind] ?? []);
    for (const to of next) {
      if (reached.has(to)) continue;
      reached.add(to);
      open.push(to);
    }
  }
  return reached;
}
