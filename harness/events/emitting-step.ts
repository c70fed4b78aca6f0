import type { Exchange } from '../../core/exchange.ts';
import type { Operation } from '../../core/operation.ts';
import type { EventName } from '../../generated/events.ts';
import { type OperationId, operations } from '../../generated/operations.ts';

/** A step of a run as the events are held against it. */
export interface EmittingStep {
  readonly stepId: string;
  /** The events that it declares. */
  readonly emits: readonly EventName[];
  /**
   * done: it succeeded, so that what it declares has to come. unsure: it failed, and what it declares may come. refused: the bank
   * refused it, and nothing may come.
   */
  readonly outcome: 'done' | 'unsure' | 'refused';
  /** Every id that stands in what it sent or got. */
  readonly ids: ReadonlySet<string>;
  /** The ids of what it changed itself, or made: not of whose that is. */
  readonly changed: ReadonlySet<string>;
  /** The status of the resource that it read last, by its id. */
  readonly shown: ReadonlyMap<string, string>;
  /** Whether it moves the bank's clock, or waits for it to run: then what falls due on the way is its own. */
  readonly waits: boolean;
  /** Whether it only looks: what it saw may have changed at any time before. */
  readonly onlyReads: boolean;
  /** From when to when on the bank's time it was under way, in milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Every id in an exchange: of its path, its query and its bodies. */
export function idsOf(exchange: Messages): Set<string> {
  const ids = idsOfRequest(exchange);
  collectIds(exchange.response.body, '', ids);
  return ids;
}

/** The id of what an exchange changed or made, as its answer or its path tells; none of one that only reads or was refused. */
export function changedBy({ operationId, request, response }: Messages): string[] {
  if (request.method === 'GET' || response.statusCode >= 400) return [];
  const { id, transactionId, accountNumber } = (response.body ?? {}) as Record<string, unknown>;
  const ofPath = pathParametersOf(new URL(request.url).pathname, operationId).map(decodeURIComponent);
  const found = id ?? ofPath.findLast(isId) ?? transactionId ?? accountNumber;
  return typeof found === 'string' ? [found] : [];
}

/** The id and the status of the one resource that an answer shows; none of a list. */
export function shownBy({ request, response }: Messages): [id: string, status: string][] {
  const { id, status } = (response.body ?? {}) as Record<string, unknown>;
  const isShown = request.method === 'GET' && response.statusCode < 400;
  return isShown && typeof id === 'string' && typeof status === 'string' ? [[id, status]] : [];
}

/**
 * What an exchange makes known to its run: what it names itself, and what its answer is about. Whatever else stands in an
 * answer may be others': the items of a list, or the far side of a transaction.
 */
export function knownBy(exchange: Messages): Set<string> {
  const ids = idsOfRequest(exchange);
  const { body, statusCode } = exchange.response;
  if (statusCode < 400 && typeof body === 'object' && body !== null)
    for (const [name, value] of Object.entries(body)) if (typeof value === 'string') collectIds(value, name, ids);
  return ids;
}

type Messages = Pick<Exchange, 'operationId' | 'request' | 'response'>;

/** Every id that a request names. */
export function idsOfRequest({ operationId, request: { url, body } }: Omit<Messages, 'response'>): Set<string> {
  const { pathname, searchParams } = new URL(url);
  const ids = new Set(pathParametersOf(pathname, operationId).map(decodeURIComponent).filter(isId));
  for (const [name, value] of searchParams) collectIds(value, name, ids);
  collectIds(body, '', ids);
  return ids;
}

/** The values of a path's parameters; of an operation that the contract does not have, every part but a version. */
function pathParametersOf(pathname: string, operationId: string): string[] {
  const template = findOperation(operationId)?.path;
  const parts = pathname.split('/');
  if (template === undefined) return parts.filter((part) => !/^v\d+$/i.test(part));
  const wanted = template.split('/');
  // A bank may stand below a path of its own.
  const above = parts.length - wanted.length;
  return parts.filter((_part, at) => wanted[at - above]?.startsWith('{'));
}

function findOperation(operationId: string): Operation | undefined {
  return Object.hasOwn(operations, operationId) ? operations[operationId as OperationId] : undefined;
}

/** Dates, amounts and names are in the fields beside them. */
function collectIds(value: unknown, name: string, into: Set<string>): void {
  if (typeof value === 'string' && isIdField(name) && isId(value)) into.add(value);
  else if (Array.isArray(value)) for (const child of value) collectIds(child, name, into);
  else if (typeof value === 'object' && value !== null)
    for (const [field, child] of Object.entries(value)) collectIds(child, field, into);
}

/** Whether a field names a record: partner and product are everybody's, and a page, a phone or a routing number is no record. */
export function isIdField(name: string): boolean {
  return /^ids?$|Ids?$|[aA]ccountNumbers?$/.test(name) && !/^(partner|product|tax)Ids?$/.test(name);
}

/** Words and sentences are none: an id is one piece, and has a digit. */
function isId(text: string): boolean {
  return text.length <= 64 && /^[\w-]*\d[\w-]*$/.test(text);
}
