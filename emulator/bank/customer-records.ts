import type { CoreSchemas } from '../../generated/types/index.ts';
import { type Bank, renderInstant } from './bank.ts';
import { type CustomerRow, findCustomer } from './find-customer.ts';
import { type Rejection, reject } from './rejection.ts';

/** What hangs on a customer's record: addresses, phones, e-mails, identifications. */
export type CustomerRecord = 'address' | 'phone' | 'email' | 'identification';

interface RecordRow {
  readonly id: string;
  readonly customer_id: string;
  readonly is_primary: number;
  readonly status: 'Active' | 'Inactive';
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
 * Adds a record to a customer. A new primary one takes the place of the earlier: exactly one stays primary (ASSUMPTION,
 * I13). Belongs inside a commit.
 */
export function addCustomerRecord(bank: Bank, { customerId, kind, details }: NewRecord): string {
  const { isPrimary, ...rest } = details;
  const now = bank.clock.nowMs();
  const id = bank.newId();
  if (isPrimary) {
    bank.store.run(
      'UPDATE customer_record SET is_primary = 0, modified_ms = ? WHERE customer_id = ? AND kind = ? AND is_primary = 1',
      ...[now, customerId, kind],
    );
  }
  bank.store.run(
    `INSERT INTO customer_record (id, customer_id, kind, is_primary, status, details, created_ms, modified_ms)
     VALUES (?, ?, ?, ?, 'Active', ?, ?, ?)`,
    ...[id, customerId, kind, Number(isPrimary), JSON.stringify(rest), now, now],
  );
  bank.store.run('UPDATE customer SET modified_ms = ? WHERE id = ?', now, customerId);
  return id;
}

interface AddRequest extends NewRecord {
  readonly partnerId: string;
}

/** Adds an identification, address or phone to a partner's customer; `not-found` for any other. Source: S-CUST; P-CUSTNEW. */
export function addRecord<Kind extends 'address' | 'phone' | 'identification'>(
  bank: Bank,
  request: AddRequest & { readonly kind: Kind },
): CoreSchemas[Capitalize<Kind>] | Rejection {
  const customer = findCustomer(bank, request.partnerId, request.customerId);
  if (!customer) return reject('not-found', 'Customer not found');
  return bank.store.atomically(() => {
    const id = addCustomerRecord(bank, { ...request, customerId: customer.id });
    const row = bank.store.get<RecordRow>('SELECT * FROM customer_record WHERE id = ?', id);
    return renderRecord<CoreSchemas[Capitalize<Kind>]>(customer, row as RecordRow);
  });
}

/** How many active records of a kind a customer has. */
export function countRecords({ store }: Bank, customerId: string, kind: CustomerRecord): number {
  const sql = `SELECT count(*) AS count FROM customer_record WHERE customer_id = ? AND kind = ? AND status = 'Active'`;
  return store.get<{ count: number }>(sql, customerId, kind)?.count ?? 0;
}

/** The primary record of a kind, where there is one. */
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
