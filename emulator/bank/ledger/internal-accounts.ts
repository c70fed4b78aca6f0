import { withCheckDigit } from '../accounts/account-number.ts';

/** A GL or settlement account of the bank. Its number has the form of a public sample: 12 digits that start with 1. */
export interface InternalAccount {
  readonly number: string;
  readonly accountClass: 'GeneralLedger' | 'Settlement';
  readonly title: string;
  /** The account that receives its balance at the close of a posting day. Without it, the balance must be zero. */
  readonly sweepsTo?: string;
}

/** The bank's position at the Fed, against which its rails settle. */
const fedPosition: InternalAccount = {
  number: withCheckDigit('19000000001'),
  accountClass: 'Settlement',
  title: 'Position at the Fed',
};

/** The GL of all ACH payments; it settles at the close. Source: G01, G02. */
export const achTransit: InternalAccount = {
  number: withCheckDigit('11000000001'),
  accountClass: 'GeneralLedger',
  title: 'ACH in transit',
  sweepsTo: fedPosition.number,
};

/** The GL of all book transfers; its balance stays zero. Source: G01. */
export const bookTransit: InternalAccount = {
  number: withCheckDigit('11000000002'),
  accountClass: 'GeneralLedger',
  title: 'Book transfers in transit',
};

/** The GL of the rails that are not simulated (checks, wires, cards); it settles at the close. Source: G01, G02. */
export const railTransit: InternalAccount = {
  number: withCheckDigit('11000000003'),
  accountClass: 'GeneralLedger',
  title: 'Other rails in transit',
  sweepsTo: fedPosition.number,
};

/** The expense of interest that the bank pays to its customers. */
export const interestExpense: InternalAccount = {
  number: withCheckDigit('19000000002'),
  accountClass: 'Settlement',
  title: 'Interest expense',
};

/** The bank's income from fees. */
export const feeIncome: InternalAccount = {
  number: withCheckDigit('19000000003'),
  accountClass: 'Settlement',
  title: 'Fee income',
};

/** The tax that the bank withholds and owes to the IRS. */
export const taxPayable: InternalAccount = {
  number: withCheckDigit('19000000004'),
  accountClass: 'Settlement',
  title: 'Tax payable',
};

/** Interest of closed accounts that the bank pays outside this API, for example by check. */
export const closingPayments: InternalAccount = {
  number: withCheckDigit('19000000005'),
  accountClass: 'Settlement',
  title: 'Payments on closing',
};

/** All accounts of the bank itself. */
export const internalAccounts: readonly InternalAccount[] = [
  bookTransit,
  achTransit,
  railTransit,
  fedPosition,
  interestExpense,
  feeIncome,
  taxPayable,
  closingPayments,
];

const settlementNumbers: ReadonlySet<string> = new Set(
  internalAccounts.flatMap(({ number, accountClass }) => (accountClass === 'Settlement' ? [number] : [])),
);

/** Returns true for the number of a settlement account of the bank. */
export function isSettlementAccount(number: string): boolean {
  return settlementNumbers.has(number);
}
