import type { EventName } from '../../generated/events.ts';
import type { EmittingStep } from './emitting-step.ts';
import { isDecidedByAnswer } from './event-cardinality.ts';
import type { EventEntry } from './event-entry.ts';
import { nearness } from './event-time.ts';
import { type EventContext, isOwn } from './law.ts';

/** A step with one of its declared names, which needs an event of its own. */
export interface Declared {
  readonly step: EmittingStep;
  readonly name: EventName;
}

/**
 * Returns the steps that may have caused an entry: those that declare it and name its resource, and, for a resource of
 * the run, those that declare it and were waiting when it was created. If a step's own response shows the completed
 * transaction or opened account, a waiting step has not caused it.
 */
export function causesOf(entry: EventEntry, { steps, ownIds }: Pick<EventContext, 'steps' | 'ownIds'>): EmittingStep[] {
  const mayFallDue = isOwn(entry, ownIds) && !isDecidedElsewhere(entry, steps);
  return steps.filter((step) => {
    if (step.outcome === 'refused' || !step.emits.includes(entry.name)) return false;
    return step.ids.has(entry.id) || (mayFallDue && mayFallDueIn(entry, step));
  });
}

/** Returns true if an entry was created while the step let time pass. */
export function mayFallDueIn({ createdAt }: EventEntry, step: EmittingStep): boolean {
  return step.waits && nearness(createdAt, step) !== 'far';
}

function isDecidedElsewhere({ id, name }: EventEntry, steps: readonly EmittingStep[]): boolean {
  return isDecidedByAnswer(name) && steps.some(({ changed, emits }) => changed.has(id) && !emits.includes(name));
}

/** The declared events, with the entry that matches each of those that arrived. */
export interface MatchedEntries {
  readonly matches: ReadonlyMap<EventEntry, Declared>;
  readonly missing: readonly Declared[];
}

/**
 * Matches each declared event to an entry. An entry with several possible steps goes to one of them, so that the fewest
 * declared events remain without one.
 */
export function matchEntries(
  context: Pick<EventContext, 'steps' | 'ownIds' | 'entries' | 'watchedNames'>,
): MatchedEntries {
  const causes = new Map(context.entries.map((entry) => [entry, new Set(causesOf(entry, context))] as const));
  const named = Map.groupBy(context.entries, ({ name }) => name);
  const takers = new Map<EventEntry, Declared>();
  const take = (one: Declared, tried: Set<EventEntry>): boolean => {
    for (const entry of named.get(one.name) ?? []) {
      if (tried.has(entry) || !causes.get(entry)?.has(one.step)) continue;
      tried.add(entry);
      const taker = takers.get(entry);
      if (taker && !take(taker, tried)) continue;
      takers.set(entry, one);
      return true;
    }
    return false;
  };
  const missing = declaredBy(context).filter((one) => !take(one, new Set()));
  return { matches: takers, missing };
}

/** Lists the declared events of successful steps, for the watched names. */
function declaredBy({ steps, watchedNames }: Pick<EventContext, 'steps' | 'watchedNames'>): Declared[] {
  return steps
    .filter(({ outcome }) => outcome === 'done')
    .flatMap((step) => step.emits.filter((name) => watchedNames.has(name)).map((name) => ({ step, name })));
}
