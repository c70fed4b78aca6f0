import type { Operation } from '../../../core/operation.ts';
import type { ArazzoDocument } from './document.ts';
import type { Location } from './problem.ts';

/** A source of a document after it was read. */
export type DescribedSource =
  | { readonly type: 'openapi'; readonly operations: readonly DescribedOperation[] }
  | { readonly type: 'arazzo'; readonly document: DescribedDocument };

/** An operation with its name in its own document. */
export interface DescribedOperation {
  /** The name in the OpenAPI document; absent if it has none. */
  readonly name?: string;
  readonly operation: Operation;
}

/** A document with its sources. */
export interface DescribedDocument {
  /** The origin of the document, unique within a description. */
  readonly id: string;
  readonly document: ArazzoDocument;
  readonly sources: ReadonlyMap<string, DescribedSource>;
  /** Returns the position of a JSON pointer in the file, if known. */
  locate(pointer: string): Location | undefined;
}

/** Reports a problem at a place of a document. */
export type Report = (source: DescribedDocument, pointer: string, message: string) => void;
