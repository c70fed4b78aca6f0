import { CrosscheckError } from '../../../core/errors.ts';
import { sensitiveProperties } from '../../../generated/operations.ts';
import type { Criterion } from './document.ts';
import { evaluateExpression, isExpression, type Scope } from './expressions.ts';

/** A criterion that does not hold, with the two values. */
export interface FailedCriterion {
  readonly condition: string;
  readonly actual: string;
}

type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=';

const TOKEN = /\s*('(?:[^']|'')*'|&&|\|\||[=!<>]=|[<>]|\$[^\s=!<>&|]+|[^\s=!<>&|()'[\]]+)/y;

/**
 * Tells which criteria do not hold. Conditions are of type simple: comparisons joined by `&&` or `||`, without `!` before
 * an operand, parentheses or indexes, which throw a CrosscheckError. Text compares without regard to case; a pointer that
 * leads nowhere is null. Source: Arazzo 1.0.1, Criterion Object.
 */
export function failedCriteria(criteria: readonly Criterion[], scope: Scope): FailedCriterion[] {
  return criteria.flatMap(({ condition }) => {
    const comparisons = parseCondition(condition);
    const holds = comparisons.some((alternative) => alternative.every((comparison) => compare(comparison, scope)));
    if (holds) return [];
    const operands = comparisons
      .flat()
      .flatMap(({ left, right }) => [left, right])
      .filter(isExpression);
    return [{ condition, actual: operands.map((operand) => describe(operand, scope)).join(', ') }];
  });
}

interface Comparison {
  readonly left: string;
  readonly operator: Operator;
  readonly right: string;
}

/** Parses a condition to alternatives (`||`) of comparisons that must all hold (`&&` binds tighter). */
export function parseCondition(condition: string): Comparison[][] {
  const tokens = tokenize(condition);
  const alternatives: Comparison[][] = [[]];
  for (let at = 0; at < tokens.length; at += 4) {
    const [left, operator, right, joint] = tokens.slice(at, at + 4);
    if (!isOperand(left) || !isOperator(operator) || !isOperand(right)) throw notExecutable(condition);
    alternatives.at(-1)?.push({ left, operator, right });
    const isLast = at + 3 >= tokens.length;
    if (joint === '||') alternatives.push([]);
    else if (isLast ? joint !== undefined : joint !== '&&') throw notExecutable(condition);
    if (joint !== undefined && at + 4 >= tokens.length) throw notExecutable(condition);
  }
  if (tokens.length === 0) throw notExecutable(condition);
  return alternatives;
}

function tokenize(condition: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < condition.trimEnd().length) {
    const [, token] = TOKEN.exec(condition) ?? [];
    if (token === undefined) throw notExecutable(condition);
    tokens.push(token);
  }
  return tokens;
}

function isOperand(token: string | undefined): token is string {
  return token !== undefined && (isExpression(token) || /^(?:'.*'|true|false|null|-?\d+(?:\.\d+)?)$/s.test(token));
}

function isOperator(token: string | undefined): token is Operator {
  return token !== undefined && ['==', '!=', '<', '<=', '>', '>='].includes(token);
}

function notExecutable(condition: string): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `Cannot read the condition "${condition}"`,
    remedy: 'Write comparisons such as $statusCode == 200, joined by && or ||, without parentheses, ! or [n]',
  });
}

function compare({ left, operator, right }: Comparison, scope: Scope): boolean {
  const [a, b] = [fold(operandValue(left, scope)), fold(operandValue(right, scope))];
  if (operator === '==') return a === b;
  if (operator === '!=') return a !== b;
  if (typeof a !== typeof b || (typeof a !== 'number' && typeof a !== 'string')) return false;
  const [x, y] = [a as number, b as number];
  return { '<': x < y, '<=': x <= y, '>': x > y, '>=': x >= y }[operator];
}

function operandValue(operand: string, scope: Scope): unknown {
  if (isExpression(operand)) return evaluateExpression(operand, scope) ?? null;
  if (operand.startsWith("'")) return operand.slice(1, -1).replaceAll("''", "'");
  if (operand === 'true' || operand === 'false') return operand === 'true';
  return operand === 'null' ? null : Number(operand);
}

function fold(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function describe(operand: string, scope: Scope): string {
  if (operand.split(/[/#.]/).some((token) => sensitiveProperties.has(token)))
    return `${operand} is a value that is not shown`;
  const value = operandValue(operand, scope);
  const text = typeof value === 'object' && value !== null ? 'an object' : String(value);
  return `${operand} is ${text.slice(0, 120)}`;
}
