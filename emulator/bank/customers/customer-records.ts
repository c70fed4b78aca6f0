import type { CoreSchemas } from '../../../generated/types/index.ts';
import { type Bank, renderInstant } from '../bank.ts';
import { emitEvent } from '../events/emit-event.ts';
import { listPage, type Page, type PageQuery } from '../listing.ts';
import { type Rejection, reject } from '../rejection.ts';
import { type CustomerRow, findCustomer } from './find-customer.ts';

/** The kinds of records of a customer, one of which can be primary. */
export type CustomerRecord = 'address' | 'phone' | 'email' | 'identification';
/** A record as the bank shows it. */
export type ShownRecord<Kind extends CustomerRecord> = CoreSchemas[Capitalize<Kind>];

interface RecordRow {
  readonly id: string;
  readonly customer_id: string;
  readonly is_primary: number;
  readonly status: CoreSchemas['RecordStatus'];
  readonly details: string;
  readonly created_ms: number;
  readonly modified_ms: number;
}

interface NewRecord {
  readonly customerId: string;
  readonly kind: CustomerRecord;
  readonly details: { readonly isPrimary: boolean };
}

/**
 * Adds a record to a customer. A change or removal can leave a customer without a primary record. ASSUMPTION: a new
 * primary record replaces the earlier one, so that there is at most one (I13). Must run inside a commit.
 */
export function addCustomerRecord(bank: Bank, { customerId, kind, details }: NewRecord): string {
  const { isPrimary, ...rest } = details;
  const now = bank.clock.nowMs();
  const id = bank.newId();
  if (isPrimary) demotePrimary(bank, customerId, kind);
  bank.store.run(
    `INSERT INTO customer_record (id, customer_id, kind, is_primary, status, details, created_ms, modified_ms)
     VALUES (?, ?, ?, ?, 'Active', ?, ?, ?)`,
    id,
    customerId,
    kind,
    Number(isPrimary),
    JSON.stringify(rest),
    now,
    now,
  );
  touchCustomer(bank, customerId);
  return id;
}

/** A customer's records of one kind. */
export interface RecordsOf<Kind extends CustomerRecord> {
  readonly partnerId: string;
  readonly customerId: string;
  readonly kind: Kind;
}

/**
 * Adds a record to a partner's customer, or returns `not-found`. On side A of DOC-024 an address or phone replaces the
 * one of its type (ASSUMPTION). Source: S-CUST; P-CUSTNEW, P-ONBOARD.
 */
export function addRecord<Kind extends CustomerRecord>(
  bank: Bank,
  { partnerId, customerId, kind }: RecordsOf<Kind>,
  details: { readonly isPrimary: boolean },
): ShownRecord<Kind> | Rejection {
  const customer = findCustomer(bank, partnerId, customerId);
  if (!customer) return reject('not-found', 'Customer not found');
  const edited = bank.variants['DOC-024'] === 'A' ? findOfSameType(bank, customer, { kind, details }) : undefined;
  if (edited) return changeRecord(bank, { partnerId, customerId, kind, recordId: edited.id }, details);
  return bank.store.atomically(() => {
    const recordId = addCustomerRecord(bank, { customerId: customer.id, kind, details });
    emitRecordEvent(bank, customer, { kind, recordId, verb: 'Added' });
    return renderRecord<ShownRecord<Kind>>(customer, findRow(bank, customer, kind, recordId) as RecordRow);
  });
}

/** Lists a customer's records of one kind in order of addition, including removed ones. */
export function listRecords<Kind extends CustomerRecord>(
  bank: Bank,
  { partnerId, customerId, kind }: RecordsOf<Kind>,
  page: PageQuery,
): Page<ShownRecord<Kind>> | Rejection {
  const customer = findCustomer(bank, partnerId, customerId);
  if (!customer) return reject('not-found', 'Customer not found');
  return listPage<RecordRow, ShownRecord<Kind>>(bank, page, {
    sql: 'SELECT * FROM customer_record WHERE customer_id = ? AND kind = ? ORDER BY seq',
    values: [customer.id, kind],
    render: (row) => renderRecord(customer, row),
  });
}

/** One record of a customer. */
export interface RecordOf<Kind extends CustomerRecord> extends RecordsOf<Kind> {
  readonly recordId: string;
}

/** Returns one record, also a removed one, or `not-found`. */
export function getRecord<Kind extends CustomerRecord>(
  bank: Bank,
  record: RecordOf<Kind>,
): ShownRecord<Kind> | Rejection {
  return onRecord(bank, record, (customer, row) => renderRecord(customer, row));
}

/** Replaces a record: omitted fields are removed. A removed record cannot be changed. */
export function changeRecord<Kind extends CustomerRecord>(
  bank: Bank,
  record: RecordOf<Kind>,
  { isPrimary, ...details }: { readonly isPrimary: boolean },
): ShownRecord<Kind> | Rejection {
  return onRecord(bank, record, (customer, row) => {
    if (row.status === 'Inactive') return reject('record-removed');
    if (isPrimary) demotePrimary(bank, customer.id, record.kind);
    bank.store.run(
      'UPDATE customer_record SET is_primary = ?, details = ?, modified_ms = ? WHERE id = ?',
      Number(isPrimary),
      JSON.stringify(details),
      bank.clock.nowMs(),
      row.id,
    );
    touchCustomer(bank, customer.id);
    emitRecordEvent(bank, customer, { kind: record.kind, recordId: row.id, verb: 'Changed' });
    return getRecord(bank, record);
  });
}

/** Removes a record; it remains with status Inactive and is no longer primary. Source: S-CUST (I09). */
export function removeRecord<Kind extends CustomerRecord>(
  bank: Bank,
  record: RecordOf<Kind>,
): ShownRecord<Kind> | Rejection {
  return onRecord(bank, record, (customer, row) => {
    if (row.status === 'Inactive') return reject('record-removed');
    bank.store.run(
      `UPDATE customer_record SET status = 'Inactive', is_primary = 0, modified_ms = ? WHERE id = ?`,
      bank.clock.nowMs(),
      row.id,
    );
    touchCustomer(bank, customer.id);
    emitRecordEvent(bank, customer, { kind: record.kind, recordId: row.id, verb: 'Removed' });
    return getRecord(bank, record);
  });
}

const NAMES = { address: 'Address', phone: 'Phone', email: 'Email', identification: 'Identification' } as const;

interface RecordChange {
  readonly kind: CustomerRecord;
  readonly recordId: string;
  readonly verb: 'Added' | 'Changed' | 'Removed';
}

/** Emits an event of the requested record only. ASSUMPTION: a record that is no longer primary has no event. */
function emitRecordEvent(bank: Bank, customer: CustomerRow, { kind, recordId, verb }: RecordChange): void {
  const path = { [`${kind}Id`]: recordId, customerId: customer.id };
  emitEvent(bank, `Core.Customer.${NAMES[kind]}.${verb}`, { partnerId: customer.partner_id, path });
}

function onRecord<Kind extends CustomerRecord>(
  bank: Bank,
  { partnerId, customerId, kind, recordId }: RecordOf<Kind>,
  act: (customer: CustomerRow, row: RecordRow) => ShownRecord<Kind> | Rejection,
): ShownRecord<Kind> | Rejection {
  const customer = findCustomer(bank, partnerId, customerId);
  const row = customer && findRow(bank, customer, kind, recordId);
  if (!row) return reject('not-found', customer ? 'Record not found' : 'Customer not found');
  return bank.store.atomically(() => act(customer, row));
}

function findRow({ store }: Bank, { id }: CustomerRow, kind: CustomerRecord, recordId: string): RecordRow | undefined {
  const sql = 'SELECT * FROM customer_record WHERE id = ? AND customer_id = ? AND kind = ?';
  return store.get<RecordRow>(sql, recordId.toLowerCase(), id, kind);
}

function findOfSameType(
  { store }: Bank,
  { id }: CustomerRow,
  { kind, details }: { readonly kind: CustomerRecord; readonly details: object },
): RecordRow | undefined {
  const type = (details as Readonly<Record<string, unknown>>)[`${kind}Type`];
  if ((kind !== 'address' && kind !== 'phone') || typeof type !== 'string') return undefined;
  const sql = `SELECT * FROM customer_record WHERE customer_id = ? AND kind = ? AND status = 'Active' AND json_extract(details, ?) = ?`;
  return store.get<RecordRow>(sql, id, kind, `$.${kind}Type`, type);
}

function demotePrimary({ store, clock }: Bank, customerId: string, kind: CustomerRecord): void {
  store.run(
    'UPDATE customer_record SET is_primary = 0, modified_ms = ? WHERE customer_id = ? AND kind = ? AND is_primary = 1',
    clock.nowMs(),
    customerId,
    kind,
  );
}

/** Sets the time of the customer's last change; a change of a record counts. */
export function touchCustomer({ store, clock }: Bank, customerId: string): void {
  store.run('UPDATE customer SET modified_ms = ? WHERE id = ?', clock.nowMs(), customerId);
}

/** Returns the number of active records of one kind. */
export function countRecords({ store }: Bank, customerId: string, kind: CustomerRecord): number {
  const sql = `SELECT count(*) AS count FROM customer_record WHERE customer_id = ? AND kind = ? AND status = 'Active'`;
  return store.get<{ count: number }>(sql, customerId, kind)?.count ?? 0;
}

/** Returns the primary record of a kind; undefined if there is none. */
export function primaryRecord<Record>(
  { store }: Bank,
  customer: CustomerRow,
  kind: CustomerRecord,
): Record | undefined {
  const sql = 'SELECT * FROM customer_record WHERE customer_id = ? AND kind = ? AND is_primary = 1';
  const row = store.get<RecordRow>(sql, customer.id, kind);
  return row && renderRecord<Record>(customer, row);
}

function renderRecord<Record>(customer: CustomerRow, row: RecordRow): Record {
  return {
    id: row.id,
    customerId: row.customer_id,
    isPrimary: row.is_primary === 1,
    status: row.status,
    ...(JSON.parse(row.details) as object),
    createdAt: renderInstant(row.created_ms),
    lastModifiedAt: renderInstant(row.modified_ms),
    partnerId: customer.partner_id,
  } as Record;
}
