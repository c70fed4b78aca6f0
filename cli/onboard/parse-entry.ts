import type { JournalEntry } from '../../harness/host.ts';

const PHASES: readonly unknown[] = ['customer', 'accounts'];
const REJECTED: readonly unknown[] = ['refused', 'failed', 'undecided'];

/** Reads a line of a journal of the customers `first` to `last`; undefined for one that is no entry. */
export function parseEntry(
  text: string,
  { first, last }: { readonly first: number; readonly last: number },
): JournalEntry | undefined {
  const entry = (parseJson(text) ?? {}) as Readonly<Record<string, unknown>>;
  const { n, phase, outcome } = entry;
  if (!Number.isInteger(n) || Number(n) < first || Number(n) > last || !PHASES.includes(phase)) return undefined;
  const isWhole =
    outcome === 'accepted'
      ? phase === 'accounts' || isText(entry.customerId)
      : REJECTED.includes(outcome) && isText(entry.operationId) && isText(entry.reason);
  return isWhole ? (entry as unknown as JournalEntry) : undefined;
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
