import type { CustomerAccepted, Phase, ProgressLog, ProgressRecord } from '../../harness/host.ts';

/** A progress log in memory. */
export interface MemoryProgressLog extends ProgressLog {
  /** The records in the order of writing. */
  readonly records: ProgressRecord[];
  /** Returns the records of a phase as `n outcome`, in the order of the customers. */
  outcomes(phase: Phase): string[];
}

/** Creates an empty progress log. `onWrite` receives each record before it is written, and can throw. */
export function createMemoryProgressLog(
  onWrite: (record: ProgressRecord) => void = () => undefined,
): MemoryProgressLog {
  const records: ProgressRecord[] = [];
  const of = (phase: Phase) => records.filter((record) => record.phase === phase);
  return {
    records,
    outcomeOf: (n, phase) => of(phase).findLast((record) => record.n === n)?.outcome,
    write(record) {
      onWrite(record);
      records.push(record);
    },
    async *accepted() {
      for (const record of of('customer').filter(({ outcome }) => outcome === 'accepted'))
        yield await Promise.resolve(record as CustomerAccepted);
    },
    outcomes: (phase) =>
      of(phase)
        .toSorted((a, b) => a.n - b.n)
        .map(({ n, outcome }) => `${n} ${outcome}`),
  };
}
