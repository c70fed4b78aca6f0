/** Where the contract knows something from: the bank's documents, other public pages, our conclusion, or what was observed. */
export type Provenance = 'source' | 'public' | 'inferred' | 'observed';

/** What the operation index says of one parameter. */
export interface OperationParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
}

/** What the operation index says of one documented answer. */
export interface OperationResponse {
  readonly hasBody: boolean;
  readonly provenance: Provenance;
  readonly discrepancy?: string;
}

/** One operation of the contract, as the generated index lists it. */
export interface Operation {
  readonly operationId: string;
  /** The contract document: core, ach, identity or emulator. */
  readonly source: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** The path template, for example `/core/v1/dda/accounts/{accountNumber}`. */
  readonly path: string;
  readonly parameters: readonly OperationParameter[];
  readonly requestContentType?: string;
  readonly responses: Readonly<Record<string, OperationResponse>>;
  readonly provenance: Provenance;
  /** The key of the document that the operation comes from, for example S-ACCT. */
  readonly document: string;
  readonly discrepancy?: string;
}
