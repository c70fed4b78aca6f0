import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import type { AccountSide } from '../ledger/transaction-side.ts';

/** What a restriction or policy looks at; null matches everything (R03). */
export interface Criteria {
  readonly rail: string | null;
  readonly type: 'Debit' | 'Credit' | null;
  readonly other_type: string | null;
  readonly threshold: number | null;
  readonly code: string | null;
}

/** The criteria of a restriction of an account, with the part of it that they cover. */
export interface AccountCriteria extends Criteria {
  readonly restriction_type: 'Partner' | 'Internal';
  readonly sub: string | null;
  readonly applies_to: 'All' | 'Account' | 'SubAccounts';
}

/**
 * Whether any restriction of the account, of these types, that is in force now matches this side: all its criteria that are not null must
 * fit, and one such restriction is enough. Source: S-ACCT, Creating restrictions (R03 to R08); P-RESTR (period).
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

/** Whether a policy of the account's product matches this side; restrictions only add to policies. Source: S-ACCT (R11). */
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

/** The threshold blocks what is over it (R05). */
function fits(criteria: Criteria, { rail, type, otherAccountType, transactionCode, amount }: AccountSide): boolean {
  return (
    matches(criteria.rail, rail) &&
    matches(criteria.type, type) &&
    matches(criteria.other_type, otherAccountType) &&
    matches(criteria.code, transactionCode) &&
    (criteria.threshold === null || amount > criteria.threshold)
  );
}

/** All: the master and its subledgers; Account: the master's own share, or the subledger that is named; SubAccounts: only subledgers. */
function coversSubledger(row: AccountCriteria, { number, master }: AccountSide['subledger']): boolean {
  if (row.sub !== null) return row.sub === number;
  if (row.applies_to === 'All') return true;
  return (row.applies_to === 'Account') === (number === master);
}

function matches(criterion: string | null, value: string): boolean {
  return criterion === null || criterion === value;
}
