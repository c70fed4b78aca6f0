import type { CoreSchemas } from '../../../generated/types/index.ts';
import { type Bank, renderInstant } from '../bank.ts';
import { listPage, type Page, type PageQuery } from '../listing.ts';
import { type Rejection, reject } from '../rejection.ts';
import { touchCustomer } from './customer-records.ts';
import { type CustomerRow, findCustomer } from './find-customer.ts';

type BeneficialOwner = CoreSchemas['BeneficialOwner'];

interface OwnerRow {
  readonly id: string;
  readonly owner_id: string;
  readonly title: string;
  /** JSON as it was sent: a number or a text (DOC-048). */
  readonly percentage: string;
  readonly status: CoreSchemas['RecordStatus'];
  readonly created_ms: number;
  readonly modified_ms: number;
}

/** Percentages are decimals; thirds and tenths may add up to slightly more than 100. */
const ROUNDING = 1e-9;

/**
 * Adds a Personal customer as a beneficial owner of a Business customer. ASSUMPTION: a customer is listed as an owner
 * of a business once, and all active owners own at most 100 percent together. Less than 25 percent is accepted,
 * because card programmes connect employees with their employer's record this way. Source: P-CUSTNEW, P-BENOWN.
 */
export function addBeneficialOwner(
  bank: Bank,
  business: { readonly partnerId: string; readonly customerId: string },
  { ownerCustomerId, ownerTitle, ownershipPercentage }: CoreSchemas['BeneficialOwnerRequest'],
): BeneficialOwner | Rejection {
  const customer = findCustomer(bank, business.partnerId, business.customerId);
  if (!customer) return reject('not-found', 'Customer not found');
  if (customer.classification !== 'Business') return reject('not-a-business');
  const owner = findCustomer(bank, business.partnerId, ownerCustomerId);
  if (!owner) return reject('not-found', 'Owner not found');
  if (owner.classification !== 'Personal') return reject('owner-not-a-person');
  if (customer.status !== 'Active' || owner.status !== 'Active') return reject('customer-not-active');
  const owners = bank.store.all<OwnerRow>(
    `SELECT * FROM beneficial_owner WHERE customer_id = ? AND status = 'Active'`,
    customer.id,
  );
  if (owners.some(({ owner_id }) => owner_id === owner.id)) return reject('owner-known');
  const total = owners.reduce((sum, row) => sum + Number(JSON.parse(row.percentage)), Number(ownershipPercentage));
  if (total > 100 + ROUNDING) return reject('ownership-over-100');
  return bank.store.atomically(() => {
    const id = bank.newId();
    const now = bank.clock.nowMs();
    bank.store.run(
      `INSERT INTO beneficial_owner VALUES (NULL, ?, ?, ?, ?, ?, 'Active', ?, ?)`,
      id,
      customer.id,
      owner.id,
      ownerTitle,
      JSON.stringify(ownershipPercentage),
      now,
      now,
    );
    touchCustomer(bank, customer.id);
    return renderOwner(customer, findOwner(bank, customer, id) as OwnerRow);
  });
}

/** Lists a business's beneficial owners in order of addition, including removed ones. */
export function listBeneficialOwners(
  bank: Bank,
  business: { readonly partnerId: string; readonly customerId: string },
  page: PageQuery,
): Page<BeneficialOwner> | Rejection {
  const customer = findCustomer(bank, business.partnerId, business.customerId);
  if (!customer) return reject('not-found', 'Customer not found');
  return listPage<OwnerRow, BeneficialOwner>(bank, page, {
    sql: 'SELECT * FROM beneficial_owner WHERE customer_id = ? ORDER BY seq',
    values: [customer.id],
    render: (row) => renderOwner(customer, row),
  });
}

/** Removes a beneficial owner; the record remains with status Inactive. */
export function removeBeneficialOwner(
  bank: Bank,
  { partnerId, customerId, ownerId }: Readonly<Record<'partnerId' | 'customerId' | 'ownerId', string>>,
): BeneficialOwner | Rejection {
  const customer = findCustomer(bank, partnerId, customerId);
  const row = customer && findOwner(bank, customer, ownerId);
  if (!row) return reject('not-found', customer ? 'Beneficial owner not found' : 'Customer not found');
  if (row.status === 'Inactive') return reject('record-removed');
  return bank.store.atomically(() => {
    const sql = `UPDATE beneficial_owner SET status = 'Inactive', modified_ms = ? WHERE id = ?`;
    bank.store.run(sql, bank.clock.nowMs(), row.id);
    touchCustomer(bank, customer.id);
    return renderOwner(customer, findOwner(bank, customer, row.id) as OwnerRow);
  });
}

function findOwner({ store }: Bank, customer: CustomerRow, ownerId: string): OwnerRow | undefined {
  const sql = 'SELECT * FROM beneficial_owner WHERE id = ? AND customer_id = ?';
  return store.get<OwnerRow>(sql, ownerId.toLowerCase(), customer.id);
}

function renderOwner(customer: CustomerRow, row: OwnerRow): BeneficialOwner {
  return {
    id: row.id,
    customerId: customer.id,
    status: row.status,
    ownerCustomerId: row.owner_id,
    ownerTitle: row.title,
    ownershipPercentage: JSON.parse(row.percentage) as BeneficialOwner['ownershipPercentage'],
    createdAt: renderInstant(row.created_ms),
    lastModifiedAt: renderInstant(row.modified_ms),
    partnerId: customer.partner_id,
  };
}
