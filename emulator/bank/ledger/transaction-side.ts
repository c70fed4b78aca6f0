import type { CoreSchemas } from '../../../generated/types/index.ts';
import type { PostableSubledger } from '../accounts/find-subledger.ts';

export type ResultCode = CoreSchemas['ResultCode'];
export type Flag = CoreSchemas['TransactionFlag'];

/** One side of a transaction that is to be authorized. */
export interface SideToAuthorize {
  readonly type: 'Debit' | 'Credit';
  /** The subledger, or nothing when the partner has no account of that number. */
  readonly subledger: PostableSubledger | undefined;
  readonly otherAccountType: 'Deposit' | 'GeneralLedger';
  /** The master on the other side, where it is one of the partner's. */
  readonly otherMaster?: string | undefined;
  readonly amount: number;
  readonly rail: string;
  readonly transactionCode: string;
  /** Checks that the partner lifts. */
  readonly flags: readonly Flag[];
  /** Whether the bank itself posts it whatever the checks say. */
  readonly isForced?: boolean | undefined;
}

/** A side whose account is there. */
export type AccountSide = SideToAuthorize & { readonly subledger: PostableSubledger };
