import { relative } from 'node:path';
import { findCallerLocation } from '../../../core/caller-location.ts';
import { contractDocuments } from '../../../core/contract-documents.ts';
import type { Operation } from '../../../core/operation.ts';
import type { Capability, Target } from '../../../core/target.ts';
import type { EventName } from '../../../generated/events.ts';
import { type OperationId, operations } from '../../../generated/operations.ts';
import type { Operations } from '../../../generated/types/index.ts';
import type { CustomerGenerator } from '../../customers/customer-generator.ts';
import type {
  ArazzoDocument,
  ArazzoParameter,
  ArazzoStep,
  Criterion,
  EffectDeclaration,
  FailureAction,
  StepExtension,
} from '../arazzo/document.ts';
import type { Location } from '../arazzo/problem.ts';
import type { AccountHandle } from './effects-builder.ts';
import { createRefs, type Input, type Ref, type Refs, renderInput } from './references.ts';

type Content<T> = T extends { content: infer C } ? C[keyof C] : never;
type RequestOf<Id extends OperationId> = Operations[Id] extends { requestBody: infer B } ? Content<B> : never;
type ResponsesOf<Id extends OperationId> = Operations[Id]['responses'];
type StatusOf<Id extends OperationId> = Extract<keyof ResponsesOf<Id>, number>;
type BodyOf<Id extends OperationId, Status extends StatusOf<Id>> = Content<ResponsesOf<Id>[Status]>;
type ParametersOf<Id extends OperationId, Place extends string> = Operations[Id]['parameters'] extends {
  [P in Place]?: infer Values;
}
  ? NonNullable<Values>
  : never;

type Field<Name extends string, Value> = [Value] extends [never]
  ? { readonly [N in Name]?: never }
  : Record<string, never> extends Value
    ? { readonly [N in Name]?: Input<Value> }
    : { readonly [N in Name]: Input<Value> };

/** The request of a step, its expected response, and its effects on the books. */
export type StepOptions<Id extends OperationId, Status extends StatusOf<Id>> = Field<'body', RequestOf<Id>> &
  Field<'path', ParametersOf<Id, 'path'>> & {
    readonly query?: Input<Partial<ParametersOf<Id, 'query'>>>;
    /** The expected status code; the step fails on any other. */
    readonly status: Status;
    /** Further criteria on the response body. */
    readonly check?: (body: Refs<BodyOf<Id, Status>>) => readonly Criterion[];
    /** The changes of the books; default: none. */
    readonly effects?: readonly EffectDeclaration[];
    /** The names of the events that the step causes; each once, even if it concerns several resources. */
    readonly emits?: readonly EventName[];
    /** Repeats the step until its criteria are met. */
    readonly poll?: PollOptions;
    /** The capabilities that the step needs; without them it is not sent, and is reported as not applicable. */
    readonly requires?: readonly Capability[];
    /**
     * Discards the first response, as if the connection had broken. The request is retried with the same idempotency
     * key, and may have one effect only.
     */
    readonly losesAnswer?: true;
    /** The text on the console, at most 45 characters. */
    readonly title?: string;
  };

/**
 * The polling of a step, in seconds of the bank's time: the first pause and the deadline. Each pause is half as long
 * again as the one before. On a target whose clock cannot be moved, a poll of more than half an hour parks the run.
 */
export interface PollOptions {
  readonly everySeconds: number;
  readonly deadlineSeconds: number;
}

/** An added step: its id, and references into its response. */
export type Step<Body> = {
  readonly stepId: string;
  readonly body: Refs<Body>;
} & ([Body] extends [{ accountNumber: string }]
  ? AccountHandle & {
      /** The implicit subledger of a master account, which has the same account number. */
      readonly own: AccountHandle;
    }
  : unknown);

type StepAdder<Id extends OperationId> = <Status extends StatusOf<Id>>(
  stepId: string,
  options: StepOptions<Id, Status>,
) => Step<BodyOf<Id, Status>>;

/** The argument of `steps`: adds steps to a workflow, with one method for each operation of the contract. */
export interface WorkflowBuilder<Inputs> {
  readonly inputs: Refs<Inputs>;
  readonly op: { readonly [Id in OperationId]: StepAdder<Id> };
  /**
   * Waits until a date's Eastern midnight, or until the close of the open posting day. On a target with `control` the
   * clock is moved; elsewhere the run is parked.
   */
  wait(title: string, options: WaitOptions): void;
}

export interface WaitOptions {
  readonly until: Ref<string> | 'posting-day-close';
  readonly effects?: readonly EffectDeclaration[];
  readonly emits?: readonly EventName[];
}

/** The argument of `inputs`: the sources of a run's input values. */
export interface InputSources {
  readonly target: Pick<Target, 'partnerId' | 'products'>;
  readonly customers: CustomerGenerator;
  /** Up to 12 letters and digits that no other run on the target has. */
  readonly label: string;
}

/** A workflow, as the default export of its file. */
export interface Workflow {
  readonly workflowId: string;
  readonly summary: string;
  readonly document: ArazzoDocument;
  /** Returns the position of the step that a JSON pointer into the document leads to. */
  locate(pointer: string): Location | undefined;
  buildInputs(sources: InputSources): Record<string, unknown>;
}

/**
 * Builds a workflow from an id, a summary, inputs and steps; it is the default export of a file. `inputs` returns the
 * data that differs from run to run, and `steps` adds the steps in order. The result is an Arazzo document, so a
 * changed contract is a compile error at the step.
 *
 * ```ts
 * export default defineWorkflow({
 *   id: 'open-account',
 *   summary: 'A customer opens an account',
 *   inputs: (sources) => ({ ...personOf(sources), product: sources.target.products.checking ?? '' }),
 *   steps({ op, inputs }) {
 *     const customerId = onboard(op, 'customer', inputs);
 *     op.openAccount('open', { body: { customerId, productId: inputs.product, title: 'Main' }, status: 200 });
 *   },
 * });
 * ```
 */
export function defineWorkflow<Inputs extends Record<string, unknown>>(definition: {
  id: string;
  summary: string;
  inputs: (sources: InputSources) => Inputs;
  steps: (workflow: WorkflowBuilder<Inputs>) => void;
}): Workflow {
  const definedAt = locateCaller();
  const steps: StepDraft[] = [];
  const inputNames = new Set<string>();
  definition.steps({
    inputs: createRefs<Inputs>(([name = '', ...rest]) => {
      inputNames.add(name);
      return rest.length === 0 ? `$inputs.${name}` : `$inputs.${name}#/${rest.join('/')}`;
    }),
    op: createStepAdders(steps),
    wait: (title, options) => addWait(steps, title, options),
  });
  const properties = Object.fromEntries([...inputNames].map((name) => [name, {}]));
  return {
    workflowId: definition.id,
    summary: definition.summary,
    document: {
      arazzo: '1.0.1',
      info: { title: definition.summary, version: '1' },
      sourceDescriptions: contractDocuments.map((name) => ({
        name,
        url: `../openapi/${name}.openapi.json`,
        type: 'openapi',
      })),
      workflows: [
        {
          workflowId: definition.id,
          summary: definition.summary,
          inputs: { type: 'object', required: [...inputNames], properties },
          steps: steps.map(({ outputs, location: _, ...step }) =>
            outputs.size > 0 ? { ...step, outputs: Object.fromEntries(outputs) } : step,
          ),
        },
      ],
    },
    locate: (pointer) => steps[Number(/^\/workflows\/0\/steps\/(\d+)/.exec(pointer)?.[1])]?.location ?? definedAt,
    buildInputs: definition.inputs,
  };
}

/** Returns the position of the author's call, its file relative to the working directory. */
function locateCaller(): Location | undefined {
  const caller = findCallerLocation();
  return caller && { ...caller, file: relative(process.cwd(), caller.file) };
}

type StepDraft = Omit<ArazzoStep, 'outputs'> & {
  readonly outputs: Map<string, string>;
  readonly location: Location | undefined;
};

function createStepAdders(steps: StepDraft[]): WorkflowBuilder<never>['op'] {
  const adders = (Object.keys(operations) as OperationId[]).map((id) => [
    id,
    (stepId: string, options: LooseOptions) => addStep(steps, id, stepId, options),
  ]);
  return Object.fromEntries(adders) as WorkflowBuilder<never>['op'];
}

/** The options of a step, after the compiler has checked them against the operation. */
interface LooseOptions {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly status: number;
  readonly check?: (body: never) => readonly Criterion[];
  readonly effects?: readonly EffectDeclaration[];
  readonly emits?: readonly string[];
  readonly poll?: PollOptions;
  readonly requires?: readonly Capability[];
  readonly losesAnswer?: true;
  readonly title?: string;
}

function addStep(steps: StepDraft[], operationId: OperationId, stepId: string, options: LooseOptions) {
  const operation: Operation = operations[operationId];
  checkStepId(steps, stepId);
  const answer = createRefs<never>((tokens) => `$response.body#/${tokens.join('/')}`);
  const parameters = [...renderParameters('path', options.path), ...renderParameters('query', options.query)];
  const outputs = new Map<string, string>();
  steps.push({
    stepId,
    ...(options.title ? { description: options.title } : {}),
    operationId: `$sourceDescriptions.${operation.source}.${operationId}`,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(options.body === undefined ? {} : { requestBody: { payload: renderInput(options.body) } }),
    successCriteria: [{ condition: `$statusCode == ${options.status}` }, ...(options.check?.(answer as never) ?? [])],
    ...(options.poll ? { onFailure: [pollAction(options.poll)] } : {}),
    outputs,
    location: locateCaller(),
    ...renderExtension(options),
  });
  const body = createRefs<{ accountNumber: string }>((tokens) => {
    const name = tokens.join('_');
    outputs.set(name, `$response.body#/${tokens.join('/')}`);
    return `$steps.${stepId}.outputs.${name}`;
  });
  const handle: AccountHandle = { accountNumber: body.accountNumber };
  return { stepId, body, ...handle, own: handle };
}

/** Throws for a mistake in a workflow's file; the loader names the file. */
function checkStepId(steps: readonly StepDraft[], stepId: string): void {
  if (!/^[\w-]+$/.test(stepId))
    throw new TypeError(`The step id "${stepId}" has characters other than letters, digits, _ and -`);
  if (steps.some((step) => step.stepId === stepId)) throw new TypeError(`Two steps have the id "${stepId}"`);
}

function addWait(steps: StepDraft[], title: string, { until, effects, emits }: WaitOptions): void {
  const closes = until === 'posting-day-close';
  const stepId = `wait-${steps.length + 1}`;
  steps.push({
    stepId,
    description: title,
    operationId: `$sourceDescriptions.emulator.${closes ? 'closePostingDay' : 'advanceClock'}`,
    ...(closes ? {} : { requestBody: { payload: { to: renderInput(until) } } }),
    successCriteria: [{ condition: '$statusCode == 200' }],
    outputs: new Map(),
    location: locateCaller(),
    ...renderExtension({ ...(effects ? { effects } : {}), ...(emits ? { emits } : {}), wait: true }),
  });
}

/** Builds the action for other runners, which do not grow pauses: as many equal pauses as fill the time. */
function pollAction({ everySeconds, deadlineSeconds }: PollOptions): FailureAction {
  return {
    name: 'poll',
    type: 'retry',
    retryAfter: everySeconds,
    retryLimit: Math.ceil(deadlineSeconds / everySeconds),
  };
}

function renderParameters(place: 'path' | 'query', values: Readonly<Record<string, unknown>> = {}): ArazzoParameter[] {
  return Object.entries(values).map(([name, value]) => ({ name, in: place, value: renderInput(value) }));
}

function renderExtension(options: Omit<StepExtension, 'poll'> & { readonly poll?: PollOptions }): {
  'x-crosscheck'?: StepExtension;
} {
  const { effects, emits, requires, wait, poll, losesAnswer } = options;
  const extension: StepExtension = {
    ...(effects?.length ? { effects } : {}),
    ...(emits?.length ? { emits } : {}),
    ...(requires?.length ? { requires } : {}),
    ...(wait ? { wait } : {}),
    ...(poll ? { poll: { deadlineSeconds: poll.deadlineSeconds } } : {}),
    ...(losesAnswer ? { losesAnswer } : {}),
  };
  return Object.keys(extension).length > 0 ? { 'x-crosscheck': extension } : {};
}
