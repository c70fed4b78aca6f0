import type { CoreSchemas } from '../../generated/types/index.ts';
import type { Client } from '../../harness/client/client.ts';
import type { CustomerRecord } from '../../harness/host.ts';
import { listAll } from '../emulator/audit-books.ts';

/** The records of a bank, each as a line without ids; sorted, with duplicates. */
export type Inventory = Readonly<
  Record<'customers' | 'identifications' | 'owners' | 'accounts' | 'subledgers' | 'payments', string[]>
>;

/** Reads all records that the partner has at the bank. */
export async function takeInventory(client: Client): Promise<Inventory> {
  const customers = await listAll<CoreSchemas['Customer']>(client, 'listCustomers');
  const nameOf = new Map(customers.map(({ id, clientIdentifier = '?' }) => [id, clientIdentifier]));
  const [identifications, owners]: string[][] = [[], []];
  for (const { id: customerId, clientIdentifier, classification } of customers) {
    const records = await listAll<CoreSchemas['Identification']>(client, 'listIdentifications', {
      path: { customerId },
    });
    identifications?.push(...records.map(({ idNumber }) => `${clientIdentifier} ${idNumber}`));
    if (classification !== 'Business') continue;
    const owned = await listAll<CoreSchemas['BeneficialOwner']>(client, 'listBeneficialOwners', {
      path: { customerId },
    });
    owners?.push(
      ...owned.map((it) => `${clientIdentifier} ${nameOf.get(it.ownerCustomerId)} ${it.ownershipPercentage}`),
    );
  }
  const accounts = await listAll<CoreSchemas['Account']>(client, 'listAccounts');
  const accountOf = new Map(
    accounts.map(({ accountNumber, clientIdentifier = '?' }) => [accountNumber, clientIdentifier]),
  );
  const subledgers = await listAll<CoreSchemas['Subaccount']>(client, 'listSubaccounts');
  const payments = await listAll<{ receiver: { identification?: string; accountNumber: string }; amount: number }>(
    client,
    'listAchPayments',
  );
  return sorted({
    customers: customers.map(({ clientIdentifier = '?' }) => clientIdentifier),
    identifications: identifications ?? [],
    owners: owners ?? [],
    accounts: accounts.map(({ clientIdentifier, customerId }) => `${clientIdentifier} of ${nameOf.get(customerId)}`),
    subledgers: subledgers.map((it) => `${it.clientIdentifier} in ${accountOf.get(it.masterAccountNumber)}`),
    payments: payments.map(
      ({ receiver, amount }) => `${receiver.identification} ${amount} to ${accountOf.get(receiver.accountNumber)}`,
    ),
  });
}

/** Returns the expected records of these customers. */
export function inventoryOf(records: readonly CustomerRecord[]): Inventory {
  const persons = records.flatMap(({ owners, customer, identifications }) => [
    ...owners,
    { customer, identifications },
  ]);
  const nameOf = ({ customer }: Pick<CustomerRecord, 'customer'>) => customer.clientIdentifier ?? '?';
  return sorted({
    customers: persons.map(nameOf),
    identifications: persons.flatMap((person) =>
      [person.customer.primaryIdentification, ...person.identifications].map(
        (it) => `${nameOf(person)} ${it?.idNumber}`,
      ),
    ),
    owners: records.flatMap((record) =>
      record.owners.map((owner) => `${nameOf(record)} ${nameOf(owner)} ${owner.share.ownershipPercentage}`),
    ),
    accounts: records.flatMap((record) =>
      (record.accounts ?? []).map(({ account }) => `${account.clientIdentifier} of ${nameOf(record)}`),
    ),
    subledgers: records.flatMap(({ accounts = [] }) =>
      accounts.flatMap(({ account, subledgers = [] }) =>
        subledgers.map((it) => `${it.clientIdentifier} in ${account.clientIdentifier}`),
      ),
    ),
    payments: records.flatMap(({ accounts = [], payroll }) => {
      const receiver = accounts.find(({ product }) => product === payroll?.product)?.account.clientIdentifier;
      return (payroll?.entries ?? []).map((it) => `${it.receiverIdentification} ${it.amount} to ${receiver}`);
    }),
  });
}

function sorted(inventory: Inventory): Inventory {
  return Object.fromEntries(Object.entries(inventory).map(([name, lines]) => [name, lines.toSorted()])) as Inventory;
}
