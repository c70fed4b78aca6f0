import { isDeepStrictEqual } from 'node:util';
import { parseBankTimestamp } from '../../../core/business-day.ts';
import type { EventName } from '../../../generated/events.ts';
import { sensitiveProperties } from '../../../generated/operations.ts';
import { type Detail, type ReceivedEvent, readEnvelope } from '../event-entry.ts';
import { statusesFrom } from '../event-statuses.ts';
import type { FetchedResource } from '../fetch-resources.ts';
import { describeEntry, type EventContext, type EventDeviation, type EventLaw } from '../law.ts';

/** The resource of an event can be fetched and agrees with the event's details (D32). */
export const eventResourceExists: EventLaw = {
  name: 'event-resource-exists',
  requirementIds: ['D32'],
  provenance: 'public',
  moment: 'arrival',
  check: (context) => context.newEvents.flatMap((event) => checkEvent(event, context)),
};

function checkEvent(
  event: ReceivedEvent,
  { registeredNames, fetched, steps, createdResources }: EventContext,
): EventDeviation[] {
  const { name, resources, details } = readEnvelope(event);
  if (name === undefined || !registeredNames.has(name)) return [];
  return resources.flatMap((resource, at) => {
    const found = fetched.get(resource);
    const id = resource.slice(resource.lastIndexOf('/') + 1);
    const wasSeen = steps.some(({ ids }) => ids.has(id));
    if (!found) return [];
    const changes = steps.filter(({ changed }) => changed.has(id)).length;
    return checkResource(
      { name, resource, wasSeen, detail: details[at] ?? {}, answer: createdResources.get(id), changes },
      found,
    );
  });
}

interface EntryWithHistory {
  readonly name: EventName;
  readonly resource: string;
  readonly detail: Detail;
  /** True if a step was about it, so that it existed. */
  readonly wasSeen: boolean;
  /** The bank's response when a step created it. */
  readonly answer: Detail | undefined;
  /** The number of steps that created or changed it. */
  readonly changes: number;
}

/** Checks a resource. A removed or closed one may be missing at the bank, and a list may omit one that has ended. */
function checkResource(entry: EntryWithHistory, found: FetchedResource): EventDeviation[] {
  if (found.kind === 'unknown') return [];
  if (found.kind === 'unsafe')
    return [
      {
        message: `The resource of ${describeEntry(entry)} cannot be fetched`,
        expected: 'a path of the contract',
        actual: found.reason,
      },
    ];
  const ends = /\.(Removed|Closed)$/.test(entry.name);
  if (found.kind === 'gone') {
    if (ends || (found.isListed && entry.wasSeen)) return entry.answer ? checkDetails(entry, entry.answer) : [];
    const message = `The resource of ${describeEntry(entry)} cannot be fetched`;
    return [{ message, expected: 'status 200', actual: found.reason }];
  }
  return [
    ...(ends ? checkEndedStatus(entry, found.body) : checkStatus(entry, found.body)),
    ...checkDetails(entry, found.body),
    ...checkOpened(entry, found.body),
  ];
}

/** The statuses of an ended record. Source: S-CUST, S-ACCT. */
const ENDED: ReadonlySet<unknown> = new Set(['Inactive', 'Removed', 'Closed']);

function checkEndedStatus(entry: EntryWithHistory, { status }: Detail): EventDeviation[] {
  if (status === undefined || ENDED.has(status)) return [];
  const message = `${describeEntry(entry)} says that it has ended, but the bank shows it unchanged`;
  return [{ message, expected: `status ${[...ENDED].join(' or ')}`, actual: `status ${String(status)}` }];
}

function checkStatus(entry: EntryWithHistory, { status }: Detail): EventDeviation[] {
  const wanted = statusesFrom(entry.name);
  if (!wanted || status === undefined || wanted.includes(status)) return [];
  const message = `${describeEntry(entry)} differs from the resource at the bank`;
  return [{ message, expected: `status ${wanted.join(' or ')}`, actual: `status ${String(status)}` }];
}

/**
 * Fields that may have changed since, or that an event uses with another meaning: its `accountType` is the class of the
 * account (P-HOOKS).
 */
const NOT_COMPARED: ReadonlySet<string> = new Set(['status', 'title', 'reason', 'accountType', 'memoPostId']);

/** The path in the resource of fields that an event names differently. */
const PATHS: Readonly<Record<string, readonly [string, string]>> = {
  debitAccountNumber: ['debit', 'subAccountNumber'],
  creditAccountNumber: ['credit', 'subAccountNumber'],
};

function checkDetails(entry: EntryWithHistory, body: Detail): EventDeviation[] {
  return Object.entries(entry.detail).flatMap(([field, value]) => {
    const shown = shownFor(body, field);
    const isHidden = body === entry.answer && sensitiveProperties.has(field);
    if (isHidden || NOT_COMPARED.has(field) || shown === undefined || isSame(value, shown)) return [];
    return [describeOther(entry, field, shown)];
  });
}

function shownFor(body: Detail, field: string): unknown {
  const [outer, inner] = PATHS[field] ?? [];
  if (outer === undefined || inner === undefined) return body[field];
  return (body[outer] as Detail | null | undefined)?.[inner];
}

const OPENED_WITH = ['status', 'title'];

/** Compares a new resource with the response that created it; it may have changed before the event was written. */
function checkOpened(entry: EntryWithHistory, body: Detail): EventDeviation[] {
  const { answer, detail, name } = entry;
  if (!answer || !name.endsWith('.Opened')) return [];
  return OPENED_WITH.flatMap((field) => {
    // A hidden response cannot be compared, and a later change hides the original value.
    const isOpen = sensitiveProperties.has(field) && entry.changes > 1;
    const isAnnounced = [answer[field], body[field]].some(
      (shown) => shown === undefined || isSame(detail[field], shown),
    );
    return isOpen || isAnnounced || detail[field] === undefined ? [] : [describeOther(entry, field, body[field])];
  });
}

function describeOther(entry: EntryWithHistory, field: string, shown: unknown): EventDeviation {
  const show = (value: unknown) =>
    sensitiveProperties.has(field) ? 'a value that is not shown' : JSON.stringify(value);
  const message = `${field} in the details of ${describeEntry(entry)} differs from the bank's`;
  return { message, expected: show(shown), actual: show(entry.detail[field]) };
}

/** Compares two values; an instant may have another offset. */
function isSame(entry: unknown, shown: unknown): boolean {
  return isDeepStrictEqual(entry, shown) || (instantOf(entry) !== undefined && instantOf(entry) === instantOf(shown));
}

function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T/.test(value)) return undefined;
  try {
    return parseBankTimestamp(value);
  } catch {
    return undefined;
  }
}
