import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { type EmulatorProcess, startEmulatorProcess } from './emulator-process.ts';
import { fundAccounts, issueToken } from './funded-accounts.ts';
import { type Measure, median, timed } from './measure.ts';
import { runToEnd } from './processes.ts';

const CLOSED = 100_000;
const LISTED = 1_000_000;
const PAGE_SIZE = 50;
const READS = 21;

/** Measures the emulator on a data file with as many activities of one master as a busy year has. */
export async function measureFullBooks(): Promise<Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'crosscheck-bench-'));
  const file = join(folder, 'cos.db');
  try {
    const { partnerId, master, subledger } = await prepareFile(file);
    const fill = (activities: number) =>
      runToEnd(process.execPath, [
        'scripts/bench/fill-books.ts',
        file,
        partnerId,
        master,
        subledger,
        String(activities),
      ]);
    await fill(CLOSED);
    const closing = await onFile(file, measureClose);
    await fill(LISTED - CLOSED);
    return [closing, ...(await onFile(file, (emulator) => measureListing(emulator, master)))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function onFile<Result>(file: string, action: (emulator: EmulatorProcess) => Promise<Result>): Promise<Result> {
  const emulator = await startEmulatorProcess(file);
  try {
    return await action(emulator);
  } finally {
    await emulator.stop();
  }
}

/** Creates a funded master with a subledger in a data file that no process has open. */
async function prepareFile(file: string) {
  return await onFile(file, async (emulator) => {
    const { target, authorization, a: master } = await fundAccounts(emulator);
    const answer = await fetch(`${emulator.baseUrl}/core/v1/dda/subaccounts`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ masterAccountNumber: master, title: 'Bench' }),
    });
    const { accountNumber: subledger } = (await answer.json()) as CoreSchemas['Subaccount'];
    return { partnerId: target.partnerId, master, subledger };
  });
}

async function measureClose(emulator: EmulatorProcess): Promise<Measure> {
  const authorization = await issueToken(emulator, 'operator');
  const url = `${emulator.baseUrl}/emulator/v1/posting-day/close`;
  let posted: number | undefined;
  const closeMs = await timed(async () => {
    const answer = await fetch(url, { method: 'POST', headers: { authorization } });
    posted = ((await answer.json()) as { postedActivities?: number }).postedActivities;
  });
  if (posted === undefined || posted < CLOSED)
    throw new Error(`The close posted ${posted} activities, wanted ${CLOSED}`);
  return {
    name: 'closing a posting day of 100,000 activities, with --data',
    measured: `${(closeMs / 1000).toFixed(2)} s`,
    target: { text: '<= 3 s', met: closeMs <= 3_000 },
  };
}

async function measureListing(emulator: EmulatorProcess, master: string): Promise<Measure[]> {
  const authorization = await issueToken(emulator, 'partner');
  const read = async (pageNumber: number) => {
    const url = `${emulator.baseUrl}/core/v1/dda/accounts/${master}/activities?pageNumber=${pageNumber}&pageSize=${PAGE_SIZE}`;
    const answer = await fetch(url, { headers: { authorization } });
    const { results } = (await answer.json()) as { results: unknown[] };
    if (results.length !== PAGE_SIZE) throw new Error(`Page ${pageNumber} has ${results.length} activities`);
  };
  const last = LISTED / PAGE_SIZE;
  const pages = [1, last / 2, last];
  const times: number[][] = pages.map(() => []);
  // Turn by turn, and the first turn not counted: it opens the connection.
  for (let turn = 0; turn <= READS; turn++)
    for (const [at, page] of pages.entries()) {
      const durationMs = await timed(() => read(page));
      if (turn > 0) times[at]?.push(durationMs);
    }
  const medians = times.map(median);
  const rss = Number(await runToEnd('ps', ['-o', 'rss=', '-p', String(emulator.pid)])) / 1024;
  return [
    {
      name: 'a page of a million activities, with --data: first, middle, last',
      measured: `${medians.map((value) => value.toFixed(1)).join(', ')} ms`,
      target: { text: '<= 5 ms', met: medians.every((value) => value <= 5) },
    },
    {
      name: 'memory of the emulator over a million activities, with --data',
      measured: `${rss.toFixed(0)} MB`,
      target: { text: '<= 400 MB', met: rss <= 400 },
    },
  ];
}
