import type { DescribedDocument, Report } from './description.ts';
import type { ArazzoParameter, Components, FailureAction, Reusable, SuccessAction } from './document.ts';
import { parseExpression } from './parse-expression.ts';

interface Place {
  readonly source: DescribedDocument;
  readonly pointer: string;
  readonly report: Report;
}

/** An object with the JSON pointer to its place. */
export interface Placed<T> {
  readonly item: T;
  readonly pointer: string;
}

export type Group = 'parameters' | 'successActions' | 'failureActions';
type ItemOf<G extends Group> = G extends 'parameters'
  ? ArazzoParameter
  : G extends 'successActions'
    ? SuccessAction
    : FailureAction;
export type ListOf<G extends Group> = readonly (ItemOf<G> | Reusable)[];

/**
 * Replaces references by the objects of the components; a `value` overrides a parameter's value. Reports missing
 * components and duplicates.
 */
export function resolveReusables<G extends Group>(items: ListOf<G> = [], group: G, place: Place): Placed<ItemOf<G>>[] {
  const resolved = items.flatMap((item, at) => {
    const pointer = `${place.pointer}/${at}`;
    return 'reference' in item ? findReusable(item, group, { ...place, pointer }) : [{ item, pointer }];
  });
  tellRepeats(resolved, place);
  return resolved;
}

function findReusable<G extends Group>(
  { reference, value }: Reusable,
  group: G,
  { source, pointer, report }: Place,
): Placed<ItemOf<G>>[] {
  const expression = parseExpression(reference);
  const components: Components[Group] = source.document.components?.[group] ?? {};
  const name = expression?.kind === 'components' && expression.group === group ? expression.name : '';
  if (!Object.hasOwn(components, name)) {
    const there = Object.keys(components).join(', ') || 'none';
    report(source, `${pointer}/reference`, `"${reference}" is not in components/${group}; expected one of: ${there}`);
    return [];
  }
  const found = components[name] as ItemOf<G>;
  return value === undefined
    ? [{ item: found, pointer: `/components/${group}/${name}` }]
    : [{ item: { ...found, value }, pointer }];
}

function tellRepeats(items: readonly Placed<ArazzoParameter | SuccessAction | FailureAction>[], place: Place): void {
  const seen = new Set<string>();
  for (const { item, pointer } of items) {
    const key = 'type' in item ? item.name : parameterKey(item);
    if (seen.has(key)) place.report(place.source, pointer, `The list has "${item.name}" twice`);
    seen.add(key);
  }
}

/**
 * Returns the identity of a parameter: name and place; header names ignore case. Source: Arazzo 1.0.1, Parameter
 * Object.
 */
export function parameterKey({ name, in: place }: ArazzoParameter): string {
  return `${place ?? ''} ${place === 'header' ? name.toLowerCase() : name}`;
}
