import type { SourceDescription } from '../document.ts';
import { type Expression, expressionsIn, parseExpression } from '../parse-expression.ts';
import { keyOf, type Plan, type PlannedStep, type PlannedWorkflow } from '../plan.ts';
import { inputNames } from '../workflow-inputs.ts';
import { indexOfStep } from './flow.ts';

/** The place of an expression. */
export interface Place {
  readonly plan: Plan;
  readonly workflow: PlannedWorkflow;
  /** Returns true if the step with this index can have run before. */
  readonly runsBefore: (step: number) => boolean;
  /** The step whose response is available; absent if nothing has been sent yet. */
  readonly after?: PlannedStep;
  /** Called if the answer can differ in another plan. */
  readonly asksPlan?: () => void;
}

/**
 * Returns the reason why an expression cannot be resolved at its place, as the end of a sentence; undefined if it can.
 */
export function problemOfExpression(place: Place, expression: Expression): string | undefined {
  const { workflow, after } = place;
  switch (expression.kind) {
    case 'url':
    case 'method':
    case 'statusCode':
    case 'request':
    case 'response':
      if ('name' in expression && isCredential(expression)) return 'credentials are not passed on';
      if (!after) return 'there is no exchange yet';
      return 'workflow' in after.calls ? 'the step calls a workflow, which has no exchange' : undefined;
    case 'inputs':
      return problemOfInput(workflow, expression.name, 'the workflow');
    case 'outputs': {
      const called = after && 'workflow' in after.calls ? place.plan.workflows.get(after.calls.workflow) : workflow;
      return problemOfName(Object.keys(called?.workflow.outputs ?? {}), expression.name, 'the workflow has no output');
    }
    case 'steps':
      return problemOfStep(place, expression.stepId, expression.name);
    case 'workflows':
      return problemOfWorkflow(place, expression);
    case 'sourceDescriptions':
      return problemOfSource(workflow.source.document.sourceDescriptions, expression);
    case 'components':
      return problemOfComponent(place, expression, []);
    case 'self':
      return undefined;
  }
}

/** Headers with credentials, which a report, an output or a further request would reveal. */
const CREDENTIALS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
]);

function isCredential({ part, name }: { readonly part: string; readonly name: string }): boolean {
  return part === 'header' && CREDENTIALS.has(name);
}

function problemOfInput({ workflow, source }: PlannedWorkflow, name: string, whose: string): string | undefined {
  const names = inputNames(source.document, workflow.inputs);
  return names && problemOfName(names, name, `${whose} has no input`);
}

function problemOfStep({ workflow, runsBefore, plan }: Place, stepId: string, name: string): string | undefined {
  const at = indexOfStep(workflow, stepId);
  const step = workflow.steps[at];
  if (!step) {
    const isThere = workflow.workflow.steps.some((other) => other.stepId === stepId);
    return isThere ? undefined : `there is no step "${stepId}"`;
  }
  if (!runsBefore(at)) return `step "${stepId}" does not run before`;
  return problemOfName(outputNames(step, plan), name, `step "${stepId}" has no output`);
}

/** Returns the outputs of a step; one that calls a workflow also has that workflow's outputs. */
function outputNames({ step, calls }: PlannedStep, { workflows }: Plan): string[] {
  const called = 'workflow' in calls ? workflows.get(calls.workflow)?.workflow.outputs : undefined;
  return [...Object.keys(step.outputs ?? {}), ...Object.keys(called ?? {})];
}

function problemOfWorkflow(
  { workflow, plan, asksPlan }: Place,
  { workflowId, field, name }: Extract<Expression, { kind: 'workflows' }>,
): string | undefined {
  asksPlan?.();
  if (!workflow.source.document.workflows.some((one) => one.workflowId === workflowId))
    return `there is no workflow "${workflowId}"`;
  const other = plan.workflows.get(keyOf(workflow.source, workflowId));
  if (!other) return `workflow "${workflowId}" never runs: no step calls it, and no dependsOn names it`;
  if (field === 'inputs') return problemOfInput(other, name, `workflow "${workflowId}"`);
  return problemOfName(Object.keys(other.workflow.outputs ?? {}), name, `workflow "${workflowId}" has no output`);
}

function problemOfSource(
  sources: readonly SourceDescription[],
  { source: name, reference }: Extract<Expression, { kind: 'sourceDescriptions' }>,
): string | undefined {
  const source = sources.find((one) => one.name === name);
  if (!source) return `there is no source "${name}"`;
  return Object.hasOwn(source, reference) ? undefined : `the source has no field "${reference}"`;
}

/** Checks a parameter of the components: its value must be resolvable as well. Other components have no value. */
function problemOfComponent(
  place: Place,
  { group, name }: Extract<Expression, { kind: 'components' }>,
  path: readonly string[],
): string | undefined {
  if (group !== 'parameters') return `components/${group} have no value`;
  const parameters = place.workflow.source.document.components?.parameters ?? {};
  if (!Object.hasOwn(parameters, name)) return `components/${group} has no "${name}"`;
  if (path.includes(name)) return `it refers to itself: ${[...path, name].join(' -> ')}`;
  for (const text of textsIn(parameters[name]?.value).flatMap(expressionsIn)) {
    const expression = parseExpression(text);
    if (!expression) return `its value "${text}" is not a runtime expression`;
    const problem =
      expression.kind === 'components'
        ? problemOfComponent(place, expression, [...path, name])
        : problemOfExpression(place, expression);
    if (problem) return problem;
  }
  return undefined;
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Checks a name, which may continue into the value after a dot. */
function problemOfName(names: readonly string[], name: string, sentence: string): string | undefined {
  if (names.some((known) => name === known || name.startsWith(`${known}.`))) return undefined;
  return `${sentence} "${name}"; expected one of: ${names.join(', ') || 'none'}`;
}
