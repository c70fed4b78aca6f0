import type { EmulatorSchemas, Operations, WebhookSchemas } from '../../../generated/types/index.ts';
import { type Bank, renderInstant } from '../bank.ts';
import { buildWhere, listPage, type Page, type PageQuery } from '../listing.ts';
import { type Rejection, reject } from '../rejection.ts';
import { findRegistration, type RegistrationRow, scheduleDelivery } from './registrations.ts';

type Event = WebhookSchemas['Event'];
type DeliveredEvent = WebhookSchemas['DeliveredEvent'];

/** An event as it is stored. */
export interface EventRow {
  readonly id: string;
  readonly registration_id: string;
  readonly partner_id: string;
  readonly event_name: string;
  /** The result of its delivery. */
  readonly status: Event['status'];
  /** Its place in the queue, ascending; null if it does not wait for delivery. A resend assigns a new place. */
  readonly queue_position: number | null;
  readonly is_ping: number;
  /** JSON: the paths of the changed resources. */
  readonly resources: string;
  /** JSON: the details of each resource; empty for Basic. */
  readonly details: string;
  readonly created_ms: number;
  readonly attempted_ms: number | null;
}

interface NewEvent {
  readonly eventName: string;
  readonly resources: readonly string[];
  readonly details: readonly object[];
  readonly isPing?: boolean;
}

/** Queues an event for delivery and returns its id. Must run inside a commit. */
export function queueEvent(bank: Bank, registration: RegistrationRow, event: NewEvent): string {
  const id = bank.newEventId();
  bank.store.run(
    `INSERT INTO event (id, registration_id, partner_id, event_name, status, queue_position, is_ping, resources, details, created_ms)
     VALUES (?, ?, ?, ?, 'Pending', ?, ?, ?, ?, ?)`,
    id,
    registration.id,
    registration.partner_id,
    event.eventName,
    lastPosition(bank) + 1,
    Number(event.isPing ?? false),
    JSON.stringify(event.resources),
    JSON.stringify(event.details),
    bank.clock.nowMs(),
  );
  scheduleDelivery(bank, registration.id);
  return id;
}

/** Returns the last place in the queue. An event that is being sent still counts, so its place is not reused. */
function lastPosition({ store }: Bank): number {
  const sql = 'SELECT max(queue_position) AS last FROM event WHERE queue_position IS NOT NULL';
  return store.get<{ last: number | null }>(sql)?.last ?? 0;
}

function findEvent({ store }: Bank, partnerId: string, id: string): EventRow | undefined {
  const sql = 'SELECT * FROM event WHERE id = ? AND partner_id = ?';
  return store.get<EventRow>(sql, id.toLowerCase(), partnerId);
}

/** Returns one event with the result of its delivery, or `not-found`. Source: P-HOOKS. */
export function getEvent(bank: Bank, partnerId: string, id: string): Event | Rejection {
  const row = findEvent(bank, partnerId, id);
  return row ? renderEvent(bank, row) : reject('not-found', 'Event not found');
}

/** The validated query of a list; paging has its defaults. */
export type EventQuery = NonNullable<Operations['listEvents']['parameters']['query']> & PageQuery;

/** Lists the partner's events, oldest first; events are never deleted by age (L-HOOKFAQ). Inferred. */
export function listEvents(bank: Bank, partnerId: string, query: EventQuery): Page<Event> {
  const { where, values } = buildWhere([
    ['partner_id = ?', partnerId],
    ['lower(event_name) = ?', query.eventName?.toLowerCase()],
    ['status = ?', query.status],
  ]);
  const sql = `SELECT * FROM event WHERE ${where} ORDER BY seq`;
  return listPage(bank, query, { sql, values, render: (row: EventRow) => renderEvent(bank, row) });
}

/**
 * Sends an event without resources at once. ASSUMPTION: a ping is sent once and does not count as a failure, and a
 * suspended registration sends none. Source: L-HOOKREG.
 */
export function pingRegistration(bank: Bank, partnerId: string, id: string): undefined | Rejection {
  const registration = findRegistration(bank, partnerId, id);
  if (!registration) return reject('not-found', 'Registration not found');
  if (registration.status === 'Suspended') return reject('registration-suspended');
  const ping = { eventName: registration.event_name, resources: [], details: [], isPing: true };
  bank.store.atomically(() => queueEvent(bank, registration, ping));
  return undefined;
}

/** Sends an event without a cause, to test receivers. Our own operation. */
export function sendSampleEvent(
  bank: Bank,
  registrationId: string,
  { eventName, resources, details = [] }: EmulatorSchemas['SampleEvent'],
): EmulatorSchemas['QueuedEvent'] | Rejection {
  const registration = findRegistration(bank, undefined, registrationId);
  if (!registration) return reject('not-found', 'Registration not found');
  const event = { eventName, resources, details };
  return { eventId: bank.store.atomically(() => queueEvent(bank, registration, event)) };
}

/** The Poll registrations of a partner; a suspended one returns no events. */
const POLLED = `SELECT id FROM registration WHERE partner_id = ? AND type = 'Poll' AND status <> 'Suspended'`;
const FIRST = `SELECT * FROM event WHERE registration_id = ? AND is_ping = ? AND queue_position IS NOT NULL
  ORDER BY queue_position LIMIT 1`;

/** Returns the next ping or the next other event of a registration. */
export function firstInQueue({ store }: Bank, registrationId: string, kind: 'ping' | 'event'): EventRow | undefined {
  return store.get<EventRow>(FIRST, registrationId, Number(kind === 'ping'));
}

/**
 * Returns the oldest event of a Poll registration, repeatedly until it is acknowledged; undefined if no event waits.
 * ASSUMPTION: every partner may poll, at any rate. Source: L-HOOKREG (D11).
 */
export function pollEvents(bank: Bank, partnerId: string): DeliveredEvent | undefined {
  const registrations = bank.store.all<{ id: string }>(POLLED, partnerId);
  const first = registrations.flatMap(({ id }) =>
    (['ping', 'event'] as const).flatMap((kind) => firstInQueue(bank, id, kind) ?? []),
  );
  const [row] = first.sort((a, b) => (a.queue_position ?? 0) - (b.queue_position ?? 0));
  if (!row) return undefined;
  bank.store.run('UPDATE event SET attempted_ms = ? WHERE id = ?', bank.clock.nowMs(), row.id);
  return renderDelivered(bank, row);
}

/**
 * Acknowledges a polled event. ASSUMPTION: an acknowledgement of an event that is not waiting is rejected. Source:
 * L-HOOKREG (D11).
 */
export function acknowledgeEvent(bank: Bank, partnerId: string, id: string): undefined | Rejection {
  const row = findEvent(bank, partnerId, id);
  if (!row) return reject('not-found', 'Event not found');
  const isPolled = bank.store.get(`${POLLED} AND id = ?`, partnerId, row.registration_id) !== undefined;
  if (row.queue_position === null || !isPolled) return reject('event-not-polled');
  bank.store.run(`UPDATE event SET status = 'Success', queue_position = NULL WHERE id = ?`, row.id);
  return undefined;
}

/** Queues an event again, after all waiting events, whatever its status or present attempt. Source: P-RESEND. */
export function resendEvent(bank: Bank, partnerId: string, id: string): undefined | Rejection {
  const row = findEvent(bank, partnerId, id);
  if (!row) return reject('not-found', 'Event not found');
  if (!findRegistration(bank, partnerId, row.registration_id)) return reject('registration-gone');
  bank.store.atomically(() => {
    bank.store.run(
      `UPDATE event SET status = 'Pending', queue_position = ? WHERE id = ?`,
      lastPosition(bank) + 1,
      row.id,
    );
    scheduleDelivery(bank, row.registration_id);
  });
  return undefined;
}

/** Renders an event for delivery; its status is always Pending (P-HOOKS, D06). */
export function renderDelivered(bank: Bank, row: EventRow): DeliveredEvent {
  return { ...renderEvent(bank, row), status: 'Pending' };
}

function renderEvent(bank: Bank, row: EventRow): Event {
  return {
    id: row.id,
    eventName: row.event_name,
    status: row.status,
    partnerId: row.partner_id,
    createdAt: renderCreation(bank, row.created_ms),
    ...(row.attempted_ms === null ? {} : { lastAttemptedAt: renderCreation(bank, row.attempted_ms) }),
    resources: JSON.parse(row.resources) as string[],
    details: JSON.parse(row.details) as Record<string, unknown>[],
    ...(row.is_ping === 1 ? { isPing: true } : {}),
  };
}

/**
 * Renders a time of creation in UTC, as in newer samples; on side B of DOC-054, Eastern time with the offset of UTC.
 */
function renderCreation({ variants }: Bank, epochMs: number): string {
  const local = variants['DOC-054'] === 'B' ? renderInstant(epochMs).slice(0, 19) : undefined;
  const instant = local ?? new Date(epochMs).toISOString().slice(0, 23);
  return `${instant}+00:00`;
}
