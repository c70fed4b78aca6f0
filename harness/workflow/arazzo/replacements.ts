import { CrosscheckError } from '../../../core/errors.ts';
import type { Replacement } from './document.ts';
import { readProperty, resolveValue, type Scope } from './expressions.ts';
import { findJsonPaths } from './json-path.ts';
import { pointerTokens } from './parse-expression.ts';
import { languageOf } from './select.ts';

/**
 * Sets the places of a payload that the replacements name, in order; gives a new payload. A target is a JSON pointer unless
 * its selector type says JSONPath, which may find several places. Throws a CrosscheckError where a target leads nowhere.
 * Source: Arazzo 1.0.1, Payload Replacement Object.
 */
export function applyReplacements(payload: unknown, replacements: readonly Replacement[], scope: Scope): unknown {
  let changed = structuredClone(payload);
  for (const { target, targetSelectorType = 'jsonpointer', value } of replacements) {
    const isPath = languageOf(targetSelectorType) === 'jsonpath';
    const places = isPath ? findJsonPaths(changed, target) : [pointerTokens(target)];
    if (places.length === 0) throw leadsNowhere(target);
    for (const place of places) changed = setPlace(changed, place, { target, value: resolveValue(value, scope) });
  }
  return changed;
}

interface Setting {
  readonly target: string;
  readonly value: unknown;
}

/** The last token may name something new in an object, or `-` a new last item of a list. Source: RFC 6901, section 4. */
function setPlace(root: unknown, place: readonly (string | number)[], { target, value }: Setting): unknown {
  const last = place.at(-1);
  if (last === undefined) return value;
  const parent = place.slice(0, -1).reduce<unknown>(childOf, root);
  if (typeof parent !== 'object' || parent === null) throw leadsNowhere(target);
  if (!Array.isArray(parent))
    Object.defineProperty(parent, last, { value, configurable: true, enumerable: true, writable: true });
  else if (last === '-') parent.push(value);
  else if (isIndexOf(parent, last)) parent[Number(last)] = value;
  else throw leadsNowhere(target);
  return root;
}

function childOf(value: unknown, token: string | number): unknown {
  return Array.isArray(value) && !isIndexOf(value, token) ? undefined : readProperty(value, token);
}

function isIndexOf(list: readonly unknown[], token: string | number): boolean {
  return /^(?:0|[1-9]\d*)$/.test(String(token)) && Number(token) < list.length;
}

function leadsNowhere(target: string): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `Cannot replace "${target}" as it leads nowhere in the payload`,
    remedy: 'Name a place whose parent the payload has',
  });
}
