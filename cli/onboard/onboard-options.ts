import type { Limits } from '../../core/limits.ts';

/** What the command was given that an onboarding needs: where to and how fast, and the texts of what changes the customers. */
export interface OnboardOptions {
  readonly classification?: string;
  readonly with?: string;
  readonly products?: string;
  readonly screening?: string;
  readonly taxIds?: string;
  /** The COS to send to; a bank of the command's own without it. */
  readonly target?: string;
  /** So many customers at a time. */
  readonly parallel: number;
  /** Bounds that `--limit` changes. */
  readonly limit: Partial<Limits>;
}
