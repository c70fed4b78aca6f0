import { parentPort, workerData } from 'node:worker_threads';
import { type CrosscheckError, invariant } from '../../core/errors.ts';
import { describeStop, type Stopped, UncaughtError } from '../../core/stopped.ts';
import { findWorkflowOf } from './find-workflow.ts';
import type { RunCommandOptions } from './run-options.ts';
import { type EndedRun, runSeeds } from './run-seeds.ts';

/** What a worker is told: what to run, and which of the runs are its. */
export interface WorkerTask {
  readonly options: RunCommandOptions;
  readonly words: readonly string[];
  readonly seeds: readonly number[];
  readonly parallel: number;
}

/** What a worker tells: a run that has ended, or what broke, as far as that can leave a thread. */
export interface WorkerMessage {
  readonly ended?: EndedRun;
  readonly broken?: Stopped & { readonly problems?: readonly string[] };
}

/** A thread that makes some of many runs, each on a bank of its own. Any message from outside is an interrupt. */
const { options, words, seeds, parallel } = workerData as WorkerTask;
invariant(parentPort, 'a worker has a parent');
const parent = parentPort;
const controller = new AbortController();
parent.on('message', () => controller.abort());
const workflow = await findWorkflowOf(options, words);
const tell = (message: WorkerMessage) => parent.postMessage(message);
const onEnded = (run: EndedRun) => tell({ ended: withoutExchanges(run) });
const onBroken = (error: unknown) => {
  const { problems } = error as Partial<CrosscheckError>;
  tell({ broken: { ...describeStop(error), ...(problems ? { problems } : {}) } });
};
// The runs under way end with it; the others of this thread do not begin.
process.on('uncaughtException', (error) => {
  if (controller.signal.aborted) throw error;
  controller.abort(new UncaughtError(error));
  onBroken(error);
});
await runSeeds(workflow, options, seeds, { parallel, signal: controller.signal, onEnded, onBroken });
parent.close();

/** Nobody reads the exchanges of a run that is as it should be. */
function withoutExchanges({ report, ...run }: EndedRun): EndedRun {
  if (report.outcome !== 'passed') return { ...run, report };
  return { ...run, report: { ...report, steps: report.steps.map((step) => ({ ...step, exchanges: [] })) } };
}
