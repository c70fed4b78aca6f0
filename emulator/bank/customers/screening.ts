import type { CoreSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';

type Screening = CoreSchemas['Screening'];

/** ASSUMPTION: screening results come five minutes after onboarding; the bank says only that they come by event. Source: L-ONBOARD. */
export const SCREENING_DELAY_MS = 5 * 60_000;

const LISTS = { Ofac: 'ofac', Pep: 'pepScan', List: 'internalList' } as const;
const TRIGGER = /\b(Ofac|Pep|List)-(Clear|Failed|Positive|Reviewing|Pending)\b/g;

/** The instant at which the next screening results come, if any are outstanding. */
export function nextScreeningMs({ store }: Bank): number | undefined {
  const sql = 'SELECT min(screening_due_ms) AS due FROM customer WHERE screening_due_ms IS NOT NULL';
  return store.get<{ due: number | null }>(sql)?.due ?? undefined;
}

/** Gives every customer whose screening is due its three results. */
export function completeScreenings(bank: Bank): void {
  const { store, clock } = bank;
  const now = clock.nowMs();
  const due = store.all<{ id: string; details: string }>(
    'SELECT id, details FROM customer WHERE screening_due_ms <= ? ORDER BY screening_due_ms, id',
    now,
  );
  for (const { id, details } of due) {
    const { name } = JSON.parse(details) as { name: CoreSchemas['Name'] };
    const { ofac, pepScan, internalList } = screenName(name);
    store.run(
      'UPDATE customer SET ofac = ?, pep_scan = ?, internal_list = ?, screening_due_ms = NULL, modified_ms = ? WHERE id = ?',
      ...[ofac, pepScan, internalList, now, id],
    );
  }
}

/**
 * Decides the three results from the name: Clear, unless a word of it says otherwise. The words are neutral and nobody's
 * name: `Ofac-Failed`, `Pep-Positive`, `List-Reviewing` and so on, each list with each of the five states (C14).
 */
function screenName(name: CoreSchemas['Name']): Record<'ofac' | 'pepScan' | 'internalList', Screening> {
  const results: Record<string, Screening> = { ofac: 'Clear', pepScan: 'Clear', internalList: 'Clear' };
  for (const [, list, status] of Object.values(name).join(' ').matchAll(TRIGGER)) {
    results[LISTS[list as keyof typeof LISTS]] = status as Screening;
  }
  return results as Record<'ofac' | 'pepScan' | 'internalList', Screening>;
}
