import { CrosscheckError } from '../../../core/errors.ts';

export type JsonObject = { readonly [name: string]: unknown };

/** A node of a document with its JSON pointer as a URI fragment (RFC 6901, section 6). */
export interface Place {
  readonly node: JsonObject;
  readonly pointer: string;
}

/** A document that a contract is built from, with the name of its source description. */
export interface SourceDocument {
  readonly sourceName: string;
  readonly document: JsonObject;
}

/** Builds the error for a document that cannot be executed. */
export function notExecutable(message: string, remedy: string, cause?: unknown): CrosscheckError {
  return new CrosscheckError({ code: 'not-executable', message, remedy, ...(cause === undefined ? {} : { cause }) });
}

/** Returns the root of a document. */
export function rootOf({ document }: SourceDocument): Place {
  return { node: document, pointer: '#' };
}

/**
 * Returns the object under a name, after following every `$ref`; undefined if there is none. Throws for a `$ref` to
 * nothing.
 */
export function childOf(source: SourceDocument, { node, pointer }: Place, name: string): Place | undefined {
  const child = Object.hasOwn(node, name) ? node[name] : undefined;
  if (!isObject(child)) return undefined;
  return follow(source, { node: child, pointer: `${pointer}/${escapeToken(name)}` });
}

/** Returns the members of an object under a name, after following each `$ref`; none if it is missing. */
export function membersOf(source: SourceDocument, place: Place, name: string): [name: string, member: Place][] {
  const parent = childOf(source, place, name);
  if (!parent) return [];
  return Object.keys(parent.node).flatMap((key): [string, Place][] => {
    const member = childOf(source, parent, key);
    return member ? [[key, member]] : [];
  });
}

/** The limit for chains of `$ref`; longer ones are cycles. */
const MOST_REFERENCES = 100;

function follow({ sourceName, document }: SourceDocument, from: Place): Place {
  let { node, pointer } = from;
  for (let followed = 0; typeof node.$ref === 'string'; followed += 1) {
    const target = followed < MOST_REFERENCES ? valueAt(document, node.$ref) : undefined;
    if (!isObject(target)) {
      throw notExecutable(
        `Source "${sourceName}" refers to "${node.$ref}", which does not exist`,
        `Correct the $ref at "${pointer}"`,
      );
    }
    pointer = node.$ref;
    node = target;
  }
  return { node, pointer };
}

function valueAt(document: JsonObject, reference: string): unknown {
  let value: unknown = document;
  for (const token of reference.split('/').slice(1)) {
    const name = decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~');
    value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

function escapeToken(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** Returns true for an object or array of JSON. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
