import { CrosscheckError } from '../../../core/errors.ts';
import type { ExpressionType, Selector } from './document.ts';
import { isSingular, problemOfJsonPath, queryJsonPath } from './json-path.ts';
import { resolvePointer } from './json-pointer.ts';
import { parseExpression } from './parse-expression.ts';

/** The language of an expression type: its bare name. */
export function languageOf(type: ExpressionType): string {
  return typeof type === 'string' ? type : type.type;
}

/** A value that is a Selector Object: its three fields, of which `context` is a runtime expression. Source: Arazzo 1.1.0. */
export function asSelector(value: object): Selector | undefined {
  const { context, selector, type, ...others } = value as Partial<Selector>;
  if (typeof context !== 'string' || typeof selector !== 'string' || type === undefined) return undefined;
  const isSelector =
    parseExpression(context) !== undefined && Object.keys(others).every((name) => name.startsWith('x-'));
  return isSelector ? { context, selector, type } : undefined;
}

/**
 * Picks from a value. A JSON pointer, and a JSONPath that can lead to one place at most, give the value there or undefined;
 * every other JSONPath gives the list of what it finds. Throws a CrosscheckError for a language that is not spoken here, and
 * for a selector that is not written in it.
 */
export function select({ selector, type }: Pick<Selector, 'selector' | 'type'>, value: unknown): unknown {
  const problem = problemOfSelector(selector, type);
  if (problem !== undefined) {
    throw new CrosscheckError({ code: 'not-executable', message: problem, remedy: 'Mend the selector' });
  }
  if (languageOf(type) === 'jsonpointer') return resolvePointer(value, selector);
  const found = queryJsonPath(value, selector);
  return isSingular(selector) ? found[0] : found;
}

/** Why a selector cannot be used: its language, or how it is written; undefined when it can. */
export function problemOfSelector(selector: string, type: ExpressionType): string | undefined {
  const language = languageOf(type);
  if (language === 'jsonpath') return problemOfJsonPath(selector);
  if (language === 'jsonpointer')
    return /^(?:\/(?:[^/~]|~[01])*)*$/.test(selector) ? undefined : `"${selector}" is no JSON pointer (RFC 6901)`;
  return language === 'xpath'
    ? `XPath is not spoken here, because COS speaks JSON: write "${selector}" as a JSONPath or a JSON pointer`
    : `"${language}" is no selector language; there is jsonpath and jsonpointer`;
}
