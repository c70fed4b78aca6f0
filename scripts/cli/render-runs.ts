import { createColors, renderFindings } from '../../harness/index.ts';
import type { RunLine, RunsReport } from './runs-report.ts';

const MARKS = { passed: '✓', failed: '✗', parked: '…', stopped: '■' } as const;
const MOST_FAILURES = 3;

/** Renders one of many runs when it has ended: a line, and below it what failed and the command that runs it alone. */
export function renderRun(
  { outcome, seed, steps, durationMs, failures, command }: RunLine,
  at: number,
  of: number,
): string {
  const colors = createColors(process.stdout.isTTY === true);
  const paints = { passed: colors.green, failed: colors.red, parked: colors.yellow, stopped: colors.red };
  const place = `${String(at).padStart(String(of).length)} of ${of}`;
  const line = `${paints[outcome](` ${MARKS[outcome]}`)} ${place}  seed ${seed}  ${outcome}  ${steps} steps  ${(durationMs / 1000).toFixed(2)} s`;
  const more = failures.length - MOST_FAILURES;
  const told = [...failures.slice(0, MOST_FAILURES), ...(more > 0 ? [`and ${more} more`] : [])];
  return [
    line,
    ...told.map((text) => `       ${paints[outcome](text)}`),
    ...(command ? [`       ${command}`] : []),
  ].join('\n');
}

/** Renders the end of many runs: how they ended, and what the laws say over all of them. */
export function renderRuns({ runs, asked, durationMs, together }: RunsReport): string {
  const colors = createColors(process.stdout.isTTY === true);
  const count = (outcome: RunLine['outcome']) => runs.filter((run) => run.outcome === outcome).length;
  const sums = [`${count('passed')} passed`, `${count('failed')} failed`];
  const others = [
    [count('parked'), 'parked'],
    [count('stopped'), 'stopped'],
    [asked - runs.length, 'not begun'],
  ] as const;
  const rest = others.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  const joint = together
    ? [
        `Over all runs: ${together.lawsChecked.length} laws over ${together.accountCount} accounts, ${together.findings.length} findings`,
        ...renderFindings(together.findings, colors),
      ]
    : [];
  return ['', ...joint, `${[...sums, ...rest].join(', ')} of ${asked} runs; ${(durationMs / 1000).toFixed(2)} s`].join(
    '\n',
  );
}
