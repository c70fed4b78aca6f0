import type { RunReport } from '../../core/run-event.ts';
import type { Target } from '../../core/target.ts';
import type { AuditorState, BankClock, Checkpoint, SecretValues } from '../../harness/host.ts';
import { drawLabel, runOnce } from './run-once.ts';
import { type RunCommandOptions, setupOf } from './run-options.ts';
import type { Runnable } from './runnable.ts';

/** One of many runs that has ended. */
export interface EndedRun {
  readonly seed: number;
  readonly report: RunReport;
  readonly checkpoint?: Checkpoint;
  /** What its auditor knew at the end; only where asked for. */
  readonly audited?: AuditorState;
  /** What no report on that may show. */
  readonly secrets?: SecretValues;
}

/** How many runs are made at a time, and on what. */
export interface Lanes {
  readonly parallel: number;
  readonly signal: AbortSignal;
  /** The bank that they share. */
  readonly target?: Target | undefined;
  /** The clock of that bank. */
  readonly bankClock?: BankClock;
  readonly onEnded: (run: EndedRun) => void;
  /** Told what kept a run from even having a report. */
  readonly onBroken: (error: unknown) => void;
}

/**
 * Runs a workflow once for each seed, several at a time in this process. An interrupt begins no further one; what breaks ends
 * its lane, and no other.
 */
export async function runSeeds(
  runnable: Runnable,
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
      const ended = await runOnce(runnable, drawLabel({ seed, target }), {
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
