import { parseTimestamp } from '../../../core/business-day.ts';
import type { CoreSchemas, EmulatorSchemas } from '../../../generated/types/index.ts';
import { type Bank, renderInstant } from '../bank.ts';
import { emitEvent } from '../events/emit-event.ts';
import { listPage, type Page, type PageQuery } from '../listing.ts';
import { type Rejection, reject } from '../rejection.ts';
import { findMaster } from './find-master.ts';
import { findAnySubledger, findSubledger } from './find-subledger.ts';
import type { AccountCriteria } from './restriction-rules.ts';

type Restriction = CoreSchemas['Restriction'];
type Request = CoreSchemas['RestrictionRequest'];

interface RestrictionRow extends AccountCriteria {
  readonly id: string;
  readonly master: string;
  readonly status: 'Active' | 'Removed';
  readonly reason: string;
  readonly notes: string | null;
  readonly starts_ms: number | null;
  readonly expires_ms: number | null;
  readonly created_ms: number;
  readonly modified_ms: number;
  readonly partner_id: string;
}

/**
 * Adds a partner restriction to an account. With a subledger's number, `appliesTo` must be Account (DOC-025; any value
 * on side A). Source: S-ACCT, Creating restrictions (R01 to R09, R12); P-RESTR (period).
 */
export function createRestriction(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  request: Request,
): Restriction | Rejection {
  if (!findMaster(bank, partnerId, accountNumber)) return reject('not-found', 'Account not found');
  return placeRestriction(bank, { partnerId, master: accountNumber, type: 'Partner', request });
}

/** Adds an internal restriction, as bank staff would; the partner sees it and cannot remove it (R10). */
export function placeInternalRestriction(
  bank: Bank,
  accountNumber: string,
  request: EmulatorSchemas['InternalRestrictionRequest'],
): Restriction | Rejection {
  const master = findAnySubledger(bank, accountNumber);
  if (master?.master !== accountNumber) return reject('not-found', 'Account not found');
  return placeRestriction(bank, { partnerId: master.partner_id, master: accountNumber, type: 'Internal', request });
}

interface NewRestriction {
  readonly partnerId: string;
  readonly master: string;
  readonly type: 'Partner' | 'Internal';
  readonly request: Request;
}

function placeRestriction(bank: Bank, { partnerId, master, type, request }: NewRestriction): Restriction | Rejection {
  const { subAccountNumber: sub = null, appliesTo, notes = null, reason } = request;
  if (sub !== null && appliesTo !== 'Account' && bank.variants['DOC-025'] !== 'A')
    return reject('invalid', 'AppliesTo must be Account when SubAccountNumber is present');
  if (sub !== null && findSubledger(bank, partnerId, sub)?.master !== master)
    return reject('not-found', 'Subledger not found');
  const [starts, expires] = [toMs(request.startsAt), toMs(request.expiresAt)];
  if (starts !== null && expires !== null && expires <= starts)
    return reject('invalid', 'ExpiresAt must be after StartsAt');
  if (expires !== null && expires <= bank.clock.nowMs()) return reject('invalid', 'ExpiresAt must be in the future');
  const now = bank.clock.nowMs();
  const id = bank.newId();
  const { rail, transactionType, otherAccountType, amountThreshold, transactionCode } = request;
  const criteria = [rail, transactionType, otherAccountType, amountThreshold, transactionCode].map((it) => it ?? null);
  return bank.store.atomically(() => {
    bank.store.run(
      `INSERT INTO restriction (id, master, status, restriction_type, sub, applies_to, rail, type, other_type, threshold, code, reason, notes,
       starts_ms, expires_ms, created_ms, modified_ms) VALUES (?, ?, 'Active', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      master,
      type,
      sub,
      appliesTo,
      ...criteria,
      reason,
      notes,
      starts,
      expires,
      now,
      now,
    );
    const row = findRow(bank, master, id) as RestrictionRow;
    emitRestrictionEvent(bank, 'Placed', row);
    return renderRestriction(bank, row);
  });
}

function toMs(instant: string | null | undefined): number | null {
  return instant === null || instant === undefined ? null : parseTimestamp(instant);
}

const SELECT = `SELECT r.*, a.partner_id FROM restriction r JOIN account a ON a.number = r.master WHERE r.status = 'Active'`;

/** Lists the active and future restrictions of an account, partner and internal ones, oldest first. */
export function listRestrictions(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  page: PageQuery,
): Page<Restriction> | Rejection {
  const master = findMaster(bank, partnerId, accountNumber);
  if (!master) return reject('not-found', 'Account not found');
  return listPage(bank, page, {
    sql: `${SELECT} AND r.master = ? AND (r.expires_ms IS NULL OR r.expires_ms > ?) ORDER BY r.seq`,
    values: [master.number, bank.clock.nowMs()],
    render: (row: RestrictionRow) => renderRestriction(bank, row),
  });
}

/**
 * Removes a partner restriction, which takes effect at once (R14). A removed one is `not-found`; a partner cannot
 * remove an internal one (R10).
 */
export function removeRestriction(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  id: string,
): Restriction | Rejection {
  const row = findRow(bank, accountNumber, id);
  if (row?.partner_id !== partnerId) return reject('not-found', 'Restriction not found');
  if (row.restriction_type === 'Internal') return reject('set-by-the-bank');
  return markRemoved(bank, row);
}

/** Removes a partner or internal restriction, as bank staff may (R09). */
export function removeAnyRestriction(bank: Bank, accountNumber: string, id: string): Restriction | Rejection {
  const row = findRow(bank, accountNumber, id);
  return row ? markRemoved(bank, row) : reject('not-found', 'Restriction not found');
}

function markRemoved(bank: Bank, row: RestrictionRow): Restriction {
  const now = bank.clock.nowMs();
  return bank.store.atomically(() => {
    bank.store.run(`UPDATE restriction SET status = 'Removed', modified_ms = ? WHERE id = ?`, now, row.id);
    emitRestrictionEvent(bank, 'Removed', row);
    return renderRestriction(bank, { ...row, status: 'Removed', modified_ms: now });
  });
}

/**
 * Emits an event of a restriction, also of an internal one. ASSUMPTION: a restriction that expires has no event,
 * because it is not removed.
 */
function emitRestrictionEvent(bank: Bank, verb: 'Placed' | 'Removed', row: RestrictionRow): void {
  emitEvent(bank, `Core.Restriction.${verb}`, {
    partnerId: row.partner_id,
    path: { accountNumber: row.master, restrictionId: row.id },
    details: () => ({
      restrictionId: row.id,
      masterAccountNumber: row.master,
      subAccountNumber: row.sub,
      restrictionType: row.restriction_type,
    }),
  });
}

function findRow({ store }: Bank, master: string, id: string): RestrictionRow | undefined {
  return store.get<RestrictionRow>(`${SELECT} AND r.id = ? AND r.master = ?`, id.toLowerCase(), master);
}

function renderRestriction({ clock }: Bank, row: RestrictionRow): Restriction {
  const isOver = row.status === 'Active' && row.expires_ms !== null && row.expires_ms <= clock.nowMs();
  return {
    id: row.id,
    masterAccountNumber: row.master,
    status: isOver ? 'Expired' : row.status,
    restrictionType: row.restriction_type,
    subAccountNumber: row.sub,
    appliesTo: row.applies_to,
    rail: row.rail,
    transactionType: row.type,
    otherAccountType: row.other_type,
    amountThreshold: row.threshold,
    transactionCode: row.code,
    reason: row.reason,
    notes: row.notes,
    ...(row.starts_ms === null ? {} : { startsAt: renderInstant(row.starts_ms) }),
    ...(row.expires_ms === null ? {} : { expiresAt: renderInstant(row.expires_ms) }),
    createdAt: renderInstant(row.created_ms),
    lastModifiedAt: renderInstant(row.modified_ms),
    partnerId: row.partner_id,
  };
}
