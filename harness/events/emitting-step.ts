import type { Exchange } from '../../core/exchange.ts';
import type { Operation } from '../../core/operation.ts';
import type { EventName } from '../../generated/events.ts';
import { type OperationId, operations } from '../../generated/operations.ts';

/** A step of a run, as it is compared with the events. */
export interface EmittingStep {
  readonly stepId: string;
  /** The events that it declares. */
  readonly emits: readonly EventName[];
  /**
   * done: it succeeded, so its declared events must arrive. unsure: it failed, so they may arrive. refused: the bank
   * refused it, so none may arrive.
   */
  readonly outcome: 'done' | 'unsure' | 'refused';
  /** Every id in its requests and responses. */
  readonly ids: ReadonlySet<string>;
  /** The ids of the resources that it changed or created, without their owners. */
  readonly changed: ReadonlySet<string>;
  /** The last status that it read of a resource, by id. */
  readonly shown: ReadonlyMap<string, string>;
  /** True if it moves the bank's clock or waits: events that fall due meanwhile belong to it. */
  readonly waits: boolean;
  /** True if it only reads: the change that it saw may be older. */
  readonly onlyReads: boolean;
  /** The begin and end of the step on the bank's time, in milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Returns every id in the path, query and bodies of an exchange. */
export function idsOf(exchange: Messages): Set<string> {
  const ids = idsOfRequest(exchange);
  collectIds(exchange.response.body, '', ids);
  return ids;
}

/**
 * Returns the id of the resource that an exchange changed or created, from its response or path; undefined for a read
 * or refused request.
 */
export function changedBy({ operationId, request, response }: Messages): string[] {
  if (request.method === 'GET' || response.statusCode >= 400) return [];
  const { id, transactionId, accountNumber } = (response.body ?? {}) as Record<string, unknown>;
  const ofPath = pathParametersOf(new URL(request.url).pathname, operationId).map(decodeURIComponent);
  const found = id ?? ofPath.findLast(isId) ?? transactionId ?? accountNumber;
  return typeof found === 'string' ? [found] : [];
}

/** Returns the id and status of the single resource in a response; undefined for a list. */
export function shownBy({ request, response }: Messages): [id: string, status: string][] {
  const { id, status } = (response.body ?? {}) as Record<string, unknown>;
  const isShown = request.method === 'GET' && response.statusCode < 400;
  return isShown && typeof id === 'string' && typeof status === 'string' ? [[id, status]] : [];
}

/**
 * Returns the ids that belong to the run because of an exchange: those of its request, and the subject of its response.
 * Other ids in a response may belong to others: items of a list, or the other side of a transaction.
 */
export function knownBy(exchange: Messages): Set<string> {
  const ids = idsOfRequest(exchange);
  const { body, statusCode } = exchange.response;
  if (statusCode < 400 && typeof body === 'object' && body !== null)
    for (const [name, value] of Object.entries(body)) if (typeof value === 'string') collectIds(value, name, ids);
  return ids;
}

type Messages = Pick<Exchange, 'operationId' | 'request' | 'response'>;

/** Returns every id in a request. */
export function idsOfRequest({ operationId, request: { url, body } }: Omit<Messages, 'response'>): Set<string> {
  const { pathname, searchParams } = new URL(url);
  const ids = new Set(pathParametersOf(pathname, operationId).map(decodeURIComponent).filter(isId));
  for (const [name, value] of searchParams) collectIds(value, name, ids);
  collectIds(body, '', ids);
  return ids;
}

/** Returns the values of a path's parameters; for an unknown operation every segment except a version. */
function pathParametersOf(pathname: string, operationId: string): string[] {
  const template = findOperation(operationId)?.path;
  const parts = pathname.split('/');
  if (template === undefined) return parts.filter((part) => !/^v\d+$/i.test(part));
  const wanted = template.split('/');
  // A bank may have a base path.
  const above = parts.length - wanted.length;
  return parts.filter((_part, at) => wanted[at - above]?.startsWith('{'));
}

function findOperation(operationId: string): Operation | undefined {
  return Object.hasOwn(operations, operationId) ? operations[operationId as OperationId] : undefined;
}

/** Collects the ids in a value; dates, amounts and names are in neighbouring fields. */
function collectIds(value: unknown, name: string, into: Set<string>): void {
  if (typeof value === 'string' && isIdField(name) && isId(value)) into.add(value);
  else if (Array.isArray(value)) for (const child of value) collectIds(child, name, into);
  else if (typeof value === 'object' && value !== null)
    for (const [field, child] of Object.entries(value)) collectIds(child, field, into);
}

/**
 * Returns true if a field holds the id of a record. Partner and product ids belong to all runs; pages, phones and
 * routing numbers are not records.
 */
export function isIdField(name: string): boolean {
  return /^ids?$|Ids?$|[aA]ccountNumbers?$/.test(name) && !/^(partner|product|tax)Ids?$/.test(name);
}

/** Returns true for an id: one piece with a digit, not a word or sentence. */
function isId(text: string): boolean {
  return text.length <= 64 && /^[\w-]*\d[\w-]*$/.test(text);
}
