import type { CoreSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';

type Screening = CoreSchemas['Screening'];

export interface CustomerRow {
  readonly id: string;
  readonly partner_id: string;
  readonly cif_number: string;
  readonly classification: CoreSchemas['Classification'];
  readonly status: CoreSchemas['RecordStatus'];
  readonly ofac: Screening;
  readonly pep_scan: Screening;
  readonly internal_list: Screening;
  /** JSON as it was sent: name, profile, due diligence. */
  readonly details: string;
  readonly client_identifier: string | null;
  readonly created_ms: number;
  readonly modified_ms: number;
}

/** Finds a customer of any partner. */
export function findAnyCustomer({ store }: Bank, customerId: string): CustomerRow | undefined {
  return store.get<CustomerRow>('SELECT * FROM customer WHERE id = ?', customerId.toLowerCase());
}

/** Finds a customer of the partner; does not find customers of other partners. */
export function findCustomer({ store }: Bank, partnerId: string, customerId: string): CustomerRow | undefined {
  return store.get<CustomerRow>(
    'SELECT * FROM customer WHERE id = ? AND partner_id = ?',
    customerId.toLowerCase(),
    partnerId,
  );
}
