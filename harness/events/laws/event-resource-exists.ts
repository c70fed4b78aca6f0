import { isDeepStrictEqual } from 'node:util';
import { parseBankTimestamp } from '../../../core/business-day.ts';
import type { EventName } from '../../../generated/events.ts';
import { sensitiveProperties } from '../../../generated/operations.ts';
import { type Detail, type ReceivedEvent, readEnvelope } from '../event-entry.ts';
import type { FetchedResource } from '../fetch-resources.ts';
import { describeEntry, type EventContext, type EventDeviation, type EventLaw } from '../law.ts';

/** What an event is about can be fetched, and is what the event's details say of it (D32). */
export const eventResourceExists: EventLaw = {
  name: 'event-resource-exists',
  requirementIds: ['D32'],
  provenance: 'public',
  moment: 'fresh',
  check: (context) => context.fresh.flatMap((event) => checkEvent(event, context)),
};

function checkEvent(event: ReceivedEvent, { registered, fetched, steps }: EventContext): EventDeviation[] {
  const { name, resources, details } = readEnvelope(event);
  if (name === undefined || !registered.has(name)) return [];
  return resources.flatMap((resource, at) => {
    const found = fetched.get(resource);
    const id = resource.slice(resource.lastIndexOf('/') + 1);
    const wasSeen = steps.some(({ ids }) => ids.has(id));
    return found ? checkResource({ name, resource, wasSeen, detail: details[at] ?? {} }, found) : [];
  });
}

interface Told {
  readonly name: EventName;
  readonly resource: string;
  readonly detail: Detail;
  /** Whether a step was about it: then it was there. */
  readonly wasSeen: boolean;
}

/** What was removed or closed may be gone from the bank's answers, and from a list what was there and is over. */
function checkResource(told: Told, found: FetchedResource): EventDeviation[] {
  if (found.kind === 'unknown') return [];
  const ends = /\.(Removed|Closed)$/.test(told.name);
  if (found.kind === 'gone') {
    if (ends || (found.isListed && told.wasSeen)) return [];
    const actual = `status ${found.statusCode}`;
    return [{ message: `What ${describeEntry(told)} tells of can not be fetched`, expected: 'status 200', actual }];
  }
  return [...(ends ? checkEnded(told, found.body) : []), ...checkDetails(told, found.body)];
}

/** The words for a record that is over. Source: S-CUST, S-ACCT. */
const ENDED: ReadonlySet<unknown> = new Set(['Inactive', 'Removed', 'Closed']);

function checkEnded(told: Told, { status }: Detail): EventDeviation[] {
  if (status === undefined || ENDED.has(status)) return [];
  const message = `${describeEntry(told)} says that it is over, and the bank shows it as it was`;
  return [{ message, expected: `status ${[...ENDED].join(' or ')}`, actual: `status ${String(status)}` }];
}

/** Fields that may have changed since, or that an event uses in a sense of its own: its `accountType` is the class of the account (P-HOOKS). */
const NOT_COMPARED: ReadonlySet<string> = new Set(['status', 'title', 'reason', 'accountType', 'memoPostId']);

function checkDetails(told: Told, body: Detail): EventDeviation[] {
  return Object.entries(told.detail).flatMap(([field, value]) => {
    if (NOT_COMPARED.has(field) || !Object.hasOwn(body, field) || isSame(value, body[field])) return [];
    const show = (shown: unknown) =>
      sensitiveProperties.has(field) ? 'a value that is not shown' : JSON.stringify(shown);
    const message = `${field} in the details of ${describeEntry(told)} is not what the bank shows`;
    return [{ message, expected: show(body[field]), actual: show(value) }];
  });
}

/** An instant may be written with another offset. */
function isSame(told: unknown, shown: unknown): boolean {
  return isDeepStrictEqual(told, shown) || (instantOf(told) !== undefined && instantOf(told) === instantOf(shown));
}

function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T/.test(value)) return undefined;
  try {
    return parseBankTimestamp(value);
  } catch {
    return undefined;
  }
}
