import type { Operation } from '../../../core/operation.ts';
import type { ArazzoDocument } from './document.ts';
import type { Location } from './problem.ts';

/** What one source of a document has turned out to be. */
export type DescribedSource =
  | { readonly type: 'openapi'; readonly operations: readonly DescribedOperation[] }
  | { readonly type: 'arazzo'; readonly document: DescribedDocument };

/** An operation, and the name that its own document gives it. */
export interface DescribedOperation {
  /** As the OpenAPI document writes it; absent where it has none. */
  readonly name?: string;
  readonly operation: Operation;
}

/** A document with its sources read. */
export interface DescribedDocument {
  /** Where it came from, different for each document of a description. */
  readonly id: string;
  readonly document: ArazzoDocument;
  readonly sources: ReadonlyMap<string, DescribedSource>;
  /** Where a JSON pointer stands in the file, as far as that is known. */
  locate(pointer: string): Location | undefined;
}

/** Tells what is wrong with a place of a document. */
export type Report = (source: DescribedDocument, pointer: string, message: string) => void;
