import type { Target } from '../../core/target.ts';
import type { AuditorState, BankClock, SecretValues } from '../../harness/host.ts';
import type { FoundWorkflow } from './find-workflow.ts';
import { drawLabel, type RunResult, runOnce } from './run-once.ts';
import { type RunCommandOptions, setupOf } from './run-options.ts';

/** A run that has ended, with its seed. */
export interface EndedRun extends RunResult {
  readonly seed: number;
  /** The state of its auditor at the end; only on a shared bank. */
  readonly audited?: AuditorState;
  /** The values that no report of that state may show. */
  readonly secrets?: SecretValues;
}

/** The bank of many runs, and the number of runs at the same time. */
export interface Lanes {
  readonly parallel: number;
  readonly signal: AbortSignal;
  /** The bank that the runs share; without it each has its own. */
  readonly target?: Target | undefined;
  /** The clock of a shared bank. */
  readonly bankClock?: BankClock;
  readonly onEnded: (run: EndedRun) => void;
  /** Called with an error that stopped a run before it had a report. */
  readonly onBroken: (error: unknown) => void;
}

/**
 * Runs a workflow once for each seed, several at the same time in this process. After an interrupt no further run
 * begins. An error ends its lane; the other lanes continue.
 */
export async function runSeeds(
  workflow: FoundWorkflow,
  options: RunCommandOptions,
  seeds: readonly number[],
  { parallel, signal, target, bankClock, onEnded, onBroken }: Lanes,
): Promise<void> {
  const left = [...seeds];
  const lane = async (): Promise<void> => {
    for (let seed = left.shift(); seed !== undefined && !signal.aborted; seed = left.shift()) {
      let audited: Pick<EndedRun, 'audited' | 'secrets'> = {};
      const onAudited = (state: AuditorState, secrets: SecretValues) => {
        audited = { audited: state, secrets };
      };
      const ended = await runOnce(workflow, drawLabel({ seed, target }), {
        ...setupOf(options),
        seed,
        target,
        signal,
        ...(bankClock ? { bankClock, onAudited } : {}),
      });
      onEnded({ seed, ...ended, ...audited });
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, seeds.length) }, () => lane().catch(onBroken)));
}
