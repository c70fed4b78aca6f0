import type { Capability } from '../../../core/target.ts';

/** The part of Arazzo 1.0.1 that this engine executes, and our additions under `x-crosscheck`. */
export interface ArazzoDocument {
  readonly arazzo: '1.0.1';
  readonly info: { readonly title: string; readonly version: string; readonly summary?: string };
  readonly sourceDescriptions: readonly SourceDescription[];
  readonly workflows: readonly ArazzoWorkflow[];
}

export interface SourceDescription {
  readonly name: string;
  readonly url: string;
  readonly type: 'openapi';
}

export interface ArazzoWorkflow {
  readonly workflowId: string;
  readonly summary?: string;
  /** A JSON Schema of the inputs; its `default`s hold where a run gives none. */
  readonly inputs?: {
    readonly type: 'object';
    readonly required?: readonly string[];
    readonly properties: Readonly<Record<string, { readonly default?: unknown; readonly [keyword: string]: unknown }>>;
  };
  readonly steps: readonly ArazzoStep[];
}

export interface ArazzoStep {
  readonly stepId: string;
  readonly description?: string;
  /** `$sourceDescriptions.{source}.{operationId}`. */
  readonly operationId: string;
  readonly parameters?: readonly ArazzoParameter[];
  readonly requestBody?: { readonly contentType?: string; readonly payload: unknown };
  readonly successCriteria?: readonly Criterion[];
  readonly onFailure?: readonly RetryAction[];
  readonly outputs?: Readonly<Record<string, string>>;
  readonly 'x-crosscheck'?: StepExtension;
}

export interface ArazzoParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly value: unknown;
}

/** A criterion of type simple. */
export interface Criterion {
  readonly condition: string;
}

export interface RetryAction {
  readonly name: string;
  readonly type: 'retry';
  /** Seconds between two tries. */
  readonly retryAfter: number;
  readonly retryLimit: number;
}

/** Our additions to a step. Schema: `contracts/x-crosscheck.schema.json`. */
export interface StepExtension {
  readonly effects?: readonly EffectDeclaration[];
  /** Events that the step causes at the bank. */
  readonly emits?: readonly string[];
  /** Without these capabilities of the target the step is not sent, and reported as not applicable. */
  readonly requires?: readonly Capability[];
  /** The step waits: it moves the bank's clock where the target has `control`, elsewhere the run is parked. */
  readonly wait?: true;
  /** The step's retries wait for the bank to do something, so their pauses move its clock where the target has `control`. */
  readonly poll?: true;
}

/** One effect as written in a document; account and cents may be runtime expressions. */
export type EffectDeclaration =
  | { readonly moves: AmountOnAccount }
  | { readonly memo: AmountOnAccount }
  | { readonly settles: AmountOnAccount }
  | { readonly holds: AmountOnAccount }
  | { readonly refused: string };

export interface AmountOnAccount {
  readonly account: string;
  readonly cents: number | string;
}
