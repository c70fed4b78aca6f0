import { createRequire } from 'node:module';
import type { Builder, TestCase, TestSuite } from 'junit-report-builder';
import { printableTexts } from '../../core/printable.ts';
import type { EventsReport, RunReport, StepReport } from '../../core/run-event.ts';
import { explainFinding } from './render-finding.ts';

/** The package is CommonJS whose types describe an ES module's default export; required, it is what the types say. */
const junit = createRequire(import.meta.url)('junit-report-builder') as { newBuilder(): Builder };

/** Renders runs as JUnit XML: a suite for each with a test case for each step; only failures fail, parked steps are skipped, and a run that was stopped is an error. */
export function renderJunit(...reports: readonly RunReport[]): string {
  const builder = junit.newBuilder();
  for (const report of reports)
    addSuite(builder, printableReport(report), reports.length > 1 ? ` (seed ${report.seed})` : '');
  return builder.build();
}

/** The exchanges are not rendered, and long. */
function printableReport(report: RunReport): RunReport {
  const steps = report.steps.map((step) => ({ ...step, exchanges: [] }));
  return printableTexts({ ...report, steps });
}

function addSuite(builder: Builder, report: RunReport, suffix: string): void {
  const suite = builder
    .testSuite()
    .name(`${report.workflowId}${suffix}`)
    .time(report.durationMs / 1000);
  for (const step of report.steps) addStep(suite, report, step);
  const { stopped, workflowId } = report;
  if (stopped && !report.steps.some(({ outcome }) => outcome === 'failed'))
    suite.testCase().className(workflowId).name('run: Run to the end').time(0).error(stopped.message);
  if (report.events && !report.steps.some(({ stepId }) => stepId === 'events'))
    addUnjudged(suite, report, report.events);
}

function addStep(suite: TestSuite, { workflowId, events }: RunReport, step: StepReport): void {
  const test = suite
    .testCase()
    .className(workflowId)
    .name(`${step.stepId}: ${step.title}`)
    .time(step.durationMs / 1000);
  const failures = step.findings.filter(({ severity }) => severity === 'failure');
  const texts = failures.map((finding) =>
    [
      `${finding.rule}: ${finding.message}`,
      `wanted ${finding.expected}`,
      `came ${finding.actual}`,
      ...explainFinding(finding),
    ].join('\n'),
  );
  if (step.outcome === 'failed') test.failure([step.reason, ...texts].filter(Boolean).join('\n\n'));
  if (step.outcome === 'not-applicable' || step.outcome === 'parked') skip(test, step.reason);
  const others = step.findings
    .filter(({ severity }) => severity !== 'failure')
    .map((finding) => `${finding.severity}: ${finding.rule}: ${finding.message}`);
  const lines = [...others, ...(step.stepId === 'events' && events ? listUnobserved(events) : [])];
  if (lines.length > 0) test.standardOutput(lines.join('\n'));
}

/** Where no step of the run has held its events against their changes, a skipped test case says why. */
function addUnjudged(suite: TestSuite, { workflowId, due }: RunReport, events: EventsReport): void {
  const { isChecked, notObservable, watched } = events;
  if (isChecked) return;
  const test = suite.testCase().className(workflowId).name('events: Match changes to their events').time(0);
  const later = due !== undefined && watched.length > 0;
  const reasons = [...new Set(notObservable.map(({ reason }) => reason))];
  skip(test, later ? 'Events are judged when the run goes on' : `Not observable: ${reasons.join('; ')}`);
  if (notObservable.length > 0) test.standardOutput(listUnobserved(events).join('\n'));
}

function listUnobserved({ notObservable }: EventsReport): string[] {
  return notObservable.map(({ eventName, reason }) => `not observable: ${eventName}: ${reason}`);
}

/** The builder knows no reasons: it stands where other producers of JUnit XML write it. */
function skip(test: TestCase, reason: string | undefined): void {
  test.skipped();
  if (reason === undefined) return;
  const build = test.build.bind(test);
  test.build = (parent) => {
    const element = build(parent);
    const { children } = element as unknown as { children: (typeof element & { readonly name: string })[] };
    children.find(({ name }) => name === 'skipped')?.attribute('message', reason);
    return element;
  };
}
