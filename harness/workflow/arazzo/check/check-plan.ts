import type { DescribedDocument } from '../description.ts';
import { type Plan, type PlannedWorkflow, planWorkflow } from '../plan.ts';
import type { Problem } from '../problem.ts';
import { checkEffects } from './check-effects.ts';
import { checkEvents } from './check-events.ts';
import { checkEnds, checkFlow } from './check-flow.ts';
import { checkReferences } from './check-references.ts';
import { checkScope } from './check-scope.ts';
import { collectProblems } from './report-problems.ts';

/**
 * Plans a workflow and reports every problem before anything is sent: missing references, unsupported features,
 * expressions that cannot be resolved, steps that are never reached, loops without an end, effects on accounts that no
 * step opened.
 */
export function checkWorkflow(source: DescribedDocument, workflowId: string): CheckedPlan {
  const plans = checked.get(source) ?? new Map<string, CheckedPlan>();
  checked.set(source, plans);
  const known = plans.get(workflowId) ?? check(source, workflowId);
  plans.set(workflowId, known);
  return known;
}

export interface CheckedPlan {
  readonly plan: Plan;
  readonly problems: readonly Problem[];
}

/** Plans already checked, for workflows that run many times. */
const checked = new WeakMap<DescribedDocument, Map<string, CheckedPlan>>();

function check(source: DescribedDocument, workflowId: string): CheckedPlan {
  const { plan, problems: unresolved } = planWorkflow(source, workflowId);
  const { problems, report } = collectProblems();
  checkEnds(plan, report);
  checkEffects(plan, report);
  checkEvents(plan, report);
  const own = [...plan.workflows.values()].flatMap((workflow) => problemsOf(workflow, plan));
  return { plan, problems: withoutRepeats([...unresolved, ...own, ...problems]) };
}

/** Problems of a workflow itself, whatever leads to it; many workflows may lead to the same one. */
const found = new WeakMap<PlannedWorkflow, readonly Problem[]>();

function problemsOf(workflow: PlannedWorkflow, plan: Plan): readonly Problem[] {
  const known = found.get(workflow);
  if (known) return known;
  const { problems, report } = collectProblems();
  checkScope(workflow, plan.workflows, report);
  checkFlow(workflow, report);
  if (checkReferences(workflow, plan, report)) found.set(workflow, problems);
  return problems;
}

/** Removes duplicates: a problem in what a workflow says for all its steps is reported once. */
function withoutRepeats(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const signature = JSON.stringify(problem);
    return !seen.has(signature) && seen.add(signature);
  });
}
