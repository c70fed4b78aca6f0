import type { EventName } from '../../../generated/events.ts';
import type { EmittingStep } from '../emitting-step.ts';
import type { EventEntry } from '../event-entry.ts';
import { happensOnce } from '../how-often.ts';
import {
  type BooksToTell,
  describeEntry,
  type EventContext,
  type EventDeviation,
  type EventLaw,
  isKnown,
} from '../law.ts';
import { causesOf, type Declared, findUntold, mayFallDueIn } from '../match-entries.ts';

/**
 * Every event that a step declares comes, each change is told once, and nothing else is told of what the run has to do with.
 * Where the books are observed, every posted activity and every transaction in them has been told, too.
 */
export const eachChangeHasExactlyOneEvent: EventLaw = {
  name: 'each-change-has-exactly-one-event',
  requirementIds: [
    ...Array.from({ length: 18 }, (_, at) => `W${String(at + 1).padStart(2, '0')}`),
    'E05',
    'D29',
    'D30',
  ],
  provenance: 'public',
  moment: 'end',
  check(context) {
    const causes = new Map(context.entries.map((entry) => [entry, causesOf(entry, context)] as const));
    return [
      ...findUntold(context).map(describeUntold),
      ...checkRepeated(context, causes),
      ...checkUncaused(context, causes),
      ...(context.books ? checkBooks(context.books, context) : []),
    ];
  },
};

type Causes = ReadonlyMap<EventEntry, readonly EmittingStep[]>;

function describeUntold({ step, name }: Declared): EventDeviation {
  return {
    message: `Step "${step.stepId}" declares ${name}, and none came that is about it and no other step's`,
    expected: `an event ${name}`,
    actual: 'none',
  };
}

/**
 * What happens once to a resource is told once; what may happen again, as often as steps declare it, and while a step waits
 * that declares it, as often as it likes.
 */
function checkRepeated({ known }: EventContext, causes: Causes): EventDeviation[] {
  const entries = [...causes.keys()].filter((entry) => isKnown(entry, known));
  return [...Map.groupBy(entries, describeEntry).values()].flatMap((all) => {
    const [first] = all;
    if (!first) return [];
    const isOnce = happensOnce(first.name);
    const same = isOnce ? all : all.filter((entry) => !isCausedByWaiting(entry, causes));
    const declaring = new Set(same.flatMap((entry) => causes.get(entry) ?? []));
    const left = [...declaring].filter((step) => !all.some((entry) => mayFallDueIn(entry, step)));
    const most = isOnce ? 1 : Math.max(left.length, 1);
    if (same.length <= most) return [];
    const ids = same.map(({ eventId }) => eventId).join(', ');
    const times = (count: number) => (count === 1 ? 'once' : `${count} times`);
    return [
      {
        message: `${describeEntry(first)} was told more often than it happened`,
        expected: times(most),
        actual: `${times(same.length)}, by the events ${ids}`,
      },
    ];
  });
}

function isCausedByWaiting(entry: EventEntry, causes: Causes): boolean {
  return (causes.get(entry) ?? []).some((step) => mayFallDueIn(entry, step));
}

function checkUncaused({ known, steps }: EventContext, causes: Causes): EventDeviation[] {
  const uncaused = [...causes].filter(([entry, by]) => by.length === 0 && isKnown(entry, known));
  return uncaused.map(([entry]) => ({
    message: `${describeEntry(entry)} is an event without a change`,
    expected: `no ${entry.name}, as no step that succeeded declares it for this`,
    actual: `the event ${entry.eventId}${refusedBy(entry, steps)}`,
  }));
}

function refusedBy(entry: EventEntry, steps: readonly EmittingStep[]): string {
  const refused = steps.find(({ outcome, ids }) => outcome === 'refused' && ids.has(entry.id));
  return refused ? `; the bank refused step "${refused.stepId}", which names it` : '';
}

function checkBooks(
  { postedActivities, transactionIds }: BooksToTell,
  { entries, watched }: EventContext,
): EventDeviation[] {
  const told = (name: EventName) => new Set(entries.filter((entry) => entry.name === name).map(({ id }) => id));
  const [posted, completed] = [told('Core.Activity.Posted'), told('Core.Transaction.Completed')];
  const untoldActivities = watched.has('Core.Activity.Posted')
    ? postedActivities
        .filter(({ id }) => !posted.has(id))
        .map(({ id, accountNumber }) => `activity ${id} of account ${accountNumber} is posted`)
    : [];
  const untoldTransactions = watched.has('Core.Transaction.Completed')
    ? transactionIds.filter((id) => !completed.has(id)).map((id) => `transaction ${id} is completed`)
    : [];
  return [...untoldActivities, ...untoldTransactions].map((what) => ({
    message: `The books show that ${what}, and no event told it`,
    expected: 'one event',
    actual: 'none',
  }));
}
