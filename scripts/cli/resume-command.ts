import { unlink } from 'node:fs/promises';
import { extname } from 'node:path';
import { wallClock } from '../../core/clock.ts';
import type { RunReport } from '../../core/run-event.ts';
import { systemGuid } from '../../core/seeded-random.ts';
import { type Checkpoint, createCustomerGenerator, loadTarget, runWorkflow } from '../../harness/index.ts';
import { type CheckpointFile, dueMs, readCheckpoints } from './checkpoint-files.ts';
import { listenForInterrupts } from './interrupts.ts';
import { createProgress } from './progress.ts';
import { exitCodeOf, writeCheckpoint, writeReport } from './reports.ts';
import { withOrigin } from './run-once.ts';
import { findRunnable, parseInputs, parseServers, type Runnable } from './runnable.ts';

export interface ResumeCommandOptions {
  readonly input: readonly string[];
  readonly server: readonly string[];
  readonly despiteChanges?: true;
}

/**
 * `crosscheck resume [FILE...]`: goes on with parked runs, all that are due here unless files are named, one after the other. What
 * is not due stays parked. A checkpoint that has come to its end is removed. Gives the exit code.
 */
export async function resumeCommand(files: readonly string[], options: ResumeCommandOptions): Promise<number> {
  const parked = (await readCheckpoints(files)).sort((a, b) => dueMs(a) - dueMs(b));
  const due = parked.filter((one) => dueMs(one) <= wallClock.nowMs());
  for (const { file, checkpoint } of parked.filter((one) => !due.includes(one)))
    console.log(`Not due yet: ${file}, due ${checkpoint.due.at}`);
  if (due.length === 0) {
    console.log('Nothing is due');
    return 0;
  }
  const interrupts = listenForInterrupts();
  const reports: RunReport[] = [];
  try {
    for (const one of due) {
      if (interrupts.signal.aborted) break;
      reports.push(await resume(one, options, interrupts.signal));
    }
  } finally {
    interrupts.stop();
  }
  return exitCodeOf(reports);
}

async function resume(
  { file, checkpoint }: CheckpointFile,
  options: ResumeCommandOptions,
  signal: AbortSignal,
): Promise<RunReport> {
  const runnable = await findRunnableOf(checkpoint, options);
  const { seed, label } = checkpoint;
  const target = loadTarget({ url: checkpoint.target.baseUrl });
  let next: Checkpoint | undefined;
  const report = await runWorkflow(withOrigin(runnable), {
    ...{ target, workflowId: checkpoint.workflowId, seed, label, signal, newIdempotencyKey: systemGuid },
    inputs: runnable.buildInputs({ target, customers: createCustomerGenerator(seed), label }),
    observesBooks: checkpoint.audited !== undefined,
    resumes: checkpoint,
    ...(options.despiteChanges ? { despiteChanges: true } : {}),
    onEvent: createProgress(process.stdout),
    onCheckpoint: (written) => {
      next = written;
    },
  });
  await writeReport(report);
  if (report.stopped) console.error(`${report.stopped.message}\n${report.stopped.remedy}`);
  if (next) console.log(`Parked again: ${await writeCheckpoint(next)}, due ${next.due.at}`);
  else if (report.outcome !== 'stopped') await unlink(file);
  return report;
}

async function findRunnableOf(
  { file, workflowId }: Checkpoint,
  { input, server }: ResumeCommandOptions,
): Promise<Runnable> {
  const given = { inputs: await parseInputs(input), servers: parseServers(server), workflow: workflowId };
  if (file === undefined) return await findRunnable(given);
  return await findRunnable({ ...given, ...(extname(file) === '' ? { workflows: file } : { file }) });
}
