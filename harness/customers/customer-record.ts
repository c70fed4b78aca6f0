import type { TargetProducts } from '../../core/target.ts';
import type { AchSchemas, CoreSchemas } from '../../generated/types/index.ts';

/**
 * The version of what is generated: customer n of a seed is the same for ever within one. A change of any value is a new
 * version, and a new major version of the package.
 */
export const GENERATOR_VERSION = 1;

/** An id that no bank gives, in the place of one that only the bank can tell. */
export const NOBODYS_ID = '00000000-0000-4000-a000-000000000000';

/** Products by the roles that a generated customer opens accounts on. */
export const productNames = ['checking', 'savings', 'earlyDirectDeposit', 'business'] as const;
export type ProductName = (typeof productNames)[number] & keyof TargetProducts;

/** Products in the words of identifiers and keys, of which none may be longer than 50 characters. */
export const productWords: Readonly<Record<ProductName, string>> = {
  checking: 'checking',
  savings: 'savings',
  earlyDirectDeposit: 'edd',
  business: 'business',
};

/** What a record may have beyond the customer, whom none of them changes. */
export const partNames = ['accounts', 'subledgers', 'payroll'] as const;
export type PartName = (typeof partNames)[number];

/**
 * Customer n of a seed: the bodies of all requests that bring it to the bank, in the order in which they are sent. What only the bank
 * can say (ids, account numbers) is left out of a body, and stands in the request that is made of it.
 */
export interface CustomerRecord {
  readonly generatorVersion: typeof GENERATOR_VERSION;
  readonly seed: number;
  /** From 1. */
  readonly n: number;
  /** The persons who own a Business, each onboarded before it (P-CUSTREC); none of a Personal customer. */
  readonly owners: readonly OwnerRecord[];
  /** The body of `onboardCustomer`, with address, phone, e-mail and identification. */
  readonly customer: CoreSchemas['OnboardCustomerRequest'];
  /** Bodies of `addIdentification`, beyond the primary one. */
  readonly identifications: readonly CoreSchemas['IdentificationRequest'][];
  readonly accounts?: readonly AccountRecord[];
  /** Of a Personal customer who is employed. */
  readonly payroll?: PayrollRecord;
}

/** A person who owns 25 % or more of a business. */
export interface OwnerRecord extends Pick<CustomerRecord, 'customer' | 'identifications'> {
  /** The body of `addBeneficialOwner`, without the owner's id. */
  readonly share: Omit<CoreSchemas['BeneficialOwnerRequest'], 'ownerCustomerId'>;
}

/** An account on the target's product of this role. */
export interface AccountRecord {
  readonly product: ProductName;
  /** The body of `openAccount`, without the ids of customer and product. */
  readonly account: Omit<CoreSchemas['OpenAccountRequest'], 'customerId' | 'productId'>;
  /** Bodies of `createSubaccount`, without the master's number. */
  readonly subledgers?: readonly Omit<CoreSchemas['CreateSubaccountRequest'], 'masterAccountNumber'>[];
}

/** What an employer pays, as entries from another bank. Amounts are cents, credits to the customer's account on `product`. */
export interface PayrollRecord {
  /** Early Direct Deposit where the customer has it, else the first of its accounts. */
  readonly product: ProductName;
  readonly employer: { readonly name: string; readonly identification: string; readonly routingNumber: string };
  /** Bodies of `simulateInboundOrigination`, without the receiver's account number. */
  readonly entries: readonly Omit<AchSchemas['SimulatedInboundOriginationRequest'], 'receiverAccountNumber'>[];
}
