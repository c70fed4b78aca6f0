import type { CustomerAccepted, Journal, JournalEntry, Phase } from '../../harness/host.ts';

/** A journal that lives as long as a test; `entries` are what was written, in order. */
export interface MemoryJournal extends Journal {
  readonly entries: JournalEntry[];
  /** The entries of a phase as `n outcome`, in the order of the customers. */
  told(phase: Phase): string[];
}

/** Begins an empty journal; `onWrite` hears of each entry before it is written, and can throw. */
export function createMemoryJournal(onWrite: (entry: JournalEntry) => void = () => undefined): MemoryJournal {
  const entries: JournalEntry[] = [];
  const of = (phase: Phase) => entries.filter((entry) => entry.phase === phase);
  return {
    entries,
    outcomeOf: (n, phase) => of(phase).findLast((entry) => entry.n === n)?.outcome,
    write(entry) {
      onWrite(entry);
      entries.push(entry);
    },
    async *accepted() {
      for (const entry of of('customer').filter(({ outcome }) => outcome === 'accepted'))
        yield await Promise.resolve(entry as CustomerAccepted);
    },
    told: (phase) =>
      of(phase)
        .toSorted((a, b) => a.n - b.n)
        .map(({ n, outcome }) => `${n} ${outcome}`),
  };
}
