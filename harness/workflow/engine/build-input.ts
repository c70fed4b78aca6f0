import { CrosscheckError } from '../../../core/errors.ts';
import type { SendInput } from '../../client/client.ts';
import type { ArazzoParameter, RequestBody } from '../arazzo/document.ts';
import { resolveValue, type Scope, type Values } from '../arazzo/expressions.ts';
import type { PlannedStep } from '../arazzo/plan.ts';
import { applyReplacements } from '../arazzo/replacements.ts';

/**
 * Puts values into what a step sends. A parameter without a value is left out; one of the path has to have one, or a
 * CrosscheckError says which has not.
 */
export function buildInput({ step, parameters }: PlannedStep, scope: Scope): SendInput {
  const places: Record<'path' | 'query' | 'header' | 'cookie', Record<string, unknown>> = {
    ...{ path: {}, query: {}, header: {}, cookie: {} },
  };
  for (const { name, in: place = 'query', value } of parameters) {
    const resolved = resolveValue(value, scope);
    if (resolved !== undefined && resolved !== null) places[place][name] = resolved;
    else if (place === 'path') throw withoutValue(name, value);
  }
  const { requestBody, timeout } = step;
  const { losesAnswer } = step['x-crosscheck'] ?? {};
  return {
    ...{ path: places.path, query: places.query, headers: textsOf(places.header) },
    ...(Object.keys(places.cookie).length > 0 ? { cookies: textsOf(places.cookie) } : {}),
    ...(requestBody ? buildBody(requestBody, scope) : {}),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(losesAnswer ? { losesAnswer } : {}),
  };
}

/** The inputs of a workflow that a step or an action calls. */
export function buildCallInputs(parameters: readonly ArazzoParameter[], scope: Scope): Values {
  const given = parameters.map(({ name, value }) => [name, resolveValue(value, scope)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function textsOf(values: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

function buildBody({ contentType, payload, replacements = [] }: RequestBody, scope: Scope): Partial<SendInput> {
  const resolved = resolveValue(payload, scope);
  const isJson = contentType === undefined || /\bjson\b/i.test(contentType);
  const value = isJson && typeof resolved === 'string' ? parseTemplate(resolved) : resolved;
  const body = replacements.length > 0 ? applyReplacements(value, replacements, scope) : value;
  return { ...(contentType === undefined ? {} : { contentType }), ...(body === undefined ? {} : { body }) };
}

/** A payload may be the text of a JSON object or list with expressions embedded; any other text is a JSON string. */
function parseTemplate(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function withoutValue(name: string, value: unknown): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `The path parameter "${name}" has no value (${JSON.stringify(value)})`,
    remedy: 'Look at the step that its value comes from',
  });
}
