import { createHash } from 'node:crypto';
import { CrosscheckError } from '../../../core/errors.ts';
import type { RunReport } from '../../../core/run-event.ts';
import { containsMask, redactValue } from '../../client/redact-exchange.ts';
import type { AuditorState } from '../../ledger/auditor.ts';
import type { Books, KnownAccount } from '../../ledger/books.ts';
import type { Values } from '../arazzo/expressions.ts';
import { expressionsIn, parseExpression } from '../arazzo/parse-expression.ts';
import type { Plan, PlannedStep } from '../arazzo/plan.ts';
import type { Attempt, Frame, Return, RunState } from './run-state.ts';

/**
 * A run that waits, as a file: everything that is needed to go on, days later, on another machine. It holds no credentials
 * and no sensitive value: those of the inputs are built again from seed and label, or given again.
 */
export interface Checkpoint {
  readonly kind: 'crosscheck-checkpoint';
  readonly schemaVersion: 1;
  readonly workflowId: string;
  /** Where the workflow was read from, as the command line was told; absent for one of the project's own. */
  readonly file?: string;
  readonly seed: number;
  readonly label: string;
  readonly target: RunReport['target'] & { readonly partnerId: string };
  /** SHA-256 of the contract, and of the workflow's document. */
  readonly contractDigest: string;
  readonly documentDigest: string;
  readonly due: NonNullable<RunReport['due']>;
  /** What a person gave the run: the inputs' names and a digest of their values, and where sources are called. */
  readonly given?: {
    readonly names: readonly string[];
    readonly digest: string;
    readonly servers: Readonly<Record<string, string>>;
  };
  readonly state: unknown;
  readonly audited?: unknown;
  /** What is known of the run's events, without their details. */
  readonly events?: unknown;
  readonly report: Pick<RunReport, 'startedAt' | 'durationMs' | 'steps'> & { readonly notes: readonly string[] };
  /** SHA-256 of everything above: an edited checkpoint is not resumed. */
  readonly digest: string;
}

/** A registration that a parked run has left at the bank, which collects its events until it goes on. */
export interface KeptRegistration {
  readonly id: string;
  readonly name: string;
}

/** The registrations that a checkpoint's run has left at the bank. */
export function registrationsOf({ events }: Pick<Checkpoint, 'events'>): readonly KeptRegistration[] {
  const { registrations = [] } = (events ?? {}) as { readonly registrations?: readonly KeptRegistration[] };
  return registrations;
}

/** SHA-256 of a JSON value, as hexadecimal text. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/** Seals a checkpoint with the digest of what is in it. */
export function sealCheckpoint(content: Omit<Checkpoint, 'kind' | 'schemaVersion' | 'digest'>): Checkpoint {
  const whole = JSON.parse(
    JSON.stringify({ kind: 'crosscheck-checkpoint', schemaVersion: 1, ...content }),
  ) as Checkpoint;
  return { ...whole, digest: digestOf(whole) };
}

/** Parses the text of a checkpoint. Throws a CrosscheckError for anything else, and for one that was edited. */
export function parseCheckpoint(text: string, name: string): Checkpoint {
  const { digest, ...content } = parseJson(text) as Partial<Checkpoint>;
  if (content.kind !== 'crosscheck-checkpoint' || content.schemaVersion !== 1)
    throw notResumable(`"${name}" is no checkpoint of this version`, 'Name a file that a parked run has written');
  if (digest !== digestOf(content))
    throw notResumable(
      `"${name}" was edited: its content does not have the digest that it was written with`,
      'Nothing was sent; run the workflow anew',
    );
  return { ...(content as Omit<Checkpoint, 'digest'>), digest };
}

function parseJson(text: string): object {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** Writes the state of a run as JSON, without sensitive values. The inputs of the workflow that was asked for are left out. */
export function dumpState({ frames, finished }: RunState, plan: Plan): unknown {
  return {
    frames: frames.map((frame) => ({
      ...frame,
      inputs: isAskedFor(frame) ? {} : redactValue(frame.inputs),
      outputs: [...frame.outputs].map(([stepId, values]) => [stepId, redactOutputs(plan, frame, stepId, values)]),
      visits: [...frame.visits],
      stepId: stepIdOf(plan, frame, frame.at),
      attempt: dumpAttempt(frame.attempt),
      ...dumpReturn(plan, frame, frame.returnTo),
    })),
    finished: [...finished].map(([key, values]) => [key, redactValue(values)]),
  };
}

/** Whether a frame is the workflow that was asked for, and not one that it has gone to. */
function isAskedFor({ purpose, transfers }: Pick<Frame, 'purpose' | 'transfers'>): boolean {
  return purpose === 'main' && transfers === undefined;
}

/** By its id a step is found again although others were put before it. */
function stepIdOf(plan: Plan, { workflow }: Pick<Frame, 'workflow'>, at: number): string | null {
  return plan.workflows.get(workflow)?.steps[at]?.step.stepId ?? null;
}

function dumpReturn(plan: Plan, frame: Pick<Frame, 'workflow'>, returnTo: Return | undefined): object {
  if (!returnTo) return {};
  const { at, attempt, returnTo: next } = returnTo;
  const dumped = { at, stepId: stepIdOf(plan, frame, at), attempt: dumpAttempt(attempt) };
  return { returnTo: { ...dumped, ...dumpReturn(plan, frame, next) } };
}

function dumpAttempt({ startedMs: _, retries, detour, ...attempt }: Attempt): unknown {
  const redacted = detour && { detour: { ...detour, inputs: redactValue(detour.inputs) } };
  return { ...attempt, retries: [...retries], ...redacted };
}

/** An output is also sensitive by where it was read from: `id: $response.body#/profile/taxId`. */
function redactOutputs(plan: Plan, frame: Frame, stepId: string, values: Values): Values {
  const step = plan.workflows.get(frame.workflow)?.steps.find((planned) => planned.step.stepId === stepId)?.step;
  const redacted = Object.entries(values).map(([name, value]) => {
    const origin = step?.outputs?.[name];
    const tokens = typeof origin === 'string' ? origin.split(/[/#.]/) : [];
    return [name, tokens.reduce((inner: unknown, token) => redactAs(token, inner), redactAs(name, value))] as const;
  });
  return Object.fromEntries(redacted);
}

/** The value as it would be recorded as a property of this name. */
function redactAs(name: string, value: unknown): unknown {
  return (redactValue({ [name]: value }) as Values)[name];
}

/**
 * Reads the state of a run back, with the inputs of the workflow that was asked for. Throws a CrosscheckError when a workflow
 * or step that it stands at is not there any more.
 */
export function restoreState(dumped: unknown, plan: Plan, inputs: Readonly<Record<string, unknown>>): RunState {
  const { frames, finished } = dumped as { frames: DumpedFrame[]; finished: [string, never][] };
  return {
    frames: frames.map((frame): Frame => {
      const { returnTo, stepId, ...rest } = frame;
      return {
        ...rest,
        at: findStep(plan, rest, stepId),
        inputs: isAskedFor(frame) ? inputs : frame.inputs,
        outputs: new Map(frame.outputs),
        visits: new Map(frame.visits),
        attempt: restoreAttempt(frame.attempt),
        ...(returnTo ? { returnTo: restoreReturn(plan, rest, returnTo) } : {}),
      };
    }),
    finished: new Map(finished),
  };
}

type DumpedAttempt = Omit<Attempt, 'retries'> & { retries: [string, number][] };
type DumpedFrame = Omit<Frame, 'outputs' | 'visits' | 'attempt' | 'returnTo'> & {
  outputs: [string, Readonly<Record<string, unknown>>][];
  visits: [number, number][];
  attempt: DumpedAttempt;
  stepId: string | null;
  returnTo?: DumpedReturn;
};
type DumpedReturn = { stepId: string | null; attempt: DumpedAttempt; returnTo?: DumpedReturn };

function restoreReturn(
  plan: Plan,
  frame: Pick<Frame, 'workflow'>,
  { stepId, attempt, returnTo }: DumpedReturn,
): Return {
  const at = findStep(plan, frame, stepId);
  const next = returnTo ? { returnTo: restoreReturn(plan, frame, returnTo) } : {};
  return { at, attempt: restoreAttempt(attempt), ...next };
}

/** The index of a step; behind the last one where the workflow was at its end. */
function findStep(plan: Plan, { workflow }: Pick<Frame, 'workflow'>, stepId: string | null): number {
  const steps = plan.workflows.get(workflow)?.steps;
  const at = stepId === null ? steps?.length : steps?.findIndex(({ step }) => step.stepId === stepId);
  if (at !== undefined && at >= 0) return at;
  const place = `${stepId === null ? 'the end' : `step "${stepId}"`} of workflow "${workflow.slice(workflow.indexOf('#') + 1)}"`;
  throw notResumable(`The run stands at ${place}, which is not there any more`, 'Run the workflow anew');
}

function restoreAttempt(dumped: DumpedAttempt): Attempt {
  return { ...dumped, retries: new Map(dumped.retries) };
}

/** Throws a CrosscheckError when a step that is still to come needs a value that a checkpoint does not keep. */
export function checkNothingMissing({ frames }: RunState, plan: Plan): void {
  for (const { workflow, at, outputs, inputs } of frames) {
    const all = plan.workflows.get(workflow)?.steps ?? [];
    const steps = all.some(jumps) ? all : all.slice(at);
    for (const text of new Set(steps.flatMap(({ step, parameters }) => textsIn([step, parameters])))) {
      const expression = parseExpression(text);
      const values =
        expression?.kind === 'steps'
          ? outputs.get(expression.stepId)
          : expression?.kind === 'inputs'
            ? inputs
            : undefined;
      if (values && 'name' in (expression ?? {}) && containsMask(values[(expression as { name: string }).name]))
        throw notResumable(
          `The step to come needs "${text}", which is sensitive and therefore not in the checkpoint`,
          'Run the workflow anew, or give it as an input',
        );
    }
  }
}

/** Whether a step may lead back to one before it. */
function jumps({ onSuccess, onFailure }: PlannedStep): boolean {
  return [...onSuccess, ...onFailure].some(({ action }) => action.stepId !== undefined);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return expressionsIn(value);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Writes what an auditor knows as JSON, without sensitive values; the bank's own word for a hold is none. */
export function dumpAudited({ accounts, books }: AuditorState): unknown {
  const records = [...books.records].map(([master, { holds, ...others }]) => {
    const kept = holds.map((hold) => (hold.reason === AVAILABILITY ? hold : redactValue(hold)));
    return [master, { ...(redactValue(others) as object), holds: kept }];
  });
  const redacted = redactValue({ transactions: [...books.transactions], payments: [...books.payments] }) as object;
  return { accounts, books: { ...books, accounts: [...books.accounts], records, ...redacted } };
}

const AVAILABILITY = 'Availability';

/** Books whose maps are lists of entries. */
type DumpedBooks = {
  [Key in keyof Books]: Books[Key] extends ReadonlyMap<infer Name, infer Value> ? [Name, Value][] : Books[Key];
};

/** Reads back what an auditor knew. */
export function restoreAudited(dumped: unknown): AuditorState {
  const { accounts, books } = dumped as { accounts: KnownAccount[]; books: DumpedBooks };
  const { accounts: figures, records, transactions, payments, ...others } = books;
  const maps = { accounts: new Map(figures), records: new Map(records) };
  return { accounts, books: { ...others, ...maps, transactions: new Map(transactions), payments: new Map(payments) } };
}

export function notResumable(message: string, remedy: string): CrosscheckError {
  return new CrosscheckError({ code: 'checkpoint', message, remedy });
}
