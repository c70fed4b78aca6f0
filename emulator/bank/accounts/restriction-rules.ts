import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import type { AccountSide } from '../ledger/transaction-side.ts';

/** The criteria of a restriction or policy; null matches everything (R03). */
export interface Criteria {
  readonly rail: string | null;
  readonly type: 'Debit' | 'Credit' | null;
  readonly other_type: string | null;
  readonly threshold: number | null;
  readonly code: string | null;
}

/** The criteria of an account's restriction, and the part of the account that they cover. */
export interface AccountCriteria extends Criteria {
  readonly restriction_type: 'Partner' | 'Internal';
  readonly sub: string | null;
  readonly applies_to: 'All' | 'Account' | 'SubAccounts';
}

/**
 * Returns true if an active restriction of these types blocks this side. All criteria of a restriction that are not
 * null must match; one matching restriction is enough. Source: S-ACCT, Creating restrictions (R03 to R08); P-RESTR
 * (period).
 */
export function blockedByRestriction(
  { store, clock }: Bank,
  side: AccountSide,
  types: readonly ('Internal' | 'Partner')[],
): boolean {
  const now = clock.nowMs();
  const sql = `SELECT * FROM restriction WHERE master = ? AND status = 'Active'
    AND (starts_ms IS NULL OR starts_ms <= ?) AND (expires_ms IS NULL OR expires_ms > ?)`;
  return store
    .all<AccountCriteria>(sql, side.subledger.master, now, now)
    .some((row) => types.includes(row.restriction_type) && coversSubledger(row, side.subledger) && fits(row, side));
}

/**
 * Returns true if a policy of the product blocks this side; restrictions only add to policies. Source: S-ACCT (R11).
 */
export function blockedByPolicy(side: AccountSide): boolean {
  const policies = JSON.parse(side.subledger.policies) as EmulatorSchemas['Policy'][];
  return policies.some((policy) =>
    fits(
      {
        rail: policy.rail ?? null,
        type: policy.transactionType ?? null,
        other_type: policy.otherAccountType ?? null,
        threshold: policy.amountThreshold ?? null,
        code: policy.transactionCode ?? null,
      },
      side,
    ),
  );
}

/** Returns true if the criteria match; a threshold blocks larger amounts (R05). */
function fits(criteria: Criteria, { rail, type, otherAccountType, transactionCode, amount }: AccountSide): boolean {
  return (
    matches(criteria.rail, rail) &&
    matches(criteria.type, type) &&
    matches(criteria.other_type, otherAccountType) &&
    matches(criteria.code, transactionCode) &&
    (criteria.threshold === null || amount > criteria.threshold)
  );
}

/**
 * Returns true if a restriction covers a subledger. All: the master and its subledgers. Account: the master's own
 * share, or the named subledger. SubAccounts: subledgers only.
 */
function coversSubledger(row: AccountCriteria, { number, master }: AccountSide['subledger']): boolean {
  if (row.sub !== null) return row.sub === number;
  if (row.applies_to === 'All') return true;
  return (row.applies_to === 'Account') === (number === master);
}

function matches(criterion: string | null, value: string): boolean {
  return criterion === null || criterion === value;
}
