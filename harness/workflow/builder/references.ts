import { invariant } from '../../../core/errors.ts';

declare const referenced: unique symbol;

/**
 * A value that is known only when the workflow runs: a value of a step's response, or an input. Pass it on; do not
 * compare or join it in TypeScript.
 *
 * ```ts
 * const customerId: Ref<string> = onboard(op, 'tenant', inputs);
 * ```
 */
export interface Ref<out T> {
  readonly [referenced]: T;
}

/**
 * References into a value of type T: its fields, and the items of a list by `at(index)`.
 *
 * ```ts
 * const firstId = (list: Refs<{ results: { id: string }[] }>): Ref<string> => list.results.at(0).id;
 * ```
 */
export type Refs<T> = [T] extends [readonly (infer Item)[]]
  ? Ref<T> & { at(index: number): Refs<Item> }
  : [T] extends [object]
    ? Ref<T> & { readonly [Key in keyof T]-?: Refs<Exclude<T[Key], undefined>> }
    : Ref<T>;

/**
 * A plain value, or a reference to one, at any depth.
 *
 * ```ts
 * const titleBody = (title: Input<string>) => ({ title });
 * ```
 */
export type Input<T> =
  | Ref<T>
  | (T extends readonly (infer Item)[]
      ? readonly Input<Item>[]
      : T extends object
        ? { readonly [Key in keyof T]: Input<T[Key]> }
        : T);

const EXPRESSION = Symbol('expression');

/**
 * Builds the proxy behind a reference. `render` turns the path so far (a list of JSON pointer tokens) into a runtime
 * expression when the reference is used.
 */
export function createRefs<T>(render: (tokens: readonly string[]) => string, tokens: readonly string[] = []): Refs<T> {
  const target = (): void => undefined;
  return new Proxy(target, {
    get(_, key) {
      if (key === EXPRESSION) return render(tokens);
      if (key === 'at') return (index: number) => createRefs(render, [...tokens, String(index)]);
      invariant(typeof key === 'string', 'a reference has only named fields');
      return createRefs(render, [...tokens, key]);
    },
  }) as unknown as Refs<T>;
}

/** Returns the runtime expression of a reference; undefined for a plain value. */
export function expressionOf(value: unknown): string | undefined {
  if (typeof value !== 'function') return undefined;
  return (value as unknown as Record<symbol, string>)[EXPRESSION];
}

/**
 * Renders an input for Arazzo, with references as runtime expressions. Throws for plain text that looks like an
 * expression, because no runner could distinguish it.
 */
export function renderInput(value: unknown): unknown {
  const expression = expressionOf(value);
  if (expression !== undefined) return expression;
  if (typeof value === 'string' && (value.startsWith('$') || value.includes('{$'))) {
    throw new TypeError(`Cannot write the text "${value}" into a workflow: it looks like a runtime expression`);
  }
  if (Array.isArray(value)) return value.map(renderInput);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, renderInput(child)]));
}
