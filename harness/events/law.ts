import type { Deviation } from '../../core/finding.ts';
import type { Provenance } from '../../core/operation.ts';
import type { EventName } from '../../generated/events.ts';
import type { EmittingStep } from './emitting-step.ts';
import type { Detail, EventEntry, ReceivedEvent } from './event-entry.ts';
import type { FetchedResource } from './fetch-resources.ts';

/** What came, what the run did, and what is at the bank. */
export interface EventContext {
  readonly partnerId: string;
  /** The names that the run has registrations for. */
  readonly registered: ReadonlySet<EventName>;
  /** Those whose events all come: that one does not come means something. */
  readonly watched: ReadonlySet<EventName>;
  /** Events that no law has seen yet, each once, in the order in which they came, which means nothing. */
  readonly fresh: readonly ReceivedEvent[];
  /** What the fresh events tell, and those of earlier sessions of the run. */
  readonly entries: readonly EventEntry[];
  /** Resources of the fresh events as the bank shows them now. */
  readonly fetched: ReadonlyMap<string, FetchedResource>;
  /** What the bank answered when a step of this session made a resource, by its id. */
  readonly seen: ReadonlyMap<string, Detail>;
  readonly steps: readonly EmittingStep[];
  /** Ids that the run has to do with; what others do on the same bank is not its business. */
  readonly known: ReadonlySet<string>;
  /** When the run began on the bank's time, in milliseconds since 1970. */
  readonly begunMs: number;
  /** Absent where the books are not observed. */
  readonly books?: BooksToTell;
}

/** What of the books has to have been told by events. */
export interface BooksToTell {
  readonly postedActivities: readonly { readonly id: string; readonly accountNumber: string }[];
  readonly transactionIds: readonly string[];
}

/** One event law. Its name is a sentence that is true of good events. */
export interface EventLaw {
  readonly name: string;
  readonly requirementIds: readonly string[];
  readonly provenance: Provenance;
  /** fresh: asked of each event once. end: asked when the run has ended and everything has come. */
  readonly moment: 'fresh' | 'end';
  check(context: EventContext): EventDeviation[];
}

/** What disagrees; requirements, provenance and row only where they are not the law's. */
export type EventDeviation = Pick<Deviation, 'message' | 'expected' | 'actual'> &
  Partial<Pick<Deviation, 'requirementIds' | 'pointer' | 'provenance' | 'discrepancy' | 'additive'>>;

/** Asks one law and completes what it found with what the law says of itself. */
export function askEventLaw({ name, requirementIds, provenance, check }: EventLaw, context: EventContext): Deviation[] {
  return check(context).map((facts) => ({ provenance, requirementIds, ...facts, rule: name }));
}

/** An entry as findings name it. */
export function describeEntry({ name, resource }: Pick<EventEntry, 'name' | 'resource'>): string {
  return `${name} about "${resource}"`;
}

/** Whether an entry is about something that the run has to do with. */
export function isKnown({ subjects }: EventEntry, known: ReadonlySet<string>): boolean {
  return subjects.some((id) => known.has(id));
}
