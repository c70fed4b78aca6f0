import { CrosscheckError } from '../../core/errors.ts';
import { renderOperatingError } from '../../core/printable.ts';
import { describeStop } from '../../core/stopped.ts';
import { exitCodeOf } from '../../harness/runs/exit-code.ts';
import type { RunFolder } from '../../harness/runs/run-folder.ts';
import { publishFiles, renderJsonFile, Writing } from '../run/run-report-files.ts';
import { type Asked, type Counts, countCustomers } from './counts.ts';
import type { JournalFile } from './journal-file.ts';
import type { JournalHeader } from './journal-header.ts';
import { type OnboardingReport, renderReport } from './onboarding-report.ts';

/** How an onboarding has ended. */
export interface Ended {
  readonly header: JournalHeader;
  readonly journal: JournalFile;
  readonly asked: Asked;
  readonly before: Counts;
  readonly durationMs: number;
  /** The error that stopped it before the end. */
  readonly stopped: unknown;
  /** Whether the same command goes on where this one ended. */
  readonly canGoOn: boolean;
}

/** Prints and writes what became of it; returns the exit code. */
export async function conclude(folder: RunFolder, ended: Ended): Promise<number> {
  const { header, journal, asked, before, durationMs, stopped: error, canGoOn } = ended;
  const counts = countCustomers(journal, asked);
  const endedCount = before.open + before.failed - counts.open;
  const { schemaVersion, sample: _, ...described } = header;
  const isStopped = error !== undefined || counts.open > 0;
  const isRejected = counts.refused + counts.failed > 0;
  const undecided = journal.tally.list('undecided');
  const stopped = error === undefined ? undefined : describeStop(error);
  const code = error instanceof CrosscheckError ? { code: error.code } : {};
  const report: OnboardingReport = {
    schemaVersion,
    outcome: isStopped ? 'stopped' : isRejected ? 'rejected' : 'accepted',
    ...described,
    counts,
    refused: journal.tally.list('refused'),
    failed: journal.tally.list('failed'),
    undecided,
    journal: journal.file,
    durationMs,
    customersPerSecond: endedCount / (durationMs / 1000),
    ...(stopped ? { stopped: { ...code, ...stopped } } : {}),
  };
  const writing = new Writing();
  const files = { 'onboarding.json': () => renderJsonFile(report) };
  await writing.attempt(() => publishFiles(folder, files, 'The onboarding has ended'));
  console.log(renderReport(report, asked));
  if (stopped) console.error(renderOperatingError(stopped));
  else
    tellOpen(
      counts.open,
      undecided.map(({ count }) => count).reduce((sum, count) => sum + count, 0),
    );
  if (canGoOn && (isStopped || counts.failed > 0)) console.error('The same command goes on from there');
  return exitCodeOf({ hasFindings: isRejected, isStopped: isStopped || writing.hasFailed });
}

function tellOpen(open: number, undecided: number): void {
  const pending = open - undecided;
  if (pending > 0) console.error(`${pending} customers are still being screened after 30 minutes of waiting`);
  if (undecided > 0) console.error(`People at the bank decide about ${undecided} customers; nobody waits for that`);
}
