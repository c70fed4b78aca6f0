import { createRequire } from 'node:module';
import type { Builder } from 'junit-report-builder';
import type { RunReport } from '../../core/run-event.ts';
import { explainFinding } from './render-finding.ts';

/** The package is CommonJS whose types describe an ES module's default export; required, it is what the types say. */
const junit = createRequire(import.meta.url)('junit-report-builder') as { newBuilder(): Builder };

/** Renders a run as JUnit XML: a test suite with one test case for each step; only failures fail, parked steps are skipped. */
export function renderJunit(report: RunReport): string {
  const builder = junit.newBuilder();
  const suite = builder
    .testSuite()
    .name(report.workflowId)
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
  return builder.build();
}
