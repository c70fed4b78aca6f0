import type { OperationId } from '../../generated/operations.ts';
import type { CustomerRecord, OwnerRecord } from '../customers/customer-record.ts';
import type { CustomerAccepted, KnownIds } from './progress-log.ts';

/**
 * Sends one request of a customer with the idempotency key of this key part, and returns the body of a valid response.
 */
export type Send = (keyPart: string, operationId: OperationId, input: RequestInput) => Promise<unknown>;

export interface RequestInput {
  readonly path?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Sends one request in the same way, and returns the id that the response has in `idField`. */
export type SendForId = (
  keyPart: string,
  operationId: OperationId,
  input: RequestInput & { idField: string },
) => Promise<string>;

/**
 * Creates a customer at the bank: first its owners, as the bank requires (P-CUSTREC), then the customer, then the share
 * of each owner. Throws RequestNotAccepted at the first request that is not accepted; `known` then contains the ids
 * assigned so far.
 */
export async function createCustomer(
  { n, owners, customer, identifications }: CustomerRecord,
  { send, sendForId, known }: { readonly send: Send; readonly sendForId: SendForId; readonly known: KnownIds },
): Promise<CustomerAccepted> {
  type Person = Pick<OwnerRecord, 'customer' | 'identifications'>;
  const create = async (
    keyPart: string,
    person: Person,
    { prefix, keepId }: { prefix: string; keepId: (id: string) => void },
  ) => {
    const customerId = await sendForId(keyPart, 'onboardCustomer', { body: person.customer, idField: 'id' });
    keepId(customerId);
    for (const [index, body] of person.identifications.entries())
      await send(`${prefix}id-${index + 1}`, 'addIdentification', { path: { customerId }, body });
    return customerId;
  };
  const ownerIds: string[] = [];
  const keepOwnerId = (id: string) => {
    ownerIds.push(id);
    known.ownerIds = ownerIds;
  };
  for (const [index, owner] of owners.entries())
    await create(`owner-${index + 1}`, owner, { prefix: `owner-${index + 1}-`, keepId: keepOwnerId });
  const own = { customer: withPrimaryOwner(customer, ownerIds[0]), identifications };
  const keepId = (id: string) => {
    known.customerId = id;
  };
  const customerId = await create('customer', own, { prefix: '', keepId });
  for (const [index, { share }] of owners.entries()) {
    const body = { ...share, ownerCustomerId: ownerIds[index] };
    await send(`owner-${index + 1}-share`, 'addBeneficialOwner', { path: { customerId }, body });
  }
  return { n, phase: 'customer', outcome: 'accepted', customerId, ...(ownerIds.length > 0 ? { ownerIds } : {}) };
}

/** Sets the first owner as the primary one. Source: P-CUSTREC. */
function withPrimaryOwner(
  customer: CustomerRecord['customer'],
  primaryOwnerCustomerId: string | undefined,
): CustomerRecord['customer'] {
  if (primaryOwnerCustomerId === undefined) return customer;
  return { ...customer, profile: { ...customer.profile, primaryOwnerCustomerId } };
}
