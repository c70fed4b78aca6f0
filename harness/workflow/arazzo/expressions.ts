import { CrosscheckError } from '../../../core/errors.ts';
import type { Exchange } from '../../../core/exchange.ts';
import type { ArazzoDocument } from './document.ts';
import {
  type Expression,
  looksLikeExpression,
  parseExpression,
  readPointer,
  replaceEmbedded,
} from './parse-expression.ts';
import { asSelector, select } from './select.ts';

export type Values = Readonly<Record<string, unknown>>;

/** What a runtime expression can reach while a step runs. */
export interface Scope {
  readonly inputs: Values;
  /** The outputs of the steps that have run, by step id. */
  readonly steps: ReadonlyMap<string, Values>;
  /** `$outputs`: of the workflow that the step has called, else of the workflow itself as far as they can be told. */
  readonly outputs?: Values;
  /** The other workflows of the document that have run, by id. */
  readonly workflows?: ReadonlyMap<string, { readonly inputs: Values; readonly outputs: Values }>;
  readonly document?: ArazzoDocument;
  /** Path and query parameters as the step gave them. */
  readonly parameters?: { readonly path: Values; readonly query: Values };
  /** The exchange of the step itself, once there is one. */
  readonly exchange?: Exchange;
}

/**
 * Puts values in the place of the expressions that are embedded in a text, as text; an object as JSON. Throws a
 * CrosscheckError where one has no value, because the text would be a lie.
 */
export function fillText(text: string, scope: Scope): string {
  return replaceEmbedded(text, (embedded) => renderEmbedded(embedded, scope));
}

/**
 * Puts values in the place of all runtime expressions and Selector Objects of a payload: whole texts keep the value's type,
 * embedded `{$...}` become text. What has no value is undefined; embedded in a text it throws a CrosscheckError.
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
  if (value === undefined) throw unresolvable(expression, 'it has no value here, and stands within a text');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/**
 * Evaluates one runtime expression; what is not there is undefined. Throws a CrosscheckError for a text that is none.
 * Source: Arazzo 1.0.1, Runtime Expressions.
 */
export function evaluateExpression(text: string, scope: Scope): unknown {
  const expression = parseExpression(text);
  if (!expression) throw unresolvable(text, 'it is no runtime expression');
  return evaluateParsed(expression, scope);
}

/** Evaluates a parsed runtime expression; what is not there is undefined. */
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
  if (expression.part === 'header') return readProperty(message?.headers, expression.name);
  return expression.kind === 'request' ? readProperty(scope.parameters?.[expression.part], expression.name) : undefined;
}

/** A name may hold dots; where no such name is, what comes after a dot is a property of the value. */
function readName(values: Values | undefined, name: string): unknown {
  if (values === undefined) return undefined;
  if (Object.hasOwn(values, name)) return values[name];
  const dot = name.lastIndexOf('.');
  if (dot < 0) return undefined;
  return readProperty(readName(values, name.slice(0, dot)), name.slice(dot + 1));
}

/** A property of an object, or an item of a list; undefined where there is none. */
export function readProperty(value: unknown, name: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string | number, unknown>)[name];
}

function pointInto(value: unknown, pointer: string | undefined): unknown {
  return pointer === undefined ? value : readPointer(value, pointer);
}

function unresolvable(expression: string, reason: string): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `Cannot resolve "${expression}" as ${reason}`,
    remedy: 'Refer to an input of the workflow, or to an output of a step that has run',
  });
}
