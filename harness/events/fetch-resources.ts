import type { Operation } from '../../core/operation.ts';
import { limitsOf } from '../../core/target.ts';
import { operations } from '../../generated/operations.ts';
import type { Client } from '../client/client.ts';
import { type Page, readPages, UnreadableList } from '../client/read-pages.ts';
import { UnsafePath } from '../client/render-path.ts';
import { findAnswerProblem } from '../contract/answer-problem.ts';
import { matchTemplate } from './event-entry.ts';

/** The current state of a resource at the bank. */
export type FetchedResource =
  | { readonly kind: 'found'; readonly body: Readonly<Record<string, unknown>> }
  /** Not in the list that shows current resources, or the request was refused. */
  | { readonly kind: 'gone'; readonly reason: string; readonly isListed?: true }
  /** Not requested, because its path would call another operation. */
  | { readonly kind: 'unsafe'; readonly reason: string }
  /** The contract has no operation that shows it, or the response does not match the contract. */
  | { readonly kind: 'unknown' };

/** The number of concurrent requests. */
const LANES = 8;

/**
 * Fetches every resource: by its own path, or from the list that contains it. Each list is read once. Source: D32
 * (after an event, GET the resource and use its data).
 */
export async function fetchResources(
  client: Client,
  resources: ReadonlySet<string>,
): Promise<Map<string, FetchedResource>> {
  const fetched = new Map<string, FetchedResource>();
  const lists = new Map<string, Promise<Listed>>();
  const left = [...resources];
  const lane = async (): Promise<void> => {
    for (let resource = left.shift(); resource !== undefined; resource = left.shift())
      fetched.set(resource, await fetchOne(client, `/${resource}`, lists));
  };
  await Promise.all(Array.from({ length: Math.min(LANES, left.length) }, lane));
  return fetched;
}

/** The items of a list by id, or the status of its refusal; undefined if they cannot be read. */
type Listed = ReadonlyMap<string, Readonly<Record<string, unknown>>> | number | undefined;

async function fetchOne(client: Client, path: string, lists: Map<string, Promise<Listed>>): Promise<FetchedResource> {
  try {
    return await fetchSafe(client, path, lists);
  } catch (error) {
    if (error instanceof UnsafePath) return { kind: 'unsafe', reason: error.message };
    throw error;
  }
}

async function fetchSafe(client: Client, path: string, lists: Map<string, Promise<Listed>>): Promise<FetchedResource> {
  const own = findOperation(path);
  if (own) {
    const exchange = await client.send(own.operationId, { path: own.parameters });
    const { statusCode, body } = exchange.response;
    if (statusCode >= 400) return { kind: 'gone', reason: `status ${statusCode}` };
    return findAnswerProblem(exchange) ? { kind: 'unknown' } : { kind: 'found', body: body as Record<string, unknown> };
  }
  const at = path.lastIndexOf('/');
  const parent = path.slice(0, at);
  const list = findOperation(parent);
  if (!list) return { kind: 'unknown' };
  const listed = lists.get(parent) ?? readList(client, list);
  lists.set(parent, listed);
  const items = await listed;
  if (typeof items === 'number') return { kind: 'gone', reason: `status ${items}` };
  if (items === undefined) return { kind: 'unknown' };
  const body = items.get(path.slice(at + 1));
  return body ? { kind: 'found', body } : { kind: 'gone', reason: 'not listed', isListed: true };
}

interface Found {
  readonly operationId: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const getters: readonly Operation[] = Object.values(operations).filter(({ method }) => method === 'get');

function findOperation(path: string): Found | undefined {
  // A path without a parameter, such as `.../events/poll`, is not a resource.
  for (const { operationId, path: template } of getters) {
    const values = matchTemplate(path, template);
    const names = [...template.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
    if (values && values.length > 0)
      return { operationId, parameters: Object.fromEntries(names.map((name, at) => [name, values[at] ?? ''])) };
  }
  return undefined;
}

const PAGE_SIZE = 50;

async function readList(client: Client, { operationId, parameters: path }: Found): Promise<Listed> {
  try {
    const items = await readPages(async (pageNumber) => {
      const exchange = await client.send(operationId, { path, query: { pageNumber, pageSize: PAGE_SIZE } });
      const { statusCode, body } = exchange.response;
      if (statusCode >= 400) throw new RefusedList(statusCode);
      if (findAnswerProblem(exchange)) throw new UnreadableList('a page does not match the contract');
      return body as Page<Readonly<Record<string, unknown>>>;
    }, limitsOf(client.target));
    return new Map(items.map((item) => [String(item.id), item]));
  } catch (error) {
    if (error instanceof RefusedList) return error.statusCode;
    if (error instanceof UnreadableList) return undefined;
    throw error;
  }
}

/** The error of a list that the bank does not show. */
class RefusedList extends Error {
  readonly statusCode: number;

  constructor(statusCode: number) {
    super(`status ${statusCode}`);
    this.statusCode = statusCode;
  }
}
