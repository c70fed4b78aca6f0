import type { JournalEntry, Phase, Reason } from '../../harness/host.ts';

/** Customers that ended for the same reason. */
export interface Group {
  readonly phase: Phase;
  readonly outcome: Reason['outcome'];
  readonly operationId: string;
  readonly statusCode?: number;
  readonly reason: string;
  count: number;
  /** The smallest numbers of them, in order. */
  readonly first: number[];
}

/** So many numbers of a group are told. */
const MOST_NUMBERS = 5;
/** So many reasons are told apart: a bank that gives everybody a reason of their own does not fill the memory. */
const MOST_GROUPS = 100;
const OTHER = 'other reasons';

/** Groups rejected customers by their reasons, with flat memory. */
export class Tally {
  private readonly groups = new Map<string, Group>();

  add(entry: JournalEntry): void {
    if (entry.outcome === 'accepted') return;
    const { n, phase, outcome, operationId, statusCode, reason } = entry;
    const text = this.groups.size < MOST_GROUPS || this.groups.has(keyOf(entry)) ? reason : OTHER;
    const row = { phase, outcome, operationId, ...(statusCode === undefined ? {} : { statusCode }), reason: text };
    const group = this.groups.get(keyOf(row)) ?? { ...row, count: 0, first: [] };
    this.groups.set(keyOf(row), group);
    group.count += 1;
    group.first.push(n);
    group.first.sort((a, b) => a - b).splice(MOST_NUMBERS);
  }

  /** The groups with this outcome, the largest first. */
  list(outcome: Group['outcome']): Group[] {
    const found = [...this.groups.values()].filter((group) => group.outcome === outcome);
    return found.sort((a, b) => b.count - a.count);
  }
}

function keyOf({ phase, outcome, operationId, statusCode, reason }: Omit<Group, 'count' | 'first'>): string {
  return JSON.stringify([phase, outcome, operationId, statusCode, reason]);
}
