import { CrosscheckError } from '../../../core/errors.ts';
import type { Exchange } from '../../../core/exchange.ts';
import { plural } from '../../../core/plural.ts';
import type { Client, SendInput } from '../../client/client.ts';
import { renderPath } from '../../client/render-path.ts';
import { StepTimeout } from '../../client/time-limit.ts';
import { type FailedCriterion, failedCriteria } from '../arazzo/criteria.ts';
import type { Outputs } from '../arazzo/document.ts';
import { resolveValue, type Scope, type Values } from '../arazzo/expressions.ts';
import type { PlannedStep } from '../arazzo/plan.ts';
import { buildInput } from './build-input.ts';

/** The result of one attempt of a step. Without an exchange nothing was sent, or no response arrived in time. */
export interface Try {
  readonly succeeded: boolean;
  /** The scope with the exchange, for criteria of actions. */
  readonly scope: Scope;
  readonly exchange?: Exchange;
  /** The reason why it did not succeed, for the user. */
  readonly reason?: string;
}

/** Builds the request of a step; returns a sentence if a value is missing. */
export function prepare(planned: PlannedStep, scope: Scope): SendInput | string {
  try {
    const input = buildInput(planned, scope);
    if ('operation' in planned.calls) renderPath(planned.calls.operation, input.path);
    return input;
  } catch (error) {
    if (error instanceof CrosscheckError) return `Nothing was sent: ${error.message}`;
    throw error;
  }
}

/** Sends one attempt of a step and checks its criteria. */
export async function tryStep(
  planned: PlannedStep,
  { input, scope, client, operationId }: { input: SendInput; scope: Scope; client: Client; operationId: string },
): Promise<Try> {
  const parameters = { path: input.path ?? {}, query: input.query ?? {} };
  try {
    const exchange = await client.send(operationId, input);
    return checkAnswer(planned, { ...scope, parameters, exchange }, exchange);
  } catch (error) {
    if (!(error instanceof StepTimeout)) throw error;
    const reason = `No answer within the step's timeout of ${planned.step.timeout} ms`;
    return { succeeded: false, scope: { ...scope, parameters }, reason };
  }
}

function checkAnswer({ step }: PlannedStep, scope: Scope, exchange: Exchange): Try {
  const { successCriteria = [] } = step;
  const failed = failedCriteria(successCriteria, scope);
  // A step without criteria expects a response that is not an error.
  const isError = successCriteria.length === 0 && exchange.response.statusCode >= 400;
  if (failed.length === 0 && !isError) return { succeeded: true, scope, exchange };
  const expected = isError ? 'a status below 400' : describeFailed(failed, exchange.response.statusCode);
  return { succeeded: false, scope, exchange, reason: capitalize(`${describeError(exchange)}expected ${expected}`) };
}

/** Checks the criteria of a step that has called a workflow; `scope` has its outputs. */
export function checkCallOutputs({ step }: PlannedStep, scope: Scope): Try {
  const failed = failedCriteria(step.successCriteria ?? [], scope);
  return failed.length === 0
    ? { succeeded: true, scope }
    : { succeeded: false, scope, reason: `Expected ${describeFailed(failed)}` };
}

/**
 * Lists criteria that were not met. If the answer is an error and a criterion names its status, the criteria about the
 * body are only counted: they follow from it.
 */
function describeFailed(failed: readonly FailedCriterion[], statusCode = 200): string {
  const aboutStatus = failed.filter(({ condition }) => condition.includes('$statusCode'));
  if (statusCode < 400 || aboutStatus.length === 0)
    return failed.map(({ condition, actual }) => `${condition} (${actual})`).join('; ');
  const more = failed.length - aboutStatus.length;
  const folded = more > 0 ? [`and ${plural(more, 'more criterion', 'more criteria')}`] : [];
  return [...aboutStatus.map(({ condition }) => condition), ...folded].join('; ');
}

/** Describes an error answer: its status, and the errors in it. */
function describeError(exchange: Exchange): string {
  const { statusCode } = exchange.response;
  return statusCode < 400 ? '' : `Status ${statusCode}${quoteErrors(exchange)}; `;
}

/** A bank's answer is quoted up to this many errors of this many characters. */
const MOST_QUOTED = 5;
const MOST_CHARACTERS = 300;

/** Quotes the sentences of an error answer in the bank's shape (DOC-022: either casing). */
function quoteErrors({ response }: Exchange): string {
  const { errors, Errors } = (response.body ?? {}) as { errors?: unknown; Errors?: unknown };
  const listed: readonly unknown[] = Array.isArray(errors) ? errors : Array.isArray(Errors) ? Errors : [];
  const entries = listed.filter((entry) => typeof entry === 'object' && entry !== null) as Record<string, unknown>[];
  const sentences = entries
    .slice(0, MOST_QUOTED)
    .map((entry) => `${quote(entry.code ?? entry.Code)} ${quote(entry.message ?? entry.Message)}`);
  const more = entries.length > MOST_QUOTED ? ` and ${entries.length - MOST_QUOTED} more` : '';
  return sentences.length > 0 ? `: ${sentences.join('; ')}${more}` : '';
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function quote(value: unknown): string {
  if (value === undefined || value === null) return '(absent)';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...` : text;
}

/** Reads the declared outputs of a step or workflow; missing values are omitted. */
export function readOutputs(outputs: Outputs = {}, scope: Scope): Values {
  const read = Object.entries(outputs).map(([name, value]) => [name, resolveValue(value, scope)] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}
