import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { monotonicMs } from '../../core/clock.ts';
import { CrosscheckError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import type { Stopped } from '../../core/stopped.ts';
import type { Target } from '../../core/target.ts';
import { createClient, loadTarget } from '../../harness/host.ts';
import { lockFile } from '../../harness/runs/file-lock.ts';
import { type ReportedRun, RunFolder } from '../../harness/runs/run-folder.ts';
import type { CustomersPlan } from '../customers/customers-plan.ts';
import { renderJsonFile } from '../run/run-report-files.ts';
import { withLimits } from '../shared/target-limits.ts';
import { readInstant } from './bank-memory.ts';
import { conclude } from './conclude.ts';
import { type Asked, countCustomers } from './counts.ts';
import { checkRemembered, checkSameBank } from './going-on.ts';
import { JournalFile } from './journal-file.ts';
import { headerOf, type JournalHeader, journalNameOf } from './journal-header.ts';
import { findNeededProducts } from './needed-products.ts';
import type { OnboardOptions } from './onboard-options.ts';
import { checkOverlaps } from './overlaps.ts';
import { send } from './send-customers.ts';

/** Where journals of targets stand: they outlive the command, so that it can go on. */
const JOURNALS = 'reports/onboarding';

/**
 * `crosscheck customers --onboard`: sends the customers of a plan to the target that the environment tells, or without `--target` to a
 * bank of its own, and writes what became of them. Gives the exit code: 0 when all were accepted, 1 when some were refused or
 * failed, 2 when some are not finished. Throws a CrosscheckError when it cannot begin; nothing was sent then.
 */
export async function onboardCommand(plan: CustomersPlan, options: OnboardOptions): Promise<number> {
  const { target: url, limit } = options;
  if (url !== undefined) return await onboardTo(withLimits(loadTarget({ url }), limit), { plan, options });
  const { startEmulator } = await import('../../emulator/start.ts');
  const bank = await startEmulator({ seed: plan.seed });
  try {
    return await onboardTo(withLimits(bank.target, limit), { plan, options });
  } finally {
    await bank.close();
  }
}

interface Given {
  readonly plan: CustomersPlan;
  readonly options: OnboardOptions;
}

/** An onboarding, and the journal that it is for. */
interface Onboarding extends Given {
  readonly target: Target;
  readonly asked: Asked;
  readonly header: JournalHeader;
  readonly file: string;
  readonly folder: RunFolder;
  /** A bank of the command's own is gone with it, and its journal of no use. */
  readonly isEmbedded: boolean;
}

async function onboardTo(target: Target, { plan, options }: Given): Promise<number> {
  const { first, last } = plan;
  const asked: Asked = { first, last, opensAccounts: plan.options.parts?.includes('accounts') === true };
  const products = asked.opensAccounts ? findNeededProducts(plan, target) : {};
  const header = headerOf(plan, options, { target, products });
  const run: ReportedRun = {
    command: 'onboard',
    label: `seed-${plan.seed}-${first}-${last}`,
    buildStopped: (stopped) => ({ 'onboarding.json': () => renderJsonFile(stoppedReport(header, stopped)) }),
  };
  if (options.target === undefined) {
    const folder = await RunFolder.begin(run);
    const file = join(folder.path, 'onboarding.ndjson');
    return await goOn({ target, asked, header, file, folder, isEmbedded: true, plan, options });
  }
  const file = join(JOURNALS, `${journalNameOf(header)}.ndjson`);
  await createFolder(file);
  const lock = await lockFile(file);
  try {
    const folder = await RunFolder.begin(run);
    return await goOn({ target, asked, header, file, folder, isEmbedded: false, plan, options });
  } finally {
    await lock.release();
  }
}

/** The report of an onboarding that was stopped before it had one: what it knew is in its journal. */
function stoppedReport({ sample: _, ...described }: JournalHeader, stopped: Stopped): object {
  return { ...described, outcome: 'stopped', stopped };
}

async function goOn(onboarding: Onboarding): Promise<number> {
  const { target, asked, header, file, folder, isEmbedded, plan, options } = onboarding;
  const journal = JournalFile.open(file, header, { isNew: isEmbedded });
  try {
    const before = countCustomers(journal, asked);
    const isDone = before.open + before.failed === 0;
    const client = createClient(target);
    const isNew = await checkBeforehand(journal, { ...onboarding, client, isDone });
    if (isDone) console.log(`Everything is done already, nothing was sent: ${printable(file)}`);
    const startedMs = monotonicMs();
    const sent = isDone ? undefined : await send({ journal, client, asked, plan, parallel: options.parallel });
    const durationMs = monotonicMs() - startedMs;
    const isUnused = isNew && sent?.wasSent === false;
    if (isUnused) await rm(file, { force: true });
    const ended = { header, journal, asked, before, durationMs, stopped: sent?.stopped };
    return await conclude(folder, { ...ended, canGoOn: !isEmbedded && !isUnused });
  } finally {
    journal.close();
  }
}

/** Throws a CrosscheckError when somebody might be there twice; begins a journal that is new, and tells whether it is. */
async function checkBeforehand(
  journal: JournalFile,
  {
    header,
    file,
    client,
    isEmbedded,
    isDone,
  }: Onboarding & { readonly client: ReturnType<typeof createClient>; readonly isDone: boolean },
): Promise<boolean> {
  const { firstSent } = journal;
  if (!isEmbedded && firstSent) await checkSameBank(journal, client);
  if (isDone) return false;
  const now = await readInstant(client);
  if (firstSent) {
    checkRemembered(file, firstSent, now);
    return false;
  }
  if (!isEmbedded) await checkOverlaps({ folder: JOURNALS, header, now, client });
  journal.begin(now);
  return true;
}

async function createFolder(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new CrosscheckError({
      code: 'report-file',
      message: `The journal "${file}" cannot be written: ${cause.code}`,
      remedy: 'Make room, or run in a folder where it can be created and written',
      cause,
    });
  });
}
