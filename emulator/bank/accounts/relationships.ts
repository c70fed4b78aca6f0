import type { CoreSchemas } from '../../../generated/types/index.ts';
import { type Bank, renderInstant } from '../bank.ts';
import { findCustomer } from '../customers/find-customer.ts';
import { emitEvent } from '../events/emit-event.ts';
import { listPage, type Page, type PageQuery } from '../listing.ts';
import { type Rejection, reject } from '../rejection.ts';
import { findMaster } from './find-master.ts';

type Relationship = CoreSchemas['Relationship'];

interface RelationshipRow {
  readonly id: string;
  readonly account: string;
  readonly customer_id: string;
  readonly type: CoreSchemas['RelationshipType'];
  readonly status: 'Active' | 'Inactive';
  readonly created_ms: number;
  readonly modified_ms: number;
}

interface NewRelationship {
  readonly accountNumber: string;
  readonly customerId: string;
  readonly type: CoreSchemas['RelationshipType'];
}

/**
 * Adds another active customer as a holder of an account. Source: P-CUSTREC (several customers for an account); the
 * call is inferred.
 */
export function addRelationship(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  request: CoreSchemas['RelationshipRequest'],
): Relationship | Rejection {
  const account = findMaster(bank, partnerId, accountNumber);
  if (!account) return reject('not-found', 'Account not found');
  if (account.status === 'Closed') return reject('account-closed');
  const customer = findCustomer(bank, partnerId, request.customerId);
  if (!customer) return reject('not-found', 'Customer not found');
  if (customer.status !== 'Active') return reject('customer-not-active');
  if (customer.ofac !== 'Clear') return reject('screening-not-clear');
  const sql = `SELECT 1 FROM relationship WHERE account = ? AND customer_id = ? AND status = 'Active'`;
  if (bank.store.get(sql, accountNumber, customer.id)) return reject('holder-known');
  return bank.store.atomically(() => {
    const id = addRelationshipRow(bank, { accountNumber, customerId: customer.id, type: request.relationshipType });
    const row = findRow(bank, accountNumber, id) as RelationshipRow;
    emitRelationshipEvent(bank, partnerId, 'Added', row);
    return renderRelationship(row, partnerId);
  });
}

/** Writes a relationship and returns its id. */
export function addRelationshipRow(bank: Bank, { accountNumber, customerId, type }: NewRelationship): string {
  const now = bank.clock.nowMs();
  const id = bank.newId();
  bank.store.run(
    `INSERT INTO relationship (id, account, customer_id, type, status, created_ms, modified_ms) VALUES (?, ?, ?, ?, 'Active', ?, ?)`,
    id,
    accountNumber,
    customerId,
    type,
    now,
    now,
  );
  return id;
}

/** Lists the holders of an account, oldest first, including ended relationships. Inferred. */
export function listRelationships(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  page: PageQuery,
): Page<Relationship> | Rejection {
  if (!findMaster(bank, partnerId, accountNumber)) return reject('not-found', 'Account not found');
  return listPage(bank, page, {
    sql: 'SELECT * FROM relationship WHERE account = ? ORDER BY seq',
    values: [accountNumber],
    render: (row: RelationshipRow) => renderRelationship(row, partnerId),
  });
}

/** Ends a relationship; the customer who opened the account remains its holder. Inferred. */
export function removeRelationship(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  id: string,
): Relationship | Rejection {
  const row = findMaster(bank, partnerId, accountNumber) && findRow(bank, accountNumber, id.toLowerCase());
  if (row?.status !== 'Active') return reject('not-found', 'Relationship not found');
  if (row.type === 'Primary') return reject('primary-holder');
  const now = bank.clock.nowMs();
  return bank.store.atomically(() => {
    bank.store.run(`UPDATE relationship SET status = 'Inactive', modified_ms = ? WHERE id = ?`, now, row.id);
    emitRelationshipEvent(bank, partnerId, 'Removed', row);
    return renderRelationship({ ...row, status: 'Inactive', modified_ms: now }, partnerId);
  });
}

/**
 * Emits an event of a relationship. ASSUMPTION: the first holder of an account is part of the event of its opening and
 * has no relationship event. Must run inside a commit.
 */
function emitRelationshipEvent(bank: Bank, partnerId: string, verb: 'Added' | 'Removed', row: RelationshipRow): void {
  const path = { relationshipId: row.id, accountNumber: row.account, customerId: row.customer_id };
  emitEvent(bank, `Core.Account.Relationship.${verb}`, { partnerId, path });
}

function findRow({ store }: Bank, accountNumber: string, id: string): RelationshipRow | undefined {
  const sql = 'SELECT * FROM relationship WHERE id = ? AND account = ?';
  return store.get<RelationshipRow>(sql, id, accountNumber);
}

function renderRelationship(row: RelationshipRow, partnerId: string): Relationship {
  return {
    id: row.id,
    accountNumber: row.account,
    customerId: row.customer_id,
    relationshipType: row.type,
    status: row.status,
    createdAt: renderInstant(row.created_ms),
    lastModifiedAt: renderInstant(row.modified_ms),
    partnerId,
  };
}
