import { plural } from '../../core/plural.ts';
import { printableTexts } from '../../core/printable.ts';
import { createColors, DEFAULT_WIDTH, renderFindings, wrap } from '../../harness/host.ts';
import type { RunLine, RunsReport } from './runs-report.ts';

const MARKS = { passed: '✓', failed: '✗', parked: '…', stopped: '■' } as const;
const MOST_FAILURES = 3;
const INDENT = ' '.repeat(7);

/** Renders one of many runs when it ends: a line, its first failures, and the command that runs it alone. */
export function renderRun(run: RunLine, index: number, count: number, width = widthOfOutput()): string {
  const { outcome, seed, stepCount, durationMs, failures, command, events } = printableTexts(run);
  const colors = createColors(process.stdout.isTTY === true);
  const paint = { passed: colors.green, failed: colors.red, parked: colors.yellow, stopped: colors.red }[outcome];
  const unobserved = events?.notObservable.length ?? 0;
  const columns = [
    `${paint(` ${MARKS[outcome]}`)} ${String(index).padStart(String(count).length)} of ${count}`,
    `seed ${seed}`,
    outcome,
    plural(stepCount, 'step'),
    `${(durationMs / 1000).toFixed(2)} s`,
    ...(unobserved > 0 ? [colors.yellow(`${plural(unobserved, 'event name')} not observed`)] : []),
  ];
  const more = failures.length - MOST_FAILURES;
  const shown = [...failures.slice(0, MOST_FAILURES), ...(more > 0 ? [`and ${more} more`] : [])];
  return [
    columns.join('  '),
    ...shown.flatMap((text) => wrap(text, width, INDENT, 2)).map(paint),
    ...(command ? [`${INDENT}${command}`] : []),
  ].join('\n');
}

/** Renders the end of many runs: what the laws found over all of them, events not observed, and the summary. */
export function renderRuns(report: RunsReport, width = widthOfOutput()): string {
  const { runs, requestedRuns, durationMs, jointAudit } = printableTexts(report);
  const colors = createColors(process.stdout.isTTY === true);
  const count = (outcome: RunLine['outcome']) => runs.filter((run) => run.outcome === outcome).length;
  const failures = jointAudit?.findings.filter(({ severity }) => severity === 'failure').length ?? 0;
  const missing = requestedRuns - runs.length;
  const counts = [
    `${count('passed')} passed`,
    `${count('failed')} failed`,
    ...(count('parked') > 0 ? [`${count('parked')} parked`] : []),
    ...(count('stopped') > 0 ? [`${count('stopped')} stopped`] : []),
    ...(missing > 0 ? [`${missing} not started`] : []),
  ];
  const isFailed = count('failed') + failures > 0;
  const isStopped = count('stopped') + missing > 0;
  const word = isFailed ? 'FAILED' : isStopped ? 'STOPPED' : count('parked') > 0 ? 'PARKED' : 'PASSED';
  const paint = { FAILED: colors.red, STOPPED: colors.red, PARKED: colors.yellow, PASSED: colors.green }[word];
  const indent = ' '.repeat(word.length + 2);
  const joint = jointAudit
    ? `${plural(jointAudit.lawsChecked.length, 'law')} checked over ${plural(jointAudit.accountCount, 'account')} of all runs: ` +
      plural(jointAudit.findings.length, 'finding')
    : undefined;
  return [
    '',
    ...renderFindings(jointAudit?.findings ?? [], colors, width),
    ...describeUnobserved(runs)
      .flatMap((text) => wrap(text, width, '', 2))
      .map(colors.yellow),
    `${paint(word)}  ${plural(requestedRuns, 'run')} in ${(durationMs / 1000).toFixed(2)} s: ${counts.join(', ')}`,
    ...(joint === undefined ? [] : wrap(joint, width, indent)),
  ].join('\n');
}

function widthOfOutput(): number {
  return process.stdout.columns ?? DEFAULT_WIDTH;
}

/** Ids of registrations differ from run to run; without them the reasons are the same. */
const GUID = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi;

/** Describes each reason why events were not observed: in how many runs, and of which names. */
function describeUnobserved(runs: readonly RunLine[]): string[] {
  const all = runs.flatMap(({ seed, events }) =>
    (events?.notObservable ?? []).map(({ eventName, reason }) => ({
      seed,
      eventName,
      cause: reason.replace(GUID, '...'),
    })),
  );
  return [...Map.groupBy(all, ({ cause }) => cause)].map(([cause, same]) => {
    const seeds = new Set(same.map(({ seed }) => seed));
    const names = [...new Set(same.map(({ eventName }) => eventName))].sort();
    return `Events not observed in ${seeds.size} of ${plural(runs.length, 'run')}: ${names.join(', ')}: ${cause}`;
  });
}
