import { CrosscheckError } from '../../core/errors.ts';
import { listenForInterrupts } from './interrupts.ts';
import { loadWorkflows } from './load-workflows.ts';
import { createProgress } from './progress.ts';
import { exitCodeOf, writeCheckpoint, writeReport } from './reports.ts';
import { type Ended, runOnce } from './run-once.ts';
import { commandFor, type RunCommandOptions, setupOf } from './run-options.ts';
import { findRunnable, parseInputs, parseServers, type Runnable } from './runnable.ts';

/**
 * `crosscheck run [FILE]`: a workflow, once or many times, against the embedded bank or the target that is named. Gives the
 * exit code.
 */
export async function runCommand(options: RunCommandOptions, files: readonly string[]): Promise<number> {
  if (options.list) return await listWorkflows(options);
  const runnable = await findRunnableOf(options, files);
  const interrupts = listenForInterrupts();
  try {
    if (options.repeat > 1) {
      const { runMany } = await import('./run-many.ts');
      return await runMany(runnable, { options, files, signal: interrupts.signal });
    }
    const ended = await runOnce(runnable, {
      ...setupOf(options),
      seed: options.seed,
      signal: interrupts.signal,
      ...(options.json ? {} : { onEvent: createProgress(process.stdout) }),
    });
    return await tell(runnable, ended, options);
  } finally {
    interrupts.stop();
  }
}

/** The workflow that options and file mean. */
export async function findRunnableOf(options: RunCommandOptions, files: readonly string[]): Promise<Runnable> {
  const given = { inputs: await parseInputs(options.input), servers: parseServers(options.server) };
  return await findRunnable({ ...options, ...chooseFile(files), ...given });
}

async function listWorkflows({ workflows }: RunCommandOptions): Promise<number> {
  for (const { workflowId, summary } of await loadWorkflows(workflows))
    console.log(`${workflowId.padEnd(36)} ${summary}`);
  return 0;
}

/** A file, or a word that npm has swallowed the dashes of. */
function chooseFile(files: readonly string[]): { readonly file?: string } {
  const [file, ...others] = files;
  if (file === undefined) return {};
  if (others.length === 0 && /[./]/.test(file)) return { file };
  throw new CrosscheckError({
    code: 'usage',
    message: `Cannot run "${files.join(' ')}"`,
    remedy:
      'Name one file (crosscheck run other.arazzo.yaml), or a workflow (--workflow NAME; --list shows them). ' +
      'Through npm, options go behind two dashes: npm start -- --seed 7',
  });
}

async function tell(runnable: Runnable, { report, checkpoint }: Ended, options: RunCommandOptions): Promise<number> {
  await writeReport(report);
  if (options.json) console.log(JSON.stringify(report, null, 2));
  else if (report.outcome === 'failed') console.log(`Run it again with: ${commandFor(runnable, options, report.seed)}`);
  if (checkpoint) {
    const file = await writeCheckpoint(checkpoint);
    if (!options.json) console.log(`Go on with it, when it is due, by: npx crosscheck resume ${file}`);
  }
  if (report.stopped) console.error(`${report.stopped.message}\n${report.stopped.remedy}`);
  return exitCodeOf([report]);
}
