import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Operation } from '../../core/operation.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import type { ArazzoDocument } from '../../harness/index.ts';

/** What `npm run generate` writes: of what a step of Arazzo may be, only this. */
export interface EmittedStep {
  readonly stepId: string;
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly value: unknown }[];
  readonly requestBody?: { readonly payload?: unknown };
  readonly successCriteria?: readonly { readonly condition: string }[];
  readonly outputs?: Readonly<Record<string, string>>;
}

export interface EmittedWorkflow {
  readonly workflowId: string;
  readonly inputs?: { readonly properties?: Readonly<Record<string, { readonly default?: unknown }>> };
  readonly steps: readonly EmittedStep[];
}

/** The document that every runner of the comparison runs. */
export const EMITTED = fileURLToPath(new URL('../../generated/arazzo/flagship.arazzo.yaml', import.meta.url));

/** Reads the emitted document. */
export function readEmitted(): { document: ArazzoDocument; workflow: EmittedWorkflow } {
  const document = parse(readFileSync(EMITTED, 'utf8')) as ArazzoDocument;
  const [workflow] = document.workflows as unknown as EmittedWorkflow[];
  if (!workflow) throw new Error(`${EMITTED} has no workflow`);
  return { document, workflow };
}

/** The operation that a step calls. */
export function operationOf({ operationId }: EmittedStep): Operation {
  return operations[operationId.slice(operationId.lastIndexOf('.') + 1) as OperationId];
}

/** The parameters of a step that stand in one place of its request. */
export function parametersIn({ parameters = [] }: EmittedStep, where: string): [name: string, value: unknown][] {
  return parameters.filter((parameter) => parameter.in === where).map(({ name, value }) => [name, value]);
}

/** The value at a JSON pointer, undefined where there is none. Source: RFC 6901. */
export function readPointer(value: unknown, pointer: string): unknown {
  const tokens = pointer.split('/').slice(1);
  return tokens.reduce<unknown>((found, token) => {
    if (typeof found !== 'object' || found === null) return undefined;
    return (found as Record<string, unknown>)[token.replaceAll('~1', '/').replaceAll('~0', '~')];
  }, value);
}

/** What a runner did: requests sent, and what it checked, in its own words. */
export interface Effort {
  readonly requests: number;
  readonly checks: string;
}
