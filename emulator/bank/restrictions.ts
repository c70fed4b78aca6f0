import type { CoreSchemas } from '../../generated/types/index.ts';
import { findMaster } from './accounts.ts';
import { type Bank, renderInstant } from './bank.ts';
import { findSubledger } from './find-subledger.ts';
import { listPage, type Page, type PageQuery } from './listing.ts';
import { type Rejection, reject } from './rejection.ts';

type Restriction = CoreSchemas['Restriction'];

interface RestrictionRow {
  readonly id: string;
  readonly master: string;
  readonly status: 'Active' | 'Removed';
  readonly restriction_type: 'Partner' | 'Internal';
  readonly sub: string | null;
  readonly applies_to: 'All' | 'Account' | 'SubAccounts';
  readonly rail: string | null;
  readonly type: 'Debit' | 'Credit' | null;
  readonly other_type: string | null;
  readonly threshold: number | null;
  readonly code: string | null;
  readonly reason: string;
  readonly notes: string | null;
  readonly created_ms: number;
  readonly modified_ms: number;
}

/**
 * Adds a partner restriction to an account. With a subledger's number, `appliesTo` must be Account (DOC-025; any value on side A).
 * Source: S-ACCT, Creating restrictions (R01 to R09, R12).
 */
export function createRestriction(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  request: CoreSchemas['RestrictionRequest'],
): Restriction | Rejection {
  const master = findMaster(bank, partnerId, accountNumber);
  if (!master) return reject('not-found', 'Account not found');
  const { subAccountNumber: sub = null, appliesTo, notes = null, reason } = request;
  if (sub !== null && appliesTo !== 'Account' && bank.variants['DOC-025'] !== 'A')
    return reject('invalid', 'AppliesTo must be Account when SubAccountNumber is present');
  if (sub !== null && findSubledger(bank, partnerId, sub)?.master !== master.number)
    return reject('not-found', 'Subledger not found');
  const {
    rail = null,
    transactionType = null,
    otherAccountType = null,
    amountThreshold = null,
    transactionCode = null,
  } = request;
  const now = bank.clock.nowMs();
  const id = bank.newId();
  bank.store.run(
    `INSERT INTO restriction (id, master, status, restriction_type, sub, applies_to, rail, type, other_type, threshold, code, reason, notes,
       created_ms, modified_ms) VALUES (?, ?, 'Active', 'Partner', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, master.number, sub, appliesTo, rail, transactionType, otherAccountType, amountThreshold, transactionCode],
    ...[reason, notes, now, now],
  );
  return renderRestriction(
    partnerId,
    bank.store.get<RestrictionRow>('SELECT * FROM restriction WHERE id = ?', id) as RestrictionRow,
  );
}

/** Lists the restrictions of an account that are in force, oldest first. */
export function listRestrictions(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  page: PageQuery,
): Page<Restriction> | Rejection {
  const master = findMaster(bank, partnerId, accountNumber);
  if (!master) return reject('not-found', 'Account not found');
  return listPage(bank, page, {
    sql: `SELECT * FROM restriction WHERE master = ? AND status = 'Active' ORDER BY seq`,
    values: [master.number],
    render: (row: RestrictionRow) => renderRestriction(partnerId, row),
  });
}

/** Removes a partner restriction; what it blocked passes again at once (R14). One that is gone already is `not-found`. */
export function removeRestriction(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  id: string,
): Restriction | Rejection {
  const master = findMaster(bank, partnerId, accountNumber);
  const sql = `SELECT * FROM restriction WHERE id = ? AND master = ? AND status = 'Active'`;
  const row = master && bank.store.get<RestrictionRow>(sql, id.toLowerCase(), master.number);
  if (!row) return reject('not-found', 'Restriction not found');
  const now = bank.clock.nowMs();
  bank.store.run(`UPDATE restriction SET status = 'Removed', modified_ms = ? WHERE id = ?`, now, row.id);
  return renderRestriction(partnerId, { ...row, status: 'Removed', modified_ms: now });
}

/** A side of a transaction, as restrictions see it. */
interface RestrictedSide {
  readonly type: 'Debit' | 'Credit';
  readonly subledger: { readonly number: string; readonly master: string };
  readonly otherAccountType: string;
  readonly amount: number;
  readonly rail: string;
  readonly transactionCode: string;
}

/**
 * Whether any restriction of the account matches this side: all its criteria that are not null must fit, and one such
 * restriction is enough. The threshold blocks what is over it. Source: S-ACCT, Creating restrictions (R03 to R08).
 */
export function blockedByRestriction({ store }: Bank, side: RestrictedSide): boolean {
  const { subledger, type, otherAccountType, amount, rail, transactionCode } = side;
  const sql = `SELECT * FROM restriction WHERE master = ? AND status = 'Active'`;
  return store
    .all<RestrictionRow>(sql, subledger.master)
    .some(
      (row) =>
        coversSubledger(row, subledger) &&
        matches(row.rail, rail) &&
        matches(row.type, type) &&
        matches(row.other_type, otherAccountType) &&
        matches(row.code, transactionCode) &&
        (row.threshold === null || amount > row.threshold),
    );
}

/** All: the master and its subledgers; Account: the master's own share, or the subledger that is named; SubAccounts: only subledgers. */
function coversSubledger(row: RestrictionRow, { number, master }: RestrictedSide['subledger']): boolean {
  if (row.sub !== null) return row.sub === number;
  if (row.applies_to === 'All') return true;
  return (row.applies_to === 'Account') === (number === master);
}

function matches(criterion: string | null, value: string): boolean {
  return criterion === null || criterion === value;
}

function renderRestriction(partnerId: string, row: RestrictionRow): Restriction {
  return {
    id: row.id,
    masterAccountNumber: row.master,
    status: row.status,
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
    createdAt: renderInstant(row.created_ms),
    lastModifiedAt: renderInstant(row.modified_ms),
    partnerId,
  };
}
