import { operations } from '../../../generated/operations.ts';
import type { DescribedDocument, DescribedSource } from '../arazzo/description.ts';
import type { ArazzoDocument } from '../arazzo/document.ts';
import type { Location } from '../arazzo/problem.ts';

/** Describes a document whose sources are the contract's own: `core`, `ach`, `identity`, `emulator`, by these names. */
export function describeCos(
  document: ArazzoDocument,
  locate: (pointer: string) => Location | undefined = () => undefined,
): DescribedDocument {
  const sources = document.sourceDescriptions.map(({ name }) => [name, cosSource(name)] as const);
  return { id: document.info.title, document, sources: new Map(sources), locate };
}

/** One of the contract's documents as a source. */
export function cosSource(name: string): DescribedSource {
  const own = Object.values(operations).filter(({ source }) => source === name);
  return { type: 'openapi', operations: own.map((operation) => ({ name: operation.operationId, operation })) };
}
