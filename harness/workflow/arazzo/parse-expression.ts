/** A parsed runtime expression. `pointer` is a JSON pointer into the value, from its first slash. */
export type Expression =
  | { readonly kind: 'url' | 'method' | 'statusCode' | 'self' }
  | { readonly kind: 'request' | 'response'; readonly part: 'header' | 'query' | 'path'; readonly name: string }
  | { readonly kind: 'request' | 'response'; readonly part: 'body'; readonly pointer?: string }
  | { readonly kind: 'inputs' | 'outputs'; readonly name: string; readonly pointer?: string }
  | { readonly kind: 'steps'; readonly stepId: string; readonly name: string; readonly pointer?: string }
  | {
      readonly kind: 'workflows';
      readonly workflowId: string;
      readonly field: 'inputs' | 'outputs';
      readonly name: string;
      readonly pointer?: string;
    }
  | { readonly kind: 'sourceDescriptions'; readonly source: string; readonly reference: string }
  | {
      readonly kind: 'components';
      readonly group: 'parameters' | 'successActions' | 'failureActions' | 'inputs';
      readonly name: string;
    };

const POINTER = '(?:#((?:/(?:[^/~{}]|~[01])*)*))?';
const ID = '[A-Za-z0-9_-]+';
const NAME = '[A-Za-z0-9._-]+';
const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

const FORMS: readonly [form: RegExp, build: (...parts: string[]) => Expression][] = [
  [/^\$(url|method|statusCode|self)$/, (kind) => ({ kind: kind as 'url' })],
  [
    new RegExp(`^\\$(request|response)\\.header\\.(${TOKEN})$`),
    (kind, name = '') => ({ kind: kind as 'request', part: 'header', name: name.toLowerCase() }),
  ],
  [
    /^\$(request|response)\.(query|path)\.([^{}]*)$/,
    (kind, part, name = '') => ({ kind: kind as 'request', part: part as 'query', name }),
  ],
  [
    new RegExp(`^\\$(request|response)\\.body${POINTER}$`),
    (kind, pointer) => ({ kind: kind as 'request', part: 'body', ...pointing(pointer) }),
  ],
  [
    new RegExp(`^\\$(inputs|outputs)\\.(${NAME})${POINTER}$`),
    (kind, name = '', pointer) => ({ kind: kind as 'inputs', name, ...pointing(pointer) }),
  ],
  [
    new RegExp(`^\\$steps\\.(${ID})\\.outputs\\.(${NAME})${POINTER}$`),
    (stepId = '', name = '', pointer) => ({ kind: 'steps', stepId, name, ...pointing(pointer) }),
  ],
  [
    new RegExp(`^\\$workflows\\.(${ID})\\.(inputs|outputs)\\.(${NAME})${POINTER}$`),
    (workflowId = '', field = '', name = '', pointer) => ({
      kind: 'workflows',
      workflowId,
      field: field as 'inputs',
      name,
      ...pointing(pointer),
    }),
  ],
  [
    new RegExp(`^\\$sourceDescriptions\\.(${ID})\\.([^{}]+)$`),
    (source = '', reference = '') => ({ kind: 'sourceDescriptions', source, reference }),
  ],
  [
    new RegExp(`^\\$components\\.(parameters|successActions|failureActions|inputs)\\.(${NAME})$`),
    (group, name = '') => ({ kind: 'components', group: group as 'parameters', name }),
  ],
];

function pointing(pointer: string | undefined): { pointer?: string } {
  return pointer === undefined ? {} : { pointer };
}

const parsed = new Map<string, Expression | undefined>();

/**
 * Parses a text that is a runtime expression as a whole; returns undefined for any other text. Header names become
 * lower case. Source: Arazzo 1.0.1, Runtime Expressions; 1.1.0 where it is more precise.
 */
export function parseExpression(text: string): Expression | undefined {
  const known = parsed.get(text);
  if (known || parsed.has(text)) return known;
  const expression = matchForm(text);
  parsed.set(text, expression);
  return expression;
}

function matchForm(text: string): Expression | undefined {
  for (const [form, build] of FORMS) {
    const found = form.exec(text);
    if (found) return build(...found.slice(1));
  }
  return undefined;
}

/** A text that is probably meant as an expression: `$` and a letter. */
const LOOKS_LIKE = /^\$[A-Za-z]/;

/** Returns true if a text begins like a runtime expression: `$statusCode` and `$input.x`, but not `$5`. */
export function looksLikeExpression(text: string): boolean {
  return LOOKS_LIKE.test(text);
}

/** Expressions embedded in a text: `{$...}`, but not `{$5}`. */
const EMBEDDED = /\{(\$[A-Za-z][^{}]*)\}/g;

/** Returns the expressions in a text: the text itself, or those embedded in it. */
export function expressionsIn(text: string): string[] {
  if (looksLikeExpression(text)) return [text];
  return [...text.matchAll(EMBEDDED)].map(([, expression = '']) => expression);
}

/** Replaces each embedded expression by a text. */
export function replaceEmbedded(text: string, textOf: (expression: string) => string): string {
  return text.includes('{$') ? text.replace(EMBEDDED, (_, expression: string) => textOf(expression)) : text;
}
