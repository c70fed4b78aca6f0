import { createRequire } from 'node:module';
import type { paths, query } from 'jsonpath-rfc9535';
import type parse from 'jsonpath-rfc9535/parser';
import { withinCeiling } from '../../../core/time-ceiling.ts';

type Parser = typeof parse;
type Engine = { readonly query: typeof query; readonly paths: typeof paths };

/** Loaded on first use, because most workflows have no JSONPath and start-up would be slower. */
const require = createRequire(import.meta.url);
const engine = () => require('jsonpath-rfc9535') as Engine;
const parser = () => (require('jsonpath-rfc9535/parser') as { default: Parser }).default;

/** Returns the values that a JSONPath finds, in order; none in a missing value. Source: RFC 9535. */
export function queryJsonPath(value: unknown, path: string): unknown[] {
  if (value === undefined) return [];
  const { query } = engine();
  return withinCeiling(`The JSONPath "${path}"`, () => query(value as never, path));
}

/** Returns the places that a JSONPath finds, each as a list of names and indexes. */
export function findJsonPaths(value: unknown, path: string): (string | number)[][] {
  const { paths } = engine();
  return withinCeiling(`The JSONPath "${path}"`, () => paths(value as never, path)).map((normalized) =>
    parser()(normalized).segments.map(({ node }) => {
      const [selector] = node.type === 'BracketedSelection' ? node.selectors : [node];
      return (selector as { value: string | number }).value;
    }),
  );
}

/** Returns the reason why a text is not a JSONPath; undefined if it is one. */
export function problemOfJsonPath(path: string): string | undefined {
  try {
    parser()(path);
    return undefined;
  } catch (error) {
    return `"${path}" is not a JSONPath (RFC 9535): ${(error as Error).message}`;
  }
}

/**
 * Returns true if a JSONPath can find at most one place, because it has names and indexes only. Source: RFC 9535,
 * singular query.
 */
export function isSingular(path: string): boolean {
  return namesOfSingular(path) !== undefined;
}

/** Returns the names and indexes of a singular query; undefined for any other text. */
export function namesOfSingular(path: string): string[] | undefined {
  if (problemOfJsonPath(path) !== undefined) return undefined;
  const names = parser()(path).segments.map(({ type, node }) => {
    if (type !== 'ChildSegment') return undefined;
    if (node.type === 'MemberNameShorthand') return String(node.value);
    const [selector, ...others] = node.type === 'BracketedSelection' ? node.selectors : [node];
    const isOne = selector?.type === 'NameSelector' || selector?.type === 'IndexSelector';
    return isOne && others.length === 0 ? String((selector as { value: string | number }).value) : undefined;
  });
  return names.every((name) => name !== undefined) ? names : undefined;
}
