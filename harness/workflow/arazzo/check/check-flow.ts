import type { Report } from '../description.ts';
import type { Plan, PlannedWorkflow } from '../plan.ts';
import { checkCycles } from './check-cycles.ts';
import { checkLoops } from './check-loops.ts';
import { reachableFrom, type Ways, waysOf } from './flow.ts';

const BOTH = ['onSuccess', 'onFailure'] as const;

/** Reports steps that are never reached, and actions without a valid target. */
export function checkFlow(workflow: PlannedWorkflow, report: Report): void {
  checkTargets(workflow, report);
  if (isWhole(workflow)) checkReachable(workflow, waysOf(workflow), report);
}

/** Reports loops and calls without an end. */
export function checkEnds({ workflows }: Plan, report: Report): void {
  checkLoops([...workflows.values()].filter(isWhole), report);
  checkCycles(workflows, report);
}

/** Returns true if all steps could be planned. Otherwise the loops would be reported a second time. */
function isWhole({ steps, workflow }: PlannedWorkflow): boolean {
  return steps.length === workflow.steps.length;
}

function checkTargets({ workflow, steps, source }: PlannedWorkflow, report: Report): void {
  const ids = new Set(workflow.steps.map(({ stepId }) => stepId));
  for (const { step, onSuccess, onFailure } of steps) {
    for (const { action, pointer } of [...onSuccess, ...onFailure]) {
      const subject = `Step "${step.stepId}": action "${action.name}"`;
      if (action.stepId !== undefined && !ids.has(action.stepId))
        report(
          source,
          `${pointer}/stepId`,
          `${subject} names the step "${action.stepId}", which the workflow does not have`,
        );
      if (action.type === 'goto' && action.stepId === undefined && action.workflowId === undefined)
        report(source, pointer, `${subject} has no target: it names neither a stepId nor a workflowId`);
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
