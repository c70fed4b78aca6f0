import { easternDateOf } from '../../core/business-day.ts';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { type Bank, renderInstant } from './bank.ts';
import { addCustomerRecord, type CustomerRecord, primaryRecord } from './customer-records.ts';
import { type CustomerRow, findCustomer } from './find-customer.ts';
import { type Rejection, reject } from './rejection.ts';
import { SCREENING_DELAY_MS } from './screening.ts';

type Customer = CoreSchemas['Customer'];
type OnboardCustomerRequest = CoreSchemas['OnboardCustomerRequest'];
/** What a customer row keeps as it was sent. */
type CustomerDetails = Pick<
  OnboardCustomerRequest,
  'name' | 'profile' | 'dueDiligence' | 'businessDueDiligence' | 'clientIdentifier'
>;
/**
 * Creates a customer record, Active at once, with all screenings Pending; the results come some minutes later by clock.
 * Source: S-CUST, Onboard a customer (C01 to C22).
 */
export function onboardCustomer(bank: Bank, partnerId: string, request: OnboardCustomerRequest): Customer | Rejection {
  if (request.partnerId.toLowerCase() !== partnerId) return reject('customer-of-another-partner');
  const problems = checkPerson(bank, request);
  if (problems.length > 0) return reject('invalid', ...problems);
  const {
    primaryAddress,
    primaryPhone,
    primaryEmail,
    primaryIdentification,
    partnerId: _,
    classification,
    ...details
  } = request;
  return bank.store.atomically(() => {
    const id = bank.newId();
    const now = bank.clock.nowMs();
    bank.store.run(
      `INSERT INTO customer VALUES (?, ?, ?, ?, 'Pending', 'Pending', 'Pending', ?, ?, ?, ?)`,
      ...[
        id,
        partnerId,
        drawCifNumber(bank),
        classification,
        JSON.stringify(details),
        now + SCREENING_DELAY_MS,
        now,
        now,
      ],
    );
    const records = {
      address: primaryAddress,
      phone: primaryPhone,
      email: primaryEmail,
      identification: primaryIdentification,
    };
    for (const [kind, record] of Object.entries(records)) {
      if (record) addCustomerRecord(bank, { customerId: id, kind: kind as CustomerRecord, details: record });
    }
    return renderCustomer(bank, findCustomer(bank, partnerId, id) as CustomerRow);
  });
}

/** Gets one customer, or `not-found`. */
export function getCustomer(bank: Bank, partnerId: string, customerId: string): Customer | Rejection {
  const row = findCustomer(bank, partnerId, customerId);
  return row ? renderCustomer(bank, row) : reject('not-found', 'Customer not found');
}

/** What the contract's schema can not say: which names a classification needs, and that birth lies in the past. */
function checkPerson({ clock }: Bank, { classification, name, profile }: OnboardCustomerRequest): string[] {
  const required = classification === 'Personal' ? (['firstName', 'lastName'] as const) : (['entityName'] as const);
  const missing = required.filter((field) => name[field] === undefined);
  const isFuture = profile.birthDate !== undefined && profile.birthDate > easternDateOf(clock.nowMs());
  return [
    ...missing.map((field) => `Name.${field.charAt(0).toUpperCase()}${field.slice(1)} required`),
    ...(isFuture ? ['Profile.BirthDate must not be in the future'] : []),
  ];
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
    status: 'Active',
    ofac: row.ofac,
    pepScan: row.pep_scan,
    internalList: row.internal_list,
    name,
    profile,
    ...details,
    ...(Object.fromEntries(Object.entries(primaries).filter(([, record]) => record)) as Partial<Customer>),
    createdAt: renderInstant(row.created_ms),
    lastModifiedAt: renderInstant(row.modified_ms),
    partnerId: row.partner_id,
  };
}
