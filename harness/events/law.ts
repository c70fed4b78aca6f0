import type { Deviation } from '../../core/finding.ts';
import type { Provenance } from '../../core/operation.ts';
import type { EventName } from '../../generated/events.ts';
import type { EmittingStep } from './emitting-step.ts';
import type { Detail, EventEntry, ReceivedEvent } from './event-entry.ts';
import type { FetchedResource } from './fetch-resources.ts';

/** The received events, the steps of the run, and the resources at the bank. */
export interface EventContext {
  readonly partnerId: string;
  /** The names that the run is registered for. */
  readonly registeredNames: ReadonlySet<EventName>;
  /** The names whose events are all received, so that a missing one is a fault. */
  readonly watchedNames: ReadonlySet<EventName>;
  /** New events, each once, in order of arrival, which has no meaning. */
  readonly newEvents: readonly ReceivedEvent[];
  /** The entries of the new events, and those of earlier sessions of the run. */
  readonly entries: readonly EventEntry[];
  /** Resources of the new events, as the bank shows them now. */
  readonly fetched: ReadonlyMap<string, FetchedResource>;
  /** The bank's response when a step of this session created a resource, by its id. */
  readonly createdResources: ReadonlyMap<string, Detail>;
  readonly steps: readonly EmittingStep[];
  /** The ids that belong to the run; others on the same bank are ignored. */
  readonly ownIds: ReadonlySet<string>;
  /** The begin of the run on the bank's time, in milliseconds since 1970. */
  readonly begunMs: number;
  /** Absent if the books are not read. */
  readonly books?: AnnouncedBooks;
}

/** The postings and transactions that events must have announced. */
export interface AnnouncedBooks {
  readonly postedActivities: readonly { readonly id: string; readonly accountNumber: string }[];
  readonly transactionIds: readonly string[];
}

/** One event law. Its name is a sentence that is true of correct events. */
export interface EventLaw {
  readonly name: string;
  readonly requirementIds: readonly string[];
  readonly provenance: Provenance;
  /** arrival: checked for each event once. end: checked after the run, when all events have arrived. */
  readonly moment: 'arrival' | 'end';
  check(context: EventContext): EventDeviation[];
}

/** A disagreement; requirements, provenance and row only if they differ from the law's. */
export type EventDeviation = Pick<Deviation, 'message' | 'expected' | 'actual'> &
  Partial<Pick<Deviation, 'requirementIds' | 'pointer' | 'provenance' | 'discrepancy' | 'additive'>>;

/** Checks one law and adds its name, requirements and provenance to what it found. */
export function checkEventLaw(
  { name, requirementIds, provenance, check }: EventLaw,
  context: EventContext,
): Deviation[] {
  return check(context).map((facts) => ({ provenance, requirementIds, ...facts, rule: name }));
}

/** Renders an entry for findings. */
export function describeEntry({ name, resource }: Pick<EventEntry, 'name' | 'resource'>): string {
  return `${name} about "${resource}"`;
}

/** Returns true if an entry is about a resource of the run. */
export function isOwn({ subjects }: EventEntry, known: ReadonlySet<string>): boolean {
  return subjects.some((id) => known.has(id));
}
