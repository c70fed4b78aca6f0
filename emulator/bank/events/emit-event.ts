import { type EventName, events } from '../../../generated/events.ts';
import type { Bank } from '../bank.ts';

/** Something that a partner may be told of. */
export interface Change {
  /** Whose it is; nobody is told of what is the bank's own. */
  readonly partnerId: string | null;
  /** The ids in the path of the resource, by the names that the contract gives them. */
  readonly path: Readonly<Record<string, string>>;
  /** What an Extended event tells; the ids of the path where nothing else is said. */
  readonly details?: () => object;
}

interface RegistrationFormat {
  readonly id: string;
  readonly format: 'Basic' | 'Extended';
}

const REGISTRATION = 'SELECT id, format FROM registration WHERE event_name = ? AND partner_id = ?';
const WRITE = 'INSERT INTO event_entry (registration_id, resource, details, occurred_ms) VALUES (?, ?, ?, ?)';

/**
 * Writes down that something happened, for the partner's registration of this event; without one nothing is kept (G-INTEG).
 * Belongs inside the commit of the change, so that there is no event without a change and no change without its event. ASSUMPTION: a change
 * that says again what was said before is told as any other; a status or screening that stays is no change.
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

/** Whether any partner is told of this event. */
export function hasRegistrationFor({ store }: Bank, name: EventName): boolean {
  return store.get('SELECT 1 FROM registration WHERE event_name = ? LIMIT 1', name) !== undefined;
}

/** On side A of DOC-064 a client batch stands under the path of payments, as in the sample. */
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
