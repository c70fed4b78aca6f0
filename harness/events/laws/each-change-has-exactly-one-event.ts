import type { EventName } from '../../../generated/events.ts';
import { describeCulprits } from '../culprits.ts';
import type { EmittingStep } from '../emitting-step.ts';
import type { EventEntry } from '../event-entry.ts';
import { everyEventRequirementId, requirementIdsOf } from '../event-requirements.ts';
import { happensOnce } from '../how-often.ts';
import {
  type BooksToTell,
  describeEntry,
  type EventContext,
  type EventDeviation,
  type EventLaw,
  isKnown,
} from '../law.ts';
import { causesOf, type Declared, type MatchedEntries, matchEntries, mayFallDueIn } from '../match-entries.ts';
import { nearness } from '../near.ts';

/**
 * Every event that a step declares comes, each change is told once, and nothing else is told of what the run has to do with.
 * Where the books are observed, every posted activity and every transaction in them has been told, too.
 */
export const eachChangeHasExactlyOneEvent: EventLaw = {
  name: 'each-change-has-exactly-one-event',
  requirementIds: everyEventRequirementId,
  provenance: 'public',
  moment: 'end',
  check(context) {
    const causes = new Map(context.entries.map((entry) => [entry, causesOf(entry, context)] as const));
    const matched = matchEntries(context);
    return [
      ...matched.untold.map((one) => describeUntold(one, { matched, causes })),
      ...checkRepeated(context, causes),
      ...checkUncaused(context, causes),
      ...(context.books ? checkBooks(context.books, context) : []),
    ];
  },
};

type Causes = ReadonlyMap<EventEntry, readonly EmittingStep[]>;

interface Judged {
  readonly matched: MatchedEntries;
  readonly causes: Causes;
}

function describeUntold({ step, name }: Declared, { matched: { told }, causes }: Judged): EventDeviation {
  const named = [...causes].filter(([entry]) => entry.name === name).map(([, by]) => by);
  const others = named.filter((by) => by.includes(step));
  const nearby = [...causes.keys()].filter((entry) => entry.name !== name && isNearby(entry, step));
  // What is no other step's is more likely to be what this step caused.
  const unclaimed = nearby.filter((entry) => !told.has(entry));
  const names = new Set((unclaimed.length > 0 ? unclaimed : nearby).map((entry) => entry.name));
  const sameResource = names.size > 0 ? `none; about the same resource came ${[...names].join(', ')}` : 'none';
  return {
    message: `Step "${step.stepId}" declares ${name}; no such event about what it did has come`,
    expected: `an event ${name}`,
    actual: others.length > 0 ? `${others.length} for ${listSteps(others.flat())}, which all declare it` : sameResource,
    requirementIds: requirementIdsOf(name),
  };
}

function isNearby(entry: EventEntry, step: EmittingStep): boolean {
  return step.ids.has(entry.id) && nearness(entry.createdAt, step) !== 'far';
}

function listSteps(steps: readonly EmittingStep[]): string {
  return `the steps ${[...new Set(steps.map(({ stepId }) => `"${stepId}"`))].join(', ')}`;
}

/**
 * What happens once to a resource is told once; what may happen again, as often as steps declare it, and while a step waits
 * that declares it, as often as it likes.
 */
function checkRepeated({ known, steps }: EventContext, causes: Causes): EventDeviation[] {
  const entries = [...causes.keys()].filter((entry) => isKnown(entry, known));
  return [...Map.groupBy(entries, describeEntry).values()].flatMap((all) => {
    const [first] = all;
    const declaring = new Set(all.flatMap((entry) => causes.get(entry) ?? []));
    // What no step declares is told as such.
    if (!first || declaring.size === 0) return [];
    const mayHappenAgain = !happensOnce(first.name);
    const same = mayHappenAgain ? all.filter((entry) => !isCausedByWaiting(entry, causes)) : all;
    const left = [...declaring].filter((step) => !all.some((entry) => mayFallDueIn(entry, step)));
    const most = mayHappenAgain ? Math.max(left.length, 1) : 1;
    if (same.length <= most) return [];
    const ids = [...new Set(same.map(({ eventId }) => eventId))];
    const by = `${ids.length === 1 ? 'the event' : 'the events'} ${ids.join(', ')}`;
    const why = mayHappenAgain ? `steps declare it ${renderTimes(most)}` : 'it happens once';
    return [
      {
        message: `${describeEntry(first)}: ${why}, and it was told ${renderTimes(same.length)}`,
        expected: renderTimes(most),
        actual: `${renderTimes(same.length)}, by ${by}${describeCulprits(same[0] ?? first, steps)}`,
        requirementIds: requirementIdsOf(first.name),
      },
    ];
  });
}

function isCausedByWaiting(entry: EventEntry, causes: Causes): boolean {
  return (causes.get(entry) ?? []).some((step) => mayFallDueIn(entry, step));
}

function renderTimes(count: number): string {
  return ['never', 'once', 'twice'][count] ?? `${count} times`;
}

function checkUncaused({ known, steps }: EventContext, causes: Causes): EventDeviation[] {
  const uncaused = [...causes].filter(([entry, by]) => by.length === 0 && isKnown(entry, known));
  return uncaused.map(([entry]) => ({
    message: `${describeEntry(entry)} is an event without a change`,
    expected: `no ${entry.name}, as no step that succeeded declares it for this`,
    actual: `the event ${entry.eventId}${refusedBy(entry, steps) || describeCulprits(entry, steps)}`,
    requirementIds: requirementIdsOf(entry.name),
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
    requirementIds: requirementIdsOf('Core.Transaction.Completed'),
  }));
}
