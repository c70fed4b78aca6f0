import { withCheckDigit } from '../accounts/account-number.ts';

/** A GL or settlement account. Its number has the form of a public sample: 12 digits starting with 1. */
export interface InternalAccount {
  readonly number: string;
  readonly accountClass: 'GeneralLedger' | 'Settlement';
  readonly title: string;
  /** Where its balance goes at the close of a posting day; without it, the balance must be zero by itself. */
  readonly sweepsTo?: string;
}

/** The bank's position at the Fed: what its rails settle against. */
const fedPosition: InternalAccount = {
  number: withCheckDigit('19000000001'),
  accountClass: 'Settlement',
  title: 'Position at the Fed',
};

/** Every ACH payment passes through here, and settles at the close. Source: G01, G02. */
export const achTransit: InternalAccount = {
  number: withCheckDigit('11000000001'),
  accountClass: 'GeneralLedger',
  title: 'ACH in transit',
  sweepsTo: fedPosition.number,
};

/** Every book transfer passes through here and leaves nothing. Source: G01. */
export const bookTransit: InternalAccount = {
  number: withCheckDigit('11000000002'),
  accountClass: 'GeneralLedger',
  title: 'Book transfers in transit',
};

/** What a rail that is not simulated moves (checks, wires, cards) passes through here, and settles at the close. Source: G01, G02. */
export const railTransit: InternalAccount = {
  number: withCheckDigit('11000000003'),
  accountClass: 'GeneralLedger',
  title: 'Other rails in transit',
  sweepsTo: fedPosition.number,
};

/** Every account that the bank has for itself. */
export const internalAccounts: readonly InternalAccount[] = [bookTransit, achTransit, railTransit, fedPosition];
