import { plural } from '../../core/plural.ts';
import { printableTexts } from '../../core/printable.ts';
import { wrapText } from '../../core/wrap-text.ts';
import { createColors } from '../../harness/host.ts';
import type { AllReport, WorkflowLine } from './all-report.ts';

const MARKS = { passed: '✓', failed: '✗', parked: '…', stopped: '■' } as const;
const MOST_FAILURES = 3;
const OUTCOMES = ['passed', 'failed', 'parked', 'stopped'] as const;

/** Renders the summary of `run --all`: a line for each workflow, and how many ended in which way. */
export function renderAll(report: AllReport): string {
  const { runs, requestedRuns, durationMs, errors } = printableTexts(report);
  const width = Math.max(0, ...runs.map(({ workflowId }) => workflowId.length));
  const counts = [
    ...OUTCOMES.map((outcome) => [runs.filter((run) => run.outcome === outcome).length, outcome] as const),
    [requestedRuns - runs.length, 'not run'] as const,
  ];
  const sums = counts
    .filter(([count, outcome]) => count > 0 || outcome === 'passed' || outcome === 'failed')
    .map(([count, outcome]) => `${count} ${outcome}`);
  return [
    ...runs.flatMap((run) => renderLine(run, width)),
    `${sums.join(', ')} of ${plural(requestedRuns, 'workflow')}; ${seconds(durationMs)}`,
    ...(errors.length > 0 ? [`${plural(errors.length, 'file')} could not be loaded`] : []),
  ].join('\n');
}

function renderLine(
  { workflowId, outcome, stepCount, durationMs, failures, command, events }: WorkflowLine,
  width: number,
): string[] {
  const colors = createColors(process.stdout.isTTY === true);
  const paint = { passed: colors.green, failed: colors.red, parked: colors.yellow, stopped: colors.red }[outcome];
  const hidden = events?.notObservable.length ?? 0;
  const rest = failures.length - MOST_FAILURES;
  const shown = [...failures.slice(0, MOST_FAILURES), ...(rest > 0 ? [`and ${rest} more`] : [])];
  return [
    `${paint(` ${MARKS[outcome]}`)} ${workflowId.padEnd(width)}  ${outcome}  ${plural(stepCount, 'step')}  ${seconds(durationMs)}`,
    ...shown.map((failure) => paint(wrapText(`     ${failure}`))),
    ...(hidden > 0 ? [`     ${colors.yellow(`${plural(hidden, 'event name')} not observable`)}`] : []),
    ...(command === undefined ? [] : [`     ${command}`]),
  ];
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
