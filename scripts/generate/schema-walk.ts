/** A JSON object of a contract document, before anything is known of it. */
export type JsonObject = { [key: string]: unknown };

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Copies a document with `x-provenance`, `x-document` and `x-discrepancy` of the nearest ancestor on every object below
 * it, so that each element at which a validator stops has its origin.
 */
export function spreadProvenance(value: unknown, inherited: JsonObject = {}): unknown {
  if (Array.isArray(value)) return value.map((item) => spreadProvenance(item, inherited));
  if (!isObject(value)) return value;
  const marks: JsonObject = { ...inherited };
  for (const mark of ['x-provenance', 'x-document', 'x-discrepancy']) {
    if (value[mark] !== undefined) marks[mark] = value[mark];
  }
  const copy: JsonObject = {};
  for (const [key, child] of Object.entries(value)) copy[key] = spreadProvenance(child, marks);
  return isSchemaMap(value) ? copy : { ...copy, ...marks };
}

/** Returns true for a map from names to schemas (such as `properties`), in which a mark would be read as a property. */
function isSchemaMap(value: JsonObject): boolean {
  const children = Object.values(value);
  return children.length > 0 && children.every(isObject);
}

/** Copies a document with every object schema closed: a property that no schema names becomes an error. */
export function closeObjects(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closeObjects);
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const [key, child] of Object.entries(value)) copy[key] = closeObjects(child);
  if (value.type === 'object' && isObject(value.properties) && value.additionalProperties === undefined) {
    copy.unevaluatedProperties = false;
  }
  return copy;
}

/** Calls back for every object of a document with the JSON pointer to it. */
export function walkObjects(value: unknown, visit: (node: JsonObject, pointer: string) => void, pointer = ''): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      walkObjects(item, visit, `${pointer}/${index}`);
    });
  } else if (isObject(value)) {
    visit(value, pointer);
    for (const [key, child] of Object.entries(value)) walkObjects(child, visit, `${pointer}/${escapePointer(key)}`);
  }
}

/** Escapes one token of a JSON pointer. Source: RFC 6901. */
export function escapePointer(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Resolves a local `$ref` of a document, one level. */
export function resolve(document: JsonObject, node: JsonObject): JsonObject {
  const reference = node.$ref;
  if (typeof reference !== 'string') return node;
  let found: unknown = document;
  for (const token of reference.slice(2).split('/')) {
    found = (found as JsonObject)[token.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return found as JsonObject;
}
