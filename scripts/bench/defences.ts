import { type Limits, limitNames } from '../../core/limits.ts';
import { loadTarget, runWorkflow } from '../../harness/host.ts';
import { masking } from '../../harness/masking/secret-values.ts';
import { EMITTED, readEmitted } from './emitted-workflow.ts';
import { startEmulatorProcess } from './emulator-process.ts';
import { resetBank } from './fresh-bank.ts';
import { type Measure, median } from './measure.ts';

/** Turns that are not counted: code gets warm, connections open. */
const WARM_UP = 3;
/** The difference is small: it takes more turns than other measures. */
const TURNS = 25;

const UNBOUNDED = Object.fromEntries(limitNames.map((name) => [name, Number.POSITIVE_INFINITY])) as Limits;

/** Measures the cost of masking by value and of the limits: one workflow, warm, in turn with both on and both off. */
export async function measureDefences(): Promise<Measure> {
  const emulator = await startEmulatorProcess();
  try {
    const { document, workflow } = readEmitted(EMITTED);
    const target = loadTarget({ environment: emulator.environment });
    const run = async (isOn: boolean) => {
      masking.isOn = isOn;
      const { answerSeconds, patternMs } = { answerSeconds: 30, patternMs: 1_000 };
      const limits = isOn ? {} : { ...UNBOUNDED, answerSeconds, patternMs };
      const options = { target: { ...target, limits }, workflowId: workflow.workflowId, inputs: {}, seed: 1 };
      const { outcome, steps } = await runWorkflow(document, options);
      if (outcome !== 'passed') throw new Error(`${workflow.workflowId} ${outcome}: ${steps.at(-1)?.reason}`);
    };
    const ratios: number[] = [];
    for (let turn = 0; turn < WARM_UP + TURNS; turn++) {
      const [first, second] = turn % 2 === 0 ? [true, false] : [false, true];
      const took = new Map<boolean, number>();
      for (const isOn of [first, second]) {
        await resetBank(emulator);
        took.set(isOn, await processorTime(() => run(isOn)));
      }
      if (turn >= WARM_UP) ratios.push((took.get(true) ?? Number.NaN) / (took.get(false) ?? Number.NaN));
    }
    const ratio = median(ratios);
    return {
      name: 'a run with masking and limits, of one without',
      measured: ratio.toFixed(3),
      target: { text: '<= 1.05', met: ratio <= 1.05 },
      note: `processor time; emitted flagship with books, laws and events; median of ${TURNS} pairs`,
    };
  } finally {
    masking.isOn = true;
    await emulator.stop();
  }
}

/** Returns milliseconds of processor time: the difference is smaller than the effect of other programs on wall time. */
async function processorTime(act: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
