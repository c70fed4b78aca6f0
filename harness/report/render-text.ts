import { renderDollars } from '../../core/cents.ts';
import type { Exchange } from '../../core/exchange.ts';
import { printable, printableTexts } from '../../core/printable.ts';
import type { AccountBalance, EventsReport, Movement, RunReport, StepReport } from '../../core/run-event.ts';
import type { Colors } from './colors.ts';
import { renderFindings } from './render-finding.ts';

const MARKS = { passed: '✓', failed: '✗', handled: '↷', 'not-applicable': '-', parked: '…' } as const;

/** Renders a finished step: a line with what it did to the accounts, and what was found below it. */
export function renderStep({ exchanges, ...report }: StepReport, index: number, colors: Colors): string {
  const step = printableTexts(report);
  const paints = { passed: colors.green, failed: colors.red, handled: colors.yellow, parked: colors.yellow };
  const paint = step.outcome === 'not-applicable' ? colors.dim : paints[step.outcome];
  const columns = [
    paint(` ${MARKS[step.outcome]}`),
    String(index).padStart(3),
    step.title.padEnd(45),
    colors.dim(step.operationId.padEnd(27)),
    String(step.statusCode ?? '---'),
    colors.dim(`${Math.round(step.durationMs)} ms`.padStart(7)),
    colors.dim(renderLawCount(step)),
    colors.bold(renderMovements(step.movements)),
  ];
  const reason = step.reason ? [`       ${paint(step.reason)}`] : [];
  const retries = exchanges.flatMap(renderRetries).map(printable).map(colors.yellow);
  const findings = renderFindings(step.findings, colors);
  return [columns.join(' ').trimEnd(), ...retries, ...reason, ...findings].join('\n');
}

function renderRetries({ operationId, retries = [] }: Exchange): string[] {
  return retries.map(
    ({ reason, waitedMs }) => `       ${operationId} was sent again after ${waitedMs / 1000} s: ${reason}`,
  );
}

function renderLawCount({ lawsChecked }: Pick<StepReport, 'lawsChecked'>): string {
  return (lawsChecked.length > 0 ? `${lawsChecked.length} laws` : '').padStart(8);
}

/** What moved on subledgers (the implicit one stands for its master), in dollars. */
function renderMovements(movements: readonly Movement[]): string {
  return movements
    .filter(({ kind }) => kind !== 'master')
    .map(({ title, current, available, hold }) => {
      const parts =
        current === available ? [signed(current)] : [figure('current', current), figure('available', available)];
      return [title, ...parts, figure('hold', hold)].filter(Boolean).join(' ');
    })
    .join(', ');
}

function figure(name: string, amount: number): string {
  return amount === 0 ? '' : `${name} ${signed(amount)}`;
}

function signed(amount: number): string {
  return `${amount > 0 ? '+' : ''}${renderDollars(amount)}`;
}

/** Renders the end of a run: the table of balances, what could not be observed, and the sums. */
export function renderClosing({ steps, ...rest }: RunReport, colors: Colors): string {
  const report = { ...printableTexts(rest), steps };
  const findings = steps.flatMap((step) => step.findings);
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  const failed = steps.filter(({ outcome }) => outcome === 'failed').length;
  const laws = steps.reduce((sum, { lawsChecked }) => sum + lawsChecked.length, 0);
  const exchanges = steps.reduce((sum, { exchangesChecked }) => sum + exchangesChecked, 0);
  const verdict = {
    passed: colors.green('PASSED'),
    failed: colors.red('FAILED'),
    parked: colors.yellow('PARKED'),
    stopped: colors.red('STOPPED'),
  };
  return [
    ...(report.balances.length > 0 ? ['', renderBalances(report.balances, colors), ''] : ['']),
    ...(report.notes ?? []).map((note) => colors.yellow(note)),
    ...report.notObservable.map(({ rule, reason }) => colors.yellow(`Not observable: ${rule} ${reason}`)),
    ...renderUnobservedEvents(report.events).map(colors.yellow),
    `${verdict[report.outcome]}  ${steps.length} steps, ${failed} failed; ${exchanges} exchanges checked against the contract, ` +
      `laws checked ${laws} times${renderEventCounts(report)}; findings: ${count('failure')} failures, ${count('discovery')} discoveries, ${count('probe')} probe answers; ` +
      `${(report.durationMs / 1000).toFixed(2)} s`,
  ].join('\n');
}

/** Names that share their reason share a line. */
function renderUnobservedEvents({ notObservable = [] }: Partial<EventsReport> = {}): string[] {
  const byReason = Map.groupBy(notObservable, ({ reason }) => reason);
  return [...byReason].map(
    ([reason, names]) => `Not observable: ${names.map(({ eventName }) => eventName).join(', ')}: ${reason}`,
  );
}

function renderEventCounts({ events, due }: RunReport): string {
  if (!events || events.watched.length + events.received === 0) return '';
  const { received, changes, duplicates, isChecked } = events;
  const repeated = duplicates > 0 ? ` (${duplicates} delivered again)` : '';
  if (isChecked) return `, ${changes} changes matched to ${received} events${repeated}`;
  const rest = due ? 'they are judged when the run goes on' : 'they were not judged';
  return `, ${received} events have come${repeated}, ${rest}`;
}

const COLUMNS = ['Account', 'Number', 'Current', 'Available', 'Holds', 'Activities'];

/** The kinds whose balances add up to nothing; subledgers are part of their masters. */
const TOTALLED: ReadonlySet<AccountBalance['kind']> = new Set([
  'master',
  'other-masters',
  'general-ledger',
  'settlement',
]);

function renderBalances(balances: readonly AccountBalance[], colors: Colors): string {
  const rows = [COLUMNS, ...balances.map(balanceRow)];
  if (balances.some(({ kind }) => kind === 'settlement')) {
    const total = balances.reduce(
      (sum, { kind, currentBalance }) => (TOTALLED.has(kind) ? sum + currentBalance : sum),
      0,
    );
    rows.push(['Total of masters, GL and settlement', '', renderDollars(total), '', '', '']);
  }
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row, index) => {
      const cells = row.map((cell, column) =>
        column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      );
      const line = `  ${cells.join('  ')}`.trimEnd();
      return index === 0 ? colors.dim(line) : line;
    })
    .join('\n');
}

function balanceRow({
  kind,
  title,
  accountNumber,
  currentBalance,
  availableBalance,
  holdAmount,
  transactionCount,
}: AccountBalance): string[] {
  const names = { implicit: '  own share', subledger: `  ${title}` };
  return [
    kind === 'implicit' || kind === 'subledger' ? names[kind] : title,
    accountNumber,
    renderDollars(currentBalance),
    availableBalance === undefined ? '' : renderDollars(availableBalance),
    holdAmount === undefined ? '' : renderDollars(holdAmount),
    transactionCount === undefined ? '' : String(transactionCount),
  ];
}
