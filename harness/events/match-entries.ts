import type { EventName } from '../../generated/events.ts';
import type { EmittingStep } from './emitting-step.ts';
import type { EventEntry } from './event-entry.ts';
import { isDecidedByAnswer } from './how-often.ts';
import { type EventContext, isKnown } from './law.ts';
import { nearness } from './near.ts';

/** A step and one of the names that it declares: what has to be told by an event of its own. */
export interface Declared {
  readonly step: EmittingStep;
  readonly name: EventName;
}

/**
 * Which steps may have caused an entry: those that declare it and name its resource, and, where the run has to do with that,
 * those that declare it and let the time pass in which it was created. Nobody's wait has completed a transaction, or opened
 * an account, that a step got as an answer without declaring so.
 */
export function causesOf(entry: EventEntry, { steps, known }: Pick<EventContext, 'steps' | 'known'>): EmittingStep[] {
  const mayFallDue = isKnown(entry, known) && !isDecidedElsewhere(entry, steps);
  return steps.filter((step) => {
    if (step.outcome === 'refused' || !step.emits.includes(entry.name)) return false;
    return step.ids.has(entry.id) || (mayFallDue && mayFallDueIn(entry, step));
  });
}

/** Whether a step lets the time pass in which an entry was created. */
export function mayFallDueIn({ createdAt }: EventEntry, step: EmittingStep): boolean {
  return step.waits && nearness(createdAt, step) !== 'far';
}

function isDecidedElsewhere({ id, name }: EventEntry, steps: readonly EmittingStep[]): boolean {
  return isDecidedByAnswer(name) && steps.some(({ changed, emits }) => changed.has(id) && !emits.includes(name));
}

/** The declared events, and the entry that tells each of those that came. */
export interface MatchedEntries {
  readonly told: ReadonlyMap<EventEntry, Declared>;
  readonly untold: readonly Declared[];
}

/**
 * Gives each declared event an entry of its own. An entry that several steps may have caused goes to one of them, in whatever
 * way leaves the fewest without.
 */
export function matchEntries(context: Pick<EventContext, 'steps' | 'known' | 'entries' | 'watched'>): MatchedEntries {
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
  const untold = declaredBy(context).filter((one) => !take(one, new Set()));
  return { told: takers, untold };
}

/** What the steps that succeeded declare, of the names that are watched. */
function declaredBy({ steps, watched }: Pick<EventContext, 'steps' | 'watched'>): Declared[] {
  return steps
    .filter(({ outcome }) => outcome === 'done')
    .flatMap((step) => step.emits.filter((name) => watched.has(name)).map((name) => ({ step, name })));
}
