import type { Report } from './description.ts';
import type { ArazzoParameter, EffectDeclaration } from './document.ts';
import { type Expression, parseExpression } from './parse-expression.ts';
import type { Plan, PlannedStep, PlannedWorkflow } from './plan.ts';

/** The operations whose answer is an account that the auditor then knows. */
const OPENS: ReadonlySet<string> = new Set(['openAccount', 'createSubaccount']);

/** Effects on accounts that no step has opened, effects of calls of workflows, and polls without a retry. */
export function checkEffects({ workflows }: Plan, report: Report): void {
  for (const workflow of workflows.values()) {
    for (const step of workflow.steps) {
      const { effects = [], poll, losesAnswer } = step.step['x-crosscheck'] ?? {};
      const where = `${step.pointer}/x-crosscheck`;
      effects.forEach((effect, at) => {
        const account = accountOf(effect);
        if (account === undefined || isOpened(account, { workflow, workflows, path: [] })) return;
        const told = `Step "${step.step.stepId}" declares an effect on "${account}", an account that nobody created`;
        report(workflow.source, `${where}/effects/${at}`, `${told}: wanted the accountNumber of a step that opens one`);
      });
      const retries = step.onFailure.some(({ action }) => action.type === 'retry' && (action.retryAfter ?? 0) > 0);
      if (poll && !retries && 'operation' in step.calls)
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
  /** What was followed on the way here: calls may go in a cycle. */
  readonly path: readonly string[];
}

function isOpened(account: string, within: Within): boolean {
  const expression = parseExpression(account);
  return expression !== undefined && comesFromOpening(expression, within);
}

/** Follows an expression through outputs and inputs to the answer that it comes from. */
function comesFromOpening(expression: Expression, within: Within): boolean {
  const here = JSON.stringify([within.workflow.key, expression]);
  if (within.path.includes(here)) return false;
  const on = { ...within, path: [...within.path, here] };
  if (expression.kind === 'inputs') return everyCaller(expression.name, on);
  if (expression.kind !== 'steps') return false;
  const step = within.workflow.steps.find((planned) => planned.step.stepId === expression.stepId);
  return step !== undefined && outputComesFromOpening(step, expression, on);
}

function outputComesFromOpening(
  { step, calls }: PlannedStep,
  { name, pointer = '' }: Extract<Expression, { kind: 'steps' }>,
  within: Within,
): boolean {
  const called = 'workflow' in calls ? within.workflows.get(calls.workflow) : undefined;
  const output = step.outputs?.[name] ?? (called && `$outputs.${name}`);
  const expression = typeof output === 'string' ? parseExpression(output) : undefined;
  if (expression?.kind === 'outputs' && called) {
    const inner = called.workflow.outputs?.[expression.name];
    return typeof inner === 'string' && isOpened(inner, { ...within, workflow: called });
  }
  if (expression?.kind !== 'response' || expression.part !== 'body' || !('operationId' in calls)) return false;
  return `${expression.pointer ?? ''}${pointer}` === '/accountNumber' && OPENS.has(calls.operationId);
}

/** An input is an account when everything that calls or goes to the workflow gives it one. */
function everyCaller(name: string, within: Within): boolean {
  const { workflow, workflows } = within;
  const given = [...workflows.values()].flatMap((caller) =>
    caller.steps
      .flatMap((step) => waysTo(workflow.key, step))
      .map((parameters) => ({ caller, value: parameters.find((parameter) => parameter.name === name)?.value })),
  );
  return (
    given.length > 0 &&
    given.every(({ caller, value }) => typeof value === 'string' && isOpened(value, { ...within, workflow: caller }))
  );
}

/** The parameters with which a step calls a workflow, and its actions go there or call it. */
function waysTo(key: string, { calls, parameters, onSuccess, onFailure }: PlannedStep): ArazzoParameter[][] {
  const actions = [...onSuccess, ...onFailure].filter(({ workflow }) => workflow === key);
  return [
    ...('workflow' in calls && calls.workflow === key ? [[...parameters]] : []),
    ...actions.map((action) => [...action.parameters]),
  ];
}
