import type { Provenance } from './operation.ts';

/** One webhook event in the index of events. */
export interface EventDescription {
  readonly summary: string;
  /**
   * The path of the changed resource without a leading slash, `core/v1/dda/accounts/{accountNumber}`; absent if
   * unknown.
   */
  readonly resource?: string;
  readonly provenance: Provenance;
  readonly discrepancy?: string;
  /** The key of the document that the event comes from, for example S-CUST. */
  readonly document: string;
}
