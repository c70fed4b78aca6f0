import type { Report } from '../description.ts';
import type { PlannedAction, PlannedStep, PlannedWorkflow } from '../plan.ts';
import { indexOfStep, reachableFrom, type Ways, waysOf } from './flow.ts';

/**
 * A step of a plan with its certain successors. A successor behind criteria, or at the end of a workflow, is not
 * certain.
 */
interface Node {
  readonly workflow: PlannedWorkflow;
  readonly planned: PlannedStep;
  readonly onSuccess: number | undefined;
  readonly onFailure: number | undefined;
}

/**
 * Reports ways back that are always taken and never end: on success a loop, on failure a retry without a limit, within
 * a workflow and between workflows.
 */
export function checkLoops(workflows: Iterable<PlannedWorkflow>, report: Report): void {
  const nodes = placeSteps([...workflows]);
  for (const first of firstsOfLoops(nodes)) {
    const { workflow, planned } = nodes[first] as Node;
    const message = `Step "${planned.step.stepId}" begins a loop without an end: every way from it leads back`;
    report(workflow.source, planned.pointer, message);
  }
  for (const workflow of workflows) checkFailures(workflow, report);
  checkTransfers(nodes, report);
}

/** Lists the steps of all workflows in order. */
function placeSteps(workflows: readonly PlannedWorkflow[]): Node[] {
  const starts = new Map<string, number>();
  let count = 0;
  for (const { key, steps } of workflows) {
    starts.set(key, count);
    count += steps.length;
  }
  return workflows.flatMap((workflow) => {
    const start = starts.get(workflow.key) ?? 0;
    const target = ({ action, workflow: key }: PlannedAction) => {
      if (key !== undefined) return starts.get(key);
      const at = indexOfStep(workflow, action.stepId);
      return at < 0 ? undefined : start + at;
    };
    return workflow.steps.map((planned, at) => {
      const next = at + 1 < workflow.steps.length ? start + at + 1 : undefined;
      const failure = sureFailure(planned);
      const onFailure = failure && target(failure);
      return { workflow, planned, onSuccess: sureWay(planned, next, target), onFailure };
    });
  });
}

/** Returns the certain successor on success. */
function sureWay(
  { onSuccess: [first] }: PlannedStep,
  next: number | undefined,
  target: (action: PlannedAction) => number | undefined,
): number | undefined {
  if (!first) return next;
  return first.action.criteria?.length || first.action.type === 'end' ? undefined : target(first);
}

/** Returns the goto that is taken on every failure once the retries are exhausted. */
function sureFailure({ onFailure }: PlannedStep): PlannedAction | undefined {
  const first = onFailure.find(({ action }) => action.type !== 'retry');
  return first?.action.type === 'goto' && !first.action.criteria?.length ? first : undefined;
}

/** Returns the first step of each loop of successes. */
function firstsOfLoops(nodes: readonly Node[]): number[] {
  const visitedBy = new Map<number, number>();
  const firsts: number[] = [];
  for (const start of nodes.keys()) {
    let at: number | undefined = start;
    while (at !== undefined && !visitedBy.has(at)) {
      visitedBy.set(at, start);
      at = nodes[at]?.onSuccess;
    }
    if (at === undefined || visitedBy.get(at) !== start) continue;
    let first = at;
    for (let on = nodes[at]?.onSuccess; on !== undefined && on !== at; on = nodes[on]?.onSuccess)
      first = Math.min(first, on);
    firsts.push(first);
  }
  return firsts;
}

/** Reports failures that lead back within a workflow. */
function checkFailures(workflow: PlannedWorkflow, report: Report): void {
  const ways = waysOf(workflow);
  const reached = new Map<number, ReadonlySet<number>>();
  const leadsTo = (from: number, to: number) => {
    const known = reached.get(from) ?? reachableFrom(from, ways, ['onSuccess']);
    reached.set(from, known);
    return known.has(to);
  };
  workflow.steps.forEach((planned, at) => {
    for (const failure of planned.onFailure) {
      const { action } = failure;
      const to = indexOfStep(workflow, action.stepId);
      if (action.type !== 'goto' || action.criteria?.length || to < 0) continue;
      if (to === at || leadsTo(to, at)) tellRetry(workflow, planned, failure, report);
    }
  });
}

/** Reports failures that lead to another workflow and back. */
function checkTransfers(nodes: readonly Node[], report: Report): void {
  const ways: Ways[] = nodes.map(({ onSuccess, onFailure }) => ({
    onSuccess: onSuccess === undefined ? [] : [onSuccess],
    onFailure: onFailure === undefined ? [] : [onFailure],
    onReturn: [],
  }));
  const reached = new Map<number, ReadonlySet<number>>();
  nodes.forEach(({ workflow, planned, onFailure: to }, at) => {
    const failure = sureFailure(planned);
    if (failure?.workflow === undefined || to === undefined) return;
    const known = reached.get(to) ?? reachableFrom(to, ways, ['onSuccess', 'onFailure']).add(to);
    reached.set(to, known);
    if (known.has(at)) tellRetry(workflow, planned, failure, report);
  });
}

function tellRetry(
  { source }: PlannedWorkflow,
  { step }: PlannedStep,
  { action, pointer }: PlannedAction,
  report: Report,
): void {
  const subject = `Step "${step.stepId}": action "${action.name}" is a retry without an end`;
  report(source, pointer, `${subject}: it goes back as long as the step fails; use type: retry with a retryLimit`);
}
