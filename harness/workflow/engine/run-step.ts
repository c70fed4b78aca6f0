import { monotonicMs, sleep } from '../../../core/clock.ts';
import type { Exchange } from '../../../core/exchange.ts';
import { capabilitiesOf } from '../../../core/target.ts';
import type { OperationId } from '../../../generated/operations.ts';
import type { Client, SendInput } from '../../client/client.ts';
import { operationNameOf } from '../arazzo/check-executable.ts';
import { failedCriteria } from '../arazzo/criteria.ts';
import type { ArazzoStep, RetryAction } from '../arazzo/document.ts';
import { evaluateExpression, resolveValue, type Scope } from '../arazzo/expressions.ts';

/** How the sending part of a step ended; its books are another matter. */
export type StepResult =
  | { readonly outcome: 'not-applicable' | 'parked'; readonly reason: string }
  | {
      readonly outcome: 'passed' | 'failed';
      readonly exchange: Exchange;
      readonly attempts: number;
      readonly outputs: Readonly<Record<string, unknown>>;
      readonly reason?: string;
    };

/** What a step runs with. */
export interface StepContext {
  readonly scope: Scope;
  readonly client: Client;
  /** Whether the bank's clock stands still and can be moved; elsewhere polls pause for real, and waits park the run. */
  readonly movesClock: boolean;
  /** Told before each pause in real time. */
  readonly onPause: (pause: { attempt: number; attempts: number; pauseSeconds: number }) => void;
}

/** Sends one step, again and again while it polls, until its criteria hold or its tries are used up. */
export async function runStep(step: ArazzoStep, context: StepContext): Promise<StepResult> {
  const { scope, client, movesClock } = context;
  const { requires = [], wait } = step['x-crosscheck'] ?? {};
  const capabilities = capabilitiesOf(client.target);
  const lacking = requires.find((capability) => !capabilities.has(capability));
  if (lacking)
    return { outcome: 'not-applicable', reason: `needs the capability ${lacking}, which the target does not have` };
  const input = buildInput(step, scope);
  if (wait && !movesClock) return { outcome: 'parked', reason: describeWait(input) };

  const operationId = operationNameOf(step) as OperationId;
  const retry = step.onFailure?.[0];
  for (let attempts = 1; ; attempts++) {
    const exchange = await client.send(operationId, input);
    const failed = failedCriteria(step.successCriteria ?? [], { ...scope, exchange });
    if (failed.length === 0)
      return { outcome: 'passed', exchange, attempts, outputs: readOutputs(step, { ...scope, exchange }) };
    if (!retry || attempts > retry.retryLimit) {
      const wanted = failed.map(({ condition, actual }) => `${condition} (${actual})`).join('; ');
      const tries = attempts > 1 ? ` after ${attempts} tries` : '';
      return {
        outcome: 'failed',
        exchange,
        attempts,
        outputs: {},
        reason: `Wanted ${wanted}${tries}${quoteErrors(exchange)}`,
      };
    }
    await pause(retry, { isPoll: step['x-crosscheck']?.poll === true, attempt: attempts, context });
  }
}

interface PauseOptions {
  readonly isPoll: boolean;
  readonly attempt: number;
  readonly context: StepContext;
}

/** A pause of a poll passes on the bank's clock where it can be moved; every other pause passes for real. */
async function pause(retry: RetryAction, { isPoll, attempt, context }: PauseOptions): Promise<void> {
  if (isPoll && context.movesClock) {
    await context.client.send('advanceClock', { body: { bySeconds: retry.retryAfter } });
    return;
  }
  context.onPause({ attempt, attempts: retry.retryLimit + 1, pauseSeconds: retry.retryAfter });
  await sleep(retry.retryAfter * 1000);
}

/** The bank's own sentences, where it answered with an error in its shape (DOC-022: either casing). */
function quoteErrors({ response }: Exchange): string {
  const { errors, Errors } = (response.body ?? {}) as { errors?: unknown; Errors?: unknown };
  const entries = (Array.isArray(errors) ? errors : Array.isArray(Errors) ? Errors : []) as Record<string, unknown>[];
  const sentences = entries.map((entry) => `${entry.code ?? entry.Code} ${entry.message ?? entry.Message}`);
  return sentences.length > 0 ? `; the bank says: ${sentences.join('; ')}` : '';
}

function buildInput(step: ArazzoStep, scope: Scope): SendInput {
  const place = (where: string) =>
    Object.fromEntries(
      (step.parameters ?? [])
        .filter((parameter) => parameter.in === where)
        .map(({ name, value }) => [name, resolveValue(value, scope)]),
    );
  const headers = Object.entries(place('header')).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    path: place('path'),
    query: place('query'),
    headers: Object.fromEntries(headers),
    ...(step.requestBody ? { body: resolveValue(step.requestBody.payload, scope) } : {}),
  };
}

function readOutputs(step: ArazzoStep, scope: Scope): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(step.outputs ?? {}).map(([name, expression]) => [name, evaluateExpression(expression, scope)]),
  );
}

function describeWait({ body }: SendInput): string {
  const until = (body as { to?: unknown } | undefined)?.to;
  return until === undefined ? 'waits for the open posting day to close' : `waits until ${String(until)}`;
}

/** Times an action on a clock that only runs forward; gives its result and the milliseconds. */
export async function timed<T>(action: () => Promise<T>): Promise<[T, number]> {
  const startedMs = monotonicMs();
  const result = await action();
  return [result, monotonicMs() - startedMs];
}
