import { peakOfCustomers, runCustomers } from './customers-process.ts';
import { type Measure, median, ROUNDS, timed } from './measure.ts';
import { runToEnd } from './processes.ts';

const COUNT = '100000';
const MANY = '1000000';

/**
 * Compares `crosscheck customers` with the bare Faker calls for the same fields and with two of its shards, and
 * measures its memory.
 */
export async function measureCustomers(): Promise<Measure[]> {
  return [...(await measureTimes()), await measureMemory()];
}

/** Measures each process from its start to its end, in turns. */
async function measureTimes(): Promise<Measure[]> {
  const acts = [
    () => runScript('scripts/bench/bare-faker.ts'),
    () => runCustomers(['--count', COUNT]),
    () => runScript('scripts/bench/bare-customers.ts'),
    () => runScript('scripts/bench/bare-own-calls.ts'),
    () => Promise.all(['1/2', '2/2'].map((shard) => runCustomers(['--count', COUNT, '--shard', shard]))),
  ];
  const rounds: number[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const turns: number[] = [];
    for (const act of acts) turns.push(await timed(act));
    rounds.push(turns);
  }
  const ratioOf = (over: number, under: number) => median(rounds.map((turns) => at(turns, over) / at(turns, under)));
  const inSeconds = (act: number) => `${(median(rounds.map((turns) => at(turns, act))) / 1000).toFixed(2)} s`;
  const [command, ofOwn, generation, shards] = [ratioOf(1, 0), ratioOf(1, 3), ratioOf(2, 0), ratioOf(1, 4)];
  return [
    {
      name: '100,000 validated customers to ndjson, of bare Faker calls for their fields',
      measured: `${command.toFixed(2)} (${inSeconds(1)})`,
      target: { text: '<= 1.6', met: command <= 1.6 },
      note: `Faker ${inSeconds(0)}: for each field drawn the call that it offers; process start to end`,
    },
    {
      name: 'the same, of only those Faker calls that the generator makes itself',
      measured: `${ofOwn.toFixed(2)} (${inSeconds(1)})`,
      note: `Faker ${inSeconds(3)}: names and streets; all else is drawn without it`,
    },
    {
      name: '100,000 customers generated only, of bare Faker calls',
      measured: `${generation.toFixed(2)} (${inSeconds(2)})`,
      note: 'neither validated nor written',
    },
    {
      name: 'two shards of them at the same time, rate of one process',
      measured: `${shards.toFixed(2)} (${inSeconds(4)})`,
      target: { text: '>= 1.7', met: shards >= 1.7 },
      note: 'wants two cores that are free',
    },
  ];
}

async function runScript(script: string): Promise<void> {
  await runToEnd(process.execPath, [script, COUNT]);
}

function at(turns: readonly number[], act: number): number {
  return turns[act] ?? Number.NaN;
}

async function measureMemory(): Promise<Measure> {
  const name = 'a million customers to ndjson: memory at most';
  const [fileMb, pipeMb] = [await peakOfCustomers(['--count', MANY]), await peakOfCustomers(['--count', MANY], 'pipe')];
  if (fileMb === undefined || pipeMb === undefined)
    return { name, measured: 'not counted', note: 'not available on this system (no /proc)' };
  const peakMb = Math.max(fileMb, pipeMb);
  return {
    name,
    measured: `${peakMb.toFixed(0)} MB`,
    target: { text: '< 150 MB', met: peakMb < 150 },
    note: `resident, of the process, its code included: to a file ${fileMb.toFixed(0)}, into a pipe ${pipeMb.toFixed(0)}`,
  };
}
