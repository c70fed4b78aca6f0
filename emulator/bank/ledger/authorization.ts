import type { CoreSchemas } from '../../../generated/types/index.ts';
import { blockedByPolicy, blockedByRestriction } from '../accounts/restriction-rules.ts';
import { isStopped } from '../accounts/stop-payments.ts';
import type { Bank } from '../bank.ts';
import { isLocked } from '../time-deposits/lock.ts';
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
 * ASSUMPTION: an account or the bank itself rejects a transaction (ERR) if its balances, holds, memo posts and
 * turnover of the day would exceed ten trillion dollars. The limit is half of what a figure can store, which leaves
 * room for forced transactions.
 */
export const LARGEST_VOLUME = 1_000_000_000_000_000;

type Guard = (bank: Bank, side: AccountSide) => ResultCode;

/** Returns true if a partner's flags lift a check: the flag of the same name, or FRC. Source: P-REF. */
const lifts = ({ flags }: AccountSide, flag: Flag) => flags.includes(flag) || flags.includes('FRC');

/**
 * The guards in order; the first that does not return OK decides. ASSUMPTION: the checks run in the order ANF, status,
 * STP, RES, NSF, ERR (DOC-058). ASSUMPTION: a partner's flags lift neither the status Closed, which only the bank can
 * change (D25), nor internal restrictions (R10).
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
  (bank, side) => (side.subledger.kind === 'TimeDeposit' && isLocked(bank, side) ? 'RES' : 'OK'),
  (_, side) => (side.type === 'Credit' || lifts(side, 'NSF') || hasFunds(side) ? 'OK' : 'NSF'),
  (_, { subledger: { volume }, amount }) => (volume + amount > LARGEST_VOLUME ? 'ERR' : 'OK'),
];

function isRestricted(bank: Bank, side: AccountSide): boolean {
  return blockedByRestriction(bank, side, lifts(side, 'RES') ? ['Internal'] : ['Internal', 'Partner']);
}

/**
 * Authorizes one side of a transaction: returns OK or the rejection code. A side that the bank forces requires only an
 * account. Source: P-REF; B08.
 */
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

/**
 * Returns true if the funds suffice: of the master for Passthrough, of both for Direct. A GL may be overdrawn (G03).
 * Source: L-CORE; books.md, section 2.
 */
function hasFunds({ subledger, amount }: AccountSide): boolean {
  if (subledger.class === 'GeneralLedger') return true;
  if (subledger.master_available < amount) return false;
  return subledger.ledger_type === 'Passthrough' || subledger.available >= amount;
}
