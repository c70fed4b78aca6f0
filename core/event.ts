import type { Provenance } from './operation.ts';

/** What the index of events says of one event that the bank can tell a partner of. */
export interface EventDescription {
  readonly summary: string;
  /** The path of what changed, without a leading slash, for example `core/v1/dda/accounts/{accountNumber}`; absent where none is known. */
  readonly resource?: string;
  readonly provenance: Provenance;
  readonly discrepancy?: string;
  /** The key of the document that the event comes from, for example S-CUST. */
  readonly document: string;
}
