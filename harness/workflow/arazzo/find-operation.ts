import type { Operation } from '../../../core/operation.ts';
import type { DescribedDocument, DescribedOperation } from './description.ts';
import type { ArazzoStep } from './document.ts';
import { parsePointer } from './json-pointer.ts';
import { parseExpression } from './parse-expression.ts';

/** Finds the operation that a step calls, by id or path; returns a sentence about the step if there is none. */
export function findOperation(
  source: DescribedDocument,
  { operationId, operationPath }: ArazzoStep,
): Operation | string {
  if (operationPath !== undefined) return findByPath(source, operationPath);
  if (operationId === undefined) return 'calls nothing';
  const expression = parseExpression(operationId);
  if (expression?.kind === 'sourceDescriptions') {
    const operations = operationsOf(source, expression.source);
    if (!operations) return `calls "${operationId}", but "${expression.source}" is not a source of type openapi`;
    const found = operations.find(({ name }) => name === expression.reference);
    return found?.operation ?? `calls "${operationId}", which the source does not have`;
  }
  const found = [...source.sources.keys()].flatMap(
    (name) => operationsOf(source, name)?.filter((operation) => operation.name === operationId) ?? [],
  );
  if (found.length > 1)
    return `calls "${operationId}", which several sources have: name one, $sourceDescriptions.NAME.${operationId}`;
  return found[0]?.operation ?? `calls "${operationId}", which no source has`;
}

/** `{$sourceDescriptions.NAME.url}#/paths/~1a~1b/get`. Source: Arazzo 1.0.1, Step Object. */
const OPERATION_PATH = /^\{?\$sourceDescriptions\.([A-Za-z0-9_-]+)\.url\}?#(\/paths\/[^/]+\/[a-z]+)$/;

function findByPath(source: DescribedDocument, operationPath: string): Operation | string {
  const [, name = '', pointer = ''] = OPERATION_PATH.exec(operationPath) ?? [];
  if (pointer === '')
    return `has the operationPath "${operationPath}"; expected {$sourceDescriptions.NAME.url}#/paths/~1path/method`;
  const operations = operationsOf(source, name);
  if (!operations) return `calls "${operationPath}", but "${name}" is not a source of type openapi`;
  const [, path, method] = parsePointer(pointer);
  const isPath = (other: string) => other === path || other === decodeFragment(path);
  const found = operations.find(({ operation }) => isPath(operation.path) && operation.method === method);
  return found?.operation ?? `calls ${method?.toUpperCase()} ${path}, which "${name}" does not have`;
}

/** Decodes a fragment, which may write braces and other characters in percent. Source: RFC 6901, section 6. */
function decodeFragment(text = ''): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function operationsOf({ sources }: DescribedDocument, name: string): readonly DescribedOperation[] | undefined {
  const source = sources.get(name);
  return source?.type === 'openapi' ? source.operations : undefined;
}
