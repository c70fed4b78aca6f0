import { renderEastern } from '../../../core/business-day.ts';
import { wallClock } from '../../../core/clock.ts';
import type { Exchange } from '../../../core/exchange.ts';
import { type Deviation, type Finding, severityOf } from '../../../core/finding.ts';
import type { RunEvent, RunReport, StepReport } from '../../../core/run-event.ts';
import { capabilitiesOf, type Target } from '../../../core/target.ts';
import { type Client, type ClientOptions, createClient } from '../../client/client.ts';
import { redactExchange } from '../../client/redact-exchange.ts';
import { checkExchange } from '../../contract/checks.ts';
import { type Auditor, type AuditReport, createAuditor } from '../../ledger/auditor.ts';
import type { Effect } from '../../ledger/effects.ts';
import { findExecutableWorkflow, operationNameOf } from '../arazzo/check-executable.ts';
import type { ArazzoDocument, ArazzoStep } from '../arazzo/document.ts';
import type { Scope } from '../arazzo/expressions.ts';
import { resolveEffects } from './resolve-effects.ts';
import { runStep, type StepResult, timed } from './run-step.ts';

/** What a run needs beside the document. */
export interface RunOptions extends Pick<ClientOptions, 'newIdempotencyKey'> {
  readonly target: Target;
  readonly workflowId: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The seed that the inputs were drawn from; reported, so that the run can be repeated. */
  readonly seed: number;
  readonly onEvent?: (event: RunEvent) => void;
  /** Whether the books are read and the laws asked after each step; true unless told otherwise. */
  readonly observesBooks?: boolean;
}

/**
 * Runs one workflow of an Arazzo document step by step: sends, holds every exchange against the contract, reads the books,
 * asks the ledger laws. A step that does not succeed ends the run once its books are checked; a finding does not. Throws
 * a CrosscheckError when the workflow can not be executed or the target can not be reached.
 */
export async function runWorkflow(document: ArazzoDocument, options: RunOptions): Promise<RunReport> {
  const { target, workflowId, inputs, seed, onEvent = () => undefined } = options;
  const workflow = findExecutableWorkflow(document, workflowId);
  const exchanges: Exchange[] = [];
  const client = createClient(target, {
    onExchange: (exchange) => exchanges.push(exchange),
    ...(options.newIdempotencyKey ? { newIdempotencyKey: options.newIdempotencyKey } : {}),
  });
  const movesClock = await canMoveClock(client);
  const auditor = options.observesBooks === false ? undefined : createAuditor(client);
  const outputs = new Map<string, Readonly<Record<string, unknown>>>();
  const steps: StepReport[] = [];
  const startedAt = renderEastern(wallClock.nowMs());
  const about = { workflowId, summary: workflow.summary ?? workflowId, seed };
  onEvent({ type: 'run-started', ...about, baseUrl: target.baseUrl, stepCount: workflow.steps.length });

  const [, durationMs] = await timed(async () => {
    for (const step of workflow.steps) {
      const { stepId, description: title = stepId } = step;
      onEvent({ type: 'step-started', stepId, title, operationId: operationNameOf(step) });
      const scope: Scope = { inputs: withDefaults(workflow.inputs?.properties, inputs), outputs };
      const [report, stepMs] = await timed(async () => {
        const onPause = (pause: { attempt: number; attempts: number; pauseSeconds: number }) =>
          onEvent({ type: 'step-waiting', stepId, title, ...pause });
        const result = await runStep(step, { scope, client, movesClock, onPause });
        if ('outputs' in result) outputs.set(stepId, result.outputs);
        const sent = exchanges.splice(0);
        const isLast = step === workflow.steps.at(-1);
        const audit =
          auditor && 'exchange' in result ? await auditStep({ step, result, scope, auditor, isLast }) : undefined;
        const judged = [...sent, ...exchanges.splice(0)].map((exchange) => ({
          exchange,
          found: checkExchange(exchange),
        }));
        const deviations = [...judged.flatMap(({ found }) => found), ...(audit?.deviations ?? [])];
        const findings = deviations.map((deviation) => judge(deviation, { stepId, target }));
        const shown = judged.filter(
          ({ exchange, found }) => sent.includes(exchange) || exchange.retries || found.length > 0,
        );
        return reportStep({
          step,
          result,
          findings,
          audit,
          exchangesChecked: judged.length,
          exchanges: shown.map(({ exchange }) => redactExchange(exchange)),
        });
      });
      steps.push({ ...report, durationMs: stepMs });
      onEvent({ type: 'step-finished', step: { ...report, durationMs: stepMs } });
      if (report.outcome === 'parked' || (report.reason !== undefined && report.outcome === 'failed')) break;
    }
  });

  const report: RunReport = {
    schemaVersion: 1,
    ...about,
    target: { kind: target.kind, baseUrl: target.baseUrl },
    startedAt,
    durationMs,
    outcome: outcomeOf(steps),
    steps,
    balances: auditor?.balances() ?? [],
    notObservable: auditor?.notObservable ?? [],
  };
  onEvent({ type: 'run-finished', report });
  return report;
}

/** Whether the target's clock stands still until it is moved: an emulator's may run by itself instead. */
async function canMoveClock(client: Client): Promise<boolean> {
  if (!capabilitiesOf(client.target).has('control')) return false;
  const { response } = await client.send('getClock');
  return (response.body as { mode?: string } | undefined)?.mode === 'frozen';
}

interface StepAudit {
  readonly step: ArazzoStep;
  readonly result: Extract<StepResult, { exchange: Exchange }>;
  readonly scope: Scope;
  readonly auditor: Auditor;
  readonly isLast: boolean;
}

async function auditStep({ step, result, scope, auditor, isLast }: StepAudit): Promise<AuditReport> {
  const extension = step['x-crosscheck'] ?? {};
  const effects: Effect[] = resolveEffects(extension.effects ?? [], scope);
  const body = result.exchange.response.body as { closedPostingDay?: string } | undefined;
  return await auditor.audit({
    effects,
    exchange: result.exchange,
    ...(body?.closedPostingDay ? { closedPostingDay: body.closedPostingDay } : {}),
    sweep: isLast || extension.wait === true || result.outcome === 'failed',
  });
}

function judge(deviation: Deviation, { stepId, target }: { stepId: string; target: Target }): Finding {
  return { ...deviation, stepId, severity: severityOf(deviation, target.kind) };
}

interface StepFacts {
  readonly step: ArazzoStep;
  readonly result: StepResult;
  readonly findings: readonly Finding[];
  readonly audit: AuditReport | undefined;
  readonly exchangesChecked: number;
  readonly exchanges: readonly Exchange[];
}

function reportStep({
  step,
  result,
  findings,
  audit,
  exchangesChecked,
  exchanges,
}: StepFacts): Omit<StepReport, 'durationMs'> {
  const hasFailures = findings.some(({ severity }) => severity === 'failure');
  return {
    stepId: step.stepId,
    title: step.description ?? step.stepId,
    operationId: operationNameOf(step),
    outcome: result.outcome === 'passed' && hasFailures ? 'failed' : result.outcome,
    ...('exchange' in result ? { statusCode: result.exchange.response.statusCode } : {}),
    attempts: 'attempts' in result ? result.attempts : 0,
    exchanges,
    exchangesChecked,
    movements: audit?.movements ?? [],
    findings,
    lawsChecked: audit?.lawsChecked ?? [],
    emits: step['x-crosscheck']?.emits ?? [],
    ...(result.reason === undefined ? {} : { reason: result.reason }),
  };
}

function outcomeOf(steps: readonly StepReport[]): RunReport['outcome'] {
  if (steps.some(({ outcome }) => outcome === 'failed')) return 'failed';
  return steps.some(({ outcome }) => outcome === 'parked') ? 'parked' : 'passed';
}

function withDefaults(
  properties: Readonly<Record<string, { readonly default?: unknown }>> = {},
  inputs: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const defaults = Object.entries(properties).flatMap(([name, schema]) =>
    'default' in schema ? [[name, schema.default]] : [],
  );
  return { ...Object.fromEntries(defaults), ...inputs };
}
