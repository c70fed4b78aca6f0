import { isDeepStrictEqual } from 'node:util';
import { TooLong, withinCeiling } from '../../../core/time-ceiling.ts';
import { sensitiveProperties } from '../../../generated/operations.ts';
import type { Criterion } from './document.ts';
import { evaluateExpression, evaluateParsed, fillText, type Scope } from './expressions.ts';
import { queryJsonPath } from './json-path.ts';
import { childOf } from './json-pointer.ts';
import { type Condition, NUMBER, type Operand, type Operator, operandsOf, parseCondition } from './parse-condition.ts';
import { languageOf } from './select.ts';

/** A criterion that is not met, with the values that it used. */
export interface FailedCriterion {
  readonly condition: string;
  readonly actual: string;
}

/**
 * Returns the criteria that are not met. Simple conditions compare loosely: text ignores case, a number equals a text
 * with this number, a missing value is null. A regex searches the context as text; a JSONPath is met if it finds
 * something; neither is met without a context. Source: Arazzo 1.0.1, Criterion Object; 1.1.0, Condition Evaluation;
 * `docs/decisions/0012-how-arazzo-is-read.md`.
 */
export function failedCriteria(criteria: readonly Criterion[], scope: Scope): FailedCriterion[] {
  return criteria.filter((criterion) => !holds(criterion, scope)).map((criterion) => describe(criterion, scope));
}

/** Returns true if all criteria are met; also if there are none. */
export function allMet(criteria: readonly Criterion[] = [], scope: Scope): boolean {
  return criteria.every((criterion) => holds(criterion, scope));
}

function holds({ condition, context, type = 'simple' }: Criterion, scope: Scope): boolean {
  const language = languageOf(type);
  if (language === 'simple') return evaluate(parseCondition(condition), scope);
  const value = evaluateExpression(context ?? '', scope);
  if (value === undefined || value === null) return false;
  try {
    const text = fillText(condition, scope);
    if (language === 'jsonpath') return queryJsonPath(value, text).length > 0;
    const [pattern, searched] = [new RegExp(text), textOf(value)];
    return withinCeiling(`The pattern "${condition}"`, () => pattern.test(searched));
  } catch (error) {
    if (error instanceof TooLong) throw error;
    // The document was checked before; an embedded value may still break the pattern, and then the criterion fails.
    return false;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function evaluate(condition: Condition, scope: Scope): boolean {
  switch (condition.kind) {
    case 'or':
      return condition.parts.some((part) => evaluate(part, scope));
    case 'and':
      return condition.parts.every((part) => evaluate(part, scope));
    case 'not':
      return !evaluate(condition.part, scope);
    case 'holds':
      return Boolean(operandValue(condition.operand, scope));
    case 'compare':
      return compare(operandValue(condition.left, scope), condition.operator, operandValue(condition.right, scope));
  }
}

function compare(left: unknown, operator: Operator, right: unknown): boolean {
  const [a, b] = makeComparable(left, right);
  if (operator === '==') return isDeepStrictEqual(a, b);
  if (operator === '!=') return !isDeepStrictEqual(a, b);
  if (typeof a !== typeof b || (typeof a !== 'number' && typeof a !== 'string')) return false;
  const areNumbers = writesNumber(a) && writesNumber(b);
  const [x, y] = (areNumbers ? [Number(a), Number(b)] : [a, b]) as [number, number];
  return { '<': x < y, '<=': x <= y, '>': x > y, '>=': x >= y }[operator];
}

/**
 * Prepares two values for a comparison. Text ignores case; next to a number or boolean, a text with such a value counts
 * as it. Two texts are ordered as numbers if both are numbers.
 */
function makeComparable(left: unknown, right: unknown): [unknown, unknown] {
  const [a, b] = [fold(left), fold(right)];
  if (typeof a === 'string' && typeof b !== 'string') return [loosen(a, b), b];
  if (typeof b === 'string' && typeof a !== 'string') return [a, loosen(b, a)];
  return [a, b];
}

function loosen(text: string, beside: unknown): unknown {
  if (typeof beside === 'number' && writesNumber(text)) return Number(text);
  if (typeof beside === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function writesNumber(value: unknown): boolean {
  return NUMBER.test(String(value));
}

function fold(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function operandValue(operand: Operand, scope: Scope): unknown {
  if (operand.kind === 'literal') return operand.value;
  const value = evaluateParsed(operand.expression, scope);
  return operand.path.reduce<unknown>(childOf, value) ?? null;
}

function describe({ condition, context, type = 'simple' }: Criterion, scope: Scope): FailedCriterion {
  if (languageOf(type) !== 'simple') {
    const value = evaluateExpression(context ?? '', scope);
    return { condition: `${languageOf(type)} ${condition}`, actual: describeValue(context ?? '', value) };
  }
  const texts = operandsOf(parseCondition(condition)).flatMap((operand) =>
    operand.kind === 'reference' ? [describeValue(operand.text, operandValue(operand, scope))] : [],
  );
  return { condition, actual: [...new Set(texts)].join(', ') };
}

function describeValue(expression: string, value: unknown): string {
  if (expression.split(/[/#.]/).some((token) => sensitiveProperties.has(token)))
    return `${expression} is a value that is not shown`;
  const text = typeof value === 'object' && value !== null ? 'an object' : String(value ?? null);
  return `${expression} is ${text.slice(0, 120)}`;
}
