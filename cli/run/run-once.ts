import { renderEastern } from '../../core/business-day.ts';
import { wallClock } from '../../core/clock.ts';
import { CrosscheckError } from '../../core/errors.ts';
import type { Limits } from '../../core/limits.ts';
import { isForeign } from '../../core/operation.ts';
import type { RunEvent, RunReport } from '../../core/run-event.ts';
import { createSeededRandom, seededGuid, systemGuid } from '../../core/seeded-random.ts';
import { describeStop, type Stopped, stopBy } from '../../core/stopped.ts';
import type { Target } from '../../core/target.ts';
import type { RunningEmulator } from '../../emulator/start.ts';
import {
  type Checkpoint,
  createCustomerGenerator,
  loadTarget,
  type RunOptions,
  runWorkflow,
} from '../../harness/host.ts';
import { withLimits } from '../shared/target-limits.ts';
import type { FoundWorkflow } from './find-workflow.ts';
import { sealArguments } from './run-arguments.ts';

/** The options of one run. */
export interface RunSetup
  extends Pick<RunOptions, 'observesBooks' | 'watchesEvents' | 'signal' | 'bankClock' | 'onAudited'> {
  readonly seed: number;
  /** The target that `findTarget` returns; default: an embedded bank of the run's own. */
  readonly target?: Target | undefined;
  /** Limits that override those of the environment. */
  readonly limits: Partial<Limits>;
  readonly onEvent?: (event: RunEvent) => void;
}

/** The end of a run: its report, and the checkpoint of a parked run. */
export interface RunResult {
  readonly report: RunReport;
  readonly checkpoint?: Checkpoint;
}

/**
 * Returns the target of a run: the COS at this URL with the credentials of the environment, a target without a bank for
 * a document about other APIs only, or undefined for an embedded bank. Throws a CrosscheckError for an address that
 * tests must not call.
 */
export function findTarget(workflow: FoundWorkflow, url: string | undefined): Target | undefined {
  if (!callsCos(workflow)) return noTarget(workflow);
  return url === undefined ? undefined : loadTarget({ url });
}

/** Draws the label of a run: from its seed on an embedded bank, from the system's randomness on a target. */
export function drawLabel({ seed, target }: Pick<RunSetup, 'seed' | 'target'>): string {
  return labelOf(target ? systemGuid() : seededGuid(createSeededRandom(seed)));
}

function labelOf(guid: string): string {
  return guid.replaceAll('-', '').slice(0, 10).toUpperCase();
}

/**
 * Runs a workflow once, with a label from `drawLabel`. On an embedded bank, all ids come from the seed; on a target,
 * the label and the idempotency keys come from the system's randomness. An embedded bank ends with its run, so such a
 * run leaves no checkpoint. An error becomes a report with outcome `stopped`. Throws a CrosscheckError only if nothing
 * was sent.
 */
export async function runOnce(workflow: FoundWorkflow, label: string, setup: RunSetup): Promise<RunResult> {
  let bank: RunningEmulator | undefined;
  let ended: RunResult;
  try {
    bank = setup.target ? undefined : await embed(setup.seed);
    const target = withLimits(bank?.target ?? (setup.target as Target), setup.limits);
    ended = await runOn(target, { workflow, label, setup });
  } catch (error) {
    if (error instanceof CrosscheckError) throw error;
    ended = { report: buildStoppedReport(workflow, setup, describeStop(error)) };
  } finally {
    await bank?.close().catch(() => undefined);
  }
  return ended;
}

interface RunInput {
  readonly workflow: FoundWorkflow;
  readonly label: string;
  readonly setup: RunSetup;
}

async function runOn(target: Target, { workflow, label, setup }: RunInput): Promise<RunResult> {
  const { seed, target: shared, limits: _, ...options } = setup;
  const random = createSeededRandom(seed);
  const newId = shared ? systemGuid : () => seededGuid(random);
  // On an embedded bank, the first value that the seed draws is the label.
  newId();
  const built = buildInputs(workflow, { target, seed, label });
  if ('error' in built) return { report: buildStoppedReport(workflow, setup, describeStop(built.error)) };
  let checkpoint: Checkpoint | undefined;
  const report = await runWorkflow(withOrigin(workflow), {
    ...options,
    target,
    workflowId: workflow.workflowId,
    seed,
    label,
    newIdempotencyKey: newId,
    inputs: built.inputs,
    observesBooks: options.observesBooks !== false && callsCos(workflow),
    ...(shared ? sealArguments(workflow.runArguments, label) : {}),
    onCheckpoint: (written) => {
      checkpoint = written;
    },
  });
  if (report.due && !shared) return { report: stopBy(report, bankIsGone(report.due.at)) };
  return { report, ...(checkpoint && shared ? { checkpoint } : {}) };
}

function bankIsGone(at: string): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `Cannot park the run, which must wait until ${at}: its embedded bank ends with the command`,
    remedy: 'Start a bank that keeps running (npx crosscheck emulator) and name it with --target',
  });
}

/** Builds the inputs of a run. An error that the workflow's own code throws becomes a CrosscheckError. */
export function buildInputs(
  { workflowId, buildInputs: build }: Pick<FoundWorkflow, 'workflowId' | 'buildInputs'>,
  { target, seed, label }: { readonly target: Target; readonly seed: number; readonly label: string },
): { readonly inputs: Readonly<Record<string, unknown>> } | { readonly error: CrosscheckError } {
  try {
    return { inputs: build({ target, customers: createCustomerGenerator(seed, target.partnerId), label }) };
  } catch (cause) {
    if (cause instanceof CrosscheckError) throw cause;
    const error = new CrosscheckError({
      code: 'not-executable',
      message: `Cannot build the inputs of workflow "${workflowId}": ${cause}`,
      remedy: `Nothing was sent. Correct the function "inputs" of the workflow: it fails with seed ${seed}`,
      cause,
    });
    return { error };
  }
}

/** Builds the report of a run that was stopped before it had one. */
export function buildStoppedReport(
  { workflowId, summary }: Pick<FoundWorkflow, 'workflowId' | 'summary'>,
  { seed, target }: Pick<RunSetup, 'seed' | 'target'>,
  stopped: Stopped,
): RunReport {
  return {
    schemaVersion: 2,
    workflowId,
    summary,
    seed,
    target: { kind: target?.kind ?? 'emulator', baseUrl: target?.baseUrl ?? '' },
    startedAt: renderEastern(wallClock.nowMs()),
    durationMs: 0,
    outcome: 'stopped',
    stopped,
    steps: [],
    balances: [],
    notObservable: [],
  };
}

/** Starts an embedded bank; its code is loaded only then. */
async function embed(seed: number): Promise<RunningEmulator> {
  const { startEmulator } = await import('../../emulator/start.ts');
  return await startEmulator({ seed });
}

/** Returns the description of a workflow with the place where it was found, which its checkpoint keeps. */
export function withOrigin({ description, origin }: FoundWorkflow): FoundWorkflow['description'] {
  return origin === undefined ? description : { ...description, file: origin };
}

/** Returns true if a source of the document is a contract of the bank. */
export function callsCos({ description: { source } }: FoundWorkflow): boolean {
  const documents = new Set([source]);
  // A set that grows during the iteration is walked to its end; documents may refer to each other.
  for (const { sources } of documents)
    for (const one of sources.values()) {
      if (one.type === 'arazzo') documents.add(one.document);
      else if (one.operations.some(({ operation }) => !isForeign(operation))) return true;
    }
  return false;
}

/** Builds the target of a document about other APIs only. It has no bank; requests go to the servers of the sources. */
export function noTarget({ description }: FoundWorkflow): Target {
  const servers = Object.values(description.contract.operations).flatMap(({ server }) => server ?? []);
  const [baseUrl = ''] = servers;
  const noClient = { clientId: '', clientSecret: '' };
  return { kind: 'bank', baseUrl, tokenUrl: baseUrl, audience: '', partnerId: '', partner: noClient, products: {} };
}
