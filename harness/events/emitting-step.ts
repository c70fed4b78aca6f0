import type { Exchange } from '../../core/exchange.ts';
import type { EventName } from '../../generated/events.ts';

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
  /** Whether it moves the bank's clock, or waits for it to run: then what falls due on the way is its own. */
  readonly waits: boolean;
  /** Whether it only looks: what it saw may have changed at any time before. */
  readonly onlyReads: boolean;
  /** From when to when on the bank's time it was under way, in milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Every id in an exchange: of its path, its query and its bodies. */
export function idsOf({ request, response }: Messages): Set<string> {
  const ids = idsOfRequest(request);
  collectIds(response.body, ids);
  return ids;
}

/** The id of what an exchange changed or made, as its answer or its path tells; none of one that only reads or was refused. */
export function changedBy({ request, response }: Messages): string[] {
  if (request.method === 'GET' || response.statusCode >= 400) return [];
  const { id, transactionId, accountNumber } = (response.body ?? {}) as Record<string, unknown>;
  const ofPath = new URL(request.url).pathname.split('/').findLast((part) => /^[\w-]{8,}$/.test(part) && isId(part));
  const found = id ?? ofPath ?? transactionId ?? accountNumber;
  return typeof found === 'string' ? [found] : [];
}

/**
 * What an exchange makes known to its run: what it names itself, and what its answer is about. Whatever else stands in an
 * answer may be others': the items of a list, or the far side of a transaction.
 */
export function knownBy({ request, response }: Messages): Set<string> {
  const ids = idsOfRequest(request);
  const { body, statusCode } = response;
  if (statusCode < 400 && typeof body === 'object' && body !== null)
    for (const [name, value] of Object.entries(body))
      if (typeof value === 'string' && /^id$|(Id|Number)$/.test(name)) ids.add(value);
  return ids;
}

type Messages = Pick<Exchange, 'request' | 'response'>;

/** Every id that a request names. */
export function idsOfRequest({ url, body }: Exchange['request']): Set<string> {
  const { pathname, searchParams } = new URL(url);
  const ids = new Set<string>();
  collectIds([...pathname.split('/').map(decodeURIComponent), ...searchParams.values(), body], ids);
  return ids;
}

function collectIds(value: unknown, into: Set<string>): void {
  if (typeof value === 'string' && isId(value)) into.add(value);
  else if (typeof value === 'object' && value !== null)
    for (const child of Object.values(value)) collectIds(child, into);
}

/** Words and sentences are none: an id is one piece, and has a digit. */
function isId(text: string): boolean {
  return text.length <= 64 && /^[\w-]*\d[\w-]*$/.test(text);
}
