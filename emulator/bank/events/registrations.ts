import { findNearestName } from '../../../core/nearest-name.ts';
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
  /** Failed attempts since the last successful one. */
  readonly errors: number;
  /** Failed attempts since the last change of status. */
  readonly tries: number;
  readonly last_error_ms: number | null;
  /** The instant of the next attempt; null if nothing is to be pushed. */
  readonly due_ms: number | null;
}

const NAMES = new Map(Object.keys(events).map((name) => [name.toLowerCase(), name as EventName]));

/**
 * Lists the event names that a partner can register for, including products that the emulator does not have. Source:
 * G-INTEG.
 */
export function listEventNames(): WebhookSchemas['WebhookMeta'] {
  return { events: Object.keys(events) };
}

/** Registers a partner for one event; each event has at most one registration. Source: P-HOOKREG, L-HOOKREG (D07). */
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
    return reject('event-registered', `${eventName} already has a registration; each event can have only one`);
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
  if (!NAMES.has(eventName.toLowerCase())) {
    const nearest = findNearestName(eventName, [...NAMES.values()]);
    const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
    return reject('event-unknown', `Unknown EventName ${eventName}${hint}`);
  }
  if (type === 'Push' && callbackUrl === undefined) return reject('invalid', 'CallbackUrl is required for Push');
  if (authPassword !== undefined && authUsername === undefined)
    return reject('invalid', 'AuthUsername is required with AuthPassword');
  return callbackUrl === undefined ? undefined : checkCallback(bank, partnerId, callbackUrl);
}

/**
 * Returns the settings of a registration with their defaults. ASSUMPTION: a registration is Push and Basic by default;
 * the first is public (L-HOOKREG), the second is not.
 */
function settingsOf({ callbackUrl, authUsername, authPassword, type, format }: RegistrationRequest) {
  return [callbackUrl ?? null, authUsername ?? null, authPassword ?? null, type ?? 'Push', format ?? 'Basic'];
}

/** Finds a registration of a partner; without a partner id, of any partner. */
export function findRegistration(
  { store }: Bank,
  partnerId: string | undefined,
  id: string,
): RegistrationRow | undefined {
  const row = store.get<RegistrationRow>('SELECT * FROM registration WHERE id = ?', id.toLowerCase());
  return partnerId === undefined || row?.partner_id === partnerId ? row : undefined;
}

/** Returns one registration, or `not-found`. */
export function getRegistration(bank: Bank, partnerId: string, id: string): Registration | Rejection {
  const row = findRegistration(bank, partnerId, id);
  return row ? renderRegistration(row) : reject('not-found', 'Registration not found');
}

/** The validated query of a list; paging has its defaults. */
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
 * Replaces a registration: omitted fields return to their defaults, credentials included. Waiting events stay and use
 * the new settings. ASSUMPTION: the event name of a registration cannot change, and a change does not end a
 * suspension; a Restarting registration that becomes Poll is Active. Source: P-HOOKREG.
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
    return reject('invalid', `EventName of a registration cannot change; expected ${row.event_name}`);
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

/** Deletes a registration and its undelivered events. Source: G-INTEG. */
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
 * Restarts a suspended registration: its oldest event is attempted up to two more times, and one success releases the
 * others. ASSUMPTION: a restarted registration without waiting events, or of type Poll, is Active at once. Source:
 * Z-SUSP, G-INTEG (DOC-036, DOC-037; D09).
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

/** Returns true if events wait; pings are sent at once and do not count. */
function hasQueue({ store }: Bank, id: string): boolean {
  const sql = 'SELECT 1 FROM event WHERE registration_id = ? AND is_ping = 0 AND queue_position IS NOT NULL';
  return store.get(sql, id) !== undefined;
}

/**
 * Schedules an attempt now if events wait to be pushed and the registration is not suspended; an attempt that is
 * already due keeps its time. Must run inside a commit.
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
