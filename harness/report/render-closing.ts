import { plural } from '../../core/plural.ts';
import { printable, printableTexts } from '../../core/printable.ts';
import type { EventsReport, RunReport, StepReport } from '../../core/run-event.ts';
import type { Colors } from './colors.ts';
import { groupFindings } from './group-findings.ts';
import { DEFAULT_WIDTH, shorten, wrap } from './layout.ts';
import { renderBalances } from './render-balances.ts';

/** Failed steps beyond this number are counted. */
const MOST_FAILED = 5;

/** Renders the end of a run: the table of balances, notes, what could not be observed, and the summary. */
export function renderClosing({ steps, ...rest }: RunReport, colors: Colors, width = DEFAULT_WIDTH): string {
  const report = { ...printableTexts(rest), steps };
  const { balances, notes = [], notObservable } = report;
  const remarks = [
    ...notes,
    ...notObservable.map(({ rule, reason }) => `Not observable: ${rule} ${reason}`),
    ...renderUnobservedEvents(report.events),
  ];
  return [
    '',
    ...(balances.length > 0 ? [...renderBalances(balances, colors, width), ''] : []),
    ...remarks.flatMap((remark) => wrap(remark, width, '', 2)).map(colors.yellow),
    ...renderSummary(report, colors, width),
  ].join('\n');
}

/** Renders the summary: the outcome, the steps that failed or the error that stopped the run, and the counts. */
function renderSummary(report: RunReport, colors: Colors, width: number): string[] {
  const { outcome, steps, durationMs } = report;
  const paints = { passed: colors.green, failed: colors.red, parked: colors.yellow, stopped: colors.red };
  const word = outcome.toUpperCase();
  const indent = ' '.repeat(word.length + 2);
  const failed = steps.flatMap((step, index) => (step.outcome === 'failed' ? [describeFailed(step, index)] : []));
  const all = plural(steps.length, 'step');
  const head = outcome === 'failed' && failed.length > 0 ? `${failed.length} of ${all} failed` : all;
  const { message = '' } = report.stopped ?? {};
  const isNamed = failed.some((name) => name.includes(message));
  const error = message === '' || isNamed ? [] : [message];
  const more = failed.length > MOST_FAILED ? [`and ${plural(failed.length - MOST_FAILED, 'more step')}`] : [];
  const names = [...error, ...failed.slice(0, MOST_FAILED), ...more];
  const counts = [countChecks(steps), countDocuments(report), countFindings(report)].filter((line) => line !== '');
  return [
    `${paints[outcome](word)}  ${head} in ${(durationMs / 1000).toFixed(2)} s`,
    ...names.map((name) => paints[outcome](`${indent}${shorten(name, width - indent.length)}`)),
    ...counts.flatMap((line) => wrap(line, width, indent)),
  ];
}

function describeFailed({ title, reason, findings }: StepReport, index: number): string {
  const [first] = groupFindings(findings.filter(({ severity }) => severity === 'failure'));
  const cause = reason ?? first?.findings[0]?.rule ?? '';
  return `step ${index + 1}, ${printable(title)}: ${printable(cause)}`;
}

function countChecks(steps: readonly StepReport[]): string {
  const laws = steps.reduce((sum, { lawsChecked }) => sum + lawsChecked.length, 0);
  const exchanges = steps.reduce((sum, { exchangesChecked }) => sum + exchangesChecked, 0);
  const checked = `${plural(exchanges, 'exchange')} checked against the contract`;
  return laws === 0 ? checked : `${checked}, laws checked ${plural(laws, 'time')}`;
}

function countDocuments({ documents = [] }: RunReport): string {
  const compared = documents.filter((document) => document.compared !== undefined);
  const counts = (['statement', 'tax form'] as const).flatMap((kind) => {
    const count = compared.filter((document) => document.kind === kind).length;
    return count === 0 ? [] : [plural(count, kind)];
  });
  return counts.length === 0 ? '' : `${counts.join(' and ')} compared with the books`;
}

function countFindings({ steps, events, due }: RunReport): string {
  const findings = steps.flatMap((step) => step.findings);
  const counts = (['failure', 'discovery', 'probe'] as const).map((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? '' : plural(count, severity === 'probe' ? 'probe answer' : severity);
  });
  return [countEvents(events, due !== undefined), ...counts].filter((text) => text !== '').join(', ');
}

function countEvents(events: EventsReport | undefined, isParked: boolean): string {
  if (!events || events.watched.length + events.received === 0) return '';
  const { received, changes, duplicates, isChecked } = events;
  const repeated = duplicates > 0 ? ` (${plural(duplicates, 'duplicate')})` : '';
  if (isChecked) return `${plural(changes, 'change')} matched to ${plural(received, 'event')}${repeated}`;
  return `${plural(received, 'event')} received${repeated} (${isParked ? 'to be checked after the resume' : 'not checked'})`;
}

/** Names that share their reason share a line. */
function renderUnobservedEvents({ notObservable = [] }: Partial<EventsReport> = {}): string[] {
  const byReason = Map.groupBy(notObservable, ({ reason }) => reason);
  return [...byReason].map(
    ([reason, names]) => `Not observable: ${names.map(({ eventName }) => eventName).join(', ')}: ${reason}`,
  );
}
