import { monotonicMs, sleep } from '../../core/clock.ts';
import type { Exchange } from '../../core/exchange.ts';
import { type Capability, capabilitiesOf } from '../../core/target.ts';
import type { OperationId } from '../../generated/operations.ts';
import type { Client, SendInput } from '../client/client.ts';
import type { ArazzoStep } from './arazzo.ts';
import { operationNameOf } from './check-executable.ts';
import { failedCriteria } from './criteria.ts';
import { evaluateExpression, resolveValue, type Scope } from './expressions.ts';

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

/** Sends one step, again and again while it polls, until its criteria hold or its tries are used up. */
export async function runStep(step: ArazzoStep, scope: Scope, client: Client): Promise<StepResult> {
  const capabilities = capabilitiesOf(client.target);
  const { requires = [], wait } = step['x-crosscheck'] ?? {};
  const lacking = requires.find((capability) => !capabilities.has(capability));
  if (lacking)
    return { outcome: 'not-applicable', reason: `needs the capability ${lacking}, which the target does not have` };
  const input = buildInput(step, scope);
  if (wait && !capabilities.has('control')) return { outcome: 'parked', reason: describeWait(input) };

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
      return { outcome: 'failed', exchange, attempts, outputs: {}, reason: `Wanted ${wanted}${tries}` };
    }
    await pause(retry.retryAfter, { movesClock: step['x-crosscheck']?.poll === true, capabilities, client });
  }
}

interface PauseOptions {
  readonly movesClock: boolean;
  readonly capabilities: ReadonlySet<Capability>;
  readonly client: Client;
}

/** A pause of a poll passes on the bank's clock where it can be moved; every other pause passes for real. */
async function pause(seconds: number, { movesClock, capabilities, client }: PauseOptions): Promise<void> {
  if (movesClock && capabilities.has('control')) await client.send('advanceClock', { body: { bySeconds: seconds } });
  else await sleep(seconds * 1000);
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
