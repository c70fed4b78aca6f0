import type { Report } from './description.ts';
import type { Criterion, JsonSchema, Outputs, Selector } from './document.ts';
import { reachableFrom, waysOf } from './flow.ts';
import { problemOfJsonPath } from './json-path.ts';
import { operandsOf, parseCondition } from './parse-condition.ts';
import { type Expression, expressionsIn, parseExpression } from './parse-expression.ts';
import type { Plan, PlannedStep, PlannedWorkflow } from './plan.ts';
import { asSelector, languageOf, problemOfSelector } from './select.ts';

/** Expressions that can not resolve, conditions and selectors that can not be read. */
export function checkReferences(plan: Plan, report: Report): void {
  for (const workflow of plan.workflows.values()) {
    const canPrecede = findPredecessors(workflow);
    workflow.steps.forEach((step, at) => {
      const runsBefore = (other: number) => canPrecede(other, at);
      checkStep({ plan, workflow, runsBefore, hasAnswer: false, report }, step);
    });
    const place: Place = { plan, workflow, runsBefore: () => true, hasAnswer: false, report };
    checkOutputs(place, workflow.workflow.outputs, `${workflow.pointer}/outputs`);
  }
}

/** Tells whether a step can have run before another: in most workflows by their order. */
function findPredecessors(workflow: PlannedWorkflow): (step: number, other: number) => boolean {
  const ways = waysOf(workflow);
  const isStraight = ways.every(
    ({ onSuccess, onFailure }, at) => onFailure.length === 0 && (onSuccess[0] ?? at + 1) === at + 1,
  );
  if (isStraight) return (step, other) => step < other;
  const reached = new Map<number, ReadonlySet<number>>();
  return (step, other) => {
    const known = reached.get(step) ?? reachableFrom(step, ways, ['onSuccess', 'onFailure']);
    reached.set(step, known);
    return known.has(other);
  };
}

/** From where an expression looks. */
interface Place {
  readonly plan: Plan;
  readonly workflow: PlannedWorkflow;
  /** Whether the step with this index can have run by then. */
  readonly runsBefore: (step: number) => boolean;
  /** Whether the step has an answer by then. */
  readonly hasAnswer: boolean;
  /** The step that calls a workflow, whose outputs `$outputs` then is. */
  readonly call?: PlannedStep;
  readonly report: Report;
}

function checkStep(place: Place, planned: PlannedStep): void {
  const { step, pointer, parameters, onSuccess, onFailure } = planned;
  for (const { name, value } of parameters) checkValue(place, value, `${pointer}/parameters`, `parameter "${name}"`);
  checkValue(place, step.requestBody?.payload, `${pointer}/requestBody/payload`);
  step.requestBody?.replacements?.forEach(({ target, targetSelectorType = 'jsonpointer', value }, at) => {
    const problem = problemOfSelector(target, targetSelectorType);
    if (problem) say(place, `${pointer}/requestBody/replacements/${at}/target`, problem);
    checkValue(place, value, `${pointer}/requestBody/replacements/${at}/value`);
  });
  const own = place.workflow.steps.indexOf(planned);
  const runsBefore = (other: number) => other === own || place.runsBefore(other);
  const after: Place = { ...place, runsBefore, hasAnswer: true, call: planned };
  checkCriteria(after, step.successCriteria, `${pointer}/successCriteria`);
  for (const [field, actions] of [
    ['onSuccess', onSuccess],
    ['onFailure', onFailure],
  ] as const) {
    for (const { action, parameters: given } of actions) {
      checkCriteria(after, action.criteria, `${pointer}/${field}`);
      for (const { value } of given) checkValue(after, value, `${pointer}/${field}`);
    }
  }
  checkOutputs(after, step.outputs, `${pointer}/outputs`);
  checkValue(after, step['x-crosscheck']?.effects, `${pointer}/x-crosscheck/effects`);
}

function say({ workflow, report }: Place, pointer: string, message: string): void {
  report(workflow.source, pointer, message);
}

function checkOutputs(place: Place, outputs: Outputs = {}, pointer: string): void {
  for (const [name, value] of Object.entries(outputs)) {
    if (typeof value === 'string' && !parseExpression(value))
      say(place, `${pointer}/${name}`, `Output "${name}" is "${value}", which is no runtime expression`);
    else checkValue(place, value, `${pointer}/${name}`);
  }
}

/** Walks a payload: every text that is or embeds an expression, every Selector Object. */
function checkValue(place: Place, value: unknown, pointer: string, where = ''): void {
  if (typeof value === 'string') {
    for (const text of expressionsIn(value)) checkExpression(place, text, pointer, where);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const selector = Array.isArray(value) ? undefined : asSelector(value);
  if (selector) {
    checkSelector(place, selector, pointer);
    return;
  }
  for (const [name, child] of Object.entries(value)) {
    const token = name.replaceAll('~', '~0').replaceAll('/', '~1');
    checkValue(place, child, where === '' ? `${pointer}/${token}` : pointer, where);
  }
}

function checkSelector(place: Place, { context, selector, type }: Selector, pointer: string): void {
  checkExpression(place, context, `${pointer}/context`, '');
  const problem = problemOfSelector(selector, type);
  if (problem) say(place, `${pointer}/selector`, problem);
}

function checkCriteria(place: Place, criteria: readonly Criterion[] = [], pointer: string): void {
  for (const [at, criterion] of criteria.entries()) checkCriterion(place, criterion, `${pointer}/${at}`);
}

function checkCriterion(place: Place, { condition, context, type = 'simple' }: Criterion, pointer: string): void {
  const language = languageOf(type);
  if (language === 'simple') {
    checkCondition(place, condition, `${pointer}/condition`);
    return;
  }
  if (context === undefined) say(place, pointer, `A criterion of type ${language} needs a context`);
  else checkExpression(place, context, `${pointer}/context`, '');
  const problem = language === 'regex' ? problemOfRegex(condition) : problemOfLanguage(language, condition);
  if (problem) say(place, `${pointer}/condition`, problem);
}

function problemOfLanguage(language: string, condition: string): string | undefined {
  return language === 'jsonpath' ? problemOfJsonPath(condition) : problemOfSelector(condition, language);
}

function problemOfRegex(pattern: string): string | undefined {
  try {
    new RegExp(pattern);
    return undefined;
  } catch (error) {
    return `"${pattern}" is no regular expression of ECMAScript: ${(error as Error).message}`;
  }
}

function checkCondition(place: Place, condition: string, pointer: string): void {
  try {
    for (const operand of operandsOf(parseCondition(condition))) {
      if (operand.kind === 'reference') checkResolvable(place, operand.expression, { text: operand.text, pointer });
    }
  } catch (error) {
    say(place, pointer, (error as Error).message);
  }
}

function checkExpression(place: Place, text: string, pointer: string, where: string): void {
  const expression = parseExpression(text);
  const of = where === '' ? '' : ` (${where})`;
  if (expression) checkResolvable(place, expression, { text, pointer });
  else say(place, pointer, `"${text}"${of} looks like a runtime expression and is none`);
}

function checkResolvable(
  place: Place,
  expression: Expression,
  { text, pointer }: { readonly text: string; readonly pointer: string },
): void {
  const problem = problemOf(place, expression);
  if (problem) say(place, pointer, `Cannot resolve "${text}" as ${problem}`);
}

function problemOf(place: Place, expression: Expression): string | undefined {
  const { workflow, plan, hasAnswer, call } = place;
  switch (expression.kind) {
    case 'url':
    case 'method':
    case 'statusCode':
    case 'request':
    case 'response':
      if (!hasAnswer) return 'the step has no exchange yet';
      return call && 'workflow' in call.calls ? 'the step calls a workflow, which is no exchange' : undefined;
    case 'inputs':
      return problemOfInput(workflow, expression.name);
    case 'outputs': {
      const called = call && 'workflow' in call.calls ? plan.workflows.get(call.calls.workflow) : workflow;
      return problemOfName(Object.keys(called?.workflow.outputs ?? {}), expression.name, 'the workflow has no output');
    }
    case 'steps':
      return problemOfStep(place, expression.stepId, expression.name);
    case 'workflows':
      return problemOfWorkflow(place, expression);
    case 'sourceDescriptions': {
      const source = workflow.source.document.sourceDescriptions.find(({ name }) => name === expression.source);
      if (!source) return `there is no source "${expression.source}"`;
      return expression.reference in source ? undefined : `the source has no field "${expression.reference}"`;
    }
    case 'components': {
      const there = workflow.source.document.components?.[expression.group] ?? {};
      return expression.name in there ? undefined : `components/${expression.group} has no "${expression.name}"`;
    }
    case 'self':
      return undefined;
  }
}

function problemOfInput({ workflow }: PlannedWorkflow, name: string): string | undefined {
  const { properties, additionalProperties, $ref } = (workflow.inputs ?? {}) as JsonSchema;
  if ($ref !== undefined || (additionalProperties !== undefined && additionalProperties !== false)) return undefined;
  return problemOfName(Object.keys((properties ?? {}) as object), name, 'the workflow has no input');
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

const indexes = new WeakMap<PlannedWorkflow, ReadonlyMap<string, number>>();

function indexOfStep(workflow: PlannedWorkflow, stepId: string): number {
  const known = indexes.get(workflow) ?? new Map(workflow.steps.map(({ step }, at) => [step.stepId, at]));
  indexes.set(workflow, known);
  return known.get(stepId) ?? -1;
}

/** A step that calls a workflow has that one's outputs, too. */
function outputNames({ step, calls }: PlannedStep, { workflows }: Plan): string[] {
  const called = 'workflow' in calls ? workflows.get(calls.workflow)?.workflow.outputs : undefined;
  return [...Object.keys(step.outputs ?? {}), ...Object.keys(called ?? {})];
}

function problemOfWorkflow(
  { workflow }: Place,
  { workflowId, field, name }: Extract<Expression, { kind: 'workflows' }>,
) {
  const other = workflow.source.document.workflows.find((one) => one.workflowId === workflowId);
  if (!other) return `there is no workflow "${workflowId}"`;
  const names = field === 'outputs' ? other.outputs : ((other.inputs?.properties ?? {}) as object);
  return problemOfName(Object.keys(names ?? {}), name, `workflow "${workflowId}" has no ${field.slice(0, -1)}`);
}

/** A name may go on behind a dot, into the value. */
function problemOfName(names: readonly string[], name: string, sentence: string): string | undefined {
  if (names.some((known) => name === known || name.startsWith(`${known}.`))) return undefined;
  return `${sentence} "${name}"; there is: ${names.join(', ') || 'none'}`;
}
