import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from '@playwright/test';
import fc from 'fast-check';
import type { Bank } from '../../emulator/bank/bank.ts';
import { proves } from '../requirement.ts';
import { createLedger, type Ledger } from './ledger-model.ts';
import { predict } from './ledger-model-answers.ts';
import { openRealBank, perform } from './ledger-model-bank.ts';
import { bankFigures, bankRecords, modelFigures, modelRecords } from './ledger-model-books.ts';
import { anyStep, OPENING, type Step } from './ledger-script.ts';

const SCRIPTS = 300;
const STEPS = 60;

/** A step that fast-check runs and shrinks; it renders itself as a line of a script. */
class StepCommand implements fc.Command<Ledger, Bank> {
  readonly step: Step;

  constructor(step: Step) {
    this.step = step;
  }

  check(): boolean {
    return true;
  }

  run(ledger: Ledger, bank: Bank): void {
    const wanted = predict(ledger, this.step);
    assert.equal(perform(bank, this.step), wanted, `The bank's answer to ${this} is not the model's`);
    assert.deepEqual(bankFigures(bank), modelFigures(ledger), `After ${this} the figures are not the model's`);
    if (this.step.do === 'close day' || this.step.do === 'advance') compareRecords(ledger, bank);
  }

  toString(): string {
    return JSON.stringify(this.step);
  }
}

function compareRecords(ledger: Ledger, bank: Bank): void {
  assert.deepEqual(bankRecords(bank, ledger.accounts), modelRecords(ledger));
}

function runScript(commands: Iterable<fc.Command<Ledger, Bank>>): void {
  const [ledger, bank] = [createLedger(), openRealBank()];
  try {
    for (const step of OPENING) new StepCommand(step).run(ledger, bank);
    fc.modelRun(() => ({ model: ledger, real: bank }), commands);
    compareRecords(ledger, bank);
  } finally {
    bank.store.close();
  }
}

/** Returns the start of a run: a seed, and optionally the path of one shrunk script. */
function readSeed() {
  const { MODEL_SEED, MODEL_PATH, MODEL_SCRIPT } = process.env;
  const seed = Number(MODEL_SEED || randomInt(2 ** 31));
  assert(Number.isSafeInteger(seed), `MODEL_SEED must be an integer: "${MODEL_SEED}"`);
  return { seed, ...(MODEL_PATH ? { path: MODEL_PATH } : {}), ...(MODEL_SCRIPT ? { script: MODEL_SCRIPT } : {}) };
}

type Failure = Pick<fc.RunDetails<unknown>, 'counterexample' | 'seed' | 'counterexamplePath' | 'errorInstance'>;

function describeFailure({ counterexample, seed, counterexamplePath, errorInstance }: Failure): string {
  const [, script = '', replay = ''] = /^(.*?)(?:\s*\/\*replayPath="(.*)"\*\/)?$/s.exec(String(counterexample)) ?? [];
  const where = `MODEL_SEED=${seed} MODEL_PATH=${counterexamplePath} MODEL_SCRIPT=${replay}`;
  return [
    errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
    `Shortest script found:\n  ${script.replaceAll('},{', '},\n  {')}`,
    `Replay: ${where} npx playwright test ledger-model --project emulator`,
  ].join('\n\n');
}

test(
  `${SCRIPTS} random scripts of ${STEPS} steps match a naive second ledger`,
  proves('X01', 'X03', 'X06', 'X08', 'D02', 'V01', 'M08', 'R03', 'T01', 'T02', 'T04', 'T08', 'T10'),
  () => {
    const { seed, path, script } = readSeed();
    // Printed at the end of the run; in the environment, it repeats the same scripts.
    test.info().annotations.push({ type: 'seed', description: `MODEL_SEED=${seed}` });
    const steps = fc.commands([anyStep.map((step) => new StepCommand(step))], {
      maxCommands: STEPS,
      size: 'max',
      ...(script === undefined ? {} : { replayPath: script }),
    });
    const details = fc.check(fc.property(steps, runScript), {
      seed,
      numRuns: SCRIPTS,
      ...(path === undefined ? {} : { path, endOnFailure: true }),
    });
    assert(!details.failed, details.failed ? describeFailure(details) : '');
  },
);
