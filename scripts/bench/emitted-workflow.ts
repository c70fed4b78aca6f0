import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Operation } from '../../core/operation.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import type { ArazzoDocument } from '../../harness/host.ts';

/** The subset of an Arazzo step that `npm run generate` writes. */
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

/** Documents that every runner can run: the one that all of a comparison run, 33 steps, and others. */
export const EMITTED = fileOf('flagship');
/** The emitted workflow that comes closest to twenty steps: it has 21, its two token calls included. */
export const TWENTY_STEPS = fileOf('freeze-and-unfreeze');
/** The one with most steps, 94, and most accounts: four masters, two with a subledger. */
export const LONGEST = fileOf('every-restriction-criterion');

function fileOf(workflowId: string): string {
  return fileURLToPath(new URL(`../../generated/arazzo/${workflowId}.arazzo.yaml`, import.meta.url));
}

/** Reads an emitted document. */
export function readEmitted(file = EMITTED): { document: ArazzoDocument; workflow: EmittedWorkflow } {
  const document = parse(readFileSync(file, 'utf8')) as ArazzoDocument;
  const [workflow] = document.workflows as unknown as EmittedWorkflow[];
  if (!workflow) throw new Error(`${file} has no workflow`);
  return { document, workflow };
}

/** Returns the operation that a step calls. */
export function operationOf({ operationId }: EmittedStep): Operation {
  return operations[operationId.slice(operationId.lastIndexOf('.') + 1) as OperationId];
}

/** Returns the parameters of a step in one place of its request. */
export function parametersIn({ parameters = [] }: EmittedStep, where: string): [name: string, value: unknown][] {
  return parameters.filter((parameter) => parameter.in === where).map(({ name, value }) => [name, value]);
}

/** Returns the value at a JSON pointer; undefined if there is none. Source: RFC 6901. */
export function readPointer(value: unknown, pointer: string): unknown {
  const tokens = pointer.split('/').slice(1);
  return tokens.reduce<unknown>((found, token) => {
    if (typeof found !== 'object' || found === null) return undefined;
    return (found as Record<string, unknown>)[token.replaceAll('~1', '/').replaceAll('~0', '~')];
  }, value);
}

/** The work of a runner: the requests that it sent, and its own description of its checks. */
export interface Effort {
  readonly requests: number;
  readonly checks: string;
}
