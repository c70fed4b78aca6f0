import { CrosscheckError } from '../../../core/errors.ts';
import type { Exchange } from '../../../core/exchange.ts';

/** What a runtime expression can reach while a step runs. */
export interface Scope {
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The outputs of the steps that have run, by step id. */
  readonly outputs: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** The exchange of the step itself, once there is one. */
  readonly exchange?: Exchange;
}

const EXPRESSION = /^\$(?:url|method|statusCode|request\.|response\.|inputs\.|steps\.)/;
const EMBEDDED = /\{(\$[^}]+)\}/g;

/** Whether a text is a runtime expression from its first character. */
export function isExpression(text: string): boolean {
  return EXPRESSION.test(text);
}

/** Puts values in the place of all runtime expressions of a payload: whole texts keep the value's type, `{$...}` become text. */
export function resolveValue(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') {
    if (isExpression(value)) return evaluateExpression(value, scope);
    return value.replace(EMBEDDED, (_, expression: string) => String(evaluateExpression(expression, scope) ?? ''));
  }
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, scope));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, resolveValue(child, scope)]));
}

/**
 * Evaluates one runtime expression. A JSON pointer that leads nowhere gives undefined; a step or an output that does not
 * exist throws a CrosscheckError. Source: Arazzo 1.0.1, Runtime Expressions.
 */
export function evaluateExpression(expression: string, scope: Scope): unknown {
  const [path = '', pointer] = splitPointer(expression);
  const [head, ...names] = path.slice(1).split('.');
  const value = readSource({ head: head ?? '', names, expression, scope });
  return pointer === undefined ? value : readPointer(value, pointer);
}

interface SourceQuery {
  readonly head: string;
  readonly names: readonly string[];
  readonly expression: string;
  readonly scope: Scope;
}

function readSource({ head, names, expression, scope }: SourceQuery): unknown {
  const [first = '', second, ...rest] = names;
  switch (head) {
    case 'inputs':
      return scope.inputs[names.join('.')];
    case 'steps':
      return readOutput({ stepId: first, name: rest.join('.'), isOutput: second === 'outputs', expression, scope });
    case 'url':
      return scope.exchange?.request.url;
    case 'method':
      return scope.exchange?.request.method;
    case 'statusCode':
      return scope.exchange?.response.statusCode;
    case 'request':
    case 'response': {
      const message = scope.exchange?.[head];
      return first === 'header' ? message?.headers[(second ?? '').toLowerCase()] : message?.body;
    }
    default:
      throw unresolvable(expression, 'it has a source that this engine does not know');
  }
}

interface OutputQuery {
  readonly stepId: string;
  readonly name: string;
  readonly isOutput: boolean;
  readonly expression: string;
  readonly scope: Scope;
}

function readOutput({ stepId, name, isOutput, expression, scope }: OutputQuery): unknown {
  const outputs = scope.outputs.get(stepId);
  if (!outputs) throw unresolvable(expression, `no step "${stepId}" has run before`);
  if (!isOutput || !(name in outputs)) throw unresolvable(expression, `step "${stepId}" has no output "${name}"`);
  return outputs[name];
}

function unresolvable(expression: string, reason: string): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `Cannot resolve "${expression}" as ${reason}`,
    remedy: 'Refer to an output of an earlier step, or to an input of the workflow',
  });
}

function splitPointer(expression: string): [string, string | undefined] {
  const hash = expression.indexOf('#');
  return hash < 0 ? [expression, undefined] : [expression.slice(0, hash), expression.slice(hash + 1)];
}

/** Reads the value at a JSON pointer, undefined where there is none. Source: RFC 6901. */
function readPointer(value: unknown, pointer: string): unknown {
  let found = value;
  for (const token of pointer.split('/').slice(1)) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[token.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return found;
}
