import { type Alias, isAlias, isMap, isNode, isScalar, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { renderPointer } from './json-pointer.ts';

/** The number of values that the aliases of a file may expand to, so that a short file cannot fill the memory. */
const MAX_ALIASED_VALUES = 10_000;
const JSON_TAG = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/;

/** The offsets of a value and of the name of its field in the text. */
export interface Place {
  readonly key?: number;
  readonly value: number;
}

export interface Reading {
  readonly value: unknown;
  /** Parts of the text that JSON does not have. */
  readonly complaints: readonly { readonly message: string; readonly offset: number }[];
  /** Places by JSON pointer; within an alias, the places of its anchor. */
  readonly places: ReadonlyMap<string, Place>;
}

/** Converts a tree of the YAML parser to plain JSON. Import it lazily, because it loads the parser. */
export function readTree(root: unknown): Reading {
  const reader = new TreeReader();
  return { value: reader.read(root, '', {}), complaints: reader.complaints, places: reader.places };
}

class TreeReader implements Omit<Reading, 'value'> {
  readonly complaints: { message: string; offset: number }[] = [];
  readonly places = new Map<string, Place>();
  readonly #anchors = new Map<string, Node>();
  /** The nodes around the current value. */
  readonly #open = new Set<Node>();
  #aliasDepth = 0;
  #aliasedValues = 0;
  #isTooMuch = false;

  read(node: unknown, pointer: string, place: Partial<Place>): unknown {
    const isGiven = isNode(node) && !isEmpty(node);
    this.places.set(pointer, { ...place, value: (isGiven ? offsetOf(node) : place.key) ?? 0 });
    if (!isNode(node)) return null;
    if (this.#aliasDepth > 0 && ++this.#aliasedValues > MAX_ALIASED_VALUES) return null;
    if (isAlias(node)) return this.#readAlias(node, pointer, place);
    if (node.anchor && this.#aliasDepth === 0) this.#anchors.set(node.anchor, node);
    if (node.tag && !JSON_TAG.test(node.tag))
      this.#complain(node, `The tag ${node.tag.replace('tag:yaml.org,2002:', '!!')} is not JSON`);
    if (isScalar(node)) return this.#readScalar(node);
    this.#open.add(node);
    const value = isMap(node)
      ? this.#readMap(node, pointer)
      : node.items.map((item, index) => this.read(item, `${pointer}/${index}`, {}));
    this.#open.delete(node);
    return value;
  }

  #readAlias(alias: Alias, pointer: string, place: Partial<Place>): unknown {
    const target = this.#anchors.get(alias.source);
    if (!target) return this.#complain(alias, `The alias *${alias.source} has no anchor before it`);
    if (this.#open.has(target)) return this.#complain(alias, `The alias *${alias.source} contains itself`);
    this.#aliasDepth++;
    const value = this.read(target, pointer, place);
    this.#aliasDepth--;
    this.places.set(pointer, { ...place, value: offsetOf(alias) });
    if (this.#aliasDepth > 0 || this.#aliasedValues <= MAX_ALIASED_VALUES || this.#isTooMuch) return value;
    this.#isTooMuch = true;
    return this.#complain(alias, `The aliases expand to more than ${MAX_ALIASED_VALUES} values`);
  }

  #readScalar(scalar: Scalar): unknown {
    if (typeof scalar.value !== 'number' || Number.isFinite(scalar.value)) return scalar.value;
    return this.#complain(scalar, `The number ${scalar.source} is not JSON`);
  }

  #readMap(map: YAMLMap, pointer: string): unknown {
    const fields = new Map<string, unknown>();
    for (const pair of map.items) {
      const name = nameOf(pair);
      const key = isNode(pair.key) ? pair.key : map;
      if (name === undefined) {
        this.#complain(key, 'A field name is not a text');
      } else {
        if (fields.has(name)) this.#complain(key, `The field "${name}" occurs twice`);
        fields.set(name, this.read(pair.value, pointer + renderPointer([name]), { key: offsetOf(key) }));
      }
    }
    return Object.fromEntries(fields);
  }

  #complain(node: Node, message: string): null {
    if (this.#aliasDepth === 0) this.complaints.push({ message, offset: offsetOf(node) });
    return null;
  }
}

/** Returns the name of a field as written: `200:` is "200". */
function nameOf({ key }: Pair): string | undefined {
  if (!isScalar(key) || key.value === null) return undefined;
  return typeof key.value === 'string' ? key.value : key.source;
}

/** Returns true for a field without a value, `steps:`, whose node has no position. */
function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null && node.range?.[0] === node.range?.[1];
}

function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
