import { renderEastern } from '../../../core/business-day.ts';
import type { EmittingStep } from '../emitting-step.ts';
import type { EventEntry } from '../event-entry.ts';
import { statusesFrom } from '../event-statuses.ts';
import { MOST_SECONDS, nearness, type Span } from '../event-time.ts';
import { describeEntry, type EventContext, type EventDeviation, type EventLaw } from '../law.ts';
import { causesOf } from '../match-entries.ts';

/** An event is created soon after its change: `createdAt` is the true instant, not Eastern time with a UTC mark. */
export const eventIsCreatedNearItsChange: EventLaw = {
  name: 'event-is-created-near-its-change',
  requirementIds: ['D08'],
  provenance: 'public',
  moment: 'end',
  check: (context) => context.entries.flatMap((entry) => checkEntry(entry, context)),
};

function checkEntry(entry: EventEntry, context: EventContext): EventDeviation[] {
  const causes = causesOf(entry, context).map((step) => ({
    stepId: step.stepId,
    span: { fromMs: beginOf(step, entry, context), toMs: step.toMs },
  }));
  const [first] = causes;
  const nearnesses = causes.map(({ span }) => nearness(entry.createdAt, span));
  if (!first || nearnesses.some((one) => one === undefined || one === 'near')) return [];
  const isEasternAsUtc = nearnesses.includes('eastern-as-utc');
  return [
    {
      message: `createdAt of ${describeEntry(entry)} is not near its change in step "${first.stepId}"`,
      expected: describeSpan(first.span),
      actual: `${entry.createdAt}${isEasternAsUtc ? ', which is Eastern time marked as UTC' : ''}`,
      ...(isEasternAsUtc ? { discrepancy: 'DOC-054' } : {}),
    },
  ];
}

/**
 * Returns the earliest time of a change. A change that a step only saw may have happened since a step last changed the
 * resource, because that step's own change has its own event, or since a step saw the old state; otherwise since the
 * run began.
 */
function beginOf(step: EmittingStep, entry: EventEntry, { steps, begunMs }: EventContext): number {
  if (!step.onlyReads) return step.fromMs;
  const before = steps.slice(0, steps.indexOf(step));
  return before.findLast((one) => one.changed.has(entry.id) || showsBefore(one, entry))?.fromMs ?? begunMs;
}

function showsBefore({ shown }: EmittingStep, { id, name }: EventEntry): boolean {
  const [status, wanted] = [shown.get(id), statusesFrom(name)];
  return status !== undefined && wanted !== undefined && !wanted.includes(status);
}

function describeSpan({ fromMs, toMs }: Span): string {
  return `from ${renderEastern(fromMs)} to ${MOST_SECONDS} seconds after ${renderEastern(toMs)}`;
}
