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

/** All accounts of the bank itself. */
export const internalAccounts: readonly InternalAccount[] = [bookTransit, achTransit, railTransit, fedPosition];
