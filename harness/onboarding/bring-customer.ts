import type { OperationId } from '../../generated/operations.ts';
import type { CustomerRecord, OwnerRecord } from '../customers/customer-record.ts';
import type { CustomerAccepted } from './journal.ts';

/** Sends one POST of a customer, with the key of its place; gives the body of a valid answer. */
export type Post = (place: string, operationId: OperationId, input: PostInput) => Promise<unknown>;

export interface PostInput {
  readonly path?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The same, and gives the value of this name that the bank has to answer with. */
export type PostFor = (
  place: string,
  operationId: OperationId,
  input: PostInput & { gives: string },
) => Promise<string>;

/**
 * Brings a customer to the bank: its owners first, as the bank wants it (P-CUSTREC), then the customer, then what each of them owns.
 * Throws Rejected at the first request that is not accepted.
 */
export async function bringCustomer(
  { n, owners, customer, identifications }: CustomerRecord,
  { post, postFor }: { readonly post: Post; readonly postFor: PostFor },
): Promise<CustomerAccepted> {
  const bring = async (place: string, part: Pick<OwnerRecord, 'customer' | 'identifications'>, prefix: string) => {
    const customerId = await postFor(place, 'onboardCustomer', { body: part.customer, gives: 'id' });
    for (const [at, body] of part.identifications.entries())
      await post(`${prefix}id-${at + 1}`, 'addIdentification', { path: { customerId }, body });
    return customerId;
  };
  const ownerIds: string[] = [];
  for (const [at, owner] of owners.entries()) ownerIds.push(await bring(`owner-${at + 1}`, owner, `owner-${at + 1}-`));
  const own = { customer: withPrimaryOwner(customer, ownerIds[0]), identifications };
  const customerId = await bring('customer', own, '');
  for (const [at, { share }] of owners.entries()) {
    const body = { ...share, ownerCustomerId: ownerIds[at] };
    await post(`owner-${at + 1}-share`, 'addBeneficialOwner', { path: { customerId }, body });
  }
  return { n, phase: 'customer', outcome: 'accepted', customerId, ...(ownerIds.length > 0 ? { ownerIds } : {}) };
}

/** The first owner is the primary one. Source: P-CUSTREC. */
function withPrimaryOwner(
  customer: CustomerRecord['customer'],
  primaryOwnerCustomerId: string | undefined,
): CustomerRecord['customer'] {
  if (primaryOwnerCustomerId === undefined) return customer;
  return { ...customer, profile: { ...customer.profile, primaryOwnerCustomerId } };
}
