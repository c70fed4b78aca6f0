import type { OperationId } from '../../generated/operations.ts';
import type { CustomerRecord, OwnerRecord } from '../customers/customer-record.ts';
import type { CustomerAccepted, KnownIds } from './journal.ts';

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
 * Throws Rejected at the first request that is not accepted; `known` then has the ids of what the bank has.
 */
export async function bringCustomer(
  { n, owners, customer, identifications }: CustomerRecord,
  { post, postFor, known }: { readonly post: Post; readonly postFor: PostFor; readonly known: KnownIds },
): Promise<CustomerAccepted> {
  type Part = Pick<OwnerRecord, 'customer' | 'identifications'>;
  const bring = async (place: string, part: Part, { prefix, keep }: { prefix: string; keep: (id: string) => void }) => {
    const customerId = await postFor(place, 'onboardCustomer', { body: part.customer, gives: 'id' });
    keep(customerId);
    for (const [at, body] of part.identifications.entries())
      await post(`${prefix}id-${at + 1}`, 'addIdentification', { path: { customerId }, body });
    return customerId;
  };
  const ownerIds: string[] = [];
  const keepOwner = (id: string) => {
    ownerIds.push(id);
    known.ownerIds = ownerIds;
  };
  for (const [at, owner] of owners.entries())
    await bring(`owner-${at + 1}`, owner, { prefix: `owner-${at + 1}-`, keep: keepOwner });
  const own = { customer: withPrimaryOwner(customer, ownerIds[0]), identifications };
  const keep = (id: string) => {
    known.customerId = id;
  };
  const customerId = await bring('customer', own, { prefix: '', keep });
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
