import type { Report } from '../description.ts';
import type { Criterion, Outputs, Selector } from '../document.ts';
import { problemOfJsonPath } from '../json-path.ts';
import { operandsOf, parseCondition } from '../parse-condition.ts';
import { type Expression, expressionsIn, parseExpression } from '../parse-expression.ts';
import type { Plan, PlannedAction, PlannedStep, PlannedWorkflow } from '../plan.ts';
import { asSelector, languageOf, problemOfSelector } from '../select.ts';
import { reachableFrom, type Ways, waysOf } from './flow.ts';
import { type Place, problemOfExpression } from './problem-of-expression.ts';

/**
 * Reports expressions that cannot be resolved, and unreadable conditions and selectors. Returns true if the result is
 * the same in every plan with this workflow; false if it depends on other workflows that have run.
 */
export function checkReferences(workflow: PlannedWorkflow, plan: Plan, report: Report): boolean {
  let isSame = true;
  const canPrecede = findPredecessors(workflow);
  const say = (pointer: string, message: string) => report(workflow.source, pointer, message);
  const asksPlan = () => {
    isSame = false;
  };
  const place = { plan, workflow, asksPlan, say };
  workflow.steps.forEach((step, at) => {
    checkStep({ ...place, runsBefore: (other) => canPrecede(other, at) }, step, at);
  });
  checkOutputs({ ...place, runsBefore: () => true }, workflow.workflow.outputs, `${workflow.pointer}/outputs`);
  return isSame;
}

/** Returns a function that checks whether a step can run before another; in most workflows their order decides. */
function findPredecessors(workflow: PlannedWorkflow): (step: number, other: number) => boolean {
  const ways = waysOf(workflow);
  const isStraight = ways.every(
    ({ onSuccess, onFailure }, at) => onFailure.length === 0 && onSuccess.every((to) => to === at + 1),
  );
  if (isStraight) return (step, other) => step < other;
  const leadsBack = ways.some((way, at) => Object.values(way).some((tos) => tos.some((to: number) => to <= at)));
  const furthest = furthestByOrder(ways);
  const reached = new Map<number, ReadonlySet<number>>();
  return (step, other) => {
    // A search from each of twenty thousand steps would take minutes.
    if (step < other && other <= (furthest[step] ?? step)) return true;
    if (other <= step && !leadsBack) return false;
    const known = reached.get(step) ?? reachableFrom(step, ways, ['onSuccess', 'onFailure', 'onReturn']);
    reached.set(step, known);
    return known.has(other);
  };
}

/** Returns the last step that each step can reach by order alone. */
function furthestByOrder(ways: readonly Ways[]): number[] {
  const furthest: number[] = [];
  for (let at = ways.length - 1; at >= 0; at--)
    furthest[at] = ways[at]?.onSuccess.includes(at + 1) ? (furthest[at + 1] ?? at) : at;
  return furthest;
}

interface CheckedPlace extends Place {
  /** Reports a problem at a pointer into the workflow's document. */
  readonly say: (pointer: string, message: string) => void;
}

function checkStep(place: CheckedPlace, planned: PlannedStep, own: number): void {
  const { step, pointer, parameters, onSuccess, onFailure } = planned;
  for (const parameter of parameters) checkValue(place, parameter.value, `${parameter.pointer}/value`);
  checkValue(place, step.requestBody?.payload, `${pointer}/requestBody/payload`);
  step.requestBody?.replacements?.forEach(({ target, targetSelectorType = 'jsonpointer', value }, at) => {
    const problem = problemOfSelector(target, targetSelectorType);
    if (problem) place.say(`${pointer}/requestBody/replacements/${at}/target`, problem);
    checkValue(place, value, `${pointer}/requestBody/replacements/${at}/value`);
  });
  const runsBefore = (other: number) => other === own || place.runsBefore(other);
  const after: CheckedPlace = { ...place, runsBefore, after: planned };
  checkCriteria(after, step.successCriteria, `${pointer}/successCriteria`);
  for (const action of [...onSuccess, ...onFailure]) checkAction(after, action);
  checkOutputs(after, step.outputs, `${pointer}/outputs`);
  checkValue(after, step['x-crosscheck']?.effects, `${pointer}/x-crosscheck/effects`);
}

function checkAction(place: CheckedPlace, { action, pointer, parameters }: PlannedAction): void {
  checkCriteria(place, action.criteria, `${pointer}/criteria`);
  for (const parameter of parameters) checkValue(place, parameter.value, `${parameter.pointer}/value`);
}

function checkOutputs(place: CheckedPlace, outputs: Outputs = {}, pointer: string): void {
  for (const [name, value] of Object.entries(outputs)) {
    if (typeof value === 'string' && !parseExpression(value))
      place.say(`${pointer}/${name}`, `Output "${name}" is "${value}", which is not a runtime expression`);
    else if (typeof value !== 'string' && !asSelector(value))
      place.say(`${pointer}/${name}`, `Output "${name}" is neither a runtime expression nor a Selector Object`);
    else checkValue(place, value, `${pointer}/${name}`);
  }
}

/** Checks a payload: every text that is or contains an expression, and every Selector Object. */
function checkValue(place: CheckedPlace, value: unknown, pointer: string): void {
  if (typeof value === 'string') {
    for (const text of expressionsIn(value)) checkExpression(place, text, pointer);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const selector = Array.isArray(value) ? undefined : asSelector(value);
  if (selector) {
    checkSelector(place, selector, pointer);
    return;
  }
  for (const [name, child] of Object.entries(value))
    checkValue(place, child, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}

function checkSelector(place: CheckedPlace, { context, selector, type }: Selector, pointer: string): void {
  checkExpression(place, context, `${pointer}/context`);
  const problem = problemOfSelector(selector, type);
  if (problem) place.say(`${pointer}/selector`, problem);
}

function checkCriteria(place: CheckedPlace, criteria: readonly Criterion[] = [], pointer: string): void {
  for (const [at, criterion] of criteria.entries()) checkCriterion(place, criterion, `${pointer}/${at}`);
}

function checkCriterion(
  place: CheckedPlace,
  { condition, context, type = 'simple' }: Criterion,
  pointer: string,
): void {
  const language = languageOf(type);
  if (language === 'simple') {
    checkCondition(place, condition, `${pointer}/condition`);
    return;
  }
  if (context === undefined) place.say(pointer, `A criterion of type ${language} needs a context`);
  else checkExpression(place, context, `${pointer}/context`);
  const embedded = expressionsIn(condition);
  for (const text of embedded) checkExpression(place, text, `${pointer}/condition`);
  // A pattern with embedded values can only be read after they are filled in.
  const problem = problemOfLanguage(language, embedded.length > 0 ? undefined : condition);
  if (problem) place.say(`${pointer}/condition`, problem);
}

function problemOfLanguage(language: string, condition: string | undefined): string | undefined {
  switch (language) {
    case 'regex':
      return condition === undefined ? undefined : problemOfRegex(condition);
    case 'jsonpath':
      return condition === undefined ? undefined : problemOfJsonPath(condition);
    case 'xpath':
      return 'XPath is not supported, because COS uses JSON: write a JSONPath or a simple condition';
    default:
      return `"${language}" is not a type of criterion: expected simple, regex or jsonpath`;
  }
}

function problemOfRegex(pattern: string): string | undefined {
  try {
    new RegExp(pattern);
    return undefined;
  } catch (error) {
    return `"${pattern}" is not an ECMAScript regular expression: ${(error as Error).message}`;
  }
}

function checkCondition(place: CheckedPlace, condition: string, pointer: string): void {
  try {
    for (const operand of operandsOf(parseCondition(condition)))
      if (operand.kind === 'reference') checkResolvable(place, operand.expression, { text: operand.text, pointer });
  } catch (error) {
    place.say(pointer, (error as Error).message);
  }
}

function checkExpression(place: CheckedPlace, text: string, pointer: string): void {
  const expression = parseExpression(text);
  if (expression) checkResolvable(place, expression, { text, pointer });
  else place.say(pointer, `"${text}" looks like a runtime expression but is not valid`);
}

function checkResolvable(
  place: CheckedPlace,
  expression: Expression,
  { text, pointer }: { readonly text: string; readonly pointer: string },
): void {
  const problem = problemOfExpression(place, expression);
  if (problem) place.say(pointer, `Cannot resolve "${text}": ${problem}`);
}
