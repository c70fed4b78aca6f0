import { printableTexts } from '../../core/printable.ts';
import { type createColors, createJunitBuilder } from '../../harness/host.ts';
import type { CaseResult, DeliveryAttempt, WebhooksReport } from './case.ts';

type Colors = ReturnType<typeof createColors>;

const MARKS = { passed: '✓', failed: '✗', skipped: '-' } as const;

/** Renders a case: one line, and below it the reason and the remedy (unless it was just printed), or the notes. */
export function renderCase(result: CaseResult, colors: Colors, printedRemedy?: string): string {
  const { name, isSample, outcome, attempts, reason, remedy, notes } = printableTexts(result);
  const paint = { passed: colors.green, failed: colors.red, skipped: colors.dim }[outcome];
  const time = attempts.length === 0 ? '' : `${Math.round(longestMs(attempts))} ms`;
  const columns = [
    paint(` ${MARKS[outcome]}`),
    name.padEnd(40),
    describeAnswers(attempts).padEnd(10),
    colors.dim(time.padStart(9)),
    colors.dim([...(isSample ? ['sample'] : []), ...(outcome === 'skipped' ? notes : [])].join(', ')),
  ];
  return [
    columns.join(' ').trimEnd(),
    ...[reason, remedy === printedRemedy ? undefined : remedy].flatMap((text) =>
      text === undefined ? [] : [`       ${paint(text)}`],
    ),
    ...(outcome === 'skipped' ? [] : notes).map((note) => colors.dim(`       ${note}`)),
  ].join('\n');
}

const SAMPLES = 'sample: nothing at this bank causes it, so it was sent by itself, with fictitious details';

/** Renders the end: the number of passed cases and of deliveries. */
export function renderSum({ outcome, cases, durationMs }: WebhooksReport, colors: Colors): string {
  const verdict = outcome === 'passed' ? colors.green('PASSED') : colors.red(outcome.toUpperCase());
  const count = (of: CaseResult['outcome']) => cases.filter((one) => one.outcome === of).length;
  const skipped = count('skipped');
  const attempts = cases.reduce((sum, one) => sum + one.attempts.length, 0);
  return (
    `\n${colors.dim(SAMPLES)}\n${verdict}  ${count('passed')} passed, ${count('failed')} failed${skipped === 0 ? '' : `, ${skipped} skipped`}; ` +
    `${attempts} events sent; ${(durationMs / 1000).toFixed(2)} s`
  );
}

/** Summarizes the answers in their order: `200 ×24, no answer`. */
function describeAnswers(attempts: readonly DeliveryAttempt[]): string {
  const runs: { text: string; count: number }[] = [];
  for (const { statusCode = 'no answer' } of attempts) {
    const last = runs.at(-1);
    if (last?.text === String(statusCode)) last.count += 1;
    else runs.push({ text: String(statusCode), count: 1 });
  }
  return runs.map(({ text, count }) => (count === 1 ? text : `${text} ×${count}`)).join(', ') || '---';
}

const longestMs = (attempts: readonly DeliveryAttempt[]) =>
  Math.max(0, ...attempts.map(({ durationMs }) => durationMs));

/** Renders the report as JUnit XML: a test case for each case; cases that were not sent are skipped. */
export function renderWebhooksJunit(report: WebhooksReport): string {
  const { cases, durationMs, stopped } = printableTexts(report);
  const builder = createJunitBuilder();
  const suite = builder
    .testSuite()
    .name('webhooks')
    .time(durationMs / 1000);
  for (const { name, summary, isSample, outcome, attempts, reason, remedy, notes } of cases) {
    const test = suite
      .testCase()
      .className('webhooks')
      .name(`${name}: ${summary}`)
      .time(longestMs(attempts) / 1000);
    if (outcome === 'failed') test.failure([reason, remedy].join('\n'));
    if (outcome === 'skipped') test.skipped();
    const output = [
      ...(attempts.length === 0 ? [] : [`Answers: ${describeAnswers(attempts)}`]),
      ...(isSample ? [SAMPLES] : []),
      ...notes,
    ];
    test.standardOutput(output.join('\n'));
  }
  if (stopped) suite.testCase().className('webhooks').name('Every case is sent').error(stopped.message);
  return builder.build();
}
