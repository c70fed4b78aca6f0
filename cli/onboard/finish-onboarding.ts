import { CrosscheckError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { renderOperatingError } from '../../core/printable.ts';
import { describeStop } from '../../core/stopped.ts';
import { wrapText } from '../../core/wrap-text.ts';
import { exitCodeOf } from '../../harness/runs/exit-code.ts';
import type { RunFolder } from '../../harness/runs/run-folder.ts';
import { publishFiles, renderJsonFile, Writing } from '../run/run-report-files.ts';
import { type Counts, countCustomers, type OnboardingScope } from './counts.ts';
import { describeHeader, type OnboardingReport, renderReport } from './onboarding-report.ts';
import type { ProgressFile } from './progress-file.ts';
import type { ProgressHeader } from './progress-header.ts';

/** The result of a session. */
export interface SessionEnd {
  readonly header: ProgressHeader;
  readonly progressFile: ProgressFile;
  readonly scope: OnboardingScope;
  /** The counts at the start of the session. */
  readonly before: Counts;
  readonly durationMs: number;
  /** The error that stopped the session early. */
  readonly stopped: unknown;
  /** True if the same command resumes from here. */
  readonly isResumable: boolean;
}

/** Writes and prints the report of an onboarding. Returns the exit code. */
export async function finishOnboarding(folder: RunFolder, session: SessionEnd): Promise<number> {
  const { header, progressFile, scope, before, durationMs, stopped: error, isResumable } = session;
  const counts = countCustomers(progressFile, scope);
  const endedCount = before.unfinished + before.failed - counts.unfinished;
  const isStopped = error !== undefined || counts.unfinished > 0;
  const isRejected = counts.refused + counts.failed > 0;
  const undecided = progressFile.failures.list('undecided');
  const stopped = error === undefined ? undefined : describeStop(error);
  const code = error instanceof CrosscheckError ? { code: error.code } : {};
  const report: OnboardingReport = {
    ...describeHeader(header),
    outcome: isStopped ? 'stopped' : isRejected ? 'rejected' : 'accepted',
    counts,
    refused: progressFile.failures.list('refused'),
    failed: progressFile.failures.list('failed'),
    undecided,
    progressFile: progressFile.file,
    durationMs,
    customersPerSecond: endedCount / (durationMs / 1000),
    ...(stopped ? { stopped: { ...code, ...stopped } } : {}),
  };
  const writing = new Writing();
  const files = { 'onboarding.json': () => renderJsonFile(report) };
  await writing.attempt(() => publishFiles(folder, files, 'The onboarding has ended'));
  console.log(wrapText(renderReport(report, scope)));
  if (stopped) console.error(wrapText(renderOperatingError(stopped)));
  else
    printUnfinished(
      counts.unfinished,
      undecided.map(({ count }) => count).reduce((sum, count) => sum + count, 0),
    );
  if (isResumable && (isStopped || counts.failed > 0)) console.error('The same command resumes from here');
  return exitCodeOf({ hasFindings: isRejected, isStopped: isStopped || writing.hasFailed });
}

function printUnfinished(unfinished: number, undecided: number): void {
  const pending = unfinished - undecided;
  if (pending > 0) console.error(`${customersAre(pending)} still being screened after 30 minutes of waiting`);
  if (undecided > 0) console.error(`${customersAre(undecided)} under manual review at the bank`);
}

function customersAre(count: number): string {
  return `${plural(count, 'customer')} ${count === 1 ? 'is' : 'are'}`;
}
