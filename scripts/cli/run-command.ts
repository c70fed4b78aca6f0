import { mkdir, writeFile } from 'node:fs/promises';
import { CrosscheckError } from '../../core/errors.ts';
import type { RunReport } from '../../core/run-event.ts';
import { createSeededRandom, seededGuid, systemGuid } from '../../core/seeded-random.ts';
import { createCustomerGenerator, loadTarget, renderJunit, runWorkflow, type Workflow } from '../../harness/index.ts';
import { embedBank } from './embed-bank.ts';
import { loadWorkflows } from './load-workflows.ts';
import { createProgress } from './progress.ts';

export interface RunCommandOptions {
  /** The flagship unless told, or the only one of a folder. */
  readonly workflow?: string;
  readonly workflows?: string;
  readonly list?: true;
  readonly seed: number;
  readonly json?: true;
  readonly target?: string;
}

const REPORTS = 'reports/latest';

/** `crosscheck run`: one workflow against the embedded bank, or against the target that is named. Gives the exit code. */
export async function runCommand(options: RunCommandOptions, surplus: readonly string[]): Promise<number> {
  const workflows = await loadWorkflows(options.workflows);
  if (surplus.length > 0) throw unknownFile(surplus, workflows);
  if (options.list) {
    for (const { workflowId, summary } of workflows) console.log(`${workflowId.padEnd(20)} ${summary}`);
    return 0;
  }
  const report = await run(chooseWorkflow(workflows, options.workflow), options);
  if (options.json) console.log(JSON.stringify(report, null, 2));
  else if (report.outcome === 'failed') console.log(`Run it again with: ${commandFor(report, options)}`);
  await writeReports(report);
  return report.outcome === 'failed' ? 1 : 0;
}

/** A file, or a word that npm has swallowed the dashes of. */
function unknownFile(surplus: readonly string[], workflows: readonly Workflow[]): CrosscheckError {
  return new CrosscheckError({
    code: 'unknown-workflow',
    message: `Cannot run "${surplus.join(' ')}" as workflows are run by name, not by file`,
    remedy:
      `There is: ${workflows.map(({ workflowId }) => workflowId).join(', ')} (--workflow NAME); a file in workflows/ is found by itself. ` +
      'Through npm, options go behind two dashes: npm start -- --seed 7',
  });
}

function chooseWorkflow(workflows: readonly Workflow[], name = 'flagship'): Workflow {
  const [first, ...others] = workflows;
  if (first && others.length === 0 && name === 'flagship') return first;
  const workflow = workflows.find(({ workflowId }) => workflowId === name);
  if (workflow) return workflow;
  throw new CrosscheckError({
    code: 'unknown-workflow',
    message: `There is no workflow "${name}"`,
    remedy: `There is: ${workflows.map(({ workflowId }) => workflowId).join(', ')}`,
  });
}

/** On the bank of its own a run draws everything from its seed; on a shared target what must be unique is. */
async function run(workflow: Workflow, { seed, json, target: url }: RunCommandOptions): Promise<RunReport> {
  const bank = url === undefined ? await embedBank(seed) : undefined;
  const random = createSeededRandom(seed);
  try {
    const target = bank?.target ?? loadTarget(url === undefined ? {} : { url });
    const newId = bank ? () => seededGuid(random) : systemGuid;
    const label = newId().replaceAll('-', '').slice(0, 10).toUpperCase();
    return await runWorkflow(workflow.document, {
      target,
      workflowId: workflow.workflowId,
      inputs: workflow.buildInputs({ target, customers: createCustomerGenerator(seed), label }),
      seed,
      newIdempotencyKey: newId,
      ...(json ? {} : { onEvent: createProgress(process.stdout) }),
    });
  } finally {
    await bank?.close();
  }
}

function commandFor({ workflowId, seed }: RunReport, { target, workflows }: RunCommandOptions): string {
  const command = workflows === undefined ? 'npm start --' : `npx crosscheck run --workflows ${workflows}`;
  return `${command} --workflow ${workflowId} --seed ${seed}${target === undefined ? '' : ` --target ${target}`}`;
}

async function writeReports(report: RunReport): Promise<void> {
  try {
    await mkdir(REPORTS, { recursive: true });
    await writeFile(`${REPORTS}/run.json`, `${JSON.stringify(report, null, 2)}\n`);
    await writeFile(`${REPORTS}/junit.xml`, renderJunit(report));
  } catch (cause) {
    throw new CrosscheckError({
      code: 'report-file',
      message: `The run ended ${report.outcome}, but its report can not be written to "${REPORTS}"`,
      remedy: 'Run in a folder where that can be created and written',
      cause,
    });
  }
}
