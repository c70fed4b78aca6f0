import { printableTexts } from '../../core/printable.ts';
import { createColors, renderFindings } from '../../harness/host.ts';
import type { RunLine, RunsReport } from './runs-report.ts';

const MARKS = { passed: '✓', failed: '✗', parked: '…', stopped: '■' } as const;
const MOST_FAILURES = 3;

/** Renders one of many runs when it has ended: a line, and below it what failed and the command that runs it alone. */
export function renderRun(run: RunLine, at: number, of: number): string {
  const { outcome, seed, stepCount, durationMs, failures, command, events } = printableTexts(run);
  const colors = createColors(process.stdout.isTTY === true);
  const paints = { passed: colors.green, failed: colors.red, parked: colors.yellow, stopped: colors.red };
  const place = `${String(at).padStart(String(of).length)} of ${of}`;
  const unobserved = events?.notObservable.length ?? 0;
  const hidden = unobserved > 0 ? colors.yellow(`  events of ${unobserved} names not observed`) : '';
  const line = `${paints[outcome](` ${MARKS[outcome]}`)} ${place}  seed ${seed}  ${outcome}  ${stepCount} steps  ${(durationMs / 1000).toFixed(2)} s${hidden}`;
  const more = failures.length - MOST_FAILURES;
  const told = [...failures.slice(0, MOST_FAILURES), ...(more > 0 ? [`and ${more} more`] : [])];
  return [
    line,
    ...told.map((text) => `       ${paints[outcome](text)}`),
    ...(command ? [`       ${command}`] : []),
  ].join('\n');
}

/** Renders the end of many runs: how they ended, and what the laws say over all of them. */
export function renderRuns(report: RunsReport): string {
  const { runs, requestedRuns, durationMs, jointAudit } = printableTexts(report);
  const colors = createColors(process.stdout.isTTY === true);
  const count = (outcome: RunLine['outcome']) => runs.filter((run) => run.outcome === outcome).length;
  const sums = [`${count('passed')} passed`, `${count('failed')} failed`];
  const others = [
    [count('parked'), 'parked'],
    [count('stopped'), 'stopped'],
    [requestedRuns - runs.length, 'not begun'],
  ] as const;
  const rest = others.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  const joint = jointAudit
    ? [
        `Over all runs: ${jointAudit.lawsChecked.length} laws over ${jointAudit.accountCount} accounts, ${jointAudit.findings.length} findings`,
        ...renderFindings(jointAudit.findings, colors),
      ]
    : [];
  const hidden = renderUnobserved(runs).map(colors.yellow);
  return [
    '',
    ...joint,
    ...hidden,
    `${[...sums, ...rest].join(', ')} of ${requestedRuns} runs; ${(durationMs / 1000).toFixed(2)} s`,
  ].join('\n');
}

/** Of several registrations that are in the way the ids differ, and the reason is one. */
const GUID = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi;

/** A line for each reason for which events were not observed: how many runs, and which names. */
function renderUnobserved(runs: readonly RunLine[]): string[] {
  const all = runs.flatMap(({ seed, events }) =>
    (events?.notObservable ?? []).map(({ eventName, reason }) => ({
      seed,
      eventName,
      why: reason.replace(GUID, '...'),
    })),
  );
  return [...Map.groupBy(all, ({ why }) => why)].map(([why, same]) => {
    const seeds = new Set(same.map(({ seed }) => seed));
    const names = [...new Set(same.map(({ eventName }) => eventName))].sort();
    return `Events of ${seeds.size} of ${runs.length} runs were not observed: ${names.join(', ')}: ${why}`;
  });
}
