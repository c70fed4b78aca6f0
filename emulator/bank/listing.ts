import type { Bank } from './bank.ts';

/** Which page of a list is wanted; pages count from 1. */
export interface PageQuery {
  readonly pageNumber: number;
  readonly pageSize: number;
}

/** A page in the bank's envelope. Source: L-PAGE. */
export interface Page<Item> {
  readonly results: Item[];
  readonly pageNumber: number;
  readonly pageSize: number;
  readonly hasPreviousPage: boolean;
  readonly hasNextPage: boolean;
}

type Value = string | number | null;

/** Reads one page of a query whose rows come in their order; one row more tells whether there is a next page. */
export function listPage<Row, Item>(
  { store }: Bank,
  { pageNumber, pageSize }: PageQuery,
  query: { readonly sql: string; readonly values: readonly Value[]; readonly render: (row: Row) => Item },
): Page<Item> {
  const rows = store.all<Row>(
    `${query.sql} LIMIT ? OFFSET ?`,
    ...query.values,
    pageSize + 1,
    (pageNumber - 1) * pageSize,
  );
  return {
    results: rows.slice(0, pageSize).map(query.render),
    pageNumber,
    pageSize,
    hasPreviousPage: pageNumber > 1,
    hasNextPage: rows.length > pageSize,
  };
}
