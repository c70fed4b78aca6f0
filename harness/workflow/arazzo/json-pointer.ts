/** Renders the JSON pointer with these names. Source: RFC 6901. */
export function renderPointer(names: readonly string[]): string {
  return names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Parses a JSON pointer to its names. Source: RFC 6901. */
export function parsePointer(pointer: string): string[] {
  const names = pointer.split('/').slice(1);
  return names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Returns the value at a JSON pointer; undefined if there is none. Source: RFC 6901. */
export function resolvePointer(root: unknown, pointer: string): unknown {
  return parsePointer(pointer).reduce<unknown>(childOf, root);
}

/** Returns a field of an object or an item of a list; undefined if there is none. */
export function childOf(value: unknown, name: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  if (Array.isArray(value) && !isIndexOf(value, name)) return undefined;
  return (value as Record<string | number, unknown>)[name];
}

/** Returns true if a name of a JSON pointer is the index of an item in the list. */
export function isIndexOf(list: readonly unknown[], name: string | number): boolean {
  return /^(?:0|[1-9]\d*)$/.test(String(name)) && Number(name) < list.length;
}
