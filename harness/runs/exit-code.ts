import type { RunReport } from '../../core/run-event.ts';

/** What a command ended with. */
export interface Verdict {
  /** The target, or the files looked at, are not as they should be. */
  readonly hasFindings?: boolean;
  /** The command could not do all of its work, or was interrupted. */
  readonly isStopped?: boolean;
  /** A run waits to be resumed. */
  readonly isParked?: boolean;
}

/** Returns the exit code of a command: 1 with findings, else 2 when it was stopped, else 3 when a run is parked, else 0. */
export function exitCodeOf({ hasFindings, isStopped, isParked }: Verdict): number {
  if (hasFindings) return 1;
  if (isStopped) return 2;
  return isParked ? 3 : 0;
}

/** Returns what a command ended with whose runs ended so. */
export function verdictOf(runs: readonly Pick<RunReport, 'outcome'>[]): Required<Verdict> {
  const outcomes = new Set(runs.map(({ outcome }) => outcome));
  return { hasFindings: outcomes.has('failed'), isStopped: outcomes.has('stopped'), isParked: outcomes.has('parked') };
}
