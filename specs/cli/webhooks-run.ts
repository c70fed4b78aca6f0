import { readFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { bareEnvironment, type Ended, runCrosscheck } from './command.ts';

/** The part of the report on a case that specs read. */
interface ReportedCase {
  readonly name: string;
  readonly isSample?: boolean;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly attempts: readonly {
    readonly eventId: string;
    readonly resourceCount: number;
    readonly statusCode?: number;
  }[];
  readonly reason?: string;
  readonly remedy?: string;
  readonly notes: readonly string[];
}

export interface Report {
  readonly outcome: 'passed' | 'failed';
  readonly url: string;
  readonly seed: number;
  readonly cases: readonly ReportedCase[];
}

export interface WebhooksRun extends Ended {
  readonly report: Report;
  readonly junit: string;
  /** The cases that failed, each with its reason. */
  readonly faults: Readonly<Record<string, string | undefined>>;
  /** The names of the cases that were not sent. */
  readonly skipped: readonly string[];
}

export const USER = 'bank';
export const PASSWORD = 'correct horse';

/** Starts the command as a person would, in a folder of the test's own; the password is in the environment. */
export function runWebhooks(args: readonly string[], extra: Record<string, string> = {}): Promise<Ended> {
  const env = bareEnvironment({ COS_WEBHOOK_PASSWORD: PASSWORD, ...extra });
  return runCrosscheck(['webhooks', ...args], { cwd: test.info().outputPath('.'), env });
}

/** Lets the command send everything to a handler, and reads what it reports. */
export async function sendTo(
  url: string,
  args: readonly string[] = [],
  extra: Record<string, string> = {},
): Promise<WebhooksRun> {
  const ended = await runWebhooks(['--to', url, ...args], extra);
  const read = (name: string) => readFileSync(test.info().outputPath(`reports/latest/webhooks/${name}`), 'utf8');
  const report = JSON.parse(read('webhooks.json')) as Report;
  const of = (outcome: ReportedCase['outcome']) => report.cases.filter((one) => one.outcome === outcome);
  return {
    ...ended,
    report,
    junit: read('junit.xml'),
    faults: Object.fromEntries(of('failed').map(({ name, reason }) => [name, reason])),
    skipped: of('skipped').map(({ name }) => name),
  };
}
