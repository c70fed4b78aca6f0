import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CrosscheckError } from '../../core/errors.ts';
import type { RunReport } from '../../core/run-event.ts';
import { type Checkpoint, renderJunit } from '../../harness/index.ts';

/** Where the reports of the last command stand, seen from the current folder. */
export const REPORTS = 'reports/latest';
/** Where parked runs wait to be resumed. */
export const PARKED = 'reports/parked';

/** Writes the report of a run, as JSON and as JUnit XML. Throws a CrosscheckError when it can not be written. */
export async function writeReport(report: RunReport): Promise<void> {
  await write(`${REPORTS}/run.json`, `${JSON.stringify(report, null, 2)}\n`, `The run ended ${report.outcome}`);
  await write(`${REPORTS}/junit.xml`, renderJunit(report), `The run ended ${report.outcome}`);
}

/** Writes a checkpoint, over an earlier one of the same run; gives the file's name. */
export async function writeCheckpoint(checkpoint: Checkpoint): Promise<string> {
  const file = join(PARKED, `${checkpoint.workflowId}-${checkpoint.label}.json`);
  await write(file, `${JSON.stringify(checkpoint, null, 2)}\n`, 'The run is parked');
  return file;
}

/** Writes a file with its folders; `what` is what a person then knows, beside that this went wrong. */
export async function write(file: string, text: string, what: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (cause) {
    throw new CrosscheckError({
      code: 'report-file',
      message: `${what}, but "${file}" can not be written`,
      remedy: 'Run in a folder where that can be created and written',
      cause,
    });
  }
}

/** The exit code of how runs ended: 1 with findings or failed steps, 2 when something stopped one, else 0. */
export function exitCodeOf(reports: readonly Pick<RunReport, 'outcome'>[]): number {
  if (reports.some(({ outcome }) => outcome === 'failed')) return 1;
  return reports.some(({ outcome }) => outcome === 'stopped') ? 2 : 0;
}
