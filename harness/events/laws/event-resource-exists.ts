import { isDeepStrictEqual } from 'node:util';
import { parseBankTimestamp } from '../../../core/business-day.ts';
import type { EventName } from '../../../generated/events.ts';
import { sensitiveProperties } from '../../../generated/operations.ts';
import { type Detail, type ReceivedEvent, readEnvelope } from '../event-entry.ts';
import { statusesFrom } from '../event-statuses.ts';
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

function checkEvent(event: ReceivedEvent, { registered, fetched, steps, seen }: EventContext): EventDeviation[] {
  const { name, resources, details } = readEnvelope(event);
  if (name === undefined || !registered.has(name)) return [];
  return resources.flatMap((resource, at) => {
    const found = fetched.get(resource);
    const id = resource.slice(resource.lastIndexOf('/') + 1);
    const wasSeen = steps.some(({ ids }) => ids.has(id));
    if (!found) return [];
    const changes = steps.filter(({ changed }) => changed.has(id)).length;
    return checkResource({ name, resource, wasSeen, detail: details[at] ?? {}, answer: seen.get(id), changes }, found);
  });
}

interface Told {
  readonly name: EventName;
  readonly resource: string;
  readonly detail: Detail;
  /** Whether a step was about it: then it was there. */
  readonly wasSeen: boolean;
  /** What the bank answered when a step made it. */
  readonly answer: Detail | undefined;
  /** How many steps made or changed it. */
  readonly changes: number;
}

/** What was removed or closed may be gone from the bank's answers, and from a list what was there and is over. */
function checkResource(told: Told, found: FetchedResource): EventDeviation[] {
  if (found.kind === 'unknown') return [];
  if (found.kind === 'unsafe')
    return [
      {
        message: `The resource of ${describeEntry(told)} cannot be fetched`,
        expected: 'a path of the contract',
        actual: found.reason,
      },
    ];
  const ends = /\.(Removed|Closed)$/.test(told.name);
  if (found.kind === 'gone') {
    if (ends || (found.isListed && told.wasSeen)) return told.answer ? checkDetails(told, told.answer) : [];
    const message = `The resource of ${describeEntry(told)} cannot be fetched`;
    return [{ message, expected: 'status 200', actual: found.reason }];
  }
  return [
    ...(ends ? checkEnded(told, found.body) : checkStatus(told, found.body)),
    ...checkDetails(told, found.body),
    ...checkOpened(told, found.body),
  ];
}

/** The words for a record that is over. Source: S-CUST, S-ACCT. */
const ENDED: ReadonlySet<unknown> = new Set(['Inactive', 'Removed', 'Closed']);

function checkEnded(told: Told, { status }: Detail): EventDeviation[] {
  if (status === undefined || ENDED.has(status)) return [];
  const message = `${describeEntry(told)} says that it is over, and the bank shows it as it was`;
  return [{ message, expected: `status ${[...ENDED].join(' or ')}`, actual: `status ${String(status)}` }];
}

function checkStatus(told: Told, { status }: Detail): EventDeviation[] {
  const wanted = statusesFrom(told.name);
  if (!wanted || status === undefined || wanted.includes(status)) return [];
  const message = `${describeEntry(told)} is not what the bank shows`;
  return [{ message, expected: `status ${wanted.join(' or ')}`, actual: `status ${String(status)}` }];
}

/** Fields that may have changed since, or that an event uses in a sense of its own: its `accountType` is the class of the account (P-HOOKS). */
const NOT_COMPARED: ReadonlySet<string> = new Set(['status', 'title', 'reason', 'accountType', 'memoPostId']);

/** Where the resource has what an event tells by another name. */
const PATHS: Readonly<Record<string, readonly [string, string]>> = {
  debitAccountNumber: ['debit', 'subAccountNumber'],
  creditAccountNumber: ['credit', 'subAccountNumber'],
};

function checkDetails(told: Told, body: Detail): EventDeviation[] {
  return Object.entries(told.detail).flatMap(([field, value]) => {
    const shown = shownFor(body, field);
    const isHidden = body === told.answer && sensitiveProperties.has(field);
    if (isHidden || NOT_COMPARED.has(field) || shown === undefined || isSame(value, shown)) return [];
    return [describeOther(told, field, shown)];
  });
}

function shownFor(body: Detail, field: string): unknown {
  const [outer, inner] = PATHS[field] ?? [];
  if (outer === undefined || inner === undefined) return body[field];
  return (body[outer] as Detail | null | undefined)?.[inner];
}

const OPENED_WITH = ['status', 'title'];

/** What is opened is what the answer said; it may have changed before the event was written. */
function checkOpened(told: Told, body: Detail): EventDeviation[] {
  const { answer, detail, name } = told;
  if (!answer || !name.endsWith('.Opened')) return [];
  return OPENED_WITH.flatMap((field) => {
    // A hidden answer says nothing, and what was changed later not what was opened.
    const isOpen = sensitiveProperties.has(field) && told.changes > 1;
    const isTold = [answer[field], body[field]].some((shown) => shown === undefined || isSame(detail[field], shown));
    return isOpen || isTold || detail[field] === undefined ? [] : [describeOther(told, field, body[field])];
  });
}

function describeOther(told: Told, field: string, shown: unknown): EventDeviation {
  const show = (value: unknown) =>
    sensitiveProperties.has(field) ? 'a value that is not shown' : JSON.stringify(value);
  const message = `${field} in the details of ${describeEntry(told)} is not what the bank shows`;
  return { message, expected: show(shown), actual: show(told.detail[field]) };
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
