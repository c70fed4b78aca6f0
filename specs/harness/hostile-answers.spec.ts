import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { test } from '@playwright/test';
import type { RunReport } from '../../core/run-event.ts';
import { createSeededRandom } from '../../core/seeded-random.ts';
import { startEmulator } from '../../emulator/start.ts';
import { createCustomerGenerator, runWorkflow, type Workflow } from '../../harness/host.ts';
import { startRelay } from '../judges/relay.ts';
import { mutateAnswer, operationOf } from './mutate-answer.ts';

/** So many wrong answers are given over whole workflows; `npm run reliability` gives 5,000. */
const ANSWERS = Number(process.env.HOSTILE_ANSWERS ?? 80);
/** Nothing is waited for in real time: a pause parks the run, and events that do not come are not waited for. */
const impatient = { maxPauseSeconds: 0, pauseForEvents: async () => undefined };

const files = readdirSync('workflows').filter((file) => file.endsWith('.ts'));

/** Runs a workflow against a bank with some wrong answers; returns the report and the answers. */
async function runHostile(file: string, seed: number): Promise<{ report: RunReport; wrong: string[] }> {
  const { default: workflow } = (await import(`../../workflows/${file}`)) as { default: Workflow };
  const random = createSeededRandom(seed);
  const rate = random.pick([0.004, 0.02, 0.1]);
  const wrong: string[] = [];
  const emulator = await startEmulator({ seed });
  const relay = await startRelay({
    upstream: emulator.baseUrl,
    change({ method, path, answer }) {
      const operationId = operationOf(method, path);
      if (operationId === undefined || random.fraction() > rate) return answer;
      const mutated = mutateAnswer(operationId, answer, random);
      if (!mutated) return answer;
      wrong.push(`${operationId} ${mutated.name}`);
      return mutated.answer;
    },
  });
  try {
    const { baseUrl } = relay;
    const target = { ...emulator.target, baseUrl, tokenUrl: `${baseUrl}/connect/token` };
    const inputs = workflow.buildInputs({ target, customers: createCustomerGenerator(1), label: 'SPEC' });
    const { workflowId, document } = workflow;
    return { wrong, report: await runWorkflow(document, { target, workflowId, inputs, seed, ...impatient }) };
  } finally {
    await relay.close();
    await emulator.close();
  }
}

/** Checks that a run against wrong answers says so, and stays within bounds. */
function checkReport(report: RunReport, wrong: readonly string[]): void {
  const findings = report.steps.flatMap((step) => step.findings);
  const isRetried = report.steps.some(({ exchanges }) => exchanges.some(({ retries }) => retries));
  const says = findings.length > 0 || isRetried || report.outcome !== 'passed';
  assert(wrong.length === 0 || says, `passed without a word after: ${wrong.join(', ')}`);
  assert(report.stopped === undefined || report.stopped.message.length > 10);
  assert(JSON.stringify(report).length < 50_000_000);
}

test('runWorkflow ends with findings or a clear stop whatever a bank answers', async () => {
  test.setTimeout(0);
  const first = Number(process.env.HOSTILE_SEED || randomInt(2 ** 31));
  assert(Number.isSafeInteger(first), `HOSTILE_SEED must be an integer: "${process.env.HOSTILE_SEED}"`);
  test.info().annotations.push({ type: 'seed', description: `HOSTILE_SEED=${first}` });
  let answers = 0;
  for (let seed = first; answers < ANSWERS; seed++) {
    const file = files[seed % files.length] ?? '';
    try {
      const { report, wrong } = await runHostile(file, seed);
      checkReport(report, wrong);
      answers += wrong.length;
    } catch (error) {
      throw new Error(`${file}, HOSTILE_SEED=${seed}: ${String((error as Error).stack)}`, { cause: error });
    }
  }
});
