import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CrosscheckError } from '../../core/errors.ts';
import { renderJson } from '../../core/printable.ts';
import type { RunReport } from '../../core/run-event.ts';
import { type Checkpoint, renderJunit } from '../../harness/index.ts';
import type { WebhooksReport } from './webhooks/case.ts';

/** Where the reports of the last command stand, seen from the current folder. */
export const REPORTS = 'reports/latest';
/** Where parked runs wait to be resumed. */
export const PARKED = 'reports/parked';

/** Removes what earlier commands reported: none of it is to be taken for the report of this one. */
export async function clearReports(): Promise<void> {
  const names = await readdir(REPORTS).catch(() => []);
  const ours = names.filter((name) => /^(?:runs?|run-.*|webhooks|onboarding)\.json$|^junit\.xml$/.test(name));
  await Promise.all(ours.map((name) => rm(join(REPORTS, name), { force: true })));
}

/** Writes the report of a run, as JSON and as JUnit XML. Throws a CrosscheckError when it can not be written. */
export async function writeReport(report: RunReport): Promise<void> {
  await writeRun('run', report);
  await writeJunit([report]);
}

/** Writes the report of a run as JSON, and gives the file's name; `name` is that without its ending. */
export async function writeRun(name: string, report: RunReport): Promise<string> {
  const file = join(REPORTS, `${fileNameOf(name)}.json`);
  await write(file, `${renderJson(report)}\n`, `The run ended ${report.outcome}`);
  return file;
}

/** Writes the reports of all runs of a command as JUnit XML. */
export async function writeJunit(reports: readonly RunReport[]): Promise<void> {
  const what = reports.length === 1 ? `The run ended ${reports[0]?.outcome}` : 'The runs have ended';
  await write(`${REPORTS}/junit.xml`, renderJunit(...reports), what);
}

/** Writes the report of what a handler of webhooks answered, as JSON and as JUnit XML. */
export async function writeWebhooks(report: WebhooksReport, junit: string): Promise<void> {
  const what = `The cases have ${report.outcome}`;
  await write(`${REPORTS}/webhooks.json`, `${renderJson(report)}\n`, what);
  await write(`${REPORTS}/junit.xml`, junit, what);
}

/** Writes the first checkpoint of a run; gives the file's name. */
export async function writeCheckpoint(checkpoint: Checkpoint): Promise<string> {
  const file = join(PARKED, `${fileNameOf(`${checkpoint.workflowId}-${checkpoint.label}`)}.json`);
  await replace(file, `${JSON.stringify(checkpoint, null, 2)}\n`, 'The run is parked');
  return file;
}

/** A name that stays in its folder, whatever a document calls its workflows. */
function fileNameOf(name: string): string {
  return name.replaceAll(/[^\w-]+/g, '_').slice(-MOST_CHARACTERS);
}

const MOST_CHARACTERS = 120;

/** Writes a file as a whole or not at all: whoever reads it sees the old text or the new one. */
export async function replace(file: string, text: string, what: string): Promise<void> {
  await attempt(file, what, async () => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  });
}

/** Writes a file with its folders; `what` is what a person then knows, beside that this went wrong. */
export async function write(file: string, text: string, what: string): Promise<void> {
  await attempt(file, what, () => writeFile(file, text));
}

async function attempt(file: string, what: string, act: () => Promise<void>): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await act();
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
