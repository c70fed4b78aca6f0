import { CrosscheckError } from '../../core/errors.ts';
import { renderJson } from '../../core/printable.ts';
import type { RunReport } from '../../core/run-event.ts';
import { renderJunit } from '../../harness/host.ts';
import { fileNameOf } from '../../harness/runs/report-file.ts';
import type { ReportFiles, RunFolder } from '../../harness/runs/run-folder.ts';
import { describeError } from '../shared/describe-error.ts';

/** The files of reports of runs, each by its name without the ending, and of all of them as JUnit XML. */
export function filesOfRuns(reports: Readonly<Record<string, RunReport>>): ReportFiles {
  const files = Object.entries(reports).map(([name, report]) => [fileOfRun(name), () => renderJsonFile(report)]);
  return { ...Object.fromEntries(files), 'junit.xml': () => renderJunit(...new Set(Object.values(reports))) };
}

/** The files of a run that an error stopped in its end: without JUnit XML where that cannot be rendered. */
export function filesOfStopped(report: RunReport): ReportFiles {
  const { 'junit.xml': junit, ...files } = filesOfRuns({ run: report });
  try {
    const text = junit?.() ?? '';
    return { ...files, 'junit.xml': () => text };
  } catch {
    return files;
  }
}

/** The file of one of several runs. */
export function fileOfRun(name: string): string {
  return `${fileNameOf(name)}.json`;
}

/** Renders data as the text of a JSON file. */
export function renderJsonFile(value: unknown): string {
  return `${renderJson(value)}\n`;
}

/** Writes the files of a report and makes them the latest; none of them becomes that when one cannot be written. */
export async function publishFiles(folder: RunFolder, files: ReportFiles, what: string): Promise<void> {
  for (const [name, render] of Object.entries(files)) await folder.write(name, render(), what);
  await folder.publish();
}

/** What a command writes at its end: an error in one part is printed and does not stop the others. */
export class Writing {
  hasFailed = false;

  /** Does one part; `onBug` writes what it can with an unexpected error in it. */
  async attempt<T>(act: () => Promise<T>, onBug?: (error: unknown) => Promise<void>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      this.hasFailed = true;
      console.error(describeError(error));
      if (onBug && !(error instanceof CrosscheckError)) await this.attempt(() => onBug(error));
      return undefined;
    }
  }
}
