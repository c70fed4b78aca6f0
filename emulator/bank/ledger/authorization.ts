import type { CoreSchemas } from '../../../generated/types/index.ts';
import { blockedByPolicy, blockedByRestriction } from '../accounts/restriction-rules.ts';
import { isStopped } from '../accounts/stop-payments.ts';
import type { Bank } from '../bank.ts';
import { exceedsMonthlyDebits } from './regulation-d.ts';
import type { Flag, KnownSide, ResultCode, SideToAuthorize } from './transaction-side.ts';

type Status = CoreSchemas['AccountStatus'];

const statusCodes: Record<Status, ResultCode> = {
  Active: 'OK',
  Closed: 'CLS',
  Inactive: 'INA',
  Dormant: 'DRM',
  Escheat: 'ESC',
  ChargeOff: 'CHR',
};

interface Guard {
  /** The flag that lifts it; FRC lifts every one. Source: P-REF. */
  readonly liftedBy: Flag;
  check(bank: Bank, side: KnownSide): ResultCode;
}

/** The guards in their order; the first that does not say OK decides. ASSUMPTION: the checks come in the order ANF, status, STP, RES, NSF (DOC-058). */
const guards: readonly Guard[] = [
  { liftedBy: 'STS', check: (_, { subledger }) => statusCodes[subledger.master_status] },
  { liftedBy: 'STS', check: (_, { subledger }) => statusCodes[subledger.status] },
  { liftedBy: 'STP', check: (bank, side) => (side.subledger.stopped === 1 && isStopped(bank, side) ? 'STP' : 'OK') },
  {
    liftedBy: 'RES',
    check: (bank, side) => (side.subledger.restricted === 1 && blockedByRestriction(bank, side) ? 'RES' : 'OK'),
  },
  {
    liftedBy: 'RES',
    check: (_, side) => (side.subledger.policies !== '[]' && blockedByPolicy(side) ? 'RES' : 'OK'),
  },
  {
    liftedBy: 'RGD',
    check: (bank, side) => (side.subledger.debit_limit !== null && exceedsMonthlyDebits(bank, side) ? 'RES' : 'OK'),
  },
  { liftedBy: 'NSF', check: (_, side) => (side.type === 'Credit' || hasFunds(side) ? 'OK' : 'NSF') },
];

/** Authorizes one side of a transaction: OK, or the rejection code. Source: P-REF; B08. */
export function authorizeSide(bank: Bank, side: SideToAuthorize): ResultCode {
  const { subledger, flags } = side;
  if (!subledger) return 'ANF';
  if (flags.includes('FRC')) return 'OK';
  for (const { liftedBy, check } of guards) {
    const code = flags.includes(liftedBy) ? 'OK' : check(bank, { ...side, subledger });
    if (code !== 'OK') return code;
  }
  return 'OK';
}

/** Passthrough looks at the master only, Direct at both; a GL may be overdrawn (G03). Source: L-CORE; books.md, section 2. */
function hasFunds({ subledger, amount }: KnownSide): boolean {
  if (subledger.class === 'GeneralLedger') return true;
  if (subledger.master_available < amount) return false;
  return subledger.ledger_type === 'Passthrough' || subledger.available >= amount;
}
