import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Location, TestInfo, TestStepInfo, TestType } from '@playwright/test';
import { type Clock, wallClock } from '../core/clock.ts';
import { CrosscheckError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import { printable, printableTexts, renderJson, renderOperatingError } from '../core/printable.ts';
import type { RunEvent, RunReport, StepReport } from '../core/run-event.ts';
import { type Checkpoint, createColors, type LoadedWorkflow, runWorkflow } from '../harness/host.ts';
import { renderFindings } from '../harness/report/render-finding.ts';
import { type CheckpointFile, writeCheckpoint } from '../harness/runs/checkpoint-files.ts';
import { claimParked, type ParkedRun, parkedNameOf, stayParked } from './parked-test.ts';
import { PlainError, rethrowReadable } from './plain-error.ts';
import type { TestBank } from './test-bank.ts';

/** The current test and its bank. */
export interface TestContext {
  readonly test: Pick<TestType<object, object>, 'step'>;
  readonly info: TestInfo;
  readonly bank: TestBank;
  /** The clock by which parked runs are due; default: the machine's. */
  readonly wall?: Clock;
}

/** Options for a run in a test. */
interface ShownRun {
  /** The file of the workflow, to which the steps of Playwright's report link. */
  readonly file?: string;
  /** False for a run that only prepares a test: it reads no books, and only its exchanges are attached. */
  readonly isSubject?: boolean;
}

/**
 * Runs a workflow as a part of a test. Each step becomes a test step with its redacted exchanges attached: a failed
 * step has the reason, a step that was not sent is skipped. Discoveries and probe answers become annotations. Throws
 * after the run if any step failed. On a real bank, a run that must wait is parked and its test skipped; the same test
 * resumes it when it is due.
 */
export async function runAsTest(
  workflow: LoadedWorkflow,
  context: TestContext,
  shown: ShownRun = {},
): Promise<RunReport> {
  const { info, bank, wall = wallClock } = context;
  const { file, isSubject = true } = shown;
  const { target } = bank;
  const { seed, customers } = isSubject ? bank.nextRun() : bank;
  const name = parkedNameOf({ info, workflow, file, seed, target });
  const canPark = isSubject && bank.isShared;
  const parked = canPark ? await claimParked(name, info, wall).catch(rethrowReadable) : undefined;
  const steps = showSteps(context, file);
  const label = parked?.checkpoint.label ?? bank.newId().replaceAll('-', '').slice(0, 10).toUpperCase();
  let next: Checkpoint | undefined;
  try {
    const inputs = workflow.buildInputs({ target, customers, label });
    const report = await runWorkflow(withFile(workflow, file), {
      target,
      seed,
      label,
      inputs,
      workflowId: workflow.workflowId,
      wall,
      newIdempotencyKey: bank.newId,
      observesBooks: parked ? parked.checkpoint.audited !== undefined : isSubject,
      watchesEvents: isSubject,
      onEvent: steps.onEvent,
      ...(parked ? { resumes: parked.checkpoint } : {}),
      onCheckpoint: (written) => {
        next = written;
      },
    }).catch((error: unknown) => release(parked, error));
    const one = await keepState({ name, report, next, parked, canPark });
    await steps.ended();
    annotate(info, report);
    if (isSubject) await info.attach('books', asJson(report.balances));
    if (isSubject) await info.attach('report', asJson(report));
    failOn(report);
    if (one && report.due) stayParked(info, one);
    if (report.due) throw cannotWait(report.due.at, isSubject);
    return report;
  } catch (error) {
    await steps.ended(error);
    return rethrowReadable(error);
  }
}

/** Releases a parked run if nothing was sent. After any other error its state is unknown, and it stays claimed. */
async function release(parked: ParkedRun | undefined, error: unknown): Promise<never> {
  if (error instanceof CrosscheckError) await parked?.claimed.release();
  else await parked?.claimed.leave();
  throw error;
}

/** Adds the file of the workflow, so that its checkpoint can be resumed from the command line. */
function withFile({ description }: LoadedWorkflow, file: string | undefined): LoadedWorkflow['description'] {
  return file === undefined ? description : { ...description, file: relative(process.cwd(), resolve(file)) };
}

interface EndedRun {
  readonly name: string;
  readonly report: RunReport;
  readonly next: Checkpoint | undefined;
  readonly parked: ParkedRun | undefined;
  readonly canPark: boolean;
}

/** Writes or removes the checkpoint of a run that has ended. Returns it if the run is parked. */
async function keepState({ name, report, next, parked, canPark }: EndedRun): Promise<CheckpointFile | undefined> {
  if (parked) {
    const { file, claimed } = parked;
    if (next) await claimed.parkAgain(next);
    else if (report.outcome === 'stopped') await claimed.leave();
    else await claimed.remove();
    return next && { file, checkpoint: next };
  }
  if (!next || !report.due || !canPark) return undefined;
  return { file: await writeCheckpoint(next, name), checkpoint: next };
}

function cannotWait(at: string, isSubject: boolean): PlainError {
  return new PlainError(
    isSubject
      ? `The run waits until ${at}, but its bank ends with the test: leave "clock" out of emulatorOptions, or set COS_BASE_URL`
      : `A run that prepares the test waits until ${at} and cannot be resumed: move its steps to the workflow of the test`,
  );
}

/** Builds an attachment of JSON. */
export function asJson(value: unknown): { body: string; contentType: string } {
  return { body: renderJson(value), contentType: 'application/json' };
}

/** Opens a test step when a step of the run starts, and ends it when the step has finished. */
function showSteps({ test, info }: TestContext, file: string | undefined) {
  const underWay = new Map<string, PromiseWithResolvers<StepReport>>();
  const shown: Promise<void>[] = [];
  const onEvent = (event: RunEvent) => {
    if (event.type === 'step-started') {
      const finished = Promise.withResolvers<StepReport>();
      underWay.set(event.stepId, finished);
      const location = file === undefined ? {} : { location: locate(file, event.stepId) };
      const body = async (step: TestStepInfo) => showStep(step, await finished.promise);
      // The test fails after the run; until then a failed step is only shown.
      shown.push(test.step(printable(event.title), body, location).catch(() => undefined));
    } else if (event.type === 'step-waiting') {
      // A pause in real time does not count against the test's timeout; 0 means no timeout.
      if (info.timeout > 0) info.setTimeout(info.timeout + event.pauseSeconds * 1000);
    } else if (event.type === 'step-finished') {
      underWay.get(event.step.stepId)?.resolve(event.step);
      underWay.delete(event.step.stepId);
    }
  };
  const ended = async (error?: unknown) => {
    for (const { reject } of underWay.values()) reject(error);
    await Promise.all(shown);
  };
  return { onEvent, ended };
}

async function showStep(step: TestStepInfo, { exchanges, ...rest }: StepReport): Promise<void> {
  const { stepId, outcome, ...report } = printableTexts(rest);
  if (exchanges.length > 0) await step.attach(stepId, asJson(exchanges));
  if (outcome === 'failed') throw new PlainError(describeProblem(report));
  step.skip(outcome !== 'passed', `${outcome}: ${report.reason}`);
}

function describeProblem({ reason, findings }: Pick<StepReport, 'findings'> & { readonly reason?: string }): string {
  return [...(reason === undefined ? [] : [printable(reason)]), ...describeFindings(findings)].join('\n');
}

/** Renders findings as the command line does, without its indent. */
export function describeFindings(findings: readonly Finding[]): string[] {
  return renderFindings(findings, createColors(false)).map((text) => text.replace(/^ {7}/gm, ''));
}

/** Fails the test with the problems of its steps, in the order of the run. */
function failOn({ steps, stopped }: RunReport): void {
  const failed = steps.filter(({ outcome }) => outcome === 'failed');
  if (stopped && failed.length === 0) throw new PlainError(renderOperatingError(stopped));
  if (failed.length === 0) return;
  throw new PlainError(
    failed.map((step) => `${printable(`${step.title} (${step.stepId})`)}\n${describeProblem(step)}`).join('\n\n'),
  );
}

/** Adds annotations for parked and skipped steps, findings that are not failures, and what was not observable. */
function annotate(info: TestInfo, report: RunReport): void {
  const { steps, notObservable, events } = printableTexts(withoutExchanges(report));
  for (const { stepId, outcome, reason, findings } of steps) {
    if (outcome === 'parked' || outcome === 'not-applicable')
      info.annotations.push({ type: outcome, description: `${stepId}: ${reason}` });
    annotateFindings(info, findings);
  }
  for (const { rule, reason } of notObservable)
    info.annotations.push({ type: 'not-observable', description: `${rule} ${reason}` });
  for (const { eventName, reason } of events?.notObservable ?? [])
    info.annotations.push({ type: 'not-observable', description: `${eventName}: ${reason}` });
}

/** Leaves out the exchanges, which are long and attached as JSON. */
function withoutExchanges(report: RunReport): RunReport {
  return { ...report, steps: report.steps.map((step) => ({ ...step, exchanges: [] })) };
}

/** Adds an annotation to the test for each discovery and probe answer. */
export function annotateFindings(info: TestInfo, findings: readonly Finding[]): void {
  for (const { severity, stepId, rule, message } of findings)
    if (severity !== 'failure')
      info.annotations.push({ type: severity, description: printable(`${stepId}: ${rule}: ${message}`) });
}

/** Returns the first line of a workflow's file that has the id of a step. */
function locate(file: string, stepId: string): Location {
  const index = readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((text) => text.includes(`'${stepId}'`));
  return { file, line: Math.max(index, 0) + 1, column: 1 };
}
