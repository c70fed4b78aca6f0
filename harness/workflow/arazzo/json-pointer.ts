/** The JSON pointer that goes through these names. Source: RFC 6901. */
export function renderPointer(names: readonly string[]): string {
  return names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The names that a JSON pointer goes through. Source: RFC 6901. */
export function parsePointer(pointer: string): string[] {
  const names = pointer.split('/').slice(1);
  return names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at a JSON pointer, undefined where there is none. Source: RFC 6901. */
export function resolvePointer(root: unknown, pointer: string): unknown {
  return parsePointer(pointer).reduce(childOf, root);
}

/** A field of an object or an item of a list, undefined where there is none. */
export function childOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
