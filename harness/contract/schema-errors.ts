import type { ErrorObject, ValidateFunction } from 'ajv';

/** Lists up to this length are validated as a whole. */
const WINDOW = 100;

/**
 * Returns the errors of a body against its schema; none for a valid one. Because the time of a validator grows with the
 * square of its errors, long lists are validated in windows of 100 items. The errors of the first invalid window are
 * returned.
 */
export function findSchemaErrors(validate: ValidateFunction, body: unknown): readonly ErrorObject[] {
  const windows = Math.ceil(longestList(body) / WINDOW);
  for (let window = 0; window < windows && windows > 1; window++) {
    const lists: CutList[] = [];
    if (!validate(cutLists(body, window, lists))) return (validate.errors ?? []).map((error) => inWhole(error, lists));
  }
  return validate(body) ? [] : (validate.errors ?? []);
}

function longestList(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let longest = Array.isArray(value) ? value.length : 0;
  for (const child of Object.values(value))
    if (typeof child === 'object') longest = Math.max(longest, longestList(child));
  return longest;
}

/** A list that was cut, and the index of its first item. */
interface CutList {
  readonly pointer: string;
  readonly start: number;
}

/** Copies a value with one window of each long list; a list without such a window keeps its last one. */
function cutLists(value: unknown, window: number, lists: CutList[], pointer = ''): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, child]) => [
        name,
        cutLists(child, window, lists, `${pointer}/${escapeToken(name)}`),
      ]),
    );
  const isLong = value.length > WINDOW;
  const start = isLong ? Math.min(window, Math.ceil(value.length / WINDOW) - 1) * WINDOW : 0;
  if (isLong) lists.push({ pointer, start });
  const items: readonly unknown[] = isLong ? value.slice(start, start + WINDOW) : value;
  return items.map((item, at) => cutLists(item, window, lists, `${pointer}/${start + at}`));
}

/** Returns the error with its place in the whole body. An outer list was cut first, so its index is corrected first. */
function inWhole(error: ErrorObject, lists: readonly CutList[]): ErrorObject {
  let { instancePath } = error;
  for (const { pointer, start } of lists) {
    const [, at, rest = ''] = splitIndex(instancePath, pointer);
    if (at !== undefined) instancePath = `${pointer}/${Number(at) + start}${rest}`;
  }
  return { ...error, instancePath };
}

/** Splits a path into a list into the index and the rest. */
function splitIndex(path: string, pointer: string): readonly string[] {
  return path.startsWith(`${pointer}/`) ? (/^\/(\d+)(.*)$/s.exec(path.slice(pointer.length)) ?? []) : [];
}

function escapeToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
