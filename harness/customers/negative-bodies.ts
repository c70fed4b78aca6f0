import type { OperationId } from '../../generated/operations.ts';
import { type CustomerRecord, NOBODYS_ID } from './customer-record.ts';

/** What only the bank can say of a customer who was brought to it. */
export interface BankIds {
  readonly customerId: string;
  /** The first beneficial owner. */
  readonly ownerCustomerId: string;
  /** Of the first account. */
  readonly productId: string;
  readonly accountNumber: string;
}

/** Ids that nobody has: enough where the body is looked at before the records are, as at the emulator. */
export const nobodysIds: BankIds = {
  customerId: NOBODYS_ID,
  ownerCustomerId: NOBODYS_ID,
  productId: NOBODYS_ID,
  accountNumber: '0000000000',
};

/** A valid request of a record: the operation, what its path names, and the whole body. */
export interface RecordRequest {
  readonly operationId: OperationId;
  readonly path?: { readonly customerId: string };
  readonly body: object;
}

/**
 * Gives the first request of each operation that a record has, in the order in which they are sent: what breaks a field of one
 * share, account, subledger or entry breaks it in the next alike. Owners are persons, onboarded like any other: their
 * onboarding is not among them.
 */
export function listRequests(record: CustomerRecord, ids: BankIds): RecordRequest[] {
  const { customerId, ownerCustomerId, productId, accountNumber } = ids;
  const [owner] = record.owners;
  const [account] = record.accounts ?? [];
  const [subledger] = account?.subledgers ?? [];
  const [entry] = record.payroll?.entries ?? [];
  const requests: RecordRequest[] = [{ operationId: 'onboardCustomer', body: record.customer }];
  const add = (operationId: OperationId, body: object, path?: { readonly customerId: string }) =>
    requests.push({ operationId, body, ...(path ? { path } : {}) });
  const [own] = record.identifications;
  const [owners] = owner?.identifications ?? [];
  if (own) add('addIdentification', own, { customerId });
  else if (owners) add('addIdentification', owners, { customerId: ownerCustomerId });
  if (owner) add('addBeneficialOwner', { ...owner.share, ownerCustomerId }, { customerId });
  if (account) add('openAccount', { ...account.account, customerId, productId });
  if (subledger) add('createSubaccount', { ...subledger, masterAccountNumber: accountNumber });
  if (entry) add('simulateInboundOrigination', { ...entry, receiverAccountNumber: accountNumber });
  return requests;
}
