import type { EventDescription } from '../../core/event.ts';
import { type EventName, events } from '../../generated/events.ts';
import { isIdField } from './emitting-step.ts';

/** An event as delivered or polled; the laws check its body. */
export interface ReceivedEvent {
  readonly body: unknown;
}

/** One resource of one event, which announces one change. Two changes of one resource are two entries. */
export interface EventEntry {
  readonly eventId: string;
  readonly name: EventName;
  readonly resource: string;
  /** The last id of the resource: the subject of the change. */
  readonly id: string;
  /** Every id of the resource and its details, such as the accounts of a transaction. */
  readonly subjects: readonly string[];
  readonly createdAt: string;
}

const names = Object.keys(events) as EventName[];
const byLowerCase = new Map(names.map((name) => [name.toLowerCase(), name]));

/** Returns the event with a name in any casing (DOC-016); undefined if the contract has none. */
export function eventNamed(name: unknown): EventName | undefined {
  return typeof name === 'string' ? byLowerCase.get(name.toLowerCase()) : undefined;
}

/** Returns the contract's description of an event. */
export function describeEvent(name: EventName): EventDescription {
  return events[name];
}

/** Reads the fields of an event's body that have the right type; lists of other things are empty. */
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

/** The details of one resource in an Extended event. */
export type Detail = Readonly<Record<string, unknown>>;

/** Splits an event into its entries; an event with an undocumented name has none. */
export function entriesOf(event: ReceivedEvent): EventEntry[] {
  const { id: eventId = '', name, createdAt, resources, details } = readEnvelope(event);
  if (name === undefined) return [];
  return resources.map((resource, at) => {
    const ids = idsIn(resource, name);
    const subjects = [...new Set([...ids, ...idsOfDetail(details[at])])];
    return { eventId, name, resource, createdAt, id: ids.at(-1) ?? '', subjects };
  });
}

/** Returns true if a resource matches the event's path in the contract, or if there is no such path. */
export function fitsTemplate(resource: string, name: EventName): boolean {
  const template = describeEvent(name).resource;
  return template === undefined || matchTemplate(resource, template) !== undefined;
}

/** Returns the ids in a path from left to right; its last segment if it does not match the template. */
function idsIn(resource: string, name: EventName): string[] {
  const template = describeEvent(name).resource;
  const ids = template === undefined ? undefined : matchTemplate(resource, template);
  return ids ?? [resource.slice(resource.lastIndexOf('/') + 1)];
}

/** Returns the values of a path's parameters in order; undefined if it does not match the template. */
export function matchTemplate(path: string, template: string): string[] | undefined {
  const [parts, wanted] = [path.split('/'), template.split('/')];
  if (parts.length !== wanted.length) return undefined;
  const isParameter = (part: string) => part.startsWith('{');
  const fits = wanted.every((part, at) => (isParameter(part) ? parts[at] !== '' : part === parts[at]));
  return fits ? parts.filter((_part, at) => isParameter(wanted[at] ?? '')) : undefined;
}

/** Returns the ids of the owners of a resource, without partner and product, which all runs share. */
function idsOfDetail(detail: Detail = {}): string[] {
  return Object.entries(detail).flatMap(([name, value]) =>
    typeof value === 'string' && isIdField(name) ? [value] : [],
  );
}
