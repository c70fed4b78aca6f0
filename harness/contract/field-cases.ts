import type { RequestContract, Schema } from './request-contract.ts';

/** A value for one field, and whether the contract allows it. */
export interface FieldCase {
  /** A sentence about the value, without the original one: `Profile.TaxId is 8 of 9 digits`. */
  readonly title: string;
  /** The field in the spelling of the bank: Pascal case, dotted. */
  readonly field: string;
  /** The path to the field. */
  readonly pointer: readonly string[];
  readonly isAllowed: boolean;
  /** The value to send; ABSENT removes the field, a function derives the value from the original one. */
  readonly value: unknown;
}

/** The marker of a field that is not sent. */
export const ABSENT: unique symbol = Symbol('absent');

/**
 * Lists valid and invalid values for all fields of a schema, at every depth: each required field missing, each limit at
 * N and beyond, each value of an enum and an unknown one, each broken pattern and format, empty text, a wrong type, an
 * extra field. Throws for a keyword of JSON Schema without cases.
 */
export function listFieldCases(
  schema: Schema,
  resolve: RequestContract['resolve'],
  pointer: readonly string[] = [],
): FieldCase[] {
  const { properties = {}, required = [], additionalProperties, ...rest } = resolve(schema);
  checkKeywords(rest);
  const cases: FieldCase[] = [];
  if (additionalProperties === false) {
    const extra = [...pointer, 'colour'];
    cases.push({ ...named(extra, 'an extra field'), isAllowed: false, value: 'red' });
  }
  for (const [name, property] of Object.entries(properties)) {
    const at = [...pointer, name];
    const known = resolve(property);
    if (required.includes(name)) cases.push({ ...named(at, 'missing'), isAllowed: false, value: ABSENT });
    cases.push(...listValueCases(known, at));
    if (known.properties) cases.push(...listFieldCases(known, resolve, at));
    if (known.items) cases.push(...listItemCases(resolve(known.items), resolve, [...at, '0']));
  }
  return cases;
}

/** Lists the cases of the first item of a list, which the valid request has. */
function listItemCases(item: Schema, resolve: RequestContract['resolve'], at: readonly string[]): FieldCase[] {
  return [...listValueCases(item, at), ...(item.properties ? listFieldCases(item, resolve, at) : [])];
}

/** Lists the cases of one value. */
export function listValueCases(schema: Schema, pointer: readonly string[]): FieldCase[] {
  const { anyOf, properties: _, required: _2, additionalProperties: _3, items: _4, ...rest } = schema;
  checkKeywords(rest);
  const branches = anyOf ?? [schema];
  const type = branches.flatMap((branch) => branch.type ?? []);
  const values = [...wrongTypesOf(type), ...emptyTextOf(branches), ...branches.flatMap(limitsOf)];
  return values.map(([value, isAllowed, what]) => ({ ...named(pointer, what), isAllowed, value }));
}

/** Keywords that have cases, and keywords that do not restrict a value. */
const KNOWN = /^(x-.*|description|default|type|enum|pattern|format|(min|max)(Length|imum|Properties|Items))$/;

/** Throws for a keyword without cases, which would otherwise look tested. */
function checkKeywords(schema: object): void {
  const unknown = Object.keys(schema).filter((keyword) => !KNOWN.test(keyword));
  if (unknown.length > 0) throw new Error(`No cases are made for the keyword ${unknown.join(', ')}`);
}

/** A value with the rest of the sentence "The field is ...". */
type Trial = readonly [value: unknown, isAllowed: boolean, what: string];

function named(pointer: readonly string[], what: string): Pick<FieldCase, 'title' | 'field' | 'pointer'> {
  const field = fieldAt(pointer);
  return { title: `${field} is ${what}`, field, pointer };
}

/** Returns the field at a path in the spelling of the bank. Source: G-INTEG. */
export function fieldAt(pointer: readonly string[]): string {
  return pointer.map((token) => token.charAt(0).toUpperCase() + token.slice(1)).join('.');
}

function wrongTypesOf(types: readonly string[]): Trial[] {
  const samples: Record<string, unknown> = {
    string: 'text',
    integer: 5,
    boolean: true,
    object: {},
    array: [],
    null: null,
  };
  const isNumber = types.includes('number') || types.includes('integer');
  return Object.entries(samples)
    .filter(([name]) => !types.includes(name) && !(name === 'integer' && isNumber))
    .map(([name, value]) => [value, false, `a value of type ${name}`]);
}

/** Returns empty text, if text is expected and no rule allows an empty one. */
function emptyTextOf(branches: readonly Schema[]): Trial[] {
  const texts = branches.filter(({ type }) => [type].flat().includes('string'));
  const allowsEmpty = ({ minLength = 0, enum: values, pattern, format }: Schema) =>
    minLength === 0 &&
    values?.includes('') !== false &&
    (pattern === undefined || new RegExp(pattern, 'u').test('')) &&
    format === undefined;
  return texts.length > 0 && !texts.some(allowsEmpty) ? [['', false, 'empty text']] : [];
}

/** Values that break a format and nothing else. */
const BROKEN: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-4000-a000-00000000000',
  date: '2026-02-30',
  'date-time': '2026-02-30T00:00:00Z',
};

/** Returns the values at and beyond each limit of a value. */
function limitsOf(schema: Schema): Trial[] {
  const { enum: values, pattern, format } = schema;
  const trials: Trial[] = (values ?? []).map((value) => [value, true, `the value ${String(value)}`]);
  if (values) trials.push(['Nonsense', false, 'a value that is not in the enum']);
  if (pattern !== undefined && format === undefined) trials.push(...patternTrials(pattern));
  if (format !== undefined) trials.push([brokenBy(format), false, `no ${format}`]);
  return [...trials, ...lengthTrials(schema), ...numberTrials(schema), ...countTrials(schema)];
}

function brokenBy(format: string): string {
  const broken = BROKEN[format];
  if (broken === undefined) throw new Error(`No value is known that breaks the format ${format}`);
  return broken;
}

function patternTrials(pattern: string): Trial[] {
  const trials: Trial[] = [['§', false, `not of the form ${pattern}`]];
  const digits = Number(/^\^\\d\{(\d+)\}\$$/.exec(pattern)?.[1] ?? 0);
  if (digits > 0) {
    trials.push(['0'.repeat(digits), true, `${digits} digits`]);
    trials.push(['0'.repeat(digits - 1), false, `${digits - 1} of ${digits} digits`]);
    trials.push(['0'.repeat(digits + 1), false, `${digits + 1} of ${digits} digits`]);
  }
  if (pattern === '^[A-Z]{2}$')
    trials.push(
      ['US', true, 'two letters'],
      ['USA', false, 'three letters instead of two'],
      ['U', false, 'one letter instead of two'],
    );
  return trials;
}

/**
 * Returns texts at and beyond the limits of length, in characters. `emptyTextOf` has the case below a minimum of one.
 */
function lengthTrials({ minLength = 0, maxLength }: Schema): Trial[] {
  const trials: Trial[] = [];
  if (minLength > 1)
    trials.push(['x'.repeat(minLength - 1), false, `${minLength - 1} of at least ${minLength} characters`]);
  if (maxLength !== undefined) {
    trials.push(['x'.repeat(maxLength), true, `${maxLength} of at most ${maxLength} characters`]);
    trials.push(['x'.repeat(maxLength + 1), false, `${maxLength + 1} of at most ${maxLength} characters`]);
  }
  return trials;
}

function numberTrials({ type, minimum, maximum }: Schema): Trial[] {
  const isInteger = [type].flat().includes('integer');
  if (isInteger && maximum === undefined)
    throw new Error('An integer without a maximum can exceed the largest number of the bank');
  const trials: Trial[] = [];
  if (minimum !== undefined)
    trials.push([minimum, true, `the least, ${minimum}`], [minimum - 1, false, `below ${minimum}`]);
  if (maximum !== undefined)
    trials.push([maximum, true, `the most, ${maximum}`], [maximum + 1, false, `above ${maximum}`]);
  if (isInteger) trials.push([1.5, false, 'a decimal']);
  return trials;
}

function countTrials({ minItems, maxItems }: Schema): Trial[] {
  const trials: Trial[] = [];
  if (minItems !== undefined) {
    trials.push([repeat(minItems), true, `${minItems} items`]);
    trials.push([repeat(minItems - 1), false, `one item less than ${minItems}`]);
  }
  if (maxItems !== undefined) {
    trials.push([repeat(maxItems), true, `${maxItems} items`]);
    trials.push([repeat(maxItems + 1), false, `one item more than ${maxItems}`]);
  }
  return trials;
}

/** Builds a list that repeats the first item. */
function repeat(count: number): (list: unknown) => unknown[] {
  return (list) => Array(count).fill((list as unknown[])[0]);
}

/** Copies a body with one field replaced or removed. Creates missing objects on the path. */
export function withField(body: unknown, pointer: readonly string[], value: unknown): unknown {
  const [token, ...rest] = pointer;
  if (token === undefined) return typeof value === 'function' ? value(body) : value;
  if (Array.isArray(body)) return Object.assign([...body], { [token]: withField(body[Number(token)], rest, value) });
  const object = { ...((body ?? {}) as Record<string, unknown>) };
  if (value === ABSENT && rest.length === 0) delete object[token];
  else object[token] = withField(object[token], rest, value);
  return object;
}
