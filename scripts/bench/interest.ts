import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CoreSchemas, EmulatorSchemas } from '../../generated/types/index.ts';
import { type EmulatorProcess, startEmulatorProcess } from './emulator-process.ts';
import { fundAccounts, issueToken } from './funded-accounts.ts';
import { type Measure, timed } from './measure.ts';
import { runToEnd } from './processes.ts';

const MANY = 100_000;
const FEW = 100;
/** Cents of each account: enough for a cent of interest a day. */
const BALANCE = 10_000;
const YEARLY_BASIS_POINTS = 400;
/** Less than what compounds; in cents. */
const YEARLY_INTEREST = (BALANCE * YEARLY_BASIS_POINTS) / 10_000;
const PAGE_SIZE = 50;
const LAST_CLOSE_BUT_ONE = '2026-03-30';
const A_YEAR_LATER = '2027-03-02';

/** Measures closes that accrue and pay interest, and a simulated year with interest-bearing accounts. */
export async function measureInterest(): Promise<Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'crosscheck-bench-'));
  try {
    return [...(await measureCloses(join(folder, 'closes.db'))), await measureYear(join(folder, 'year.db'))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Measures two closes with many accounts on a data file: the last of a month, which pays their interest, and one that
 * only accrues. The close between them is not measured: the statements of the month are generated before it.
 */
async function measureCloses(file: string): Promise<Measure[]> {
  await openInterestAccounts(file, MANY, LAST_CLOSE_BUT_ONE);
  const emulator = await startEmulatorProcess(file);
  try {
    await closeDay(emulator);
    const [paidMs, paid] = await timedClose(emulator);
    if (paid < MANY) throw new Error(`The close paid interest ${paid} times, wanted ${MANY}`);
    await closeDay(emulator);
    const [accruedMs] = await timedClose(emulator);
    return [
      {
        name: 'a close that accrues interest for 100,000 accounts, with --data',
        measured: `${(accruedMs / 1000).toFixed(2)} s`,
        target: { text: '<= 2 s', met: accruedMs <= 2_000 },
      },
      {
        name: 'a close that accrues and pays interest to 100,000 accounts, with --data',
        measured: `${(paidMs / 1000).toFixed(2)} s`,
        target: { text: '<= 30 s', met: paidMs <= 30_000 },
      },
    ];
  } finally {
    await emulator.stop();
  }
}

async function measureYear(file: string): Promise<Measure> {
  await openInterestAccounts(file, FEW);
  const emulator = await startEmulatorProcess(file);
  try {
    const yearMs = await timed(() => advanceTo(emulator, A_YEAR_LATER));
    const url = `${emulator.baseUrl}/core/v1/dda/accounts?pageSize=${PAGE_SIZE}`;
    const answer = await fetch(url, { headers: { authorization: await issueToken(emulator, 'partner') } });
    const { results } = (await answer.json()) as { results: CoreSchemas['Account'][] };
    const grown = results.filter(({ currentBalance }) => currentBalance >= BALANCE + YEARLY_INTEREST).length;
    // One of the two funded accounts stays empty.
    if (grown < PAGE_SIZE - 1) throw new Error(`The year paid interest to ${grown} of the first ${PAGE_SIZE} accounts`);
    return {
      name: 'a year with 100 interest-bearing accounts, with --data',
      measured: `${(yearMs / 1000).toFixed(2)} s`,
      target: { text: '<= 20 s', met: yearMs <= 20_000 },
      note: 'a close every business day, monthly statements, 1099 forms',
    };
  } finally {
    await emulator.stop();
  }
}

/** Opens accounts with a balance in a new data file, on a product that pays interest, on a day. */
async function openInterestAccounts(file: string, count: number, day?: string): Promise<void> {
  const emulator = await startEmulatorProcess(file);
  try {
    const { target, authorization, a: master } = await fundAccounts(emulator);
    const url = `${target.baseUrl}/core/v1/dda/accounts/${master}`;
    const answer = await fetch(url, { headers: { authorization } });
    const { productId } = (await answer.json()) as CoreSchemas['Account'];
    const tiers = [{ fromAmount: 0, rateBasisPoints: YEARLY_BASIS_POINTS }];
    await operate(emulator, `products/${productId}/rate-cards`, { tiers, isDefault: true });
    if (day !== undefined) await advanceTo(emulator, day);
    await emulator.stop();
    const args = [file, target.partnerId, master, String(count), String(BALANCE)];
    await runToEnd(process.execPath, ['scripts/bench/open-accounts.ts', ...args]);
  } finally {
    await emulator.stop();
  }
}

/** Sends a request of the control plane, which must succeed. */
async function operate<Body>(emulator: EmulatorProcess, path: string, body?: object): Promise<Body> {
  const answer = await fetch(`${emulator.baseUrl}/emulator/v1/${path}`, {
    method: 'POST',
    headers: { authorization: await issueToken(emulator, 'operator'), 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${path} of the bench was refused: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Body;
}

function closeDay(emulator: EmulatorProcess): Promise<EmulatorSchemas['PostingDayClose']> {
  return operate(emulator, 'posting-day/close');
}

/** Returns the milliseconds of a close and the number of activities that it posted. */
async function timedClose(emulator: EmulatorProcess): Promise<[durationMs: number, posted: number]> {
  let posted = 0;
  const durationMs = await timed(async () => {
    posted = (await closeDay(emulator)).postedActivities;
  });
  return [durationMs, posted];
}

async function advanceTo(emulator: EmulatorProcess, to: string): Promise<void> {
  const { postingDay } = await operate<EmulatorSchemas['Clock']>(emulator, 'clock/advance', { to });
  if (postingDay < to) throw new Error(`The clock of the bench stopped at posting day ${postingDay}, wanted ${to}`);
}
