import type { OperationId } from '../../generated/operations.ts';
import { type CustomerRecord, UNASSIGNED_ID } from './customer-record.ts';

/** The ids that only the bank can assign to an onboarded customer. */
export interface BankIds {
  readonly customerId: string;
  /** The first beneficial owner. */
  readonly ownerCustomerId: string;
  /** The product of the first account. */
  readonly productId: string;
  readonly accountNumber: string;
}

/** Placeholders for ids. They suffice if the bank checks the body before the ids, as the emulator does. */
export const unassignedIds: BankIds = {
  customerId: UNASSIGNED_ID,
  ownerCustomerId: UNASSIGNED_ID,
  productId: UNASSIGNED_ID,
  accountNumber: '0000000000',
};

/** A valid request of a record: the operation, its path parameters, and the full body. */
export interface RecordRequest {
  readonly operationId: OperationId;
  readonly path?: { readonly customerId: string };
  readonly body: object;
}

/**
 * Lists the first request of each operation that a record has, in the order of sending. Further shares, accounts,
 * subledgers and entries would only repeat the same errors. The onboarding of owners is omitted, because owners are
 * persons like any other.
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
