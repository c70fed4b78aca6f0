import { instantOf } from './bank-days.ts';
import type { Books, Restriction, Transaction } from './books.ts';
import { momentOf, otherSideOf, type TransactionSide } from './transactions.ts';

/** A side of a transaction, as restrictions see it. */
export interface RestrictedSide {
  readonly transaction: Transaction;
  readonly side: TransactionSide;
}

/**
 * Lists the active restrictions of a side's account that match it and were in force at its execution: every criterion
 * that is not null matches, and the amount exceeds the threshold. Source: S-ACCT, Creating restrictions (R03 to R08).
 */
export function restrictionsOn(books: Books, { transaction, side }: RestrictedSide): Restriction[] {
  const { restrictions = [] } = books.records.get(side.masterAccountNumber) ?? {};
  return restrictions.filter(
    (restriction) =>
      restriction.status === 'Active' &&
      isInForce(restriction, momentOf(transaction)) &&
      coversSubledger(restriction, side) &&
      fits(restriction, { transaction, side }),
  );
}

/**
 * Lists the restrictions that nearly match a side: with one cent more, had they not been removed, or had they been in
 * force at the time.
 */
export function nearMissesOn(books: Books, { transaction, side }: RestrictedSide): Restriction[] {
  const { restrictions = [], formerRestrictions = [] } = books.records.get(side.masterAccountNumber) ?? {};
  const fitsAt = (restriction: Restriction, amount: number) =>
    coversSubledger(restriction, side) && fits(restriction, { transaction: { ...transaction, amount }, side });
  const applies = (restriction: Restriction) =>
    restriction.status === 'Active' && isInForce(restriction, momentOf(transaction));
  return [
    ...restrictions.filter((restriction) => fitsAt(restriction, transaction.amount + (applies(restriction) ? 1 : 0))),
    ...formerRestrictions.filter((restriction) => fitsAt(restriction, transaction.amount)),
  ];
}

/** Returns true from `startsAt` until just before `expiresAt`. Source: P-RESTR. */
function isInForce({ startsAt, expiresAt }: Restriction, moment: string): boolean {
  const at = instantOf(moment);
  return (!startsAt || instantOf(startsAt) <= at) && (!expiresAt || at < instantOf(expiresAt));
}

/**
 * Returns true if a restriction covers a subledger. All: master and subledgers; Account: the implicit subledger, or the
 * named one; SubAccounts: the others.
 */
function coversSubledger(
  { subAccountNumber, appliesTo }: Restriction,
  { subAccountNumber: number, masterAccountNumber }: TransactionSide,
): boolean {
  if (subAccountNumber !== null) return subAccountNumber === number;
  if (appliesTo === 'All') return true;
  return (appliesTo === 'Account') === (number === masterAccountNumber);
}

function fits(criteria: Restriction, { transaction, side }: RestrictedSide): boolean {
  const { amountThreshold } = criteria;
  return (
    matches(criteria.rail, transaction.rail) &&
    matches(criteria.transactionType, side.transactionType) &&
    matches(criteria.otherAccountType, otherSideOf(transaction, side).accountType) &&
    matches(criteria.transactionCode, transaction.transactionCode) &&
    (amountThreshold === null || transaction.amount > amountThreshold)
  );
}

/** Compares a criterion with a value; null matches everything (R03). */
function matches(criterion: string | null, value: string): boolean {
  return criterion === null || criterion === value;
}
