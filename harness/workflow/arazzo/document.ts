import type { Capability } from '../../../core/target.ts';

/**
 * An Arazzo document: 1.0.1, and from 1.1 `timeout`, Selector Objects, `targetSelectorType`, parameters of actions and
 * values in regex and JSONPath conditions.
 */
export interface ArazzoDocument {
  readonly arazzo: string;
  readonly info: { readonly title: string; readonly version: string; readonly summary?: string };
  readonly sourceDescriptions: readonly SourceDescription[];
  readonly workflows: readonly ArazzoWorkflow[];
  readonly components?: Components;
}

export interface SourceDescription {
  readonly name: string;
  /** Relative to the document, or absolute. */
  readonly url: string;
  readonly type?: 'openapi' | 'arazzo' | 'asyncapi';
}

export interface Components {
  readonly inputs?: Readonly<Record<string, JsonSchema | boolean>>;
  readonly parameters?: Readonly<Record<string, ArazzoParameter>>;
  readonly successActions?: Readonly<Record<string, SuccessAction>>;
  readonly failureActions?: Readonly<Record<string, FailureAction>>;
}

/** A JSON Schema of draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface ArazzoWorkflow {
  readonly workflowId: string;
  readonly summary?: string;
  readonly description?: string;
  /** A JSON Schema of the inputs, with `default` for inputs that a run does not set. */
  readonly inputs?: JsonSchema | boolean;
  /** Workflows that run before this one, each once per run. */
  readonly dependsOn?: readonly string[];
  readonly steps: readonly ArazzoStep[];
  /** Actions of every step, unless the step overrides them by name. */
  readonly successActions?: readonly (SuccessAction | Reusable)[];
  readonly failureActions?: readonly (FailureAction | Reusable)[];
  readonly outputs?: Outputs;
  /** Parameters of every step, unless the step overrides them by name and place. */
  readonly parameters?: readonly (ArazzoParameter | Reusable)[];
}

/** Runtime expressions or selectors by name. */
export type Outputs = Readonly<Record<string, string | Selector>>;

/** One step: it calls an operation (by id or path) or another workflow. */
export interface ArazzoStep {
  readonly stepId: string;
  readonly description?: string;
  /** `$sourceDescriptions.{source}.{operationId}`, or the id alone if the document has one source. */
  readonly operationId?: string;
  /** `{$sourceDescriptions.{source}.url}#/paths/~1a~1b/get`. */
  readonly operationPath?: string;
  /** The id of a workflow of this document, or `$sourceDescriptions.{source}.{workflowId}`. */
  readonly workflowId?: string;
  readonly parameters?: readonly (ArazzoParameter | Reusable)[];
  readonly requestBody?: RequestBody;
  readonly successCriteria?: readonly Criterion[];
  readonly onSuccess?: readonly (SuccessAction | Reusable)[];
  readonly onFailure?: readonly (FailureAction | Reusable)[];
  readonly outputs?: Outputs;
  /** The time limit of the step in milliseconds, including retries of the transport (Arazzo 1.1). */
  readonly timeout?: number;
  readonly 'x-crosscheck'?: StepExtension;
}

export interface ArazzoParameter {
  readonly name: string;
  /** Absent if the parameter is an input of a workflow. */
  readonly in?: 'path' | 'query' | 'header' | 'cookie';
  readonly value: unknown;
}

/** A reference to an object of the components; `value` overrides a parameter's value. */
export interface Reusable {
  readonly reference: string;
  readonly value?: unknown;
}

export interface RequestBody {
  readonly contentType?: string;
  readonly payload?: unknown;
  readonly replacements?: readonly Replacement[];
}

/** A replacement of one place of the payload. */
export interface Replacement {
  readonly target: string;
  readonly targetSelectorType?: ExpressionType;
  readonly value: unknown;
}

/** The language of a selector or condition: a bare name, or an object with a version. */
export type ExpressionType = string | { readonly type: string; readonly version: string };

/** A selection from the value of an expression (Arazzo 1.1). */
export interface Selector {
  readonly context: string;
  readonly selector: string;
  readonly type: ExpressionType;
}

/** A criterion; default type: simple. */
export interface Criterion {
  readonly condition: string;
  readonly context?: string;
  readonly type?: ExpressionType;
}

interface ActionBase {
  readonly name: string;
  readonly stepId?: string;
  readonly workflowId?: string;
  /** Inputs of the workflow that the action calls (Arazzo 1.1). */
  readonly parameters?: readonly (ArazzoParameter | Reusable)[];
  readonly criteria?: readonly Criterion[];
}

export interface SuccessAction extends ActionBase {
  readonly type: 'end' | 'goto';
}

export interface FailureAction extends ActionBase {
  readonly type: 'end' | 'goto' | 'retry';
  /** Seconds between two attempts; a `Retry-After` of the response overrides it. */
  readonly retryAfter?: number;
  /** Attempts after the first; default: 1. */
  readonly retryLimit?: number;
}

/** Our additions to a step. Schema: `contracts/x-crosscheck.schema.json`. */
export interface StepExtension {
  readonly effects?: readonly EffectDeclaration[];
  /** Events that the step causes at the bank. */
  readonly emits?: readonly string[];
  /** Capabilities that the step needs; without them it is not sent, and reported as not applicable. */
  readonly requires?: readonly Capability[];
  /** The step waits: it moves the bank's clock if the target has `control`, otherwise the run is parked. */
  readonly wait?: true;
  /**
   * The step is repeated until its criteria are met, for at most this many seconds of the bank's time. The first pause
   * is `retryAfter` of its retry; each further pause is half as long again. Pauses move the bank's clock if the target
   * has `control`.
   */
  readonly poll?: { readonly deadlineSeconds: number };
  /** The response of the first attempt is discarded, so that the request is retried with the same idempotency key. */
  readonly losesAnswer?: true;
}

/** One effect in a document; account and cents may be runtime expressions. */
export type EffectDeclaration =
  | { readonly moves: AmountOnAccount }
  | { readonly memo: AmountOnAccount }
  | { readonly settles: AmountOnAccount }
  | { readonly holds: AmountOnAccount }
  | { readonly interest: { readonly account: string } }
  | { readonly refused: string };

export interface AmountOnAccount {
  readonly account: string;
  readonly cents: number | string;
  /** The sign of the cents is reversed. */
  readonly negative?: true;
}
