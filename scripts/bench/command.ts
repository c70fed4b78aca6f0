import { monotonicMs } from '../../core/clock.ts';
import { TWENTY_STEPS } from './emitted-workflow.ts';
import { type EmulatorProcess, startEmulatorProcess } from './emulator-process.ts';
import { resetBank } from './fresh-bank.ts';
import { type Measure, median, ROUNDS, timed } from './measure.ts';
import { runToEnd } from './processes.ts';
import { runByRespect } from './respect.ts';

const RUNS = 100;
/** So many processes of Respect at a time; the best of them counts. */
const RESPECT_LANES = [1, 2, 3, 4];
/** Runs of Respect for each number of lanes: enough to fill them several times. */
const RESPECT_RUNS = 8;

/** Compares `crosscheck run` of the emitted workflow of about twenty steps with Respect, both called as usual. */
export async function measureCommand(): Promise<Measure[]> {
  const emulator = await startEmulatorProcess();
  try {
    return [...(await measureCold(emulator)), ...(await measureThroughput(emulator))];
  } finally {
    await emulator.stop();
  }
}

async function runByCommand({ baseUrl, environment }: EmulatorProcess, options: readonly string[]): Promise<void> {
  const args = ['cli/crosscheck.js', 'run', TWENTY_STEPS, '--target', baseUrl, ...options];
  await runToEnd(process.execPath, args, environment);
}

/**
 * Measures from the start of the process to its end, in turns on one emulator process that is reset before each turn.
 */
async function measureCold(emulator: EmulatorProcess): Promise<Measure[]> {
  const acts = [
    () => runByRespect(TWENTY_STEPS, emulator.baseUrl),
    () => runByCommand(emulator, ['--no-books', '--no-events']),
    () => runByCommand(emulator, []),
  ];
  const rounds: number[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const turns: number[] = [];
    for (const act of acts) {
      await resetBank(emulator);
      turns.push(await timed(act));
    }
    rounds.push(turns);
  }
  const inMs = (at: number) => `${median(rounds.map((turns) => turns[at] ?? Number.NaN)).toFixed(0)} ms`;
  const ratio = (at: number) =>
    median(rounds.map(([respectMs = Number.NaN, ...own]) => (own[at - 1] ?? 0) / respectMs));
  const row = (name: string, at: number): Measure => ({
    name: `crosscheck run of 21 steps, cold, ${name}, of Respect`,
    measured: `${ratio(at).toFixed(2)} (${inMs(at)})`,
    target: { text: '<= 0.6', met: ratio(at) <= 0.6 },
    note: `Respect ${inMs(0)}; process start to end`,
  });
  return [row('--no-books --no-events', 1), row('books, laws and events', 2)];
}

/** Runs a second: ours in one process, Respect's in as many as give it most. */
async function measureThroughput(emulator: EmulatorProcess): Promise<Measure[]> {
  const respect: { readonly lanes: number; readonly rate: number }[] = [];
  for (const lanes of RESPECT_LANES) respect.push({ lanes, rate: await respectRate(emulator, lanes) });
  const best = respect.reduce((most, one) => (one.rate > most.rate ? one : most));
  const many = ['--repeat', String(RUNS), '--parallel', '8'];
  const rateOf = async (options: readonly string[]) => {
    await resetBank(emulator);
    return RUNS / ((await timed(() => runByCommand(emulator, [...many, ...options]))) / 1000);
  };
  const row = (name: string, rate: number): Measure => ({
    name: `${RUNS} runs of it, --parallel 8, ${name}, of Respect`,
    measured: `${(rate / best.rate).toFixed(1)} (${rate.toFixed(1)}/s)`,
    target: { text: '>= 4', met: rate / best.rate >= 4 },
    note: `Respect ${best.rate.toFixed(2)}/s, ${best.lanes} processes at a time of ${RESPECT_LANES.join(', ')}`,
  });
  return [
    row('--no-books --no-events', await rateOf(['--no-books', '--no-events'])),
    row('books, laws and events', await rateOf([])),
  ];
}

/** Measures runs of Respect on one shared bank, as for our runs. */
async function respectRate(emulator: EmulatorProcess, lanes: number): Promise<number> {
  await resetBank(emulator);
  let left = RESPECT_RUNS;
  const started = monotonicMs();
  const lane = async () => {
    for (; left > 0; ) {
      left -= 1;
      await runByRespect(TWENTY_STEPS, emulator.baseUrl);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return RESPECT_RUNS / ((monotonicMs() - started) / 1000);
}
