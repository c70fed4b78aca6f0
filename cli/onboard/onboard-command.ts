import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { monotonicMs } from '../../core/clock.ts';
import type { Limits } from '../../core/limits.ts';
import { printable } from '../../core/printable.ts';
import type { Stopped } from '../../core/stopped.ts';
import type { Target } from '../../core/target.ts';
import { wrapText } from '../../core/wrap-text.ts';
import { createClient, loadTarget } from '../../harness/host.ts';
import { lockFile } from '../../harness/runs/file-lock.ts';
import { type ReportedRun, RunFolder } from '../../harness/runs/run-folder.ts';
import { type CustomersPlan, parsePlan } from '../customers/parse-plan.ts';
import type { SelectionOptions } from '../customers/selection-options.ts';
import { renderJsonFile } from '../run/run-report-files.ts';
import { withLimits } from '../shared/target-limits.ts';
import { checkOverlaps } from './check-overlaps.ts';
import { checkKeysRemembered, checkSameBank } from './check-resumable.ts';
import { countCustomers, type OnboardingScope } from './counts.ts';
import { finishOnboarding } from './finish-onboarding.ts';
import { readInstant } from './key-expiry.ts';
import { findNeededProducts } from './needed-products.ts';
import { describeHeader } from './onboarding-report.ts';
import { notWritable, ProgressFile } from './progress-file.ts';
import { headerOf, type ProgressHeader, progressFileName } from './progress-header.ts';
import { sendCustomers } from './send-customers.ts';

/** The parsed options of `crosscheck onboard`. */
export interface OnboardCommandOptions extends SelectionOptions {
  readonly parallel: number;
  /** The address of the target; default: an embedded bank. */
  readonly target?: string;
  /** The limits changed by `--limit`. */
  readonly limit: Partial<Limits>;
}

/** The folder of the progress files of targets, which outlive the command. */
const PROGRESS_FOLDER = 'reports/onboarding';

/**
 * Runs `crosscheck onboard`: sends test customers to the target of the environment, or without `--target` to an
 * embedded bank, and writes a report. Returns the exit code: 0 if all were accepted, 1 if some were refused or failed,
 * 2 if some are unfinished. Throws a CrosscheckError, before anything is sent, if the options are invalid or the
 * onboarding cannot start.
 */
export async function onboardCommand(options: OnboardCommandOptions): Promise<number> {
  const plan = await parsePlan(options);
  if (plan.empty) console.error(`No customers: ${plan.empty}`);
  const { target: url, limit } = options;
  if (url !== undefined) return await onboardTo(withLimits(loadTarget({ url }), limit), plan, options);
  const { startEmulator } = await import('../../emulator/start.ts');
  const bank = await startEmulator({ seed: plan.seed });
  try {
    return await onboardTo(withLimits(bank.target, limit), plan, options);
  } finally {
    await bank.close();
  }
}

/** An onboarding with its progress file. */
interface Onboarding {
  readonly plan: CustomersPlan;
  readonly parallel: number;
  readonly target: Target;
  readonly scope: OnboardingScope;
  readonly header: ProgressHeader;
  readonly file: string;
  readonly folder: RunFolder;
  /** An embedded bank ends with the command, so its progress file cannot be resumed. */
  readonly isEmbedded: boolean;
}

async function onboardTo(target: Target, plan: CustomersPlan, options: OnboardCommandOptions): Promise<number> {
  const { first, last } = plan;
  const scope: OnboardingScope = { first, last, opensAccounts: plan.options.parts?.includes('accounts') === true };
  const products = scope.opensAccounts ? findNeededProducts(plan, target) : {};
  const header = headerOf(plan, options, { target, products });
  const onboarding = { plan, parallel: options.parallel, target, scope, header };
  const run: ReportedRun = {
    command: 'onboard',
    label: `seed-${plan.seed}-${first}-${last}`,
    buildStopped: (stopped) => ({ 'onboarding.json': () => renderJsonFile(stoppedReport(header, stopped)) }),
  };
  if (options.target === undefined) {
    const folder = await RunFolder.begin(run);
    return await runSession({ ...onboarding, file: join(folder.path, 'onboarding.ndjson'), folder, isEmbedded: true });
  }
  const file = join(PROGRESS_FOLDER, `${progressFileName(header)}.ndjson`);
  await createFolder(file);
  const lock = await lockFile(file);
  try {
    const folder = await RunFolder.begin(run);
    return await runSession({ ...onboarding, file, folder, isEmbedded: false });
  } finally {
    await lock.release();
  }
}

/** Builds the report of an onboarding that stopped before it had one. Its progress file has the details. */
function stoppedReport(header: ProgressHeader, stopped: Stopped): object {
  return { ...describeHeader(header), outcome: 'stopped', stopped };
}

/** Starts or resumes an onboarding, and reports how it ended. */
async function runSession(onboarding: Onboarding): Promise<number> {
  const { target, scope, header, file, folder, isEmbedded, plan, parallel } = onboarding;
  const progressFile = ProgressFile.open(file, header, { isNew: isEmbedded });
  try {
    const before = countCustomers(progressFile, scope);
    const isDone = before.unfinished + before.failed === 0;
    const client = createClient(target);
    const isNew = await startOrCheck(progressFile, { ...onboarding, client, isDone });
    if (isDone) console.log(wrapText(`Nothing to send, every customer is finished: ${printable(file)}`));
    const startedMs = monotonicMs();
    const sent = isDone ? undefined : await sendCustomers({ progressFile, client, scope, plan, parallel });
    const durationMs = monotonicMs() - startedMs;
    const isUnused = isNew && sent?.wasSent === false;
    if (isUnused) await rm(file, { force: true });
    const session = { header, progressFile, scope, before, durationMs, stopped: sent?.stopped };
    return await finishOnboarding(folder, { ...session, isResumable: !isEmbedded && !isUnused });
  } finally {
    progressFile.close();
  }
}

/**
 * Starts a new progress file; returns whether it is new. Throws a CrosscheckError if customers could be created twice.
 */
async function startOrCheck(
  progressFile: ProgressFile,
  {
    header,
    file,
    client,
    isEmbedded,
    isDone,
  }: Onboarding & { readonly client: ReturnType<typeof createClient>; readonly isDone: boolean },
): Promise<boolean> {
  const { firstSent } = progressFile;
  if (!isEmbedded && firstSent) await checkSameBank(progressFile, client);
  if (isDone) return false;
  const now = await readInstant(client);
  if (firstSent) {
    checkKeysRemembered(file, firstSent, now);
    return false;
  }
  if (!isEmbedded) await checkOverlaps({ folder: PROGRESS_FOLDER, header, now, client });
  progressFile.start(now);
  return true;
}

async function createFolder(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw notWritable(file, cause.code ?? cause.message, cause);
  });
}
