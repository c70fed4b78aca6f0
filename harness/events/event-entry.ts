import type { EventDescription } from '../../core/event.ts';
import { type EventName, events } from '../../generated/events.ts';
import { isIdField } from './emitting-step.ts';

/** An event as it was delivered or polled: what its body really is, the laws have to find out. */
export interface ReceivedEvent {
  readonly body: unknown;
}

/** One resource of one event: what one change is told by. Two changes of one resource are two entries. */
export interface EventEntry {
  readonly eventId: string;
  readonly name: EventName;
  readonly resource: string;
  /** The last id of the resource: what the change is about. */
  readonly id: string;
  /** Every id of the resource and of its details, such as the accounts of a transaction. */
  readonly subjects: readonly string[];
  readonly createdAt: string;
}

const names = Object.keys(events) as EventName[];
const byLowerCase = new Map(names.map((name) => [name.toLowerCase(), name]));

/** The event that a name means, in whatever casing it is written (DOC-016); undefined when the contract has none. */
export function eventNamed(name: unknown): EventName | undefined {
  return typeof name === 'string' ? byLowerCase.get(name.toLowerCase()) : undefined;
}

/** What the contract says of an event. */
export function describeEvent(name: EventName): EventDescription {
  return events[name];
}

/** The fields of an event's body as far as they are what they should be; lists of something else are empty. */
export function readEnvelope({ body }: ReceivedEvent) {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  return {
    id: typeof fields.id === 'string' ? fields.id : undefined,
    name: eventNamed(fields.eventName),
    createdAt: typeof fields.createdAt === 'string' ? fields.createdAt : '',
    isPing: fields.isPing === true,
    partnerId: fields.partnerId,
    resources: list(fields.resources).filter((resource) => typeof resource === 'string'),
    details: list(fields.details).filter((detail) => typeof detail === 'object' && detail !== null) as Detail[],
  };
}

/** What an Extended event tells of one resource. */
export type Detail = Readonly<Record<string, unknown>>;

/** Takes an event apart into what it tells; one whose name is none of the contract's tells nothing that could be held against a change. */
export function entriesOf(event: ReceivedEvent): EventEntry[] {
  const { id: eventId = '', name, createdAt, resources, details } = readEnvelope(event);
  if (name === undefined) return [];
  return resources.map((resource, at) => {
    const ids = idsIn(resource, name);
    const subjects = [...new Set([...ids, ...idsOfDetail(details[at])])];
    return { eventId, name, resource, createdAt, id: ids.at(-1) ?? '', subjects };
  });
}

/** Whether a resource is a path of the form that the contract gives the event; true where it knows none. */
export function fitsTemplate(resource: string, name: EventName): boolean {
  const template = describeEvent(name).resource;
  return template === undefined || matchTemplate(resource, template) !== undefined;
}

/** The ids in a path, from the outside in; of one that has not the form it should have, its last part. */
function idsIn(resource: string, name: EventName): string[] {
  const template = describeEvent(name).resource;
  const ids = template === undefined ? undefined : matchTemplate(resource, template);
  return ids ?? [resource.slice(resource.lastIndexOf('/') + 1)];
}

/** The values of a path's parameters in order; undefined when it is not of the template. */
export function matchTemplate(path: string, template: string): string[] | undefined {
  const [parts, wanted] = [path.split('/'), template.split('/')];
  if (parts.length !== wanted.length) return undefined;
  const isParameter = (part: string) => part.startsWith('{');
  const fits = wanted.every((part, at) => (isParameter(part) ? parts[at] !== '' : part === parts[at]));
  return fits ? parts.filter((_part, at) => isParameter(wanted[at] ?? '')) : undefined;
}

/** Ids that say whose a resource is; partner and product are everybody's. */
function idsOfDetail(detail: Detail = {}): string[] {
  return Object.entries(detail).flatMap(([name, value]) =>
    typeof value === 'string' && isIdField(name) ? [value] : [],
  );
}
