import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Effort, EMITTED, type EmittedWorkflow, readEmitted } from './emitted-workflow.ts';
import { type EmulatorProcess, startEmulatorProcess } from './emulator-process.ts';
import { type Measure, median, ROUNDS, timed } from './measure.ts';
import { buildPostmanCollection } from './postman-collection.ts';
import { runToEnd } from './processes.ts';
import { runByRespect } from './respect.ts';

/** One way to run the flagship in a process of its own; it throws when a check fails. */
interface Runner {
  readonly name: string;
  run(bank: EmulatorProcess): Promise<Effort>;
}

const NODE = process.execPath;

const ownRunners: readonly Runner[] = [
  {
    name: 'plain fetch',
    run: async ({ baseUrl }) => parseEffort(await runToEnd(NODE, ['scripts/bench/run-by-fetch.ts', baseUrl])),
  },
  {
    name: 'our engine, contract checks',
    run: async ({ environment }) => parseEffort(await runToEnd(NODE, ['scripts/bench/run-by-engine.ts'], environment)),
  },
  {
    name: 'our engine, contract checks and laws',
    run: async ({ environment }) =>
      parseEffort(await runToEnd(NODE, ['scripts/bench/run-by-engine.ts', 'laws'], environment)),
  },
];

function parseEffort(printed: string): Effort {
  return JSON.parse(printed) as Effort;
}

const respect: Runner = {
  name: 'redocly respect',
  async run({ baseUrl }) {
    const printed = await runByRespect(EMITTED, baseUrl);
    const total = (what: string) => Number(new RegExp(`${what}: (\\d+) passed, \\1 total`).exec(printed)?.[1]);
    return { requests: total('Steps'), checks: `${total('Checks')} checks, of criteria and contract` };
  },
};

interface NewmanReport {
  readonly run: {
    readonly stats: Readonly<Record<'requests' | 'assertions', { readonly total: number; readonly failed: number }>>;
  };
}

async function buildNewman(workflow: EmittedWorkflow, folder: string): Promise<Runner> {
  const [collection, output] = [join(folder, 'collection.json'), join(folder, 'newman.json')];
  const criteria = workflow.steps.flatMap(({ successCriteria = [] }) => successCriteria).length;
  await writeFile(collection, JSON.stringify(buildPostmanCollection(workflow)));
  return {
    name: 'newman',
    async run({ baseUrl }) {
      const reporter = ['--reporters', 'json', '--reporter-json-export', output];
      const args = ['run', collection, '--env-var', `baseUrl=${baseUrl}`, ...reporter];
      await runToEnd(NODE, ['--no-deprecation', 'node_modules/.bin/newman', ...args]);
      const { requests, assertions } = (JSON.parse(await readFile(output, 'utf8')) as NewmanReport).run.stats;
      const { total, failed } = assertions;
      if (failed > 0 || total !== criteria)
        throw new Error(`newman: ${failed} of ${total} assertions failed, of ${criteria} criteria`);
      return { requests: requests.total, checks: `${total} criteria` };
    },
  };
}

/**
 * Measures the emitted flagship with every runner, in turns, each on a fresh bank of the same seed and as a process of
 * its own.
 */
export async function measureRunners(): Promise<Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'crosscheck-bench-'));
  try {
    const runners = [...ownRunners, respect, await buildNewman(readEmitted().workflow, folder)];
    const rounds: Turn[][] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const turns: Turn[] = [];
      for (const runner of runners) turns.push(await takeTurn(runner));
      rounds.push(turns);
    }
    return runners.map(({ name }, at) => describe(name, at, rounds));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Turn {
  readonly durationMs: number;
  readonly effort: Effort;
}

async function takeTurn(runner: Runner): Promise<Turn> {
  const bank = await startEmulatorProcess();
  try {
    let effort: Effort | undefined;
    const durationMs = await timed(async () => {
      effort = await runner.run(bank);
    });
    if (!effort?.requests) throw new Error(`${runner.name} sent nothing`);
    return { durationMs, effort };
  } finally {
    await bank.stop();
  }
}

function describe(name: string, at: number, rounds: readonly (readonly Turn[])[]): Measure {
  const durationMs = (turns: readonly Turn[], place: number) => turns[place]?.durationMs ?? Number.NaN;
  const ratio = median(rounds.map((turns) => durationMs(turns, at) / durationMs(turns, 0)));
  const { requests, checks } = rounds.at(-1)?.[at]?.effort ?? { requests: 0, checks: '' };
  return {
    name: `flagship as a process: ${name}`,
    measured: `${ratio.toFixed(1)} (${median(rounds.map((turns) => durationMs(turns, at))).toFixed(0)} ms)`,
    note: `of plain fetch; ${requests} requests; ${checks}`,
  };
}
