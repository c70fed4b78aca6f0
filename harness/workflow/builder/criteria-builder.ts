import type { Criterion } from '../arazzo/document.ts';
import { expressionOf, type Ref } from './references.ts';

type Comparable = string | number | boolean | null;

/**
 * Returns the criterion that a value of the response equals this one.
 *
 * ```ts
 * check: (r) => [eq(r.status, 'Active')]
 * ```
 */
export const eq = <T extends Comparable>(ref: Ref<T>, value: T | Ref<T>): Criterion => compare(ref, '==', value);
/**
 * Returns the criterion that a value of the response differs from this one; `null` means an absent value.
 *
 * ```ts
 * check: (r) => [ne(r.memoPostId, null)]
 * ```
 */
export const ne = <T extends Comparable>(ref: Ref<T>, value: T | Ref<T> | null): Criterion => compare(ref, '!=', value);
function compare(ref: unknown, operator: string, value: unknown): Criterion {
  return { condition: `${expressionOf(ref)} ${operator} ${expressionOf(value) ?? literal(value)}` };
}

/**
 * Renders a literal of the simple condition grammar: text in single quotes, a quote in it doubled. Source: Arazzo
 * 1.0.1, Literals.
 */
function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
