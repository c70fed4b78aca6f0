import type { WebhookSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import { type EventRow, firstInQueue, renderDelivered } from './event-operations.ts';
import { findRegistration, type RegistrationRow, scheduleDelivery } from './registrations.ts';

/**
 * The pauses before the three retries of a failed event, about 30 to 60 s. ASSUMPTION: the retries of a delivery come
 * after 30, 45 and 60 s. Source: L-HOOKFAQ (D09).
 */
const PAUSES_MS = [30_000, 45_000, 60_000];
/** The pause between the two attempts after a restart. Source: Z-SUSP (DOC-036). */
const RESTART_PAUSES_MS = [30_000];

/** An event to be sent, with its address. */
export interface Delivery {
  readonly eventId: string;
  /** The position in the queue; it changes if the event is resent before its delivery. */
  readonly position: number;
  readonly registrationId: string;
  readonly partnerId: string;
  readonly url: string;
  /** HTTP Basic credentials, if the registration has them. */
  readonly username?: string;
  readonly password?: string;
  readonly body: WebhookSchemas['DeliveredEvent'];
}

/** Returns the instant of the next attempt after an instant; undefined if none is planned. */
export function nextDeliveryMs({ store }: Bank, afterMs: number): number | undefined {
  const sql = 'SELECT min(due_ms) AS due FROM registration WHERE due_ms > ?';
  return store.get<{ due: number | null }>(sql, afterMs)?.due ?? undefined;
}

const DUE = `SELECT id FROM registration WHERE due_ms <= ? UNION
  SELECT r.id FROM event e JOIN registration r ON r.id = e.registration_id
  WHERE e.queue_position IS NOT NULL AND e.is_ping = 1 AND r.type = 'Push' AND r.status <> 'Suspended'`;

/** Lists the registrations with a delivery that is due now. */
export function listDueRegistrations({ store, clock }: Bank): string[] {
  return store.all<{ id: string }>(DUE, clock.nowMs()).map(({ id }) => id);
}

/** Returns true if a delivery is due now. */
export function hasDueDelivery({ store, clock }: Bank): boolean {
  return store.get(`${DUE} LIMIT 1`, clock.nowMs()) !== undefined;
}

/** Returns the delivery of a registration that is due: a ping first, then its oldest event. */
export function nextDelivery(bank: Bank, registrationId: string): Delivery | undefined {
  const registration = findRegistration(bank, undefined, registrationId);
  if (registration?.type !== 'Push' || registration.status === 'Suspended') return undefined;
  const isDue = registration.due_ms !== null && registration.due_ms <= bank.clock.nowMs();
  const event =
    firstInQueue(bank, registrationId, 'ping') ?? (isDue ? firstInQueue(bank, registrationId, 'event') : undefined);
  if (!event) return undefined;
  const { auth_username: username, auth_password: password } = registration;
  return {
    eventId: event.id,
    position: event.queue_position ?? 0,
    registrationId,
    partnerId: registration.partner_id,
    url: registration.callback_url ?? '',
    ...(username === null ? {} : { username, password: password ?? '' }),
    body: renderDelivered(bank, event),
  };
}

/**
 * Saves the result of an attempt. An event that was deleted, acknowledged or resent meanwhile does not change. A
 * failure counts only for a registration that still pushes.
 */
export function recordDelivery(bank: Bank, { eventId, position, registrationId }: Delivery, isTaken: boolean): void {
  const { store, clock } = bank;
  store.atomically(() => {
    const event = store.get<EventRow>('SELECT * FROM event WHERE id = ? AND queue_position IS NOT NULL', eventId);
    const registration = findRegistration(bank, undefined, registrationId);
    if (!event || !registration) return;
    store.run('UPDATE event SET attempted_ms = ? WHERE id = ?', clock.nowMs(), eventId);
    if ((isTaken || event.is_ping === 1) && event.queue_position === position) {
      const sql = 'UPDATE event SET status = ?, queue_position = NULL WHERE id = ?';
      store.run(sql, isTaken ? 'Success' : 'Failed', eventId);
    }
    if (event.is_ping === 1 || registration.type === 'Poll') scheduleDelivery(bank, registrationId);
    else if (isTaken) resumeDelivery(bank, registration);
    else retryOrSuspend(bank, registration, eventId);
  });
}

/** Ends a restart after one success; all waiting events follow at once (G-INTEG). */
function resumeDelivery(bank: Bank, { id }: RegistrationRow): void {
  const sql = `UPDATE registration SET status = 'Active', errors = 0, tries = 0, due_ms = NULL WHERE id = ?`;
  bank.store.run(sql, id);
  scheduleDelivery(bank, id);
}

function retryOrSuspend({ store, clock }: Bank, registration: RegistrationRow, eventId: string): void {
  const { id, status, errors, tries } = registration;
  const now = clock.nowMs();
  const pause = (status === 'Restarting' ? RESTART_PAUSES_MS : PAUSES_MS)[tries];
  if (pause === undefined) store.run(`UPDATE event SET status = 'Failed' WHERE id = ?`, eventId);
  store.run(
    'UPDATE registration SET status = ?, errors = ?, tries = ?, last_error_ms = ?, due_ms = ? WHERE id = ?',
    pause === undefined ? 'Suspended' : status,
    errors + 1,
    tries + 1,
    now,
    pause === undefined ? null : now + pause,
    id,
  );
}
