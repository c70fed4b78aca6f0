import { monotonicMs } from '../../core/clock.ts';

/** A row of the table. With a target it is met or missed; without one it is information. */
export interface Measure {
  readonly name: string;
  readonly measured: string;
  readonly target?: { readonly text: string; readonly met: boolean };
  /** A note that is needed to read the figure. */
  readonly note?: string;
}

/** The number of rounds of a measure; the median counts. */
export const ROUNDS = 5;

/** Returns the duration of an action in milliseconds. */
export async function timed(action: () => Promise<unknown>): Promise<number> {
  const started = monotonicMs();
  await action();
  return monotonicMs() - started;
}

/** Returns the median. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Returns the median of a measure over `ROUNDS` rounds. */
export async function repeat(measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let round = 0; round < ROUNDS; round++) values.push(await measure());
  return median(values);
}

function describe(wanted: string | undefined, note: string): string {
  if (wanted === undefined) return note;
  return note === '' ? wanted : `${wanted.padEnd(9)} ${note}`;
}

/** Measures as aligned lines. */
export function renderMeasures(measures: readonly Measure[]): string {
  const width = Math.max(...measures.map(({ name }) => name.length));
  const lines = measures.map(({ name, measured, target, note = '' }) => {
    const verdict = target === undefined ? 'info' : target.met ? 'met' : 'MISSED';
    return `${verdict.padEnd(6)}  ${name.padEnd(width)} ${measured.padStart(18)}   ${describe(target?.text, note)}`.trimEnd();
  });
  return lines.join('\n');
}
