import { CrosscheckError } from '../../../core/errors.ts';
import { isJsonMediaType } from '../../../core/media-type.ts';
import type { SendInput } from '../../client/client.ts';
import type { ArazzoParameter, RequestBody } from '../arazzo/document.ts';
import { fillText, resolveValue, type Scope, type Values } from '../arazzo/expressions.ts';
import { parseExpression } from '../arazzo/parse-expression.ts';
import type { PlannedStep } from '../arazzo/plan.ts';
import { applyReplacements } from '../arazzo/replacements.ts';

/**
 * Builds the request input of a step. A parameter without a value is omitted; a path parameter must have a value that
 * is not empty, otherwise a CrosscheckError names it.
 */
export function buildInput({ step, parameters, calls }: PlannedStep, scope: Scope): SendInput {
  const places: Record<'path' | 'query' | 'header' | 'cookie', Record<string, unknown>> = {
    path: {},
    query: {},
    header: {},
    cookie: {},
  };
  for (const { name, in: place = 'query', value } of parameters) {
    const resolved = resolveValue(value, scope);
    const hasValue = resolved !== undefined && resolved !== null;
    if (place === 'path' && (!hasValue || resolved === '')) throw withoutValue(name, value);
    if (hasValue) places[place][name] = resolved;
  }
  const headers = textsOf(places.header);
  const documented = 'operation' in calls ? calls.operation.requestContentType : undefined;
  const { requestBody, timeout } = step;
  const { losesAnswer } = step['x-crosscheck'] ?? {};
  return {
    path: textsOf(places.path),
    query: places.query,
    headers,
    ...(Object.keys(places.cookie).length > 0 ? { cookies: textsOf(places.cookie) } : {}),
    ...(requestBody ? buildBody(requestBody, scope, contentTypeIn(headers) ?? documented) : {}),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(losesAnswer ? { losesAnswer } : {}),
  };
}

/** Builds the inputs of a workflow that a step or an action calls. */
export function buildCallInputs(parameters: readonly ArazzoParameter[], scope: Scope): Values {
  const given = parameters.map(({ name, value }) => [name, resolveValue(value, scope)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** Renders values as text: a list with commas, an object as JSON. */
function textsOf(values: Values): Record<string, string> {
  const textOf = (value: unknown) =>
    typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : String(value);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]));
}

function contentTypeIn(headers: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
}

function buildBody(
  { contentType, payload, replacements = [] }: RequestBody,
  scope: Scope,
  otherwise: string | undefined,
): Partial<SendInput> {
  const isJson = isJsonMediaType(contentType ?? otherwise ?? 'application/json');
  const isTemplate = isJson && typeof payload === 'string' && !parseExpression(payload);
  const value = isTemplate ? fillTemplate(payload, scope) : resolveValue(payload, scope);
  const body = replacements.length > 0 ? applyReplacements(value, replacements, scope) : value;
  return { ...(contentType === undefined ? {} : { contentType }), ...(body === undefined ? {} : { body }) };
}

/**
 * Fills a payload that is text. If it is a JSON object or list, values are put into its strings, where they cannot
 * break it; other text is filled as a whole and sent as a JSON string.
 */
function fillTemplate(text: string, scope: Scope): unknown {
  const template = parseJson(text);
  if (template !== undefined) return fillStrings(template, scope);
  const filled = fillText(text, scope);
  const value = parseJson(filled);
  if (value !== undefined) return value;
  if (filled !== text && /^\s*(?:\[|\{(?!\$))/.test(text)) throw noJson();
  return filled;
}

/** Parses a text as an object or list. */
function parseJson(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function fillStrings(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return fillText(value, scope);
  if (Array.isArray(value)) return value.map((item) => fillStrings(item, scope));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, child]) => [fillText(name, scope), fillStrings(child, scope)]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function noJson(): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: 'The payload is not valid JSON after its values are filled in',
    remedy: 'Put its expressions into the strings of the JSON, or write the payload as an object',
  });
}

function withoutValue(name: string, value: unknown): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `The path parameter "${name}" has no value (${JSON.stringify(value)})`,
    remedy: 'Check the step that its value comes from',
  });
}
