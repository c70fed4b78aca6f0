import type { EventName } from '../../../generated/events.ts';
import type { EmittingStep } from '../emitting-step.ts';
import { happensOnce } from '../event-cardinality.ts';
import type { EventEntry } from '../event-entry.ts';
import { everyEventRequirementId, requirementIdsOf } from '../event-requirements.ts';
import { nearness } from '../event-time.ts';
import {
  type AnnouncedBooks,
  describeEntry,
  type EventContext,
  type EventDeviation,
  type EventLaw,
  isOwn,
} from '../law.ts';
import { causesOf, type Declared, type MatchedEntries, matchEntries, mayFallDueIn } from '../match-entries.ts';
import { describeSuspects } from '../suspect-steps.ts';

/**
 * Every declared event arrives, each change is announced once, and no other event is about the run's resources. If the
 * books are read, every posted activity and every transaction is announced as well.
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
      ...matched.missing.map((one) => describeMissing(one, { matched, causes })),
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

function describeMissing({ step, name }: Declared, { matched: { matches }, causes }: Judged): EventDeviation {
  const named = [...causes].filter(([entry]) => entry.name === name).map(([, by]) => by);
  const others = named.filter((by) => by.includes(step));
  const nearby = [...causes.keys()].filter((entry) => entry.name !== name && isNearby(entry, step));
  // Events that no other step declares are more likely from this one.
  const unclaimed = nearby.filter((entry) => !matches.has(entry));
  const names = new Set((unclaimed.length > 0 ? unclaimed : nearby).map((entry) => entry.name));
  const sameResource = names.size > 0 ? `none; received about the same resource: ${[...names].join(', ')}` : 'none';
  return {
    message: `Step "${step.stepId}" declares ${name}, but no such event about its resources arrived`,
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
 * Reports duplicates. A change that happens once is announced once; one that can repeat, as often as steps declare it,
 * and any number of times while a step that declares it waits.
 */
function checkRepeated({ ownIds, steps }: EventContext, causes: Causes): EventDeviation[] {
  const entries = [...causes.keys()].filter((entry) => isOwn(entry, ownIds));
  return [...Map.groupBy(entries, describeEntry).values()].flatMap((all) => {
    const [first] = all;
    const declaring = new Set(all.flatMap((entry) => causes.get(entry) ?? []));
    // Undeclared events are reported as such.
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
        message: `${describeEntry(first)}: ${why}, but it was announced ${renderTimes(same.length)}`,
        expected: renderTimes(most),
        actual: `${renderTimes(same.length)}, by ${by}${describeSuspects(same[0] ?? first, steps)}`,
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

function checkUncaused({ ownIds, steps }: EventContext, causes: Causes): EventDeviation[] {
  const uncaused = [...causes].filter(([entry, by]) => by.length === 0 && isOwn(entry, ownIds));
  return uncaused.map(([entry]) => ({
    message: `${describeEntry(entry)} is an event without a change`,
    expected: `no ${entry.name}, because no successful step declares it for this resource`,
    actual: `the event ${entry.eventId}${refusedBy(entry, steps) || describeSuspects(entry, steps)}`,
    requirementIds: requirementIdsOf(entry.name),
  }));
}

function refusedBy(entry: EventEntry, steps: readonly EmittingStep[]): string {
  const refused = steps.find(({ outcome, ids }) => outcome === 'refused' && ids.has(entry.id));
  return refused ? `; the bank refused step "${refused.stepId}", which names it` : '';
}

function checkBooks(
  { postedActivities, transactionIds }: AnnouncedBooks,
  { entries, watchedNames }: EventContext,
): EventDeviation[] {
  const idsNamed = (name: EventName) => new Set(entries.filter((entry) => entry.name === name).map(({ id }) => id));
  const [posted, completed] = [idsNamed('Core.Activity.Posted'), idsNamed('Core.Transaction.Completed')];
  const silentActivities = watchedNames.has('Core.Activity.Posted')
    ? postedActivities
        .filter(({ id }) => !posted.has(id))
        .map(({ id, accountNumber }) => `activity ${id} of account ${accountNumber} is posted`)
    : [];
  const silentTransactions = watchedNames.has('Core.Transaction.Completed')
    ? transactionIds.filter((id) => !completed.has(id)).map((id) => `transaction ${id} is completed`)
    : [];
  return [...silentActivities, ...silentTransactions].map((what) => ({
    message: `The books show that ${what}, but no event announced it`,
    expected: 'one event',
    actual: 'none',
    requirementIds: requirementIdsOf('Core.Transaction.Completed'),
  }));
}
