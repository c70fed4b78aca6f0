import { parentPort, workerData } from 'node:worker_threads';
import { type CrosscheckError, invariant } from '../../core/errors.ts';
import { describeStop, type Stopped, UncaughtError } from '../../core/stopped.ts';
import { findWorkflowOf } from './find-workflow.ts';
import type { RunCommandOptions } from './run-options.ts';
import { type EndedRun, runSeeds } from './run-seeds.ts';

/** The task of a worker thread: the command line, and the seeds to run. */
export interface WorkerTask {
  readonly options: RunCommandOptions;
  readonly words: readonly string[];
  readonly seeds: readonly number[];
  readonly parallel: number;
}

/** A message of a worker thread: a run that has ended, or the data of an error. */
export interface WorkerMessage {
  readonly ended?: EndedRun;
  readonly broken?: Stopped & { readonly problems?: readonly string[] };
}

// The thread runs some of many runs, each on its own embedded bank. Any message to it is an interrupt.
const { options, words, seeds, parallel } = workerData as WorkerTask;
invariant(parentPort, 'a worker has a parent');
const parent = parentPort;
const controller = new AbortController();
parent.on('message', () => controller.abort());
const workflow = await findWorkflowOf(options, words);
const send = (message: WorkerMessage) => parent.postMessage(message);
const onEnded = (run: EndedRun) => send({ ended: withoutExchanges(run) });
const onBroken = (error: unknown) => {
  const { problems } = error as Partial<CrosscheckError>;
  send({ broken: { ...describeStop(error), ...(problems ? { problems } : {}) } });
};
// The current runs end with this error; the other runs of this thread do not begin.
process.on('uncaughtException', (error) => {
  if (controller.signal.aborted) throw error;
  controller.abort(new UncaughtError(error));
  onBroken(error);
});
await runSeeds(workflow, options, seeds, { parallel, signal: controller.signal, onEnded, onBroken });
parent.close();

/** Removes the exchanges from the report of a passed run: no file keeps them. */
function withoutExchanges({ report, ...run }: EndedRun): EndedRun {
  if (report.outcome !== 'passed') return { ...run, report };
  return { ...run, report: { ...report, steps: report.steps.map((step) => ({ ...step, exchanges: [] })) } };
}
