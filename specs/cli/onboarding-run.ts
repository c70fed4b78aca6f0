import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { type CustomerRecord, customer } from '../../harness/host.ts';
import type { TestBank } from '../emulator/test-bank.ts';
import { bareEnvironment, type Ended, runCrosscheck, startCommand } from './command.ts';

const SEED = 7;
export const WITH = 'accounts,subledgers,payroll';

/** Returns the environment of a user whose emulator runs at this address. */
export function emulatorEnvironment({ target }: TestBank, extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { partner, operator, products } = target;
  return bareEnvironment({
    COS_TOKEN_URL: target.tokenUrl,
    COS_PARTNER_ID: target.partnerId,
    COS_CLIENT_ID: partner.clientId,
    COS_CLIENT_SECRET: partner.clientSecret,
    COS_OPERATOR_CLIENT_ID: operator?.clientId ?? '',
    COS_OPERATOR_CLIENT_SECRET: operator?.clientSecret ?? '',
    COS_PRODUCT_CHECKING: products.checking ?? '',
    COS_PRODUCT_BUSINESS: products.business ?? '',
    COS_PRODUCT_EDD: products.earlyDirectDeposit ?? '',
    ...extra,
  });
}

/** Returns the folder of the test, and functions that run `crosscheck onboard` in it. */
export function inOwnFolder(env: NodeJS.ProcessEnv) {
  const cwd = test.info().outputPath('.');
  const argsOf = (more: readonly string[]) => ['onboard', '--seed', String(SEED), ...more];
  return {
    cwd,
    run: (...more: string[]): Promise<Ended> => runCrosscheck(argsOf(more), { cwd, env }),
    start: (...more: string[]) => startCommand(argsOf(more), { cwd, env, stdio: 'ignore' }),
    report: () => JSON.parse(readFileSync(`${cwd}/reports/latest/onboard/onboarding.json`, 'utf8')) as OnboardingReport,
    /** The path of the only progress file. */
    progressFile: () => `${cwd}/reports/onboarding/${progressFilesIn(cwd).join()}`,
    progressFiles: () => progressFilesIn(cwd),
  };
}

interface OnboardingReport {
  readonly schemaVersion: number;
  readonly outcome: string;
  readonly progressFile: string;
  readonly counts: Readonly<Record<'total' | 'onboarded' | 'accepted' | 'refused' | 'failed' | 'unfinished', number>>;
  readonly refused: readonly Group[];
  readonly failed: readonly Group[];
  readonly undecided: readonly Group[];
  readonly stopped?: { readonly code: string };
}

interface Group {
  readonly reason: string;
  readonly count: number;
  readonly customers: readonly number[];
}

function progressFilesIn(cwd: string): string[] {
  const folder = `${cwd}/reports/onboarding`;
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** Waits until a command has ended, and returns its exit code. */
export async function endOf(child: ReturnType<typeof startCommand>): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  return exitCode;
}

/** Returns the customers 1 to `last`, as the command generates them for a bank. */
export function recordsOf({ target: { partnerId } }: TestBank, last: number): CustomerRecord[] {
  const parts = ['accounts', 'subledgers', 'payroll'] as const;
  return Array.from({ length: last }, (_, at) => customer(SEED, at + 1, { partnerId, parts }));
}
