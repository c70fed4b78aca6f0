import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { type CustomerRecord, customer } from '../../harness/host.ts';
import type { TestBank } from '../emulator/test-bank.ts';
import { bareEnvironment, type Ended, runCrosscheck, startCommand } from './command.ts';

const SEED = 7;
export const WITH = 'accounts,subledgers,payroll';

/** The environment of a person who has an emulator of their own at this address. */
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

/** A test's own folder, and the command in it. */
export function inOwnFolder(env: NodeJS.ProcessEnv) {
  const cwd = test.info().outputPath('.');
  const argsOf = (more: readonly string[]) => ['customers', '--onboard', '--seed', String(SEED), ...more];
  return {
    cwd,
    run: (...more: string[]): Promise<Ended> => runCrosscheck(argsOf(more), { cwd, env }),
    start: (...more: string[]) => startCommand(argsOf(more), { cwd, env, stdio: 'ignore' }),
    report: () => JSON.parse(readFileSync(`${cwd}/reports/latest/onboard/onboarding.json`, 'utf8')) as OnboardingReport,
    /** The only journal of a target. */
    journal: () => `${cwd}/reports/onboarding/${journalsIn(cwd).join()}`,
    journals: () => journalsIn(cwd),
  };
}

interface OnboardingReport {
  readonly outcome: string;
  readonly counts: Readonly<Record<'total' | 'onboarded' | 'accepted' | 'refused' | 'failed' | 'open', number>>;
  readonly refused: readonly Group[];
  readonly failed: readonly Group[];
  readonly undecided: readonly Group[];
  readonly stopped?: { readonly code: string };
}

interface Group {
  readonly reason: string;
  readonly count: number;
  readonly first: readonly number[];
}

function journalsIn(cwd: string): string[] {
  const folder = `${cwd}/reports/onboarding`;
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** Waits until a command has ended, and tells its exit code. */
export async function endOf(child: ReturnType<typeof startCommand>): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  return exitCode;
}

/** The customers 1 to `last`, as the command draws them for a bank. */
export function recordsOf({ target: { partnerId } }: TestBank, last: number): CustomerRecord[] {
  const parts = ['accounts', 'subledgers', 'payroll'] as const;
  return Array.from({ length: last }, (_, at) => customer(SEED, at + 1, { partnerId, parts }));
}
