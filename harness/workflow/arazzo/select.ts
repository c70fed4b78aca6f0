import { CrosscheckError } from '../../../core/errors.ts';
import type { ExpressionType, Selector } from './document.ts';
import { isSingular, problemOfJsonPath, queryJsonPath } from './json-path.ts';
import { resolvePointer } from './json-pointer.ts';
import { parseExpression } from './parse-expression.ts';

/** Returns the language of an expression type: its bare name. */
export function languageOf(type: ExpressionType): string {
  return typeof type === 'string' ? type : type.type;
}

/**
 * Returns a value as a Selector Object, with `context`, `selector` and `type`; undefined for any other value. Source:
 * Arazzo 1.1.0.
 */
export function asSelector(value: object): Selector | undefined {
  const { context, selector, type, ...others } = value as Partial<Selector>;
  if (typeof context !== 'string' || typeof selector !== 'string' || type === undefined) return undefined;
  const isSelector =
    parseExpression(context) !== undefined && Object.keys(others).every((name) => name.startsWith('x-'));
  return isSelector ? { context, selector, type } : undefined;
}

/**
 * Selects from a value. A JSON pointer and a singular JSONPath return the value or undefined; any other JSONPath
 * returns a list. Throws a CrosscheckError for an unsupported language or an invalid selector.
 */
export function select({ selector, type }: Pick<Selector, 'selector' | 'type'>, value: unknown): unknown {
  const problem = problemOfSelector(selector, type);
  if (problem !== undefined) {
    throw new CrosscheckError({ code: 'not-executable', message: problem, remedy: 'Correct the selector' });
  }
  if (languageOf(type) === 'jsonpointer') return resolvePointer(value, selector);
  const found = queryJsonPath(value, selector);
  return isSingular(selector) ? found[0] : found;
}

/** Returns the reason why a selector cannot be used: its language or its syntax; undefined if it can. */
export function problemOfSelector(selector: string, type: ExpressionType): string | undefined {
  const language = languageOf(type);
  if (language === 'jsonpath') return problemOfJsonPath(selector);
  if (language === 'jsonpointer')
    return /^(?:\/(?:[^/~]|~[01])*)*$/.test(selector) ? undefined : `"${selector}" is not a JSON pointer (RFC 6901)`;
  return language === 'xpath'
    ? `XPath is not supported, because COS uses JSON: write "${selector}" as a JSONPath or a JSON pointer`
    : `"${language}" is not a selector language: expected jsonpath or jsonpointer`;
}
