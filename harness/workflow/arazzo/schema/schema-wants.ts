/**
 * An error of a JSON Schema validator, as AJV reports it, or one that replaces several: `noneOf`, `severalOf`,
 * `wanted`.
 */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly propertyName?: string;
  readonly message?: string;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

/** Patterns of `contracts/arazzo.schema.json` and `x-crosscheck.schema.json` in words. */
const PATTERNS: Readonly<Record<string, string>> = {
  '^\\$': 'a runtime expression',
  '^[A-Za-z0-9_\\-]+$': 'letters, digits, "-" and "_" only',
  '^[a-zA-Z0-9.\\-_]+$': 'letters, digits, ".", "-" and "_" only',
  '^[^#]*$': 'a URI without a fragment',
};

/** Returns the expected values in words. */
export function wantedBy({ keyword, params, message }: SchemaError): string[] {
  switch (keyword) {
    case 'wanted':
      return params.wanted as string[];
    case 'type':
      return [params.type].flat().map((type) => TYPES[String(type)] ?? String(type));
    case 'enum':
      return (params.allowedValues as unknown[]).map(String);
    case 'const':
      return [String(params.allowedValue)];
    case 'pattern':
      return [PATTERNS[String(params.pattern)] ?? `a text that matches ${params.pattern}`];
    case 'format':
      return [params.format === 'uri-reference' ? 'a URI' : `a text of the format ${params.format}`];
    case 'minimum':
      return [`at least ${params.limit}`];
    case 'minItems':
      return [`a list of at least ${params.limit}`];
    case 'minLength':
      return [params.limit === 1 ? 'a text that is not empty' : `a text of at least ${params.limit} letters`];
    default:
      return [`another, as it ${message}`];
  }
}

/** Joins words: `retry, goto or end`. */
export function listWords(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
