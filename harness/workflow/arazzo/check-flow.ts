import { checkCycles } from './check-cycles.ts';
import { checkLoops } from './check-loops.ts';
import type { Report } from './description.ts';
import { reachableFrom, type Ways, waysOf } from './flow.ts';
import type { Plan, PlannedWorkflow } from './plan.ts';

const BOTH = ['onSuccess', 'onFailure'] as const;

/** Steps that nothing leads to, actions that lead nowhere, loops and calls without an end. */
export function checkFlow({ workflows }: Plan, report: Report): void {
  for (const workflow of workflows.values()) checkTargets(workflow, report);
  // A step that could not be planned has no ways on: what follows from that would be told a second time.
  const whole = [...workflows.values()].filter(({ steps, workflow }) => steps.length === workflow.steps.length);
  for (const workflow of whole) checkReachable(workflow, waysOf(workflow), report);
  checkLoops(whole, report);
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
