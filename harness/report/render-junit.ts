import type { Builder, TestSuite } from 'junit-report-builder';
import { printableTexts } from '../../core/printable.ts';
import type { EventsReport, RunReport, StepReport } from '../../core/run-event.ts';
import { createJunitBuilder, skipTestCase } from './junit-builder.ts';
import { explainFinding } from './render-finding.ts';

/**
 * Renders runs as JUnit XML: a suite for each run, with a test case for each step. Only failures fail; parked steps are
 * skipped; a run that was stopped has an error.
 */
export function renderJunit(...reports: readonly RunReport[]): string {
  const builder = createJunitBuilder();
  for (const report of reports)
    addSuite(builder, printableReport(report), reports.length > 1 ? ` (seed ${report.seed})` : '');
  return builder.build();
}

/** Escapes the texts of a report. Its exchanges are long and not rendered: they are left out. */
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
    suite.testCase().className(workflowId).name('run: Run every step').time(0).error(stopped.message);
  if (report.events && !report.steps.some(({ stepId }) => stepId === 'events'))
    addUnchecked(suite, report, report.events);
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
      `expected ${finding.expected}`,
      `actual ${finding.actual}`,
      ...explainFinding(finding),
    ].join('\n'),
  );
  const { location } = step;
  if (location) test.file(location.file);
  const place = location && `at ${location.file}:${location.line}`;
  if (step.outcome === 'failed') test.failure([step.reason, ...texts, place].filter(Boolean).join('\n\n'));
  if (step.outcome === 'not-applicable' || step.outcome === 'parked') skipTestCase(test, step.reason);
  const others = step.findings
    .filter(({ severity }) => severity !== 'failure')
    .map((finding) => `${finding.severity}: ${finding.rule}: ${finding.message}`);
  const lines = [...others, ...(step.stepId === 'events' && events ? listUnobserved(events) : [])];
  if (lines.length > 0) test.standardOutput(lines.join('\n'));
}

/** Adds a skipped test case with the reason, if the run did not match its changes to their events. */
function addUnchecked(suite: TestSuite, { workflowId, due }: RunReport, events: EventsReport): void {
  const { isChecked, notObservable, watched } = events;
  if (isChecked) return;
  const test = suite.testCase().className(workflowId).name('events: Match changes to their events').time(0);
  const later = due !== undefined && watched.length > 0;
  const reasons = [...new Set(notObservable.map(({ reason }) => reason))];
  skipTestCase(test, later ? 'Events are checked after the resume' : `Not observable: ${reasons.join('; ')}`);
  if (notObservable.length > 0) test.standardOutput(listUnobserved(events).join('\n'));
}

function listUnobserved({ notObservable }: EventsReport): string[] {
  return notObservable.map(({ eventName, reason }) => `not observable: ${eventName}: ${reason}`);
}
