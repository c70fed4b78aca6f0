import type { Bank } from './bank.ts';

/** The requested page of a list; pages count from 1. */
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

/** An ordered query and the renderer of its rows. */
export interface ListQuery<Row, Item> {
  readonly sql: string;
  readonly values: readonly Value[];
  readonly render: (row: Row) => Item;
}

/** Reads one page of a query; one additional row shows whether there is a next page. */
export function listPage<Row, Item>(
  { store }: Bank,
  { pageNumber, pageSize }: PageQuery,
  query: ListQuery<Row, Item>,
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

/**
 * Reads one page of rows that are numbered from 1 without a gap. The query ends with a condition on the number, so
 * that the last of a million pages is as fast as the first.
 */
export function listNumbered<Row, Item>(
  bank: Bank,
  { pageNumber, pageSize }: PageQuery,
  query: ListQuery<Row, Item>,
): Page<Item> {
  const before = (pageNumber - 1) * pageSize;
  const numbered = { ...query, values: [...query.values, before] };
  const { results, hasNextPage } = listPage(bank, { pageNumber: 1, pageSize }, numbered);
  return { results, pageNumber, pageSize, hasPreviousPage: pageNumber > 1, hasNextPage };
}

/** A condition of a list, `column = ?`, that applies only if its value is defined. */
export type Filter = readonly [condition: string, value: Value | undefined];

/** Joins the conditions whose values are defined. */
export function buildWhere(filters: readonly Filter[]): { readonly where: string; readonly values: readonly Value[] } {
  const given = filters.filter((filter): filter is [string, Value] => filter[1] !== undefined);
  return { where: given.map(([condition]) => condition).join(' AND '), values: given.map(([, value]) => value) };
}
