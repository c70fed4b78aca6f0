import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monotonicMs } from '../../core/clock.ts';
import { defineWorkflow, eq, type InputSources, runWorkflow } from '../../harness/host.ts';
import { startEmulatorProcess } from './emulator-process.ts';
import { type FundedAccounts, fundAccounts } from './funded-accounts.ts';
import { measureRate } from './load.ts';
import { type Measure, median, ROUNDS, timed } from './measure.ts';
import { startServer } from './processes.ts';

const SECONDS = 4;

/** `count` transfers of one cent, back and forth, as a workflow: the engine's own cost shows. */
function transfersWorkflow(count: number) {
  return defineWorkflow({
    id: 'bench-transfers',
    summary: 'Many transfers',
    inputs: (_: InputSources) => ({ a: '', b: '' }),
    steps({ op, inputs }) {
      for (let step = 0; step < count; step++) {
        const [debitAccountNumber, creditAccountNumber] = step % 2 === 0 ? [inputs.a, inputs.b] : [inputs.b, inputs.a];
        op.createTransfer(`transfer-${step}`, {
          body: { debitAccountNumber, creditAccountNumber, amount: 1 },
          status: 200,
          check: (r) => [eq(r.status, 'Complete')],
        });
      }
    },
  });
}

/** The place of the emulator's books, and the expected share of a bare server's rate. */
export interface Books {
  readonly where: 'in memory' | 'with --data';
  readonly wanted: number;
}

/** Measures transfers on the emulator and on the bare server, each in a process of its own, in turns. */
export async function measureTransfers(
  { target, authorization, a, b }: FundedAccounts,
  { where, wanted }: Books,
): Promise<Measure> {
  const bare = await startServer(['scripts/bench/bare-server.ts'], /^http/);
  const body = { debitAccountNumber: a, creditAccountNumber: b, amount: 1 };
  const load = { headers: { authorization }, body, seconds: SECONDS };
  const ratios: number[] = [];
  const rates: number[] = [];
  try {
    for (let round = 0; round < 3; round++) {
      const yardstick = await measureRate({ url: bare.lines[0] ?? '', ...load });
      const transfers = await measureRate({ url: `${target.baseUrl}/core/v1/transfers`, ...load });
      rates.push(transfers);
      ratios.push(transfers / yardstick);
    }
  } finally {
    await bare.stop();
  }
  const ratio = median(ratios);
  return {
    name: `POST /core/v1/transfers, ${where}, of bare node:http`,
    measured: `${ratio.toFixed(2)} (${median(rates).toFixed(0)}/s)`,
    target: { text: `>= ${wanted.toFixed(2)}`, met: ratio >= wanted },
  };
}

/**
 * Measures the engine with contract checks and without observation, next to plain fetch of the same requests in order.
 */
export async function measureEngine({ target, authorization, a, b }: FundedAccounts): Promise<Measure> {
  const COUNT = 300;
  const workflow = transfersWorkflow(COUNT);
  const byEngine = async () => {
    const options = { target, workflowId: workflow.workflowId, inputs: { a, b }, seed: 1, observesBooks: false };
    const report = await runWorkflow(workflow.document, options);
    if (report.outcome !== 'passed') throw new Error(`The engine's transfers ${report.outcome}`);
  };
  const byFetch = async () => {
    for (let step = 0; step < COUNT; step++) {
      const [debitAccountNumber, creditAccountNumber] = step % 2 === 0 ? [a, b] : [b, a];
      const answer = await fetch(`${target.baseUrl}/core/v1/transfers`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'idempotency-key': `${monotonicMs()}-${step}` },
        body: JSON.stringify({ debitAccountNumber, creditAccountNumber, amount: 1 }),
      });
      const transaction = (await answer.json()) as { status: string };
      if (transaction.status !== 'Complete') throw new Error(`A plain transfer ended ${transaction.status}`);
    }
  };
  await byFetch();
  await byEngine();
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) ratios.push((await timed(byEngine)) / (await timed(byFetch)));
  const ratio = median(ratios);
  return {
    name: 'a transfer with contract checks, of plain fetch',
    measured: ratio.toFixed(2),
    target: { text: '<= 1.5', met: ratio <= 1.5 },
    note: `${COUNT} of them in one workflow, warm, one process`,
  };
}

/** Measures transfers on a data file. */
export async function measureTransfersOnFile(wanted: number): Promise<Measure> {
  const folder = await mkdtemp(join(tmpdir(), 'crosscheck-bench-'));
  const emulator = await startEmulatorProcess(join(folder, 'cos.db'));
  try {
    return await measureTransfers(await fundAccounts(emulator), { where: 'with --data', wanted });
  } finally {
    await emulator.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
