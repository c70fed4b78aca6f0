import type { Report } from './description.ts';
import type { EffectDeclaration } from './document.ts';
import { type Expression, parseExpression } from './parse-expression.ts';
import type { Plan, PlannedStep, PlannedWorkflow } from './plan.ts';

/** The operations whose answer is an account that the auditor then knows. */
const OPENS: ReadonlySet<string> = new Set(['openAccount', 'createSubaccount']);

/** Effects on accounts that no step has opened, polls without a retry, and waits that call nothing that waits. */
export function checkEffects({ workflows }: Plan, report: Report): void {
  for (const workflow of workflows.values()) {
    for (const step of workflow.steps) {
      const { effects = [], poll, losesAnswer } = step.step['x-crosscheck'] ?? {};
      const where = `${step.pointer}/x-crosscheck`;
      effects.forEach((effect, at) => {
        const account = accountOf(effect);
        if (account === undefined || isOpened(account, { workflow, workflows })) return;
        const told = `Step "${step.step.stepId}" declares an effect on "${account}", an account that nobody created`;
        report(workflow.source, `${where}/effects/${at}`, `${told}: wanted the accountNumber of a step that opens one`);
      });
      const retries = step.onFailure.some(({ action }) => action.type === 'retry' && (action.retryAfter ?? 0) > 0);
      if (poll && !retries)
        report(
          workflow.source,
          `${where}/poll`,
          `Step "${step.step.stepId}" polls without a retry that says how often (retryAfter)`,
        );
      if ((effects.length > 0 || losesAnswer) && 'workflow' in step.calls)
        report(
          workflow.source,
          where,
          `Step "${step.step.stepId}" calls a workflow: effects stand on that one's steps`,
        );
    }
  }
}

function accountOf(effect: EffectDeclaration): string | undefined {
  const [amount] = Object.values(effect) as (string | { readonly account: string })[];
  return typeof amount === 'object' ? amount.account : undefined;
}

interface Within {
  readonly workflow: PlannedWorkflow;
  readonly workflows: Plan['workflows'];
}

function isOpened(account: string, within: Within): boolean {
  const expression = parseExpression(account);
  return expression !== undefined && comesFromOpening(expression, within);
}

/** Follows an expression through outputs and inputs to the answer that it comes from. */
function comesFromOpening(expression: Expression, within: Within): boolean {
  if (expression.kind === 'inputs') return everyCaller(expression.name, within);
  if (expression.kind !== 'steps') return false;
  const step = within.workflow.steps.find((planned) => planned.step.stepId === expression.stepId);
  return step !== undefined && outputComesFromOpening(step, expression.name, within);
}

function outputComesFromOpening(step: PlannedStep, name: string, within: Within): boolean {
  const called = 'workflow' in step.calls ? within.workflows.get(step.calls.workflow) : undefined;
  const output = step.step.outputs?.[name] ?? (called && `$outputs.${name}`);
  const expression = typeof output === 'string' ? parseExpression(output) : undefined;
  if (expression?.kind === 'outputs' && called) {
    const inner = called.workflow.outputs?.[expression.name];
    const parsed = typeof inner === 'string' ? parseExpression(inner) : undefined;
    return parsed !== undefined && comesFromOpening(parsed, { ...within, workflow: called });
  }
  const isAccount =
    expression?.kind === 'response' && expression.part === 'body' && expression.pointer === '/accountNumber';
  return isAccount && 'operationId' in step.calls && OPENS.has(step.calls.operationId);
}

/** An input is an account when each step that calls the workflow gives it one. */
function everyCaller(name: string, { workflow, workflows }: Within): boolean {
  const given = [...workflows.values()].flatMap((caller) =>
    caller.steps
      .filter(({ calls }) => 'workflow' in calls && calls.workflow === workflow.key)
      .map(({ parameters }) => ({ caller, value: parameters.find((parameter) => parameter.name === name)?.value })),
  );
  return (
    given.length > 0 &&
    given.every(({ caller, value }) => typeof value === 'string' && isOpened(value, { workflow: caller, workflows }))
  );
}
