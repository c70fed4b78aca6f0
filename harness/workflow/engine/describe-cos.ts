import { contractDigests } from '../../../generated/contract-digests.ts';
import { operations } from '../../../generated/operations.ts';
import { type Contract, cosContract } from '../../contract/contract.ts';
import type { DescribedDocument, DescribedSource } from '../arazzo/description.ts';
import type { ArazzoDocument } from '../arazzo/document.ts';
import type { Location } from '../arazzo/problem.ts';
import { digestOf } from './checkpoint.ts';

/** What the engine runs: a document with its sources, and the contract that its exchanges are held against. */
export interface Description {
  readonly source: DescribedDocument;
  readonly contract: Contract;
  /** Changes when the contract of any source does. */
  readonly contractDigest: string;
  /** Changes when the document does, or another Arazzo document that it refers to. */
  readonly documentDigest: string;
  /** Where the document was read from; absent where it was built. */
  readonly file?: string;
}

/** The digest of the contract that is built in. */
export const COS_DIGEST = digestOf(contractDigests);

/** Describes a document whose sources are the contract's own: `core`, `ach`, `identity`, `emulator`, by these names. */
export function describeCos(
  document: ArazzoDocument,
  locate: (pointer: string) => Location | undefined = () => undefined,
): Description {
  const known = described.get(document);
  if (known) return known;
  const sources = new Map(document.sourceDescriptions.map(({ name }) => [name, cosSource(name)]));
  const source: DescribedDocument = { id: document.info.title, document, sources, locate };
  const description = { source, contract: cosContract, contractDigest: COS_DIGEST, documentDigest: digestOf(document) };
  described.set(document, description);
  return description;
}

/** A document that is run a hundred times is described once. */
const described = new WeakMap<ArazzoDocument, Description>();

/** One of the contract's documents as a source. */
export function cosSource(name: string): DescribedSource {
  const own = Object.values(operations).filter(({ source }) => source === name);
  return { type: 'openapi', operations: own.map((operation) => ({ name: operation.operationId, operation })) };
}

/** Describes a workflow that the builder made; what is wrong with a step is told with the line that added it. */
export function describeWorkflow({ document, locate }: BuiltWorkflow): Description {
  return describeCos(document, locate);
}

/** What the builder makes, as far as it is described. */
interface BuiltWorkflow {
  readonly document: ArazzoDocument;
  locate(pointer: string): Location | undefined;
}
