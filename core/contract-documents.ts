/** The documents of the contract, in order; each is a source of operations and a file of `contracts/`. */
export const contractDocuments = ['core', 'ach', 'webhooks', 'identity', 'emulator'] as const;

/** The name of a contract document. */
export type ContractDocument = (typeof contractDocuments)[number];
