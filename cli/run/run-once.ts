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

/** How one run is made. */
export interface RunSetup
  extends Pick<RunOptions, 'observesBooks' | 'watchesEvents' | 'signal' | 'bankClock' | 'onAudited'> {
  readonly seed: number;
  /** As `findTarget` returns it; a bank of the run's own without it. */
  readonly target?: Target | undefined;
  /** Bounds above those of the environment. */
  readonly limits: Partial<Limits>;
  readonly onEvent?: (event: RunEvent) => void;
}

/** A run that has ended, and what it can be resumed from where it can be. */
export interface Ended {
  readonly report: RunReport;
  readonly checkpoint?: Checkpoint;
}

/**
 * Returns the target that a run is made on: a COS at this address, as the environment says, or no bank for a document about other
 * APIs only; undefined for a bank of the run's own. Throws a CrosscheckError for an address where tests have no business.
 */
export function findTarget(workflow: FoundWorkflow, url: string | undefined): Target | undefined {
  if (!callsCos(workflow)) return noTarget(workflow);
  return url === undefined ? undefined : loadTarget({ url });
}

/** Draws the label of a run: on the bank of its own from the seed, on a shared target from the system. */
export function drawLabel({ seed, target }: Pick<RunSetup, 'seed' | 'target'>): string {
  return labelOf(target ? systemGuid() : seededGuid(createSeededRandom(seed)));
}

function labelOf(guid: string): string {
  return guid.replaceAll('-', '').slice(0, 10).toUpperCase();
}

/**
 * Runs a workflow once; `label` is as `drawLabel` returns it. On the bank of its own a run draws everything from its seed; on a
 * shared target what must be unique is. What a bank of its own knew ends with it, so such a run leaves no checkpoint. Whatever an
 * error stops is reported, except for a CrosscheckError before anything is sent.
 */
export async function runOnce(workflow: FoundWorkflow, label: string, setup: RunSetup): Promise<Ended> {
  let bank: RunningEmulator | undefined;
  let ended: Ended;
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

interface OneRun {
  readonly workflow: FoundWorkflow;
  readonly label: string;
  readonly setup: RunSetup;
}

async function runOn(target: Target, { workflow, label, setup }: OneRun): Promise<Ended> {
  const { seed, target: shared, limits: _, ...options } = setup;
  const random = createSeededRandom(seed);
  const newId = shared ? systemGuid : () => seededGuid(random);
  // The label of a run on the bank of its own is the first that its seed draws.
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
    message: `The run waits until ${at}, and cannot be resumed then: its bank ends with the command`,
    remedy: 'Start a bank that stays (npx crosscheck emulator), and name it with --target',
  });
}

/** Builds the inputs of a run. An error of the workflow's own is no bug of ours. */
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
      remedy: `Nothing was sent; change its inputs so that they can be built for seed ${seed}`,
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

/** The bank is loaded only where one is embedded. */
async function embed(seed: number): Promise<RunningEmulator> {
  const { startEmulator } = await import('../../emulator/start.ts');
  return await startEmulator({ seed });
}

/** A checkpoint says where the workflow was found. */
export function withOrigin({ description, origin }: FoundWorkflow): FoundWorkflow['description'] {
  return origin === undefined ? description : { ...description, file: origin };
}

/** Whether a document has any source that is the bank's. */
export function callsCos({ description: { source } }: FoundWorkflow): boolean {
  const documents = new Set([source]);
  // A set that grows is walked to its end; documents may refer to each other.
  for (const { sources } of documents)
    for (const one of sources.values()) {
      if (one.type === 'arazzo') documents.add(one.document);
      else if (one.operations.some(({ operation }) => !isForeign(operation))) return true;
    }
  return false;
}

/** A document about other APIs only has no bank: its requests go where its sources say. */
export function noTarget({ description }: FoundWorkflow): Target {
  const servers = Object.values(description.contract.operations).flatMap(({ server }) => server ?? []);
  const [baseUrl = ''] = servers;
  const nobody = { clientId: '', clientSecret: '' };
  return { kind: 'bank', baseUrl, tokenUrl: baseUrl, audience: '', partnerId: '', partner: nobody, products: {} };
}
