import { parseTimestamp } from '../../../core/business-day.ts';
import type { EventName } from '../../../generated/events.ts';
import type { CoreSchemas, EmulatorSchemas, Operations } from '../../../generated/types/index.ts';
import { type Bank, renderInstant } from '../bank.ts';
import { emitEvent } from '../events/emit-event.ts';
import { buildWhere, listPage, type Page, type PageQuery } from '../listing.ts';
import { type Rejection, reject } from '../rejection.ts';
import { checkDueDiligence, checkName, checkProfile } from './check-customer.ts';
import { addCustomerRecord, type CustomerRecord, primaryRecord } from './customer-records.ts';
import { type CustomerRow, findAnyCustomer, findCustomer } from './find-customer.ts';
import { SCREENING_DELAY_MS } from './screening.ts';

type Customer = CoreSchemas['Customer'];
type OnboardCustomerRequest = CoreSchemas['OnboardCustomerRequest'];
/** The fields of a customer that are stored as they were sent. */
type CustomerDetails = Pick<OnboardCustomerRequest, 'name' | 'profile' | 'dueDiligence' | 'businessDueDiligence'>;
/** The validated query of a list; paging has its defaults. */
export type CustomerQuery = NonNullable<Operations['listCustomers']['parameters']['query']> & PageQuery;

/**
 * Creates a customer record, Active at once, with all screenings Pending; the results arrive some minutes later by the
 * bank's clock. Source: S-CUST, Onboard a customer (C01 to C22).
 */
export function onboardCustomer(bank: Bank, partnerId: string, request: OnboardCustomerRequest): Customer | Rejection {
  if (request.partnerId.toLowerCase() !== partnerId) return reject('customer-of-another-partner');
  const {
    primaryAddress: address,
    primaryPhone: phone,
    primaryEmail: email,
    primaryIdentification: identification,
    partnerId: _,
    classification,
    clientIdentifier,
    ...details
  } = request;
  const problems = [
    ...checkName(bank, classification, details.name).map((problem) => `Name.${problem}`),
    ...checkProfile(bank, partnerId, classification, details.profile).map((problem) => `Profile.${problem}`),
    ...checkDueDiligence(bank, partnerId, classification, details),
  ];
  if (problems.length > 0) return reject('invalid', ...problems);
  return bank.store.atomically(() => {
    const id = bank.newId();
    const now = bank.clock.nowMs();
    bank.store.run(
      `INSERT INTO customer VALUES (NULL, ?, ?, ?, ?, 'Active', 'Pending', 'Pending', 'Pending', ?, ?, ?, ?, ?)`,
      id,
      partnerId,
      drawCifNumber(bank),
      classification,
      JSON.stringify(withKnownIds(details)),
      clientIdentifier ?? null,
      now + SCREENING_DELAY_MS,
      now,
      now,
    );
    const records = { address, phone, email, identification };
    for (const [kind, record] of Object.entries(records)) {
      if (!record) continue;
      // A record in a primary field is primary, whatever its isPrimary says (ASSUMPTION).
      const details = { ...record, isPrimary: true };
      addCustomerRecord(bank, { customerId: id, kind: kind as CustomerRecord, details });
    }
    emitEvent(bank, 'Core.Customer.Onboarded', {
      partnerId,
      path: { customerId: id },
      details: () => ({ customerId: id, clientIdentifier: clientIdentifier ?? null }),
    });
    return renderCustomer(bank, findCustomer(bank, partnerId, id) as CustomerRow);
  });
}

/** Returns one customer, or `not-found`. */
export function getCustomer(bank: Bank, partnerId: string, customerId: string): Customer | Rejection {
  const row = findCustomer(bank, partnerId, customerId);
  return row ? renderCustomer(bank, row) : reject('not-found', 'Customer not found');
}

/** Lists the partner's customers in order of onboarding. Source: P-PAGING; filters inferred (P-EXPLORER). */
export function listCustomers(bank: Bank, partnerId: string, query: CustomerQuery): Page<Customer> {
  const instantOf = (time: string | undefined) => (time === undefined ? undefined : parseTimestamp(time));
  const { where, values } = buildWhere([
    ['partner_id = ?', partnerId],
    ['classification = ?', query.classification],
    ['status = ?', query.status],
    ['cif_number = ?', query.cifNumber],
    [`json_extract(details, '$.profile.taxId') = ?`, query.taxId],
    ['ofac = ?', query.ofac],
    ['pep_scan = ?', query.pepScan],
    ['client_identifier = ?', query.clientIdentifier],
    ['created_ms >= ?', instantOf(query.from)],
    ['created_ms < ?', instantOf(query.to)],
  ]);
  const render = (row: CustomerRow) => renderCustomer(bank, row);
  return listPage(bank, query, { sql: `SELECT * FROM customer WHERE ${where} ORDER BY seq`, values, render });
}

/** Replaces a customer's name: omitted fields are removed. Screening results do not change. */
export function changeName(
  bank: Bank,
  partnerId: string,
  customerId: string,
  name: CoreSchemas['Name'],
): Customer | Rejection {
  return changeDetails(bank, { partnerId, customerId, event: 'Core.Customer.Name.Changed' }, ({ classification }) => ({
    change: { name },
    problems: checkName(bank, classification, name),
  }));
}

/** Replaces a customer's profile: omitted fields are removed. */
export function changeProfile(
  bank: Bank,
  partnerId: string,
  customerId: string,
  profile: CoreSchemas['Profile'],
): Customer | Rejection {
  const event = 'Core.Customer.Profile.Changed';
  return changeDetails(bank, { partnerId, customerId, event }, ({ classification }) => ({
    change: withKnownIds({ profile }),
    problems: checkProfile(bank, partnerId, classification, profile),
  }));
}

/** Converts the ids in a profile to lower case, as the bank writes them. */
function withKnownIds<Details extends { readonly profile: CoreSchemas['Profile'] }>(details: Details): Details {
  const primaryOwnerCustomerId = details.profile.primaryOwnerCustomerId?.toLowerCase();
  if (primaryOwnerCustomerId === undefined) return details;
  return { ...details, profile: { ...details.profile, primaryOwnerCustomerId } };
}

interface DetailsChange {
  readonly change: Partial<CustomerDetails>;
  readonly problems: readonly string[];
}

function changeDetails(
  bank: Bank,
  { partnerId, customerId, event }: { partnerId: string; customerId: string; event: EventName },
  decide: (row: CustomerRow) => DetailsChange,
): Customer | Rejection {
  const row = findCustomer(bank, partnerId, customerId);
  if (!row) return reject('not-found', 'Customer not found');
  const { change, problems } = decide(row);
  if (problems.length > 0) return reject('invalid', ...problems);
  const details = JSON.stringify({ ...(JSON.parse(row.details) as CustomerDetails), ...change });
  return bank.store.atomically(() => {
    const sql = 'UPDATE customer SET details = ?, modified_ms = ? WHERE id = ?';
    bank.store.run(sql, details, bank.clock.nowMs(), row.id);
    emitEvent(bank, event, { partnerId, path: { customerId: row.id } });
    return getCustomer(bank, partnerId, row.id);
  });
}

const HOLDS_ACCOUNT = `
  SELECT 1 FROM subledger WHERE customer_id = ? AND status <> 'Closed' UNION ALL
  SELECT 1 FROM relationship r JOIN account a ON a.number = r.account WHERE r.customer_id = ? AND r.status = 'Active' AND a.status <> 'Closed'`;

/**
 * Makes a customer Inactive; the record remains. ASSUMPTION: a customer who holds an open account or subledger cannot
 * be deactivated. An Inactive customer gets no new accounts and cannot become a beneficial owner. Source: G-AE2.
 */
export function deactivateCustomer(bank: Bank, partnerId: string, customerId: string): Customer | Rejection {
  const row = findCustomer(bank, partnerId, customerId);
  if (!row) return reject('not-found', 'Customer not found');
  if (row.status !== 'Active') return reject('customer-not-active');
  if (bank.store.get(HOLDS_ACCOUNT, row.id, row.id)) return reject('customer-has-accounts');
  bank.store.run(`UPDATE customer SET status = 'Inactive', modified_ms = ? WHERE id = ?`, bank.clock.nowMs(), row.id);
  return getCustomer(bank, partnerId, row.id);
}

/** Assigns a new CIF number to any partner's customer, as bank staff would; the bank does not say when it does so. */
export function changeCifNumber(bank: Bank, customerId: string): EmulatorSchemas['CifNumber'] | Rejection {
  const row = findAnyCustomer(bank, customerId);
  if (!row) return reject('not-found', 'Customer not found');
  return bank.store.atomically(() => {
    const cifNumber = drawCifNumber(bank);
    const sql = 'UPDATE customer SET cif_number = ?, modified_ms = ? WHERE id = ?';
    bank.store.run(sql, cifNumber, bank.clock.nowMs(), row.id);
    emitEvent(bank, 'Core.Customer.CifNumber.Changed', { partnerId: row.partner_id, path: { customerId: row.id } });
    return { customerId: row.id, cifNumber };
  });
}

function drawCifNumber({ store, random }: Bank): string {
  for (;;) {
    const cifNumber = random.digits(12);
    if (!store.get('SELECT 1 FROM customer WHERE cif_number = ?', cifNumber)) return cifNumber;
  }
}

function renderCustomer(bank: Bank, row: CustomerRow): Customer {
  const { name, profile, ...details } = JSON.parse(row.details) as CustomerDetails;
  const primaries = {
    primaryAddress: primaryRecord<CoreSchemas['Address']>(bank, row, 'address'),
    primaryPhone: primaryRecord<CoreSchemas['Phone']>(bank, row, 'phone'),
    primaryEmail: primaryRecord<CoreSchemas['Email']>(bank, row, 'email'),
    primaryIdentification: primaryRecord<CoreSchemas['Identification']>(bank, row, 'identification'),
  };
  return {
    id: row.id,
    cifNumber: row.cif_number,
    classification: row.classification,
    status: row.status,
    ofac: row.ofac,
    pepScan: row.pep_scan,
    internalList: row.internal_list,
    name,
    profile,
    ...details,
    ...(row.client_identifier === null ? {} : { clientIdentifier: row.client_identifier }),
    ...(Object.fromEntries(Object.entries(primaries).filter(([, record]) => record)) as Partial<Customer>),
    createdAt: renderInstant(row.created_ms),
    lastModifiedAt: renderInstant(row.modified_ms),
    partnerId: row.partner_id,
  };
}
