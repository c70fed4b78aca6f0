import { join } from 'node:path';
import { monotonicMs } from '../../../core/clock.ts';
import type { CrosscheckError } from '../../../core/errors.ts';
import type { Target } from '../../../core/target.ts';
import { createClient, customer, type Journal, loadTarget, onboardCustomers } from '../../../harness/index.ts';
import type { CustomersPlan } from '../customers/customers-plan.ts';
import { createCustomersProgress } from '../customers/customers-progress.ts';
import { listenForInterrupts } from '../interrupts.ts';
import { clearReports, REPORTS, write } from '../reports.ts';
import { type Asked, type Counts, countCustomers } from './counts.ts';
import { checkGoingOn } from './going-on.ts';
import { JournalFile } from './journal-file.ts';
import { headerOf, type JournalHeader, journalNameOf } from './journal-header.ts';
import { findNeededProducts } from './needed-products.ts';
import type { OnboardOptions } from './onboard-options.ts';
import { type OnboardingReport, renderReport } from './onboarding-report.ts';

/** Where journals of targets stand: they outlive the command, so that it can go on. */
const JOURNALS = 'reports/onboarding';

/**
 * `crosscheck customers --onboard`: sends the customers of a plan to the target that the environment tells, or without `--target` to a
 * bank of its own, and writes what became of them. Gives the exit code: 0 when all were accepted, 1 when some were refused or
 * failed, 2 when it was stopped before the end. Throws a CrosscheckError when it can not begin; nothing was sent then.
 */
export async function onboardCommand(plan: CustomersPlan, options: OnboardOptions): Promise<number> {
  if (options.target !== undefined) return await onboardTo(loadTarget({ url: options.target }), { plan, options });
  const { embedBank } = await import('../embed-bank.ts');
  const bank = await embedBank(plan.seed);
  try {
    return await onboardTo(bank.target, { plan, options });
  } finally {
    await bank.close();
  }
}

interface Given {
  readonly plan: CustomersPlan;
  readonly options: OnboardOptions;
}

async function onboardTo(target: Target, { plan, options }: Given): Promise<number> {
  const { first, last } = plan;
  const asked: Asked = { first, last, opensAccounts: plan.options.parts?.includes('accounts') === true };
  const products = asked.opensAccounts ? findNeededProducts(plan, target) : {};
  const header = headerOf(plan, options, { target, products });
  const isEmbedded = options.target === undefined;
  const file = isEmbedded ? join(REPORTS, 'onboarding.ndjson') : join(JOURNALS, `${journalNameOf(header)}.ndjson`);
  const journal = await JournalFile.open(file, header, { isNew: isEmbedded });
  try {
    const before = countCustomers(journal, asked);
    const isDone = before.open + before.failed === 0;
    const client = createClient(target);
    if (isDone) console.log(`Everything is done already, nothing was sent: ${file}`);
    else if (!isEmbedded) await checkGoingOn(journal, client);
    await clearReports();
    const startedMs = monotonicMs();
    const stopped = isDone ? undefined : await send({ journal, client, asked, plan, options, before });
    const durationMs = monotonicMs() - startedMs;
    return await conclude({ header, journal, asked, before, durationMs, stopped });
  } finally {
    journal.close();
  }
}

interface Sending extends Given {
  readonly journal: JournalFile;
  readonly client: ReturnType<typeof createClient>;
  readonly asked: Asked;
  readonly before: Counts;
}

async function send({ journal, client, asked, plan, options, before }: Sending): Promise<CrosscheckError | undefined> {
  const interrupts = listenForInterrupts();
  const phases = asked.opensAccounts ? 2 : 1;
  const progress = createCustomersProgress(process.stderr, (before.open + before.failed) * phases);
  let ended = 0;
  const { partnerId } = client.target;
  const counted: Journal = {
    outcomeOf: (n, phase) => journal.outcomeOf(n, phase),
    accepted: () => journal.accepted(),
    write(entry) {
      journal.write(entry);
      ended += 1;
      progress.show(ended);
    },
  };
  try {
    return await onboardCustomers({
      ...{ client, journal: counted, ...asked, parallel: options.parallel, signal: interrupts.signal },
      draw: (n) => customer(plan.seed, n, { ...plan.options, partnerId }),
      onWait: (seconds) => progress.say(`Waiting for screenings, ${seconds} s of the bank's clock`),
    });
  } finally {
    progress.clear();
    interrupts.stop();
  }
}

interface Ended {
  readonly header: JournalHeader;
  readonly journal: JournalFile;
  readonly asked: Asked;
  readonly before: Counts;
  readonly durationMs: number;
  readonly stopped: CrosscheckError | undefined;
}

/** Tells and writes what became of it; gives the exit code. */
async function conclude({ header, journal, asked, before, durationMs, stopped }: Ended): Promise<number> {
  const counts = countCustomers(journal, asked);
  const ended = before.open + before.failed - counts.open;
  const { schemaVersion, sample: _, ...described } = header;
  const isStopped = stopped !== undefined || counts.open > 0;
  const isRejected = counts.refused + counts.failed > 0;
  const report: OnboardingReport = {
    ...{ schemaVersion, outcome: isStopped ? 'stopped' : isRejected ? 'rejected' : 'accepted' },
    ...described,
    ...{ counts, refused: journal.tally.list('refused'), failed: journal.tally.list('failed') },
    ...{ journal: journal.file, durationMs, customersPerSecond: ended / (durationMs / 1000) },
    ...(stopped ? { stopped: { code: stopped.code, message: stopped.message, remedy: stopped.remedy } } : {}),
  };
  console.log(renderReport(report));
  if (stopped) console.error(`${stopped.message}\n${stopped.remedy}`);
  else if (isStopped) console.error(`${counts.open} customers are still being screened after 30 minutes of waiting`);
  const isKept = !journal.file.startsWith(REPORTS);
  if (isKept && (isStopped || counts.failed > 0)) console.error('The same command goes on from there');
  await write(join(REPORTS, 'onboarding.json'), `${JSON.stringify(report, null, 2)}\n`, 'The onboarding has ended');
  if (isStopped) return 2;
  return isRejected ? 1 : 0;
}
