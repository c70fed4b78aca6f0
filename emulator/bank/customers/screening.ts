import type { CoreSchemas, EmulatorSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import { emitEvent } from '../events/emit-event.ts';
import { type Rejection, reject } from '../rejection.ts';
import { type CustomerRow, findAnyCustomer } from './find-customer.ts';

type Screening = CoreSchemas['Screening'];
type Results = Record<'ofac' | 'pepScan' | 'internalList', Screening>;

/** ASSUMPTION: screening results come five minutes after onboarding; the bank says only that they come by event. Source: L-ONBOARD. */
export const SCREENING_DELAY_MS = 5 * 60_000;

const LISTS = { Ofac: 'ofac', Pep: 'pepScan', List: 'internalList' } as const;
const TRIGGER = /\b(Ofac|Pep|List)-(Clear|Failed|Positive|Reviewing|Pending)\b/g;

/** The instant at which the next screening results come, if any are outstanding. */
export function nextScreeningMs({ store }: Bank): number | undefined {
  const sql = 'SELECT min(screening_due_ms) AS due FROM customer WHERE screening_due_ms IS NOT NULL';
  return store.get<{ due: number | null }>(sql)?.due ?? undefined;
}

/** Gives every customer whose screening is due its three results. */
export function completeScreenings(bank: Bank): void {
  const sql = 'SELECT * FROM customer WHERE screening_due_ms <= ? ORDER BY screening_due_ms, id';
  for (const customer of bank.store.all<CustomerRow>(sql, bank.clock.nowMs())) {
    const { name } = JSON.parse(customer.details) as { name: CoreSchemas['Name'] };
    bank.store.atomically(() => setResults(bank, customer, screenName(name)));
  }
}

/** Decides screenings of any partner's customer, as the bank's compliance would; what was still to come is decided with them (ASSUMPTION). */
export function decideScreening(
  bank: Bank,
  customerId: string,
  decision: EmulatorSchemas['ScreeningDecision'],
): EmulatorSchemas['ScreeningResults'] | Rejection {
  const customer = findAnyCustomer(bank, customerId);
  if (!customer) return reject('not-found', 'Customer not found');
  const { ofac, pep_scan: pepScan, internal_list: internalList } = customer;
  const results = { ofac, pepScan, internalList, ...decision };
  bank.store.atomically(() => setResults(bank, customer, results));
  return { customerId: customer.id, ...results };
}

/** Each list that says something else than before has its event; the internal list has none (DOC-052, W19). Belongs inside a commit. */
function setResults(bank: Bank, customer: CustomerRow, { ofac, pepScan, internalList }: Results): void {
  const { id, partner_id: partnerId } = customer;
  bank.store.run(
    'UPDATE customer SET ofac = ?, pep_scan = ?, internal_list = ?, screening_due_ms = NULL, modified_ms = ? WHERE id = ?',
    ofac,
    pepScan,
    internalList,
    bank.clock.nowMs(),
    id,
  );
  const change = { partnerId, path: { customerId: id } };
  if (ofac !== customer.ofac) emitEvent(bank, 'Core.Customer.Ofac.Changed', change);
  if (pepScan !== customer.pep_scan) emitEvent(bank, 'Core.Customer.PepScan.Changed', change);
}

/**
 * Decides the three results from the name: Clear, unless a word of it says otherwise. The words are neutral and nobody's
 * name: `Ofac-Failed`, `Pep-Positive`, `List-Reviewing` and so on, each list with each of the five states (C14).
 */
function screenName(name: CoreSchemas['Name']): Results {
  const results: Record<string, Screening> = { ofac: 'Clear', pepScan: 'Clear', internalList: 'Clear' };
  for (const [, list, status] of Object.values(name).join(' ').matchAll(TRIGGER)) {
    results[LISTS[list as keyof typeof LISTS]] = status as Screening;
  }
  return results as Results;
}
