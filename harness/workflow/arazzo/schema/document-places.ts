import { childOf, parsePointer, resolvePointer } from '../json-pointer.ts';

/** The objects that have a name, the innermost first. */
const NAMED = [
  { kind: 'Step', within: /^\/workflows\/\d+\/steps\/\d+/, id: 'stepId' },
  { kind: 'Workflow', within: /^\/workflows\/\d+/, id: 'workflowId' },
  { kind: 'Source', within: /^\/sourceDescriptions\/\d+/, id: 'name' },
] as const;

/** Renders a place in a document for a reader: `Step "pay": "onFailure" 0`. */
export function renderPlace(root: unknown, pointer: string): string {
  for (const { kind, within, id } of NAMED) {
    const [start] = within.exec(pointer) ?? [];
    const name =
      start === undefined ? undefined : (resolvePointer(root, start) as Record<string, unknown> | null)?.[id];
    if (start !== undefined && typeof name === 'string') {
      return `${kind} "${name}"${renderPath(resolvePointer(root, start), pointer.slice(start.length))}`;
    }
  }
  return `The document${renderPath(root, pointer)}`;
}

function renderPath(from: unknown, pointer: string): string {
  let value = from;
  const words = parsePointer(pointer).map((name) => {
    const word = Array.isArray(value) ? name : `"${name}"`;
    value = childOf(value, name);
    return word;
  });
  return words.length > 0 ? `: ${words.join(' ')}` : '';
}

const LONGEST_VALUE = 60;

/** Renders a value as JSON, shortened if it is long. */
export function renderValue(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}...` : text;
}
