import type { FailureReason, Phase, ProgressRecord } from '../../harness/host.ts';

/** Customers that failed for the same reason. */
export interface FailureGroup {
  readonly phase: Phase;
  readonly outcome: FailureReason['outcome'];
  readonly operationId: string;
  readonly statusCode?: number;
  readonly reason: string;
  count: number;
  /** The smallest numbers of these customers, in ascending order; at most five. */
  readonly customers: number[];
}

const MOST_NUMBERS = 5;
/**
 * The number of reasons that are distinguished, so that a bank with a new reason for each customer does not fill the
 * memory.
 */
const MOST_GROUPS = 100;
const OTHER = 'other reasons';

/** Groups customers that were not accepted by their reasons, in constant memory. */
export class FailureGroups {
  private readonly groups = new Map<string, FailureGroup>();

  add(record: ProgressRecord): void {
    if (record.outcome === 'accepted') return;
    const { n, phase, outcome, operationId, statusCode, reason } = record;
    const text = this.groups.size < MOST_GROUPS || this.groups.has(keyOf(record)) ? reason : OTHER;
    const key = { phase, outcome, operationId, ...(statusCode === undefined ? {} : { statusCode }), reason: text };
    const group = this.groups.get(keyOf(key)) ?? { ...key, count: 0, customers: [] };
    this.groups.set(keyOf(key), group);
    group.count += 1;
    group.customers.push(n);
    group.customers.sort((a, b) => a - b).splice(MOST_NUMBERS);
  }

  /** Returns the groups with this outcome, the largest first. */
  list(outcome: FailureGroup['outcome']): FailureGroup[] {
    const found = [...this.groups.values()].filter((group) => group.outcome === outcome);
    return found.sort((a, b) => b.count - a.count);
  }
}

function keyOf({ phase, outcome, operationId, statusCode, reason }: Omit<FailureGroup, 'count' | 'customers'>): string {
  return JSON.stringify([phase, outcome, operationId, statusCode, reason]);
}
