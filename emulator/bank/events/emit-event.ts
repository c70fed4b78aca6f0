import { type EventName, events } from '../../../generated/events.ts';
import type { Bank } from '../bank.ts';

/** A change that may cause an event. */
export interface Change {
  /** The partner that owns the resource; null for the bank's own, which have no events. */
  readonly partnerId: string | null;
  /** The ids in the path of the resource, by parameter name of the contract. */
  readonly path: Readonly<Record<string, string>>;
  /** Returns the details of an Extended event; the ids of the path by default. */
  readonly details?: () => object;
}

interface RegistrationFormat {
  readonly id: string;
  readonly format: 'Basic' | 'Extended';
}

const REGISTRATION = 'SELECT id, format FROM registration WHERE event_name = ? AND partner_id = ?';
const WRITE = 'INSERT INTO event_entry (registration_id, resource, details, occurred_ms) VALUES (?, ?, ?, ?)';

/**
 * Stores a change for the partner's registration of this event; without a registration, nothing is stored (G-INTEG).
 * Must run inside the commit of the change, so that events and changes always match. ASSUMPTION: an update that sets a
 * field to its present value emits an event; a status or screening result that stays the same does not.
 */
export function emitEvent(bank: Bank, name: EventName, { partnerId, path, details }: Change): void {
  const { store, clock } = bank;
  if (!store.isInCommit()) throw new Error(`${name} is emitted outside the commit of its change`);
  if (partnerId === null) return;
  const registration = store.get<RegistrationFormat>(REGISTRATION, name, partnerId);
  if (!registration) return;
  const entryDetails = registration.format === 'Extended' ? JSON.stringify(details?.() ?? path) : null;
  store.run(WRITE, registration.id, resourceOf(bank, name, path), entryDetails, clock.nowMs());
}

/** Returns true if any partner has a registration for this event. */
export function hasRegistrationFor({ store }: Bank, name: EventName): boolean {
  return store.get('SELECT 1 FROM registration WHERE event_name = ? LIMIT 1', name) !== undefined;
}

/**
 * Returns the resource path of an event. On side A of DOC-064 the path of a client batch is below payments, as in the
 * sample.
 */
function resourceOf({ variants }: Bank, name: EventName, path: Change['path']): string {
  const { resource } = events[name] as { resource?: string };
  if (resource === undefined) throw new Error(`${name} has no resource`);
  const template = variants['DOC-064'] === 'A' ? resource.replace('/client-batches/', '/payments/') : resource;
  return template.replace(/\{(\w+)\}/g, (_, id: string) => {
    const value = path[id];
    if (value === undefined) throw new Error(`${name} needs ${id}`);
    return value;
  });
}
