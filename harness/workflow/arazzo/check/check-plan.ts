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
 * Plans a workflow and tells everything that would stop it, before anything is sent: what it refers to and is not there, what
 * is not executed here, expressions that cannot resolve, steps that are never reached, loops without an end, effects on
 * accounts that nobody opened.
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

/** A workflow that is run a hundred times is checked once. */
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

/** What a workflow has by itself, whatever leads to it, is found once: hundreds may be run that lead to the same ones. */
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

/** What a workflow says for all its steps is wrong once. */
function withoutRepeats(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const told = JSON.stringify(problem);
    return !seen.has(told) && seen.add(told);
  });
}
