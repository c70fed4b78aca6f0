import { describeLimit, type Limits } from '../../core/limits.ts';

/** One page of a list, as every list of COS answers. */
export interface Page<Item> {
  readonly results: readonly Item[];
  readonly hasNextPage: boolean;
}

/** A list that does not end within the limit `pagesPerList`, or announces a page after an empty one. */
export class EndlessList extends Error {}

/** Reads a list page by page to its end, from `firstPage` on (default: 1). Throws EndlessList for one that does not end. */
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
    if (results.length === 0) throw new EndlessList(`page ${pageNumber} is empty and announces another page`);
  }
  throw new EndlessList(`the list does not end: ${describeLimit('pagesPerList', limits)}`);
}
