import { createRequire } from 'node:module';
import type { paths, query } from 'jsonpath-rfc9535';
import type parse from 'jsonpath-rfc9535/parser';
import { withinCeiling } from '../../../core/time-ceiling.ts';

type Parser = typeof parse;
type Engine = { readonly query: typeof query; readonly paths: typeof paths };

/** Loaded on first use: most workflows have no JSONPath, and each start would pay for it. */
const require = createRequire(import.meta.url);
const engine = () => require('jsonpath-rfc9535') as Engine;
const parser = () => (require('jsonpath-rfc9535/parser') as { default: Parser }).default;

/** What a JSONPath finds in a value, in order; nothing in a value that is not there. Source: RFC 9535. */
export function queryJsonPath(value: unknown, path: string): unknown[] {
  if (value === undefined) return [];
  const { query } = engine();
  return withinCeiling(`The JSONPath "${path}"`, () => query(value as never, path));
}

/** The places that a JSONPath finds, each as its list of names and indexes. */
export function findJsonPaths(value: unknown, path: string): (string | number)[][] {
  const { paths } = engine();
  return withinCeiling(`The JSONPath "${path}"`, () => paths(value as never, path)).map((normalized) =>
    parser()(normalized).segments.map(({ node }) => {
      const [selector] = node.type === 'BracketedSelection' ? node.selectors : [node];
      return (selector as { value: string | number }).value;
    }),
  );
}

/** Why a text is no JSONPath; undefined when it is one. */
export function problemOfJsonPath(path: string): string | undefined {
  try {
    parser()(path);
    return undefined;
  } catch (error) {
    return `"${path}" is no JSONPath (RFC 9535): ${(error as Error).message}`;
  }
}

/** Whether a JSONPath can lead to one place at most: names and indexes only. Source: RFC 9535, singular query. */
export function isSingular(path: string): boolean {
  return namesOfSingular(path) !== undefined;
}

/** The names and indexes that a singular query goes through; undefined for any other, and for what is no JSONPath. */
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
