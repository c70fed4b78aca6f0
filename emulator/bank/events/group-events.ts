import type { Bank } from '../bank.ts';
import { queueEvent } from './event-operations.ts';
import { findRegistration, type RegistrationRow } from './registrations.ts';

/**
 * The interval at which changes become events. Source: P-HOOKS (D08). ASSUMPTION: the groups of all events close at
 * each full and half minute.
 */
const GROUP_MS = 30_000;
/** The largest number of resources in one event. Source: P-HOOKS, L-HOOKFAQ (D08). */
const LARGEST = { Basic: 50_000, Extended: 1_000 } as const;

interface EntryRow {
  readonly resource: string;
  readonly details: string | null;
}

/** Returns the instant at which the next group of changes becomes events; undefined if there are no changes. */
export function nextGroupMs({ store }: Bank): number | undefined {
  const first = store.get<{ occurred_ms: number }>('SELECT occurred_ms FROM event_entry ORDER BY seq LIMIT 1');
  return first && (Math.floor(first.occurred_ms / GROUP_MS) + 1) * GROUP_MS;
}

/**
 * Turns a registration's changes of a group into one event, or into several if they exceed its size. A change at the
 * instant at which a group closes belongs to the next group.
 */
export function groupEvents(bank: Bank): void {
  const until = nextGroupMs(bank);
  if (until === undefined || until > bank.clock.nowMs()) return;
  const sql = 'SELECT DISTINCT registration_id AS id FROM event_entry WHERE occurred_ms < ?';
  bank.store.atomically(() => {
    for (const { id } of bank.store.all<{ id: string }>(sql, until)) groupOf(bank, id, until);
    bank.store.run('DELETE FROM event_entry WHERE occurred_ms < ?', until);
  });
}

function groupOf(bank: Bank, id: string, until: number): void {
  const registration = findRegistration(bank, undefined, id) as RegistrationRow;
  const sql = `SELECT resource, details FROM event_entry WHERE registration_id = ? AND occurred_ms < ? ORDER BY seq`;
  for (const group of split(bank.store.all<EntryRow>(sql, id, until), registration)) {
    queueEvent(bank, registration, {
      eventName: registration.event_name,
      resources: group.map(({ resource }) => resource),
      details: group.flatMap(({ details }) => (details === null ? [] : [JSON.parse(details) as object])),
    });
  }
}

/**
 * Splits changes into groups that one event can contain. Changes that were stored while the registration was Basic
 * have no details and get their own event.
 */
function split(entries: readonly EntryRow[], { format }: RegistrationRow): EntryRow[][] {
  const groups: EntryRow[][] = [];
  for (const { resource, details } of entries) {
    const entry = { resource, details: format === 'Extended' ? details : null };
    const last = groups.at(-1);
    const isAlike = last && (last[0]?.details === null) === (entry.details === null);
    if (isAlike && last.length < LARGEST[format]) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}
