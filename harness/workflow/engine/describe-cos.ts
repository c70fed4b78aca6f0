import { contractDigests } from '../../../generated/contract-digests.ts';
import { operations } from '../../../generated/operations.ts';
import { type Contract, cosContract } from '../../contract/contract.ts';
import type { DescribedDocument, DescribedSource } from '../arazzo/description.ts';
import type { ArazzoDocument } from '../arazzo/document.ts';
import type { Location } from '../arazzo/problem.ts';
import { digestOf } from './checkpoint.ts';

/** A document with its sources and the contract for its exchanges, as the engine runs it. */
export interface Description {
  readonly source: DescribedDocument;
  readonly contract: Contract;
  /** Changes with the contract of any source. */
  readonly contractDigest: string;
  /** Changes with the document, or with another Arazzo document that it refers to. */
  readonly documentDigest: string;
  /** The file of the document; absent if it was built in code. */
  readonly file?: string;
}

/** The digest of the built-in contract. */
export const COS_DIGEST = digestOf(contractDigests);

/**
 * Describes a document whose sources are the built-in ones, by their names: `core`, `ach`, `webhooks`, `identity`,
 * `emulator`.
 */
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

/** Descriptions already built, for documents that run many times. */
const described = new WeakMap<ArazzoDocument, Description>();

/** Describes one of the contract's documents as a source. */
export function cosSource(name: string): DescribedSource {
  const own = Object.values(operations).filter(({ source }) => source === name);
  return { type: 'openapi', operations: own.map((operation) => ({ name: operation.operationId, operation })) };
}

/** Describes a workflow from the builder; problems of a step have the line that added it. */
export function describeWorkflow({ document, locate }: BuiltWorkflow): Description {
  return describeCos(document, locate);
}

/** The part of a built workflow that is described. */
interface BuiltWorkflow {
  readonly document: ArazzoDocument;
  locate(pointer: string): Location | undefined;
}
