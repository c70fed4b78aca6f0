import { renderDollars } from '../../core/cents.ts';
import type { Exchange } from '../../core/exchange.ts';
import { plural } from '../../core/plural.ts';
import { printable, printableTexts } from '../../core/printable.ts';
import type { Movement, StepReport } from '../../core/run-event.ts';
import type { Colors } from './colors.ts';
import { DEFAULT_WIDTH, STEP_INDENT, shorten, wrap } from './layout.ts';
import { renderCurl } from './render-curl.ts';
import { renderFindings } from './render-finding.ts';

const MARKS = { passed: '✓', failed: '✗', handled: '↷', 'not-applicable': '-', parked: '…' } as const;
const TITLE_WIDTH = 48;
const OPERATION_WIDTH = 27;
const LAWS_WIDTH = 8;
/** The mark, the number, the status, the duration, and the spaces between the columns. */
const FIXED_WIDTH = 22;

/**
 * Renders a finished step: a line, the changes to accounts, retries, the reason why it did not pass, and the findings.
 * A failed step also has its place in the workflow's file, and a curl command that sends its request again.
 */
export function renderStep(
  { exchanges, ...report }: StepReport,
  index: number,
  colors: Colors,
  width = DEFAULT_WIDTH,
): string {
  const step = printableTexts(report);
  const paints = { passed: colors.green, failed: colors.red, handled: colors.yellow, parked: colors.yellow };
  const paint = step.outcome === 'not-applicable' ? colors.dim : paints[step.outcome];
  const columns = columnsOf(step, index, width);
  const lineWidth = columns.join(' ').trimEnd().length;
  const [mark = '', number = '', title = '', ...others] = columns;
  const line = [paint(mark), number, title, ...others.map(colors.dim)].join(' ');
  const movements = renderMovements(step.movements);
  const fits = movements !== '' && lineWidth + 2 + movements.length <= width;
  const isFailed = step.outcome === 'failed';
  return [
    fits ? `${line}  ${colors.bold(movements)}` : line.trimEnd(),
    ...(fits || movements === '' ? [] : wrap(movements, width, STEP_INDENT).map(colors.bold)),
    ...exchanges.flatMap((exchange) => renderRetries(exchange, width)).map(colors.yellow),
    ...(step.reason ? wrap(step.reason, width, STEP_INDENT, 2).map(paint) : []),
    ...renderFindings(step.findings, colors, width),
    ...(isFailed && step.location ? [`${STEP_INDENT}at ${step.location.file}:${step.location.line}`] : []),
    ...(isFailed ? renderRequest({ ...report, exchanges }, width) : []),
  ].join('\n');
}

/** Returns the columns of the line: without the number of laws, then without the operation, where it would not fit. */
function columnsOf(step: Omit<StepReport, 'exchanges'>, index: number, width: number): string[] {
  const rest = width - FIXED_WIDTH;
  const showsOperation = rest >= TITLE_WIDTH + 1 + OPERATION_WIDTH;
  const showsLaws = rest >= TITLE_WIDTH + 1 + OPERATION_WIDTH + 1 + LAWS_WIDTH;
  const titleWidth = Math.max(Math.min(TITLE_WIDTH, rest), 10);
  return [
    ` ${MARKS[step.outcome]}`,
    String(index).padStart(3),
    shorten(step.title, titleWidth).padEnd(titleWidth),
    ...(showsOperation ? [shorten(step.operationId, OPERATION_WIDTH).padEnd(OPERATION_WIDTH)] : []),
    String(step.statusCode ?? '---'),
    `${Math.round(step.durationMs)} ms`.padStart(9),
    ...(showsLaws && step.lawsChecked.length > 0 ? [plural(step.lawsChecked.length, 'law').padStart(LAWS_WIDTH)] : []),
  ];
}

function renderRetries({ operationId, retries = [] }: Exchange, width: number): string[] {
  return retries.flatMap(({ reason, waitedMs }) => {
    const text = `${printable(operationId)} was retried after ${waitedMs / 1000} s: ${printable(reason)}`;
    return wrap(text, width, STEP_INDENT, 2);
  });
}

/** Renders the changes to subledgers, in dollars. The implicit subledger has the title of its master. */
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

/** Renders the request behind a failure: that of the first failure, otherwise the last request of the step itself. */
function renderRequest({ exchanges, findings, operationId }: StepReport, width: number): string[] {
  const failing = findings.find(({ severity }) => severity === 'failure')?.operationId ?? operationId;
  const exchange =
    exchanges.findLast((one) => one.operationId === failing) ??
    exchanges.findLast((one) => one.operationId === operationId);
  if (!exchange) return [];
  const { lines, placeholders } = renderCurl(exchange.request);
  const names = placeholders.filter((name) => name !== '$TOKEN');
  const first = [
    ...(placeholders.includes('$TOKEN') ? ['set TOKEN to an access token'] : []),
    ...(names.length > 0 ? [`replace ${names.join(', ')}`] : []),
  ].join(' and ');
  return [
    ...wrap(`Send the request again with curl${first === '' ? '' : ` (first ${first})`}:`, width, STEP_INDENT, 2),
    ...lines.map((line) => `${STEP_INDENT}  ${line}`),
  ];
}
