import type { CoreSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import { type CustomerRow, findAnyCustomer } from '../customers/find-customer.ts';

/** The holder of an account or the recipient of a form, as a document shows them. */
export interface Holder {
  readonly name: string;
  /** The lines of the address; empty if the bank has none. */
  readonly address: readonly string[];
}

type Address = CoreSchemas['StatementAddress'];

/** Returns the name of a customer with an address: the given one, or the primary address of the customer. */
export function holderOf(bank: Bank, customerId: string, statementAddress?: Address): Holder {
  const customer = findAnyCustomer(bank, customerId);
  return {
    name: customer ? nameOf(customer) : '',
    address: addressLines(statementAddress ?? primaryAddress(bank, customerId)),
  };
}

function nameOf({ details }: CustomerRow): string {
  const { name } = JSON.parse(details) as Pick<CoreSchemas['Customer'], 'name'>;
  const parts = [name.prefix, name.firstName, name.middleName, name.lastName, name.suffix];
  return name.entityName ?? parts.filter((part) => part !== undefined && part !== '').join(' ');
}

const PRIMARY = `SELECT details FROM customer_record WHERE customer_id = ? AND kind = 'address' AND status = 'Active'
  ORDER BY is_primary DESC, seq LIMIT 1`;

function primaryAddress({ store }: Bank, customerId: string): Address | undefined {
  const row = store.get<{ details: string }>(PRIMARY, customerId);
  return row && (JSON.parse(row.details) as Address);
}

function addressLines(address: Address | undefined): string[] {
  if (!address) return [];
  const { street1, street2, city, state, postalCode, countryCode } = address;
  const lines = [street1, street2, `${city}, ${state} ${postalCode}`, countryCode === 'US' ? undefined : countryCode];
  return lines.filter((line): line is string => line !== undefined && line !== '');
}
