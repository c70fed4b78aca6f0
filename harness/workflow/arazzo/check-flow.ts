import type { Report } from './description.ts';
import { reachableFrom, type Ways, waysOf } from './flow.ts';
import type { Plan, PlannedStep, PlannedWorkflow } from './plan.ts';

const BOTH = ['onSuccess', 'onFailure'] as const;

/** Steps that nothing leads to, actions that lead nowhere, loops and calls without an end. */
export function checkFlow({ workflows }: Plan, report: Report): void {
  for (const workflow of workflows.values()) {
    checkTargets(workflow, report);
    // A step that could not be planned has no ways on: what follows from that would be told a second time.
    if (workflow.steps.length < workflow.workflow.steps.length) continue;
    const ways = waysOf(workflow);
    checkReachable(workflow, ways, report);
    checkEndless(workflow, ways, report);
  }
  checkCycles(workflows, report);
}

function checkTargets({ workflow, steps, source }: PlannedWorkflow, report: Report): void {
  const ids = new Set(workflow.steps.map(({ stepId }) => stepId));
  for (const { step, onSuccess, onFailure } of steps) {
    for (const { action, pointer } of [...onSuccess, ...onFailure]) {
      const told = `Step "${step.stepId}": action "${action.name}"`;
      if (action.stepId !== undefined && !ids.has(action.stepId))
        report(
          source,
          `${pointer}/stepId`,
          `${told} names the step "${action.stepId}", which the workflow does not have`,
        );
      if (action.type === 'goto' && action.stepId === undefined && action.workflowId === undefined)
        report(source, pointer, `${told} goes nowhere: it names no stepId and no workflowId`);
    }
  }
}

function checkReachable({ steps, source }: PlannedWorkflow, ways: readonly Ways[], report: Report): void {
  const reached = reachableFrom(0, ways, BOTH).add(0);
  steps.forEach(({ step, pointer }, at) => {
    if (!reached.has(at))
      report(source, pointer, `Step "${step.stepId}" is never reached: every way before it leads elsewhere`);
  });
}

/** A way back that is always taken has no end: on success a loop, on failure a retry without a limit. */
function checkEndless({ steps, source }: PlannedWorkflow, ways: readonly Ways[], report: Report): void {
  const indexOf = (stepId: string | undefined) => steps.findIndex(({ step }) => step.stepId === stepId);
  const sure = steps.map((step, at) => sureWay(step, ways[at]));
  steps.forEach(({ step, pointer, onFailure }, at) => {
    if (beginsLoop(at, sure))
      report(source, pointer, `Step "${step.stepId}" begins a loop without an end: every way on leads back to it`);
    for (const { action, pointer: place } of onFailure) {
      const to = indexOf(action.stepId);
      if (action.type !== 'goto' || action.criteria?.length || to < 0) continue;
      if (to === at || reachableFrom(to, ways, ['onSuccess']).has(at))
        report(
          source,
          place,
          `Step "${step.stepId}": action "${action.name}" is a retry without an end: it goes back for as long as the step fails; write type: retry with a retryLimit`,
        );
    }
  });
}

/** The one way on after success; none where criteria decide or the workflow ends. */
function sureWay({ onSuccess }: PlannedStep, ways: Ways | undefined): number | undefined {
  return onSuccess[0]?.action.criteria?.length ? undefined : ways?.onSuccess[0];
}

/** Whether the sure ways lead back to a step, and it is the first of those in the loop. */
function beginsLoop(start: number, sure: readonly (number | undefined)[]): boolean {
  const seen = new Set<number>();
  for (let at = sure[start]; at !== undefined && !seen.has(at); at = sure[at]) {
    if (at === start) return true;
    if (at < start) return false;
    seen.add(at);
  }
  return false;
}

/**
 * Workflows that call or wait for each other, also by way of a goto: neither would ever end. A cycle of goto alone is one
 * that criteria can end.
 */
function checkCycles(workflows: Plan['workflows'], report: Report): void {
  const told = new Set<string>();
  for (const caller of workflows.values()) {
    for (const called of calledBy(caller)) {
      const back = wayBetween(called, caller.key, workflows);
      if (!back) continue;
      const signature = [...back].sort().join(' ');
      const ids = [caller.key, ...back].map((key) => workflows.get(key)?.workflow.workflowId ?? key);
      if (!told.has(signature))
        report(caller.source, caller.pointer, `Workflows call each other in a cycle: ${ids.join(' -> ')}`);
      told.add(signature);
    }
  }
}

/** The shortest way from one workflow to another, both included; undefined where there is none. */
function wayBetween(from: string, to: string, workflows: Plan['workflows']): string[] | undefined {
  const ways = new Map<string, string[]>([[from, [from]]]);
  for (const [key, way] of ways) {
    if (key === to) return way;
    const workflow = workflows.get(key);
    if (!workflow) continue;
    for (const next of [...calledBy(workflow), ...goneToBy(workflow)])
      if (!ways.has(next)) ways.set(next, [...way, next]);
  }
  return undefined;
}

function calledBy({ steps, dependsOn }: PlannedWorkflow): string[] {
  const called = steps.flatMap(({ calls, onFailure }) => [
    ...('workflow' in calls ? [calls.workflow] : []),
    ...onFailure.flatMap(({ action, workflow }) => (action.type === 'retry' && workflow ? [workflow] : [])),
  ]);
  return [...new Set([...dependsOn, ...called])];
}

function goneToBy({ steps }: PlannedWorkflow): string[] {
  return steps.flatMap(({ onSuccess, onFailure }) =>
    [...onSuccess, ...onFailure].flatMap(({ action, workflow }) =>
      action.type === 'goto' && workflow ? [workflow] : [],
    ),
  );
}
