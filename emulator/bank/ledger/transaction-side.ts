import type { CoreSchemas } from '../../../generated/types/index.ts';
import type { PostableSubledger } from '../accounts/find-subledger.ts';

export type ResultCode = CoreSchemas['ResultCode'];
export type Flag = CoreSchemas['TransactionFlag'];

/** One side of a transaction before authorization. */
export interface SideToAuthorize {
  readonly type: 'Debit' | 'Credit';
  /** The subledger; undefined if the partner has no account of that number. */
  readonly subledger: PostableSubledger | undefined;
  readonly otherAccountType: 'Deposit' | 'GeneralLedger';
  /** The master on the other side, if it belongs to the partner. */
  readonly otherMaster?: string | undefined;
  readonly amount: number;
  readonly rail: string;
  readonly transactionCode: string;
  /** The checks that the partner lifts. */
  readonly flags: readonly Flag[];
  /** True if the bank posts it despite failed checks. */
  readonly isForced?: boolean | undefined;
}

/** A side whose account exists. */
export type AccountSide = SideToAuthorize & { readonly subledger: PostableSubledger };
