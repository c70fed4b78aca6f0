import { parseBankTimestamp, renderEastern } from '../../../core/business-day.ts';
import type { EmittingStep } from '../emitting-step.ts';
import type { EventEntry } from '../event-entry.ts';
import { describeEntry, type EventDeviation, type EventLaw } from '../law.ts';
import { causesOf } from '../match-entries.ts';

/** Events are grouped about every 30 seconds (P-HOOKS); four times that is allowed. */
const MOST_SECONDS = 120;

/** An event is created after its change and soon: its time is the true instant, and not Eastern time that is called UTC. */
export const eventIsCreatedNearItsChange: EventLaw = {
  name: 'event-is-created-near-its-change',
  requirementIds: ['D08'],
  provenance: 'public',
  moment: 'end',
  check: (context) =>
    context.entries.flatMap((entry) => {
      const by = causesOf(entry, context);
      const createdMs = instantOf(entry.createdAt);
      if (by.length === 0 || createdMs === undefined || by.some((step) => isNear(createdMs, step))) return [];
      return [describe(entry, { by, createdMs })];
    }),
};

function isNear(createdMs: number, { fromMs, toMs }: EmittingStep): boolean {
  return createdMs >= fromMs && createdMs <= toMs + MOST_SECONDS * 1000;
}

interface Strayed {
  readonly by: readonly EmittingStep[];
  readonly createdMs: number;
}

function describe(entry: EventEntry, { by, createdMs }: Strayed): EventDeviation {
  const [step] = by as [EmittingStep];
  const from = renderEastern(step.fromMs);
  const isEasternAsUtc = by.some((one) => isNear(createdMs - easternOffsetMs(one.fromMs), one));
  return {
    message: `createdAt of ${describeEntry(entry)} is not near its change in step "${step.stepId}"`,
    expected: `from ${from} to ${MOST_SECONDS} seconds after ${renderEastern(step.toMs)}`,
    actual: `${entry.createdAt}${isEasternAsUtc ? ', which is Eastern time called UTC' : ''}`,
    ...(isEasternAsUtc ? { discrepancy: 'DOC-054' } : {}),
  };
}

/** Below zero: Eastern time is behind UTC. */
function easternOffsetMs(epochMs: number): number {
  const [, sign = '-', hours = '0', minutes = '0'] = /([+-])(\d{2}):(\d{2})$/.exec(renderEastern(epochMs)) ?? [];
  return Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** What is no instant, `event-envelope-is-valid` tells. */
function instantOf(text: string): number | undefined {
  try {
    return parseBankTimestamp(text);
  } catch {
    return undefined;
  }
}
