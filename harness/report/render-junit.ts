import { createRequire } from 'node:module';
import type { Builder } from 'junit-report-builder';
import type { RunReport } from '../../core/run-event.ts';
import { explainFinding } from './render-finding.ts';

/** The package is CommonJS whose types describe an ES module's default export; required, it is what the types say. */
const junit = createRequire(import.meta.url)('junit-report-builder') as { newBuilder(): Builder };

/** Renders runs as JUnit XML: a suite for each with a test case for each step; only failures fail, parked steps are skipped. */
export function renderJunit(...reports: readonly RunReport[]): string {
  const builder = junit.newBuilder();
  for (const report of reports) addSuite(builder, report, reports.length > 1 ? ` (seed ${report.seed})` : '');
  return builder.build();
}

function addSuite(builder: Builder, report: RunReport, suffix: string): void {
  const suite = builder
    .testSuite()
    .name(`${report.workflowId}${suffix}`)
    .time(report.durationMs / 1000);
  for (const step of report.steps) {
    const test = suite
      .testCase()
      .className(report.workflowId)
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
    if (step.outcome === 'not-applicable' || step.outcome === 'parked') test.skipped();
    const others = step.findings.filter(({ severity }) => severity !== 'failure');
    if (others.length > 0)
      test.standardOutput(
        others.map((finding) => `${finding.severity}: ${finding.rule}: ${finding.message}`).join('\n'),
      );
  }
}
