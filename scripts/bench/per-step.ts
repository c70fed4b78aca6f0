import { loadTarget, runWorkflow } from '../../harness/host.ts';
import { EMITTED, LONGEST, readEmitted } from './emitted-workflow.ts';
import { type EmulatorProcess, startEmulatorProcess } from './emulator-process.ts';
import { runByFetch } from './fetch-steps.ts';
import { resetBank } from './fresh-bank.ts';
import { type Measure, median, ROUNDS, timed } from './measure.ts';
import { runByRespect, withFirstStep } from './respect.ts';

/** Turns that are not counted: code gets warm, connections open. */
const WARM_UP = 2;

/** Milliseconds for a step, in each turn. */
interface Turns {
  readonly fetch: readonly number[];
  readonly checks: readonly number[];
  readonly laws: readonly number[];
}

/**
 * Measures the cost of a step without start-up: emitted documents by plain fetch and by our engine, warm in this
 * process, in turns on one emulator process that is reset before each turn; on the same process also Respect, minus its
 * start-up.
 */
export async function measurePerStep(): Promise<Measure[]> {
  const emulator = await startEmulatorProcess();
  try {
    const flagship = await takeTurns(emulator, EMITTED);
    const byRespect = await respectPerStep(emulator, EMITTED);
    const longest = await takeTurns(emulator, LONGEST);
    return [
      describeChecks(flagship),
      describeBesideRespect(flagship, byRespect),
      describeLaws(flagship),
      describeLawsOfLongest(longest),
    ];
  } finally {
    await emulator.stop();
  }
}

async function takeTurns(emulator: EmulatorProcess, file: string): Promise<Turns> {
  const { document, workflow } = readEmitted(file);
  const target = loadTarget({ environment: emulator.environment });
  const byEngine = async (observesBooks: boolean) => {
    const audit = { observesBooks, watchesEvents: observesBooks };
    const options = { target, workflowId: workflow.workflowId, inputs: {}, seed: 1, ...audit };
    const { outcome, steps } = await runWorkflow(document, options);
    if (outcome !== 'passed') throw new Error(`${workflow.workflowId} ${outcome}: ${steps.at(-1)?.reason}`);
  };
  const turns = { fetch: [] as number[], checks: [] as number[], laws: [] as number[] };
  const acts = {
    fetch: () => runByFetch(workflow, emulator.baseUrl),
    checks: () => byEngine(false),
    laws: () => byEngine(true),
  };
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    for (const by of ['fetch', 'checks', 'laws'] as const) {
      await resetBank(emulator);
      const durationMs = await timed(acts[by]);
      if (round >= WARM_UP) turns[by].push(durationMs / workflow.steps.length);
    }
  }
  return turns;
}

/**
 * Returns the time of its process with the whole document, minus that with the first step alone, divided by the steps
 * between.
 */
async function respectPerStep(emulator: EmulatorProcess, file: string): Promise<number> {
  const further = readEmitted(file).workflow.steps.length - 1;
  return await withFirstStep(file, async (first) => {
    const differences: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await resetBank(emulator);
      const shortMs = await timed(() => runByRespect(first, emulator.baseUrl));
      await resetBank(emulator);
      differences.push((await timed(() => runByRespect(file, emulator.baseUrl))) - shortMs);
    }
    return median(differences) / further;
  });
}

function ratioTo(turns: Turns, by: 'checks' | 'laws'): number {
  return median(turns[by].map((durationMs, round) => durationMs / (turns.fetch[round] ?? Number.NaN)));
}

function inMs(turns: readonly number[]): string {
  return `${median(turns).toFixed(2)} ms`;
}

function describeChecks(turns: Turns): Measure {
  const ratio = ratioTo(turns, 'checks');
  return {
    name: 'a step with contract checks, of plain fetch',
    measured: `${ratio.toFixed(2)} (${inMs(turns.checks)})`,
    target: { text: '<= 1.5', met: ratio <= 1.5 },
    note: `emitted flagship, warm, one process; fetch ${inMs(turns.fetch)}`,
  };
}

function describeBesideRespect({ checks }: Turns, respectMs: number): Measure {
  const ratio = median(checks) / respectMs;
  return {
    name: "a step with contract checks, of Respect's",
    measured: `${ratio.toFixed(2)} (${inMs(checks)})`,
    target: { text: '<= 0.5', met: ratio <= 0.5 },
    note: `Respect ${respectMs.toFixed(1)} ms: its process less that of the first step alone, by the steps between`,
  };
}

function describeLaws(turns: Turns): Measure {
  const ratio = ratioTo(turns, 'laws');
  return {
    name: 'a step with books and all laws, of plain fetch',
    measured: `${ratio.toFixed(2)} (${inMs(turns.laws)})`,
    target: { text: '<= 6', met: ratio <= 6 },
    note: 'emitted flagship, warm, one process; two masters in the end',
  };
}

function describeLawsOfLongest(turns: Turns): Measure {
  return {
    name: 'the same of the longest emitted workflow',
    measured: `${ratioTo(turns, 'laws').toFixed(2)} (${inMs(turns.laws)})`,
    note: 'of plain fetch; 94 steps, four masters with their subledgers read after each',
  };
}
