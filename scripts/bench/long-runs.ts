import { startEmulatorProcess } from './emulator-process.ts';
import { type Measure, median } from './measure.ts';
import { runToEnd } from './processes.ts';
import type { LongRun } from './run-long.ts';

const COUNTS = [500, 1_000, 2_000] as const;
/**
 * With the books observed a step costs more, and more the more activities there are: every law looks at all of them.
 */
const OBSERVED_COUNTS = [250, 500, 1_000] as const;
const TURNS = 3;

/**
 * Measures workflows of many steps, each as a process of its own on a fresh bank, in turns: the cost of their length.
 */
export async function measureLongRuns(): Promise<Measure[]> {
  const turns: LongRun[][] = [];
  for (let turn = 0; turn < TURNS; turn++) turns.push(await runAll(COUNTS));
  const observed = await runAll(OBSERVED_COUNTS, 'laws');
  const times = COUNTS.map((_, at) => median(turns.map((runs) => runs[at]?.durationMs ?? Number.NaN)));
  const growth = median(turns.map(([, half, whole]) => (whole?.durationMs ?? 0) / (half?.durationMs ?? Number.NaN)));
  const most = Math.max(...turns.flat().map(({ maxRssMb }) => maxRssMb));
  return [
    {
      name: '2,000 steps in one workflow: memory at most',
      measured: `${most.toFixed(0)} MB`,
      target: { text: '< 200 MB', met: most < 200 },
      note: 'of the process, its code included; contract checks, books not observed; 500 and 1,000 included',
    },
    {
      name: '2,000 steps in one workflow, of 1,000: time',
      measured: growth.toFixed(2),
      target: { text: '<= 2.3', met: growth <= 2.3 },
      note: `${describeTimes(COUNTS, times)}`,
    },
    {
      name: '1,000 steps in one workflow, books and laws',
      measured: `${((observed.at(-1)?.durationMs ?? 0) / 1000).toFixed(1)} s`,
      note: `${describeTimes(
        OBSERVED_COUNTS,
        observed.map(({ durationMs }) => durationMs),
      )}; ${observed.at(-1)?.maxRssMb.toFixed(0)} MB at most; once`,
    },
  ];
}

async function runAll(counts: readonly number[], ...books: readonly 'laws'[]): Promise<LongRun[]> {
  const runs: LongRun[] = [];
  for (const count of counts) {
    const bank = await startEmulatorProcess();
    try {
      const args = ['scripts/bench/run-long.ts', String(count), ...books];
      runs.push(JSON.parse(await runToEnd(process.execPath, args, bank.environment)) as LongRun);
    } finally {
      await bank.stop();
    }
  }
  return runs;
}

function describeTimes(counts: readonly number[], timesMs: readonly number[]): string {
  return counts.map((count, at) => `${count}: ${((timesMs[at] ?? 0) / 1000).toFixed(1)} s`).join(', ');
}
