import { CrosscheckError } from '../../core/errors.ts';
import { renderJson } from '../../core/printable.ts';
import type { RunReport } from '../../core/run-event.ts';
import { renderJunit } from '../../harness/host.ts';
import { fileNameOf } from '../../harness/runs/report-file.ts';
import type { ReportFiles, RunFolder } from '../../harness/runs/run-folder.ts';
import { describeError } from '../shared/describe-error.ts';

/** Returns the files of reports: a JSON file for each by its name, and one JUnit XML file for all. */
export function filesOfRuns(reports: Readonly<Record<string, RunReport>>): ReportFiles {
  const files = Object.entries(reports).map(([name, report]) => [fileOfRun(name), () => renderJsonFile(report)]);
  return { ...Object.fromEntries(files), 'junit.xml': () => renderJunit(...new Set(Object.values(reports))) };
}

/** Returns the files of a run that an error stopped at its end; without JUnit XML if rendering that fails as well. */
export function filesOfStopped(report: RunReport): ReportFiles {
  const { 'junit.xml': junit, ...files } = filesOfRuns({ run: report });
  try {
    const text = junit?.() ?? '';
    return { ...files, 'junit.xml': () => text };
  } catch {
    return files;
  }
}

/** Returns the file name of the report of one run. */
export function fileOfRun(name: string): string {
  return `${fileNameOf(name)}.json`;
}

/** Renders data as the text of a JSON file. */
export function renderJsonFile(value: unknown): string {
  return `${renderJson(value)}\n`;
}

/**
 * Writes the files of a report, then makes the folder the latest report. If a file cannot be written, the latest report
 * stays empty.
 */
export async function publishFiles(folder: RunFolder, files: ReportFiles, what: string): Promise<void> {
  for (const [name, render] of Object.entries(files)) await folder.write(name, render(), what);
  await folder.publish();
}

/** The files that a command writes at its end. An error in one part is printed and does not stop the others. */
export class Writing {
  hasFailed = false;

  /** Writes one part. `onBug` writes a smaller report after an unexpected error. */
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
