import { explainCustomer } from '../../harness/customers/index.ts';

/** A customer's fields, each with its value and, below, why it cannot be anybody's. */
export function renderExplained(...[record, plain]: Parameters<typeof explainCustomer>): string {
  const fields = explainCustomer(record, plain);
  const width = Math.max(...fields.map(({ field }) => field.length));
  return fields
    .map(({ field, value, reason }) => `${field.padEnd(width)}  ${String(value)}\n${' '.repeat(width)}  ${reason}`)
    .join('\n');
}
