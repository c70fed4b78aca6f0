import type { RunReport } from '../../core/run-event.ts';
import { writeCheckpoint } from '../../harness/runs/checkpoint-files.ts';
import type { RunFolder } from '../../harness/runs/run-folder.ts';
import { describeError } from '../shared/describe-error.ts';
import type { FoundWorkflow } from './find-workflow.ts';
import { renderRun } from './render-runs.ts';
import { commandFor, type RunCommandOptions } from './run-options.ts';
import { fileOfRun, renderJsonFile } from './run-report-files.ts';
import type { EndedRun } from './run-seeds.ts';
import type { RunLine } from './runs-report.ts';

/** The runs that have ended so far. Each run is written as soon as it ends, so that a later error cannot lose it. */
export class RunsLog {
  readonly ended: EndedRun[] = [];
  readonly lines: RunLine[] = [];
  private readonly errors = new Set<string>();
  private readonly workflow: FoundWorkflow;
  private readonly options: RunCommandOptions;
  private readonly folder: RunFolder;
  private written: Promise<void> = Promise.resolve();

  constructor(workflow: FoundWorkflow, options: RunCommandOptions, folder: RunFolder) {
    this.workflow = workflow;
    this.options = options;
    this.folder = folder;
  }

  /** Adds a run that has ended. The runs are written one after the other. */
  add(run: EndedRun): void {
    this.ended.push(run);
    this.written = this.written.then(() => this.write(run)).catch((error: unknown) => this.fail(error));
  }

  /** Adds an error that belongs to no single run. The same error of several runs is kept once. */
  fail(error: unknown): void {
    this.errors.add(describeError(error));
  }

  /** Waits until every run so far is written. Returns the errors. */
  async close(): Promise<readonly string[]> {
    await this.written;
    return [...this.errors];
  }

  private async write(run: EndedRun): Promise<void> {
    const { seed, report, checkpoint } = run;
    const line = describeRun(this.workflow, this.options, run);
    const at = this.lines.push(line) - 1;
    if (!this.options.json) console.log(renderRun(line, this.lines.length, this.options.repeat));
    if (checkpoint) this.lines[at] = { ...line, checkpointFile: await writeCheckpoint(checkpoint) };
    if (report.outcome === 'passed') return;
    const file = fileOfRun(`run-${seed}`);
    const path = await this.folder.write(file, renderJsonFile(report), `The run ended ${report.outcome}`);
    this.lines[at] = { ...(this.lines[at] as RunLine), reportFile: path };
  }
}

/** Describes a run that has ended as a line of a summary. */
export function describeRun(workflow: FoundWorkflow, options: RunCommandOptions, { seed, report }: EndedRun): RunLine {
  const { outcome, durationMs, steps, events } = report;
  const why = report.stopped ? [...listFailures(report), report.stopped.message] : listFailures(report);
  const isClean = outcome === 'passed' || outcome === 'parked';
  const command = isClean ? {} : { command: commandFor(workflow, options, seed) };
  return { seed, outcome, durationMs, stepCount: steps.length, failures: why, ...pickEvents(events), ...command };
}

function pickEvents(events: RunReport['events']): Pick<RunLine, 'events'> {
  if (!events) return {};
  const { watched, received, changes, notObservable } = events;
  return { events: { watched, received, changes, notObservable } };
}

function listFailures({ steps }: RunReport): string[] {
  return steps.flatMap(({ stepId, reason, findings, outcome }) => [
    ...(outcome === 'failed' && reason ? [`${stepId}: ${reason}`] : []),
    ...findings
      .filter(({ severity }) => severity === 'failure')
      .map(({ rule, message }) => `${stepId}: ${rule}: ${message}`),
  ]);
}
