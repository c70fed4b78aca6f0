import type { CoreSchemas } from '../../../generated/types/index.ts';
import { blockedByPolicy, blockedByRestriction } from '../accounts/restriction-rules.ts';
import { isStopped } from '../accounts/stop-payments.ts';
import type { Bank } from '../bank.ts';
import { exceedsMonthlyDebits } from './regulation-d.ts';
import type { AccountSide, Flag, ResultCode, SideToAuthorize } from './transaction-side.ts';

type Status = CoreSchemas['AccountStatus'];

const statusCodes: Record<Status, ResultCode> = {
  Active: 'OK',
  Closed: 'CLS',
  Inactive: 'INA',
  Dormant: 'DRM',
  Escheat: 'ESC',
  ChargeOff: 'CHR',
};

/**
 * ASSUMPTION: an account and the bank itself take no transaction that brings balances, holds, memo posts and the turnover of the
 * day beyond ten trillion dollars (ERR). It is half of what a figure can have, so that what is forced has room.
 */
export const LARGEST_VOLUME = 1_000_000_000_000_000;

type Guard = (bank: Bank, side: AccountSide) => ResultCode;

/** Whether a partner's flags lift a check: the one that is named after it, or FRC. Source: P-REF. */
const lifts = ({ flags }: AccountSide, flag: Flag) => flags.includes(flag) || flags.includes('FRC');

/**
 * The guards in their order; the first that does not say OK decides. ASSUMPTION: the checks come in the order ANF, status, STP,
 * RES, NSF, ERR (DOC-058). ASSUMPTION: a partner's flags lift neither Closed, which only the bank opens again (D25), nor the bank's
 * internal restrictions (R10).
 */
const guards: readonly Guard[] = [
  (_, { subledger: { master_status, status } }) => (master_status === 'Closed' || status === 'Closed' ? 'CLS' : 'OK'),
  (_, side) => (lifts(side, 'STS') ? 'OK' : statusCodes[side.subledger.master_status]),
  (_, side) => (lifts(side, 'STS') ? 'OK' : statusCodes[side.subledger.status]),
  (bank, side) => (side.subledger.stopped === 1 && !lifts(side, 'STP') && isStopped(bank, side) ? 'STP' : 'OK'),
  (bank, side) => (side.subledger.restricted === 1 && isRestricted(bank, side) ? 'RES' : 'OK'),
  (_, side) => (side.subledger.policies !== '[]' && !lifts(side, 'RES') && blockedByPolicy(side) ? 'RES' : 'OK'),
  (bank, side) =>
    side.subledger.debit_limit !== null && !lifts(side, 'RGD') && exceedsMonthlyDebits(bank, side) ? 'RES' : 'OK',
  (_, side) => (side.type === 'Credit' || lifts(side, 'NSF') || hasFunds(side) ? 'OK' : 'NSF'),
  (_, { subledger: { volume }, amount }) => (volume + amount > LARGEST_VOLUME ? 'ERR' : 'OK'),
];

function isRestricted(bank: Bank, side: AccountSide): boolean {
  return blockedByRestriction(bank, side, lifts(side, 'RES') ? ['Internal'] : ['Internal', 'Partner']);
}

/** Authorizes one side of a transaction: OK, or the rejection code. What the bank itself forces needs only an account. Source: P-REF; B08. */
export function authorizeSide(bank: Bank, side: SideToAuthorize): ResultCode {
  const { subledger, isForced } = side;
  if (!subledger) return 'ANF';
  if (isForced) return 'OK';
  for (const guard of guards) {
    const code = guard(bank, { ...side, subledger });
    if (code !== 'OK') return code;
  }
  return 'OK';
}

/** Passthrough looks at the master only, Direct at both; a GL may be overdrawn (G03). Source: L-CORE; books.md, section 2. */
function hasFunds({ subledger, amount }: AccountSide): boolean {
  if (subledger.class === 'GeneralLedger') return true;
  if (subledger.master_available < amount) return false;
  return subledger.ledger_type === 'Passthrough' || subledger.available >= amount;
}
