import type { RunReport } from '../../core/run-event.ts';

/** The exit codes of every command; if several apply, the first counts. */
export const exitCodes = [
  { code: 1, meaning: 'Findings: the bank, a handler, a workflow or a scanned file is not as it should be' },
  { code: 2, meaning: 'The command could not do all of its work, or was interrupted' },
  { code: 3, meaning: 'Clean so far, and at least one run is parked' },
  { code: 0, meaning: 'Clean and finished; discoveries and probe answers do not change the exit code' },
] as const;

/** The result of a command, for its exit code. */
export interface Verdict {
  /** The target, or the files, are not as they should be. */
  readonly hasFindings?: boolean;
  /** True if the command could not do all of its work, or was interrupted. */
  readonly isStopped?: boolean;
  /** True if a run is parked. */
  readonly isParked?: boolean;
}

/** Returns the exit code of a command: 1 with findings, else 2 if it was stopped, else 3 if a run is parked, else 0. */
export function exitCodeOf({ hasFindings, isStopped, isParked }: Verdict): number {
  if (hasFindings) return 1;
  if (isStopped) return 2;
  return isParked ? 3 : 0;
}

/** Returns the result of a command from the outcomes of its runs. */
export function verdictOf(runs: readonly Pick<RunReport, 'outcome'>[]): Required<Verdict> {
  const outcomes = new Set(runs.map(({ outcome }) => outcome));
  return { hasFindings: outcomes.has('failed'), isStopped: outcomes.has('stopped'), isParked: outcomes.has('parked') };
}
