import type { CoreSchemas } from '../../generated/types/index.ts';
import type { Bank } from './bank.ts';
import type { PostableSubledger } from './find-subledger.ts';
import { blockedByRestriction } from './restrictions.ts';

export type ResultCode = CoreSchemas['ResultCode'];
type Status = CoreSchemas['AccountStatus'];

/** One side of a transaction that is to be authorized. */
export interface SideToAuthorize {
  readonly type: 'Debit' | 'Credit';
  /** The subledger, or nothing when the partner has no account of that number. */
  readonly subledger: PostableSubledger | undefined;
  readonly otherAccountType: 'Deposit' | 'GeneralLedger';
  readonly amount: number;
  readonly rail: string;
  readonly transactionCode: string;
}

const statusCodes: Record<Status, ResultCode> = {
  Active: 'OK',
  Closed: 'CLS',
  Inactive: 'INA',
  Dormant: 'DRM',
  Escheat: 'ESC',
  ChargeOff: 'CHR',
};

type Guard = (bank: Bank, side: SideToAuthorize & { readonly subledger: PostableSubledger }) => ResultCode;

/**
 * The guards in their order; the first that does not say OK decides. ASSUMPTION: the order (DOC-058). Stop payments (STP)
 * come between status and restrictions once there are any.
 */
const guards: readonly Guard[] = [
  (_, { subledger }) => statusCodes[subledger.master_status],
  (_, { subledger }) => statusCodes[subledger.status],
  (bank, side) => (side.subledger.restricted === 1 && blockedByRestriction(bank, side) ? 'RES' : 'OK'),
  (_, side) => (side.type === 'Credit' || hasFunds(side) ? 'OK' : 'NSF'),
];

/** Authorizes one side of a transaction: OK, or the rejection code. Source: P-REF; B08. */
export function authorizeSide(bank: Bank, side: SideToAuthorize): ResultCode {
  const { subledger } = side;
  if (!subledger) return 'ANF';
  for (const guard of guards) {
    const code = guard(bank, { ...side, subledger });
    if (code !== 'OK') return code;
  }
  return 'OK';
}

/** Passthrough looks at the master only, Direct at both. Source: L-CORE; books.md, section 2. */
function hasFunds({ subledger, amount }: { subledger: PostableSubledger; amount: number }): boolean {
  if (subledger.master_available < amount) return false;
  return subledger.ledger_type === 'Passthrough' || subledger.available >= amount;
}
