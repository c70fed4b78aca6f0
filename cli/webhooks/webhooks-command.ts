import { config } from 'dotenv';
import { describeForbiddenAddress } from '../../core/address-guard.ts';
import { monotonicMs, wallClock } from '../../core/clock.ts';
import { CrosscheckError } from '../../core/errors.ts';
import { maskUrlPath } from '../../core/loopback.ts';
import { printable, renderJson, renderOperatingError } from '../../core/printable.ts';
import { deriveSeed, systemGuid } from '../../core/seeded-random.ts';
import { describeStop, type Stopped, stopBy } from '../../core/stopped.ts';
import { wrapText } from '../../core/wrap-text.ts';
import { createColors, maskReport } from '../../harness/host.ts';
import { exitCodeOf } from '../../harness/runs/exit-code.ts';
import { type ReportFiles, RunFolder } from '../../harness/runs/run-folder.ts';
import { publishFiles, renderJsonFile, Writing } from '../run/run-report-files.ts';
import { listenForInterrupts, untilInterrupted } from '../shared/interrupts.ts';
import type { CaseResult, WebhooksReport } from './case.ts';
import { SILENT, sendCatalogue } from './catalogue.ts';
import { sendDifficultCases, skipDifficultCases } from './difficult-cases.ts';
import { type Handler, PartnerBank } from './partner-bank.ts';
import { pingHandler } from './ping.ts';
import { renderCase, renderSum, renderWebhooksJunit } from './render-report.ts';

export interface WebhooksCommandOptions {
  readonly to: string;
  readonly username?: string;
  readonly timeout: number;
  readonly port: number;
  readonly seed?: number;
  readonly json?: true;
}

/**
 * Runs `crosscheck webhooks --to URL`: an embedded bank sends a partner's handler every event, then the difficult
 * cases. Returns the exit code: 0 if every answer was as expected, 1 if one was not, 2 if not everything was sent.
 */
export async function webhooksCommand(options: WebhooksCommandOptions): Promise<number> {
  const handler = handlerOf(options);
  // A random seed, so that a handler that remembers ids has seen none of them before.
  const { seed = deriveSeed(0, systemGuid()), port, json } = options;
  const colors = createColors(process.stdout.isTTY === true);
  const print = (text: string) => {
    if (!json) console.log(text);
  };
  const startedAt = new Date(wallClock.nowMs()).toISOString();
  const startedMs = monotonicMs();
  const cases: CaseResult[] = [];
  const reportCase = (result: CaseResult) => {
    print(renderCase(result, colors, cases.at(-1)?.remedy));
    cases.push(result);
  };
  const url = maskUrlPath(handler.url);
  const buildReport = (stopped?: Stopped): WebhooksReport => {
    const hasFailed = cases.some((one) => one.outcome === 'failed');
    const outcome = hasFailed ? 'failed' : stopped ? 'stopped' : 'passed';
    const about = { schemaVersion: 2, url, seed, startedAt, durationMs: monotonicMs() - startedMs } as const;
    return { ...about, outcome, ...(stopped ? { stopped } : {}), cases };
  };
  const folder = await RunFolder.begin({
    command: 'webhooks',
    label: `seed-${seed}`,
    buildStopped: (stopped) => filesOf(buildReport(stopped)),
  });
  const stopped = await sendAll(handler, {
    seed,
    port,
    print,
    reportCase,
    title: colors.bold('Crosscheck webhooks'),
    hasBegun: () => cases.length > 0,
  });
  const report = buildReport(stopped);
  const writing = new Writing();
  const what = `The cases have ${report.outcome}`;
  await writing.attempt(
    () => publishFiles(folder, filesOf(report), what),
    (error) => publishFiles(folder, filesOf(stopBy(report, error)), what),
  );
  if (stopped) console.error(wrapText(renderOperatingError(stopped)));
  print(renderSum(report, colors));
  if (json) console.log(renderJson(report));
  return exitCodeOf({
    hasFindings: report.outcome === 'failed',
    isStopped: stopped !== undefined || writing.hasFailed,
  });
}

function filesOf(report: WebhooksReport): ReportFiles {
  return { 'webhooks.json': () => renderJsonFile(report), 'junit.xml': () => renderWebhooksJunit(report) };
}

interface Sending {
  readonly seed: number;
  readonly port: number;
  readonly title: string;
  readonly print: (text: string) => void;
  readonly reportCase: (result: CaseResult) => void;
  /** Returns true once a case was sent. */
  readonly hasBegun: () => boolean;
}

/** Sends every case. Returns the error that stopped it, if any. Throws a CrosscheckError if no case can be sent. */
async function sendAll(handler: Handler, sending: Sending): Promise<Stopped | undefined> {
  const interrupts = listenForInterrupts({ last: 'the report' });
  let bank: PartnerBank | undefined;
  try {
    bank = await PartnerBank.start(handler, sending);
    await untilInterrupted(sendCases(bank, sending), interrupts.signal);
    return undefined;
  } catch (error) {
    const stopped = describeStop(bank?.secrets.maskError(error) ?? error);
    if (stopped.kind === 'operating' && !sending.hasBegun()) throw error;
    return stopped;
  } finally {
    await bank?.close();
    interrupts.stop();
  }
}

async function sendCases(bank: PartnerBank, { seed, title, print, reportCase: tellMasked }: Sending): Promise<void> {
  const reportCase = (result: CaseResult) => tellMasked(maskReport(result, bank.secrets));
  const url = maskUrlPath(bank.handler.url);
  print(
    `${title} to ${printable(url)}, seed ${seed}\nThe bank that sends the events listens at ${bank.target.baseUrl}\n`,
  );
  reportCase(await pingHandler(bank));
  const catalogue = await sendCatalogue(bank, seed);
  for (const result of catalogue) reportCase(result);
  print('');
  if (catalogue.some((one) => one.outcome === 'skipped')) skipDifficultCases(SILENT).forEach(reportCase);
  else await sendDifficultCases(bank, seed, reportCase);
}

/**
 * Builds the handler from the options. The password comes from the environment only: a command line is visible to all
 * users of the machine and stays in the history of the shell.
 */
function handlerOf({ to: url, username, timeout }: WebhooksCommandOptions): Handler {
  const problem = describeForbiddenAddress(url, 'callback');
  if (problem !== undefined)
    throw usage(
      `Cannot send events to "${maskUrlPath(url)}": it ${problem}`,
      'Name your handler with --to https://host/path, or http:// on this machine; name the user with --username',
    );
  const timeoutMs = timeout * 1000;
  if (username === undefined) return { url, timeoutMs };
  if (username.includes(':'))
    throw usage(
      `Cannot call the handler as "${username.replace(/:.*/s, ':***')}": a user of HTTP Basic authentication must not contain a colon`,
      'Give the user alone with --username, and the password in COS_WEBHOOK_PASSWORD',
    );
  config({ quiet: true });
  const { COS_WEBHOOK_PASSWORD: password } = process.env;
  if (!password)
    throw usage(
      `Cannot call the handler as "${username}": COS_WEBHOOK_PASSWORD is not set`,
      'Set it in the environment or in .env, or omit --username for a handler without credentials',
    );
  return { url, timeoutMs, credentials: { username, password } };
}

function usage(message: string, remedy: string): CrosscheckError {
  return new CrosscheckError({ code: 'usage', message, remedy });
}
