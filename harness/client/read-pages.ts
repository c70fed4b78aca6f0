import { describeLimit, type Limits } from '../../core/limits.ts';

/** One page of a list: the form of every list response of COS. */
export interface Page<Item> {
  readonly results: readonly Item[];
  readonly hasNextPage: boolean;
}

/**
 * A list that cannot be read to its end: it has too many pages, announces a page after an empty one, or a page is
 * invalid.
 */
export class UnreadableList extends Error {}

/** Reads a list page by page to its end, starting at `firstPage` (default: 1). Throws UnreadableList if it cannot. */
export async function readPages<Item>(
  read: (pageNumber: number) => Promise<Page<Item>>,
  limits: Limits,
  firstPage = 1,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let pageNumber = firstPage; pageNumber < firstPage + limits.pagesPerList; pageNumber++) {
    const { results, hasNextPage } = await read(pageNumber);
    // Not spread: a page may hold more items than a call takes arguments.
    for (const item of results) items.push(item);
    if (!hasNextPage) return items;
    if (results.length === 0) throw new UnreadableList(`page ${pageNumber} is empty and announces another page`);
  }
  throw new UnreadableList(`the list does not end: ${describeLimit('pagesPerList', limits)}`);
}

/** Returns a body as a page, with its items unchecked. Throws UnreadableList for any other body. */
export function pageIn(body: unknown): Page<unknown> {
  const { results, hasNextPage } = (body ?? {}) as { readonly results?: unknown; readonly hasNextPage?: unknown };
  if (Array.isArray(results) && typeof hasNextPage === 'boolean') return { results, hasNextPage };
  throw new UnreadableList('its response is not a page of a list');
}
