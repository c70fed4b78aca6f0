import type { TargetProducts } from '../../core/target.ts';
import type { AchSchemas, CoreSchemas } from '../../generated/types/index.ts';

/**
 * The version of the generated data. Within a version, customer n of a seed never changes. A change of any value is a
 * new version, and a new major version of the package.
 */
export const GENERATOR_VERSION = 1;

/** A placeholder for an id that only the bank can assign; no bank assigns this one. */
export const UNASSIGNED_ID = '00000000-0000-4000-a000-000000000000';

/** The product roles on which a generated customer opens accounts. */
export const productNames = ['checking', 'savings', 'earlyDirectDeposit', 'business'] as const;
export type ProductName = (typeof productNames)[number] & keyof TargetProducts;

/** The words for products in identifiers and idempotency keys, which have at most 50 characters. */
export const productWords: Readonly<Record<ProductName, string>> = {
  checking: 'checking',
  savings: 'savings',
  earlyDirectDeposit: 'edd',
  business: 'business',
};

/** The optional parts of a record. None of them changes the customer itself. */
export const partNames = ['accounts', 'subledgers', 'payroll'] as const;
export type PartName = (typeof partNames)[number];

/**
 * Customer n of a seed: the bodies of all requests that create it at the bank, in the order of sending. Values that
 * only the bank can assign (ids, account numbers) are absent; the sender adds them.
 */
export interface CustomerRecord {
  readonly generatorVersion: typeof GENERATOR_VERSION;
  readonly seed: number;
  /** The number of the customer, from 1. */
  readonly n: number;
  /** The owners of a Business, each onboarded before it (P-CUSTREC); empty for a Personal customer. */
  readonly owners: readonly OwnerRecord[];
  /** The body of `onboardCustomer`, with address, phone, e-mail and identification. */
  readonly customer: CoreSchemas['OnboardCustomerRequest'];
  /** The bodies of `addIdentification`, without the primary identification. */
  readonly identifications: readonly CoreSchemas['IdentificationRequest'][];
  readonly accounts?: readonly AccountRecord[];
  /** Only for a Personal customer who is employed. */
  readonly payroll?: PayrollRecord;
}

/** A person who owns 25 percent or more of a business. */
export interface OwnerRecord extends Pick<CustomerRecord, 'customer' | 'identifications'> {
  /** The body of `addBeneficialOwner`, without the owner's id. */
  readonly share: Omit<CoreSchemas['BeneficialOwnerRequest'], 'ownerCustomerId'>;
}

/** An account on the target's product with this role. */
export interface AccountRecord {
  readonly product: ProductName;
  /** The body of `openAccount`, without the customer id and the product id. */
  readonly account: Omit<CoreSchemas['OpenAccountRequest'], 'customerId' | 'productId'>;
  /** Bodies of `createSubaccount`, without the number of the master account. */
  readonly subledgers?: readonly Omit<CoreSchemas['CreateSubaccountRequest'], 'masterAccountNumber'>[];
}

/**
 * The payments of an employer, as entries from another bank. Amounts are cents, credits to the customer's account on
 * `product`.
 */
export interface PayrollRecord {
  /** Early Direct Deposit if the customer has it, otherwise the product of its first account. */
  readonly product: ProductName;
  readonly employer: { readonly name: string; readonly identification: string; readonly routingNumber: string };
  /** Bodies of `simulateInboundOrigination`, without the receiver's account number. */
  readonly entries: readonly Omit<AchSchemas['SimulatedInboundOriginationRequest'], 'receiverAccountNumber'>[];
}
