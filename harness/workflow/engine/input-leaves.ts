import { isIdField } from '../../events/emitting-step.ts';
import { MASK } from '../../masking/mask.ts';
import { isPersonal } from '../../masking/personal-names.ts';
import type { Values } from '../arazzo/expressions.ts';
import type { HiddenValues } from './hidden-values.ts';

type Path = readonly (string | number)[];

/** The places in a dumped state that get a value of the inputs when the run is resumed. */
export type FromInputs = readonly (readonly [place: Path, input: Path])[];

/** The values of a run's inputs with their places, so that hidden values can be restored from them. */
export class InputLeaves {
  readonly found: (readonly [place: Path, input: Path])[] = [];
  private readonly hidden: HiddenValues;
  private readonly places = new Map<unknown, Path>();

  constructor(inputs: Values, hidden: HiddenValues) {
    this.hidden = hidden;
    this.recordPlaces(inputs, []);
  }

  private recordPlaces(value: unknown, path: Path): void {
    if (typeof value === 'object' && value !== null)
      for (const [name, child] of Object.entries(value)) this.recordPlaces(child, [...path, name]);
    else if (!this.places.has(value)) this.places.set(value, path);
  }

  /**
   * Copies a value with sensitive and personal data masked, and records which of it equals an input. `names` are the
   * field names on the way to the value; `place` is its place in the state.
   */
  hide(value: unknown, names: readonly string[], place: Path): unknown {
    if (Array.isArray(value)) return value.map((item, at) => this.hide(item, names, [...place, at]));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([name, child]) => [name, this.hide(child, [...names, name], [...place, name])]),
      );
    if (!this.mustHide(value, names)) return value;
    const input = this.places.get(value);
    if (input) this.found.push([place, input]);
    return MASK;
  }

  private mustHide(value: unknown, names: readonly string[]): boolean {
    if (typeof value === 'number') return this.hidden.isSecret(value) || isPersonal(names.at(-1) ?? '');
    if (typeof value !== 'string' || value === '') return false;
    if (isIdField(names.at(-1) ?? '')) return this.hidden.isIn(value);
    return names.some((name) => isPersonal(name)) || this.hidden.isIn(value);
  }
}

/** Copies a dumped state with the values of the inputs restored. */
export function putBack<State extends { readonly fromInputs?: FromInputs }>(dumped: State, inputs: Values): State {
  const state = structuredClone(dumped);
  for (const [place, input] of dumped.fromInputs ?? []) {
    const holder = place.slice(0, -1).reduce<unknown>(childOf, state);
    const name = place.at(-1);
    if (typeof holder === 'object' && holder !== null && name !== undefined && Object.hasOwn(holder, name))
      (holder as Record<string | number, unknown>)[name] = input.reduce<unknown>(childOf, inputs);
  }
  return state;
}

function childOf(value: unknown, name: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string | number, unknown>>)[name];
}
