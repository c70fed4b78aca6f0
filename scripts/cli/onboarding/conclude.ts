import { join } from 'node:path';
import type { CrosscheckError } from '../../../core/errors.ts';
import { renderJson, renderOperatingError } from '../../../core/printable.ts';
import { REPORTS, write } from '../reports.ts';
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
  readonly stopped: CrosscheckError | undefined;
  /** Whether the same command goes on where this one ended. */
  readonly canGoOn: boolean;
}

/** Tells and writes what became of it; gives the exit code. */
export async function conclude({ header, journal, asked, before, durationMs, stopped, canGoOn }: Ended) {
  const counts = countCustomers(journal, asked);
  const ended = before.open + before.failed - counts.open;
  const { schemaVersion, sample: _, ...described } = header;
  const isStopped = stopped !== undefined || counts.open > 0;
  const isRejected = counts.refused + counts.failed > 0;
  const undecided = journal.tally.list('undecided');
  const report: OnboardingReport = {
    ...{ schemaVersion, outcome: isStopped ? 'stopped' : isRejected ? 'rejected' : 'accepted' },
    ...described,
    ...{ counts, refused: journal.tally.list('refused'), failed: journal.tally.list('failed'), undecided },
    ...{ journal: journal.file, durationMs, customersPerSecond: ended / (durationMs / 1000) },
    ...(stopped ? { stopped: { code: stopped.code, message: stopped.message, remedy: stopped.remedy } } : {}),
  };
  console.log(renderReport(report, asked));
  if (stopped) console.error(renderOperatingError(stopped));
  else
    tellOpen(
      counts.open,
      undecided.map(({ count }) => count).reduce((sum, count) => sum + count, 0),
    );
  if (canGoOn && (isStopped || counts.failed > 0)) console.error('The same command goes on from there');
  await write(join(REPORTS, 'onboarding.json'), `${renderJson(report)}\n`, 'The onboarding has ended');
  if (isStopped) return 2;
  return isRejected ? 1 : 0;
}

function tellOpen(open: number, undecided: number): void {
  const pending = open - undecided;
  if (pending > 0) console.error(`${pending} customers are still being screened after 30 minutes of waiting`);
  if (undecided > 0) console.error(`People at the bank decide about ${undecided} customers; nobody waits for that`);
}
