import { CrosscheckError } from '../../../core/errors.ts';
import type { Replacement } from './document.ts';
import { resolveValue, type Scope } from './expressions.ts';
import { findJsonPaths } from './json-path.ts';
import { childOf, isIndexOf, parsePointer } from './json-pointer.ts';

import { languageOf } from './select.ts';

/**
 * Applies the replacements to a payload in order; returns a new payload. A target is a JSON pointer, or a JSONPath if
 * its selector type says so, which may find several places. Throws a CrosscheckError for a target that does not exist.
 * Source: Arazzo 1.0.1, Payload Replacement Object.
 */
export function applyReplacements(payload: unknown, replacements: readonly Replacement[], scope: Scope): unknown {
  let changed = structuredClone(payload);
  for (const { target, targetSelectorType = 'jsonpointer', value } of replacements) {
    const isPath = languageOf(targetSelectorType) === 'jsonpath';
    const places = isPath ? findJsonPaths(changed, target) : [parsePointer(target)];
    if (places.length === 0) throw leadsNowhere(target);
    for (const place of places) changed = setPlace(changed, place, { target, value: resolveValue(value, scope) });
  }
  return changed;
}

interface Setting {
  readonly target: string;
  readonly value: unknown;
}

/**
 * Sets a place; the last token may be a new name in an object, or `-` for a new last item of a list. Source: RFC 6901,
 * section 4.
 */
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

function leadsNowhere(target: string): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `Cannot replace "${target}": it does not exist in the payload`,
    remedy: 'Name a place whose parent the payload has',
  });
}
