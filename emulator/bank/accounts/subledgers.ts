import type { CoreSchemas, Operations } from '../../../generated/types/index.ts';
import { type Bank, renderInstant } from '../bank.ts';
import { findCustomer } from '../customers/find-customer.ts';
import { buildWhere, listPage, type Page, type PageQuery } from '../listing.ts';
import { type Rejection, reject } from '../rejection.ts';
import { emitSubledgerEvent } from './account-events.ts';
import { drawSubledgerNumber } from './account-number.ts';
import { findClosingObstacle } from './account-status.ts';
import { drawFreeNumber, renderFigures } from './accounts.ts';
import { findMaster, type LedgerRow } from './find-master.ts';
import { accountTypes, type ProductKind } from './products.ts';

type Subaccount = CoreSchemas['Subaccount'];

/** A subledger as it is stored, with columns of its master and product. */
interface SubledgerRow extends LedgerRow {
  readonly master: string;
  readonly partner_id: string;
  readonly product_id: string;
  readonly kind: ProductKind;
  readonly ledger_type: 'Passthrough' | 'Direct';
}

const SELECT = `
  SELECT s.*, a.partner_id, a.product_id, p.kind, p.ledger_type
  FROM subledger s JOIN account a ON a.number = s.master JOIN product p ON p.id = a.product_id`;

/** Creates a subledger of an active master account. Source: S-SUB (L01 to L14, L21, L24 to L26). */
export function createSubaccount(
  bank: Bank,
  partnerId: string,
  request: CoreSchemas['CreateSubaccountRequest'],
): Subaccount | Rejection {
  const { masterAccountNumber, title, customerId, clientIdentifier, ...details } = request;
  const master = findMaster(bank, partnerId, masterAccountNumber);
  if (master?.class !== 'Deposit') return reject('not-found', 'Master account not found');
  if (master.status !== 'Active') return reject('account-not-active');
  const customer = customerId === undefined ? undefined : findCustomer(bank, partnerId, customerId);
  if (customerId !== undefined && !customer) return reject('not-found', 'Customer not found');
  if (customer && customer.status !== 'Active') return reject('customer-not-active');
  return bank.store.atomically(() => {
    const now = bank.clock.nowMs();
    const number = drawFreeNumber(bank, () => drawSubledgerNumber(bank.random));
    bank.store.run(
      `INSERT INTO subledger (number, master, title, status, customer_id, details, client_identifier, opened_ms, modified_ms)
       VALUES (?, ?, ?, 'Active', ?, ?, ?, ?, ?)`,
      number,
      master.number,
      title,
      customer?.id ?? null,
      JSON.stringify(details),
      clientIdentifier ?? null,
      now,
      now,
    );
    emitSubledgerEvent(bank, 'Core.SubAccount.Opened', number);
    return renderSubledger(bank, findRow(bank, partnerId, number) as SubledgerRow);
  });
}

/**
 * Returns one subledger, or `not-found`; for a master's number, its implicit subledger (ASSUMPTION, DOC-059). Source:
 * S-SUB (L22).
 */
export function getSubaccount(bank: Bank, partnerId: string, accountNumber: string): Subaccount | Rejection {
  const row = findRow(bank, partnerId, accountNumber);
  const isHidden = row?.number === row?.master && bank.variants['DOC-059'] === 'B';
  return row && !isHidden ? renderSubledger(bank, row) : reject('not-found', 'Subledger not found');
}

/** The validated query of a list; paging has its defaults. */
export type SubaccountQuery = NonNullable<Operations['listSubaccounts']['parameters']['query']> & PageQuery;

/** Lists the partner's created subledgers in order of creation; implicit ones are not listed. Source: L-SUB. */
export function listSubaccounts(bank: Bank, partnerId: string, query: SubaccountQuery): Page<Subaccount> {
  const { where, values } = buildWhere([
    ['s.number <> s.master AND a.partner_id = ?', partnerId],
    ['s.master = ?', query.masterAccountNumber],
    ['s.customer_id = ?', query.customerId?.toLowerCase()],
    ['s.status = ?', query.status],
    ['s.client_identifier = ?', query.clientIdentifier],
  ]);
  const render = (row: SubledgerRow) => renderSubledger(bank, row);
  return listPage(bank, query, { sql: `${SELECT} WHERE ${where} ORDER BY s.seq`, values, render });
}

/** Changes the title of a subledger that is not closed. An implicit subledger has the title of its master. */
export function changeSubaccountTitle(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  title: string,
): Subaccount | Rejection {
  return maintain(bank, { partnerId, accountNumber, column: 'title', value: title });
}

/** Replaces the beneficiary of a subledger. Source: G-INTEG; fields S-SUB (L05 to L13). */
export function changeBeneficiary(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  beneficiary: CoreSchemas['BeneficiaryRequest'],
): Subaccount | Rejection {
  return maintain(bank, { partnerId, accountNumber, column: 'details', value: JSON.stringify({ beneficiary }) });
}

interface Maintenance {
  readonly partnerId: string;
  readonly accountNumber: string;
  readonly column: 'title' | 'details';
  readonly value: string;
}

function maintain(bank: Bank, { partnerId, accountNumber, column, value }: Maintenance): Subaccount | Rejection {
  const row = findRow(bank, partnerId, accountNumber);
  if (!row) return reject('not-found', 'Subledger not found');
  if (row.number === row.master) return reject('implicit-subledger');
  if (row.status === 'Closed') return reject('account-closed');
  return bank.store.atomically(() => {
    const sql = `UPDATE subledger SET ${column} = ?, modified_ms = ? WHERE number = ?`;
    bank.store.run(sql, value, bank.clock.nowMs(), accountNumber);
    if (column === 'title') emitSubledgerEvent(bank, 'Core.SubAccount.Title.Changed', accountNumber);
    return getSubaccount(bank, partnerId, accountNumber);
  });
}

/**
 * Closes an empty subledger; an implicit one closes with its master only. ASSUMPTION: a subledger closes only without
 * holds, memo posts and unfinished ACH payments. Source: P-SUBCLOSE.
 */
export function closeSubaccount(bank: Bank, partnerId: string, accountNumber: string): Subaccount | Rejection {
  const row = findRow(bank, partnerId, accountNumber);
  if (!row) return reject('not-found', 'Subledger not found');
  if (row.number === row.master) return reject('implicit-subledger');
  if (row.status === 'Closed') return reject('account-closed');
  const obstacle = findClosingObstacle(bank, row, 'sub');
  if (obstacle) return obstacle;
  const now = bank.clock.nowMs();
  return bank.store.atomically(() => {
    const sql = `UPDATE subledger SET status = 'Closed', closed_ms = ?, modified_ms = ? WHERE number = ?`;
    bank.store.run(sql, now, now, accountNumber);
    emitSubledgerEvent(bank, 'Core.SubAccount.Closed', accountNumber);
    return getSubaccount(bank, partnerId, accountNumber);
  });
}

/** Reopens a closed subledger of an active master. Source: G-INTEG. */
export function reopenSubaccount(bank: Bank, partnerId: string, accountNumber: string): Subaccount | Rejection {
  const row = findRow(bank, partnerId, accountNumber);
  if (!row) return reject('not-found', 'Subledger not found');
  if (row.number === row.master) return reject('implicit-subledger');
  if (row.status !== 'Closed') return reject('account-not-closed');
  if (findMaster(bank, partnerId, row.master)?.status !== 'Active') return reject('account-not-active');
  return bank.store.atomically(() => {
    const sql = `UPDATE subledger SET status = 'Active', closed_ms = NULL, modified_ms = ? WHERE number = ?`;
    bank.store.run(sql, bank.clock.nowMs(), accountNumber);
    emitSubledgerEvent(bank, 'Core.SubAccount.Status.Changed', accountNumber);
    return getSubaccount(bank, partnerId, accountNumber);
  });
}

function findRow({ store }: Bank, partnerId: string, accountNumber: string): SubledgerRow | undefined {
  return store.get<SubledgerRow>(`${SELECT} WHERE s.number = ? AND a.partner_id = ?`, accountNumber, partnerId);
}

function renderSubledger(bank: Bank, row: SubledgerRow): Subaccount {
  return {
    accountNumber: row.number,
    accountType: accountTypes[row.kind],
    status: row.status,
    ledgerType: row.ledger_type,
    title: row.title,
    ...(row.customer_id === null ? {} : { customerId: row.customer_id }),
    ...renderFigures(bank, row, 'sub'),
    openedAt: renderInstant(row.opened_ms),
    ...(row.closed_ms === null ? {} : { closedAt: renderInstant(row.closed_ms) }),
    masterAccountNumber: row.master,
    partnerId: row.partner_id,
    productId: row.product_id,
    lastMaintenanceAt: renderInstant(row.modified_ms),
    ...(row.transacted_ms === null ? {} : { lastTransactedAt: renderInstant(row.transacted_ms) }),
    lastModifiedAt: renderInstant(row.modified_ms),
    ...(JSON.parse(row.details ?? '{}') as object),
    ...(row.client_identifier === null ? {} : { clientIdentifier: row.client_identifier }),
  };
}
