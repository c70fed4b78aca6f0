import { isObject, type JsonObject } from './document.ts';

/**
 * Collects the lower-case names that a document marks as secret: properties and parameters whose schema has `format:
 * password`, `writeOnly` or `x-sensitive`, directly or behind `$ref`, `items` and combinations, and the API keys of its
 * security schemes. Source: OpenAPI 3.1, Schema Object and Security Scheme Object.
 */
export function secretNamesOf(document: JsonObject): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, { document, names, seen: new Set() });
  return names;
}

interface Visit {
  readonly document: JsonObject;
  readonly names: Set<string>;
  readonly seen: Set<JsonObject>;
}

function visit(node: unknown, visited: Visit): void {
  if (!isObject(node) || visited.seen.has(node)) return;
  const { document, names, seen } = visited;
  seen.add(node);
  if (isObject(node.properties))
    for (const [name, schema] of Object.entries(node.properties))
      if (isMarked(schema, document)) names.add(name.toLowerCase());
  const isParameter = typeof node.name === 'string' && typeof node.in === 'string';
  if (isParameter && (node.type === 'apiKey' || isMarked(node, document) || isMarked(node.schema, document)))
    names.add(String(node.name).toLowerCase());
  for (const child of Object.values(node)) visit(child, visited);
}

/** The number of nested schemas that are followed; a deeper one counts as not marked. */
const MOST_STEPS = 20;

function isMarked(schema: unknown, document: JsonObject, steps = 0): boolean {
  if (!isObject(schema) || steps > MOST_STEPS) return false;
  if (schema.format === 'password' || schema.writeOnly === true || schema['x-sensitive'] === true) return true;
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => {
    const list = schema[keyword];
    return Array.isArray(list) ? (list as unknown[]) : [];
  });
  const referred = typeof schema.$ref === 'string' ? valueAt(document, schema.$ref) : undefined;
  return [...parts, schema.items, referred].some((part) => isMarked(part, document, steps + 1));
}

function valueAt(document: JsonObject, reference: string): unknown {
  let value: unknown = document;
  for (const token of reference.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}
