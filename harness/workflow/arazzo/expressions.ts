import { CrosscheckError } from '../../../core/errors.ts';
import type { Exchange } from '../../../core/exchange.ts';
import type { ArazzoDocument } from './document.ts';
import { childOf, resolvePointer } from './json-pointer.ts';
import { type Expression, looksLikeExpression, parseExpression, replaceEmbedded } from './parse-expression.ts';
import { asSelector, select } from './select.ts';

export type Values = Readonly<Record<string, unknown>>;

/** The values that a runtime expression can use while a step runs. */
export interface Scope {
  readonly inputs: Values;
  /** The outputs of finished steps, by step id. */
  readonly steps: ReadonlyMap<string, Values>;
  /** `$outputs`: of the called workflow, otherwise of the workflow itself as far as known. */
  readonly outputs?: Values;
  /** Other finished workflows of the document, by id. */
  readonly workflows?: ReadonlyMap<string, { readonly inputs: Values; readonly outputs: Values }>;
  readonly document?: ArazzoDocument;
  /** Path and query parameters of the step. */
  readonly parameters?: { readonly path: Values; readonly query: Values };
  /** The exchange of the step, once it exists. */
  readonly exchange?: Exchange;
}

/**
 * Replaces the expressions embedded in a text by their values, as text; an object as JSON. Throws a CrosscheckError if
 * one has no value, because the text would be wrong.
 */
export function fillText(text: string, scope: Scope): string {
  return replaceEmbedded(text, (embedded) => renderEmbedded(embedded, scope));
}

/**
 * Replaces all runtime expressions and Selector Objects of a payload by their values: a whole text keeps the type of
 * the value, embedded `{$...}` become text. A missing value is undefined; embedded in a text it throws a
 * CrosscheckError.
 */
export function resolveValue(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') {
    const expression = looksLikeExpression(value) ? parseExpression(value) : undefined;
    return expression ? evaluateParsed(expression, scope) : fillText(value, scope);
  }
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, scope));
  if (typeof value !== 'object' || value === null) return value;
  const selector = asSelector(value);
  if (selector) return select(selector, evaluateExpression(selector.context, scope));
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, resolveValue(child, scope)]));
}

function renderEmbedded(expression: string, scope: Scope): string {
  const value = evaluateExpression(expression, scope);
  if (value === undefined) throw unresolvable(expression, 'it has no value here, and is within a text');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/**
 * Evaluates one runtime expression; a missing value is undefined. Throws a CrosscheckError for any other text. Source:
 * Arazzo 1.0.1, Runtime Expressions.
 */
export function evaluateExpression(text: string, scope: Scope): unknown {
  const expression = parseExpression(text);
  if (!expression) throw unresolvable(text, 'it is not a runtime expression');
  return evaluateParsed(expression, scope);
}

/** Evaluates a parsed runtime expression; a missing value is undefined. */
export function evaluateParsed(expression: Expression, scope: Scope): unknown {
  const { exchange } = scope;
  switch (expression.kind) {
    case 'url':
      return exchange?.request.url;
    case 'method':
      return exchange?.request.method;
    case 'statusCode':
      return exchange?.response.statusCode;
    case 'request':
    case 'response':
      return readMessage(expression, scope);
    case 'inputs':
      return pointInto(readName(scope.inputs, expression.name), expression.pointer);
    case 'outputs':
      return pointInto(readName(scope.outputs, expression.name), expression.pointer);
    case 'steps':
      return pointInto(readName(scope.steps.get(expression.stepId), expression.name), expression.pointer);
    case 'workflows': {
      const ran = scope.workflows?.get(expression.workflowId);
      return pointInto(readName(ran?.[expression.field], expression.name), expression.pointer);
    }
    case 'sourceDescriptions': {
      const source = scope.document?.sourceDescriptions.find(({ name }) => name === expression.source);
      return (source as Values | undefined)?.[expression.reference];
    }
    case 'components': {
      const parameter = scope.document?.components?.parameters?.[expression.name];
      return expression.group === 'parameters' ? resolveValue(parameter?.value, scope) : undefined;
    }
    case 'self':
      return (scope.document as Values | undefined)?.$self;
  }
}

function readMessage(expression: Extract<Expression, { kind: 'request' | 'response' }>, scope: Scope): unknown {
  const message = scope.exchange?.[expression.kind];
  if (expression.part === 'body') {
    const text = (message as { text?: string } | undefined)?.text;
    return pointInto(message?.body === undefined ? text : message.body, expression.pointer);
  }
  if (expression.part === 'header') return childOf(message?.headers, expression.name);
  return expression.kind === 'request' ? childOf(scope.parameters?.[expression.part], expression.name) : undefined;
}

/**
 * Reads a value by name. A name may contain dots; if there is no such name, the part after a dot is a property of the
 * value.
 */
function readName(values: Values | undefined, name: string): unknown {
  if (values === undefined) return undefined;
  if (Object.hasOwn(values, name)) return values[name];
  const dot = name.lastIndexOf('.');
  if (dot < 0) return undefined;
  return childOf(readName(values, name.slice(0, dot)), name.slice(dot + 1));
}

function pointInto(value: unknown, pointer: string | undefined): unknown {
  return pointer === undefined ? value : resolvePointer(value, pointer);
}

function unresolvable(expression: string, reason: string): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `Cannot resolve "${expression}": ${reason}`,
    remedy: 'Refer to an input of the workflow, or to an output of a step that has run',
  });
}
