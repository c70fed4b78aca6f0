import type { ProgressRecord } from './progress-log.ts';

const PHASES: readonly unknown[] = ['customer', 'accounts'];
const FAILURE_OUTCOMES: readonly unknown[] = ['refused', 'failed', 'undecided'];

/** Parses a line of the progress file of customers `first` to `last`; undefined if it is not a progress record. */
export function parseProgressRecord(
  text: string,
  { first, last }: { readonly first: number; readonly last: number },
): ProgressRecord | undefined {
  const record = (parseJsonLine(text) ?? {}) as Readonly<Record<string, unknown>>;
  const { n, phase, outcome } = record;
  if (!Number.isInteger(n) || Number(n) < first || Number(n) > last || !PHASES.includes(phase)) return undefined;
  const isComplete =
    outcome === 'accepted'
      ? phase === 'accounts' || isText(record.customerId)
      : FAILURE_OUTCOMES.includes(outcome) && isText(record.operationId) && isText(record.reason);
  return isComplete ? (record as unknown as ProgressRecord) : undefined;
}

/** Parses a line of a progress file; undefined if it is not JSON. */
export function parseJsonLine(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
