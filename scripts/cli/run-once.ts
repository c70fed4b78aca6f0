import { isForeign } from '../../core/operation.ts';
import type { RunEvent, RunReport } from '../../core/run-event.ts';
import { createSeededRandom, seededGuid, systemGuid } from '../../core/seeded-random.ts';
import type { Target } from '../../core/target.ts';
import {
  type Checkpoint,
  createCustomerGenerator,
  loadTarget,
  type RunOptions,
  runWorkflow,
} from '../../harness/index.ts';
import type { EmbeddedBank } from './embed-bank.ts';
import { sealGiven } from './given.ts';
import type { Runnable } from './runnable.ts';

/** How one run is made. */
export interface RunSetup
  extends Pick<RunOptions, 'observesBooks' | 'watchesEvents' | 'signal' | 'bankClock' | 'onAudited'> {
  readonly seed: number;
  /** A COS as the environment tells, at this address; a bank of the run's own without it. */
  readonly url?: string;
  readonly onEvent?: (event: RunEvent) => void;
}

/** A run that has ended, and what it can be resumed from where it can be. */
export interface Ended {
  readonly report: RunReport;
  readonly checkpoint?: Checkpoint;
}

/**
 * Runs a workflow once. On the bank of its own a run draws everything from its seed; on a shared target what must be unique is.
 * What a bank of its own knew ends with it, so such a run leaves no checkpoint.
 */
export async function runOnce(runnable: Runnable, setup: RunSetup): Promise<Ended> {
  const { seed, url, ...options } = setup;
  const bank = url === undefined && callsCos(runnable) ? await embed(seed) : undefined;
  const random = createSeededRandom(seed);
  try {
    const target =
      bank?.target ?? (callsCos(runnable) ? loadTarget(url === undefined ? {} : { url }) : noTarget(runnable));
    const newId = bank ? () => seededGuid(random) : systemGuid;
    const label = newId().replaceAll('-', '').slice(0, 10).toUpperCase();
    let checkpoint: Checkpoint | undefined;
    const report = await runWorkflow(withOrigin(runnable), {
      ...options,
      ...{ target, workflowId: runnable.workflowId, seed, label, newIdempotencyKey: newId },
      inputs: runnable.buildInputs({ target, customers: createCustomerGenerator(seed, target.partnerId), label }),
      observesBooks: options.observesBooks !== false && callsCos(runnable),
      ...(bank ? {} : sealGiven(runnable.given, label)),
      onCheckpoint: (written) => {
        checkpoint = written;
      },
    });
    return { report, ...(checkpoint && !bank ? { checkpoint } : {}) };
  } finally {
    await bank?.close();
  }
}

/** The bank is loaded only where one is embedded. */
async function embed(seed: number): Promise<EmbeddedBank> {
  const { embedBank } = await import('./embed-bank.ts');
  return await embedBank(seed);
}

/** A checkpoint says where the workflow was found. */
export function withOrigin({ description, origin }: Runnable): Runnable['description'] {
  return origin === undefined ? description : { ...description, file: origin };
}

/** Whether a document has any source that is the bank's. */
export function callsCos({ description: { source } }: Runnable): boolean {
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
export function noTarget({ description }: Runnable): Target {
  const servers = Object.values(description.contract.operations).flatMap(({ server }) => server ?? []);
  const [baseUrl = ''] = servers;
  const nobody = { clientId: '', clientSecret: '' };
  return { kind: 'bank', baseUrl, tokenUrl: baseUrl, audience: '', partnerId: '', partner: nobody, products: {} };
}
