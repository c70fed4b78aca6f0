import { type EventName, events } from '../../../generated/events.ts';
import type { Operations, WebhookSchemas } from '../../../generated/types/index.ts';
import { type Bank, renderInstant } from '../bank.ts';
import { buildWhere, listPage, type Page, type PageQuery } from '../listing.ts';
import { type Rejection, reject } from '../rejection.ts';
import { checkCallback } from './callback-hosts.ts';

type Registration = WebhookSchemas['Registration'];
type RegistrationRequest = WebhookSchemas['RegistrationRequest'];

/** A registration as it is stored. */
export interface RegistrationRow {
  readonly id: string;
  readonly partner_id: string;
  readonly event_name: EventName;
  readonly callback_url: string | null;
  readonly auth_username: string | null;
  readonly auth_password: string | null;
  readonly type: Registration['type'];
  readonly format: Registration['format'];
  readonly status: Registration['status'];
  /** Failed tries since the last one that was taken. */
  readonly errors: number;
  /** Failed tries since it became what its status says. */
  readonly tries: number;
  readonly last_error_ms: number | null;
  /** The instant of the next try; none while nothing is to be pushed. */
  readonly due_ms: number | null;
}

const NAMES = new Map(Object.keys(events).map((name) => [name.toLowerCase(), name as EventName]));

/** The names of the events that one can register for, also of products that this bank does not have. Source: G-INTEG. */
export function listEventNames(): WebhookSchemas['WebhookMeta'] {
  return { events: Object.keys(events) };
}

/** Registers a partner for one event; there is one registration for each. Source: P-HOOKREG, L-HOOKREG (D07). */
export function createRegistration(
  bank: Bank,
  partnerId: string,
  request: RegistrationRequest,
): Registration | Rejection {
  const problem = checkRequest(bank, partnerId, request);
  if (problem) return problem;
  const eventName = NAMES.get(request.eventName.toLowerCase()) as EventName;
  const sql = 'SELECT 1 FROM registration WHERE event_name = ? AND partner_id = ?';
  if (bank.store.get(sql, eventName, partnerId))
    return reject('event-registered', `${eventName} is registered already, there is one registration for each event`);
  const id = bank.newEventId();
  bank.store.run(
    `INSERT INTO registration (id, partner_id, event_name, callback_url, auth_username, auth_password, type, format, status)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'Active')`,
    id,
    partnerId,
    eventName,
    ...settingsOf(request),
  );
  return getRegistration(bank, partnerId, id);
}

function checkRequest(bank: Bank, partnerId: string, request: RegistrationRequest): Rejection | undefined {
  const { callbackUrl, authUsername, authPassword, type = 'Push', eventName } = request;
  if (request.partnerId.toLowerCase() !== partnerId) return reject('customer-of-another-partner');
  if (!NAMES.has(eventName.toLowerCase())) return reject('event-unknown', `EventName ${eventName} is not known`);
  if (type === 'Push' && callbackUrl === undefined) return reject('invalid', 'CallbackUrl is needed for Push');
  if (authPassword !== undefined && authUsername === undefined)
    return reject('invalid', 'AuthUsername is needed for AuthPassword');
  return callbackUrl === undefined ? undefined : checkCallback(bank, partnerId, callbackUrl);
}

/** ASSUMPTION: a registration that does not say otherwise is Push and Basic; the first is public (L-HOOKREG), the second is not. */
function settingsOf({ callbackUrl, authUsername, authPassword, type, format }: RegistrationRequest) {
  return [callbackUrl ?? null, authUsername ?? null, authPassword ?? null, type ?? 'Push', format ?? 'Basic'];
}

/** Finds a registration of a partner; without a partner, any partner's. */
export function findRegistration(
  { store }: Bank,
  partnerId: string | undefined,
  id: string,
): RegistrationRow | undefined {
  const row = store.get<RegistrationRow>('SELECT * FROM registration WHERE id = ?', id.toLowerCase());
  return partnerId === undefined || row?.partner_id === partnerId ? row : undefined;
}

/** Gets one registration, or `not-found`. */
export function getRegistration(bank: Bank, partnerId: string, id: string): Registration | Rejection {
  const row = findRegistration(bank, partnerId, id);
  return row ? renderRegistration(row) : reject('not-found', 'Registration not found');
}

/** The query of a list after validation: paging has its defaults. */
export type RegistrationQuery = NonNullable<Operations['listRegistrations']['parameters']['query']> & PageQuery;

/** Lists the partner's registrations, oldest first. Source: P-HOOKREG. */
export function listRegistrations(bank: Bank, partnerId: string, query: RegistrationQuery): Page<Registration> {
  const { where, values } = buildWhere([
    ['partner_id = ?', partnerId],
    ['partner_id = ?', query.partnerId?.toLowerCase()],
    ['lower(event_name) = ?', query.eventName?.toLowerCase()],
    ['callback_url = ?', query.callbackUrl],
  ]);
  const sql = `SELECT * FROM registration WHERE ${where} ORDER BY seq`;
  return listPage(bank, query, { sql, values, render: renderRegistration });
}

/**
 * Changes a registration as a whole: what is left out goes back to its default, credentials too. What waits stays, and goes the new way.
 * ASSUMPTION: the event name of a registration cannot be changed, and a change does not lift a suspension; one that is being
 * restarted and becomes Poll is Active. Source: P-HOOKREG.
 */
export function updateRegistration(
  bank: Bank,
  partnerId: string,
  id: string,
  request: RegistrationRequest,
): Registration | Rejection {
  const row = findRegistration(bank, partnerId, id);
  if (!row) return reject('not-found', 'Registration not found');
  const problem = checkRequest(bank, partnerId, request);
  if (problem) return problem;
  if (row.event_name.toLowerCase() !== request.eventName.toLowerCase())
    return reject('invalid', `EventName must be ${row.event_name}, register for another event instead`);
  return bank.store.atomically(() => {
    bank.store.run(
      `UPDATE registration SET callback_url = ?, auth_username = ?, auth_password = ?, type = ?, format = ? WHERE id = ?`,
      ...settingsOf(request),
      row.id,
    );
    bank.store.run(ACTIVATE_POLLED, row.id);
    scheduleDelivery(bank, row.id);
    return getRegistration(bank, partnerId, row.id);
  });
}

const ACTIVATE_POLLED = `UPDATE registration SET status = 'Active' WHERE id = ? AND type = 'Poll' AND status = 'Restarting'`;

/** Deletes a registration; what it had not delivered is lost. Source: G-INTEG. */
export function deleteRegistration(bank: Bank, partnerId: string, id: string): undefined | Rejection {
  const row = findRegistration(bank, partnerId, id);
  if (!row) return reject('not-found', 'Registration not found');
  bank.store.atomically(() => {
    bank.store.run('DELETE FROM event_entry WHERE registration_id = ?', row.id);
    bank.store.run('DELETE FROM event WHERE registration_id = ? AND queue_position IS NOT NULL', row.id);
    bank.store.run('DELETE FROM registration WHERE id = ?', row.id);
  });
  return undefined;
}

/**
 * Lets a suspended registration deliver again: its oldest event is tried up to two more times, and one success brings the
 * rest. ASSUMPTION: with nothing to deliver, or to be polled, it is Active at once. Source: Z-SUSP, G-INTEG (DOC-036, DOC-037; D09).
 */
export function restartRegistration(bank: Bank, partnerId: string, id: string): Registration | Rejection {
  const row = findRegistration(bank, partnerId, id);
  if (!row) return reject('not-found', 'Registration not found');
  if (row.status !== 'Suspended') return reject('registration-not-suspended');
  const isTried = row.type === 'Push' && hasQueue(bank, row.id);
  return bank.store.atomically(() => {
    const sql = 'UPDATE registration SET status = ?, tries = 0 WHERE id = ?';
    bank.store.run(sql, isTried ? 'Restarting' : 'Active', row.id);
    scheduleDelivery(bank, row.id);
    return getRegistration(bank, partnerId, row.id);
  });
}

/** Pings are no part of the queue, they go at once. */
function hasQueue({ store }: Bank, id: string): boolean {
  const sql = 'SELECT 1 FROM event WHERE registration_id = ? AND is_ping = 0 AND queue_position IS NOT NULL';
  return store.get(sql, id) !== undefined;
}

/**
 * Lets what waits be tried now, where there is something to push and nothing keeps it back; a try that is due stays due.
 * Belongs inside a commit.
 */
export function scheduleDelivery(bank: Bank, id: string): void {
  const row = findRegistration(bank, undefined, id);
  if (!row) return;
  const isPushed = row.type === 'Push' && row.status !== 'Suspended' && hasQueue(bank, id);
  const due = isPushed ? (row.due_ms ?? bank.clock.nowMs()) : null;
  bank.store.run('UPDATE registration SET due_ms = ? WHERE id = ?', due, id);
}

function renderRegistration(row: RegistrationRow): Registration {
  return {
    id: row.id,
    partnerId: row.partner_id,
    eventName: row.event_name,
    callbackUrl: row.callback_url,
    type: row.type,
    format: row.format,
    status: row.status,
    consecutiveErrors: row.errors,
    lastError: row.last_error_ms === null ? null : renderInstant(row.last_error_ms),
  };
}
