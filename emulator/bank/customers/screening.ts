import type { CoreSchemas, EmulatorSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import { emitEvent } from '../events/emit-event.ts';
import { type Rejection, reject } from '../rejection.ts';
import { type CustomerRow, findAnyCustomer } from './find-customer.ts';

type Screening = CoreSchemas['Screening'];
type Results = Record<'ofac' | 'pepScan' | 'internalList', Screening>;

/**
 * ASSUMPTION: screening results arrive five minutes after onboarding; the bank says only that they arrive by event.
 * Source: L-ONBOARD.
 */
export const SCREENING_DELAY_MS = 5 * 60_000;

const LISTS = { Ofac: 'ofac', Pep: 'pepScan', List: 'internalList' } as const;
const TRIGGER = /\b(Ofac|Pep|List)-(Clear|Failed|Positive|Reviewing|Pending)\b/g;

/** Returns the instant of the next screening results; undefined if none are pending. */
export function nextScreeningMs({ store }: Bank): number | undefined {
  const sql = 'SELECT min(screening_due_ms) AS due FROM customer WHERE screening_due_ms IS NOT NULL';
  return store.get<{ due: number | null }>(sql)?.due ?? undefined;
}

/** Sets the three results of every customer whose screening is due. */
export function completeScreenings(bank: Bank): void {
  const sql = 'SELECT * FROM customer WHERE screening_due_ms <= ? ORDER BY screening_due_ms, id';
  for (const customer of bank.store.all<CustomerRow>(sql, bank.clock.nowMs())) {
    const { name } = JSON.parse(customer.details) as { name: CoreSchemas['Name'] };
    bank.store.atomically(() => setResults(bank, customer, screenName(name)));
  }
}

/**
 * Sets screening results of any partner's customer, as the bank's compliance staff would. ASSUMPTION: a decision of
 * compliance staff ends the automatic screening; a list that it does not name keeps its result.
 */
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

/**
 * Sets the results. Each changed list has an event, except the internal list (DOC-052, W19). Must run inside a commit.
 */
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
 * Derives the three results from the name: Clear, unless a word of the name sets another. The words are neutral and
 * not names: `Ofac-Failed`, `Pep-Positive`, `List-Reviewing` and so on, for each list and each of the five states
 * (C14).
 */
function screenName(name: CoreSchemas['Name']): Results {
  const results: Record<string, Screening> = { ofac: 'Clear', pepScan: 'Clear', internalList: 'Clear' };
  for (const [, list, status] of Object.values(name).join(' ').matchAll(TRIGGER)) {
    results[LISTS[list as keyof typeof LISTS]] = status as Screening;
  }
  return results as Results;
}
