import type { Report } from './description.ts';
import { reachableFrom, type Ways, waysOf } from './flow.ts';
import type { Plan, PlannedStep, PlannedWorkflow } from './plan.ts';

const BOTH = ['onSuccess', 'onFailure'] as const;

/** Steps that nothing leads to, actions that lead nowhere, loops and calls without an end. */
export function checkFlow({ workflows }: Plan, report: Report): void {
  for (const workflow of workflows.values()) {
    const ways = waysOf(workflow);
    checkTargets(workflow, report);
    checkReachable(workflow, ways, report);
    checkEndless(workflow, ways, report);
  }
  checkCycles(workflows, report);
}

function checkTargets({ steps, source }: PlannedWorkflow, report: Report): void {
  const ids = new Set(steps.map(({ step }) => step.stepId));
  for (const { step, pointer, onSuccess, onFailure } of steps) {
    for (const [field, actions] of [
      ['onSuccess', onSuccess],
      ['onFailure', onFailure],
    ] as const) {
      for (const { action } of actions) {
        const told = `Step "${step.stepId}": action "${action.name}"`;
        if (action.stepId !== undefined && !ids.has(action.stepId))
          report(
            source,
            `${pointer}/${field}`,
            `${told} names the step "${action.stepId}", which the workflow does not have`,
          );
        if (action.type === 'goto' && action.stepId === undefined && action.workflowId === undefined)
          report(source, `${pointer}/${field}`, `${told} goes nowhere: it names no stepId and no workflowId`);
      }
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
    if (leadsBack(at, sure))
      report(
        source,
        `${pointer}/onSuccess`,
        `Step "${step.stepId}" begins a loop without an end: every way on leads back to it`,
      );
    for (const { action } of onFailure) {
      const to = indexOf(action.stepId);
      if (action.type !== 'goto' || action.criteria?.length || to < 0) continue;
      if (to === at || reachableFrom(to, ways, ['onSuccess']).has(at))
        report(
          ...([source, `${pointer}/onFailure`] as const),
          `Step "${step.stepId}": action "${action.name}" is a retry without an end: it goes back for as long as the step fails; write type: retry with a retryLimit`,
        );
    }
  });
}

/** The one way on after success; none where criteria decide or the workflow ends. */
function sureWay({ onSuccess }: PlannedStep, ways: Ways | undefined): number | undefined {
  return onSuccess[0]?.action.criteria?.length ? undefined : ways?.onSuccess[0];
}

function leadsBack(start: number, sure: readonly (number | undefined)[]): boolean {
  const seen = new Set<number>();
  for (let at = sure[start]; at !== undefined && !seen.has(at); at = sure[at]) {
    if (at === start) return true;
    seen.add(at);
  }
  return false;
}

/** Workflows that call or wait for each other: neither would ever begin. */
function checkCycles(workflows: Plan['workflows'], report: Report): void {
  const told = new Set<string>();
  const walk = (key: string, path: readonly string[]): void => {
    const workflow = workflows.get(key);
    if (!workflow) return;
    if (path.includes(key)) {
      const cycle = [...path.slice(path.indexOf(key)), key];
      const signature = [...cycle.slice(1)].sort().join(' ');
      const ids = cycle.map((one) => workflows.get(one)?.workflow.workflowId ?? one);
      if (!told.has(signature))
        report(workflow.source, workflow.pointer, `Workflows call each other in a cycle: ${ids.join(' -> ')}`);
      told.add(signature);
      return;
    }
    for (const next of calledBy(workflow)) walk(next, [...path, key]);
  };
  for (const key of workflows.keys()) walk(key, []);
}

function calledBy({ steps, dependsOn }: PlannedWorkflow): string[] {
  const called = steps.flatMap(({ calls, onFailure }) => [
    ...('workflow' in calls ? [calls.workflow] : []),
    ...onFailure.flatMap(({ action, workflow }) => (action.type === 'retry' && workflow ? [workflow] : [])),
  ]);
  return [...new Set([...dependsOn, ...called])];
}
