import { CrosscheckError } from '../../../core/errors.ts';
import { type Expression, parseExpression } from './parse-expression.ts';

/** A parsed condition of type simple. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'compare'; readonly operator: Operator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'holds'; readonly operand: Operand };

export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** A literal, or a runtime expression with the indexes and properties that follow it. */
export type Operand =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | {
      readonly kind: 'reference';
      readonly text: string;
      readonly expression: Expression;
      readonly path: readonly (string | number)[];
    };

const TOKEN =
  /\s*('(?:[^']|'')*'|&&|\|\||[=!<>]=|[<>!()]|\$[^\s=!<>&|()[\]',]+|\[\d+\]|\.[A-Za-z_][\w-]*|[^\s=!<>&|()[\]',]+)/y;
const OPERATORS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
/** A number in a condition. Source: JSON. */
export const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const parsed = new Map<string, Condition>();

/**
 * Parses a condition of type simple: comparisons of literals and runtime expressions, `!`, `&&` (binds tighter than
 * `||`), parentheses, `[n]` and `.name` after an expression. Throws a CrosscheckError with the place of a syntax error.
 * Source: Arazzo 1.0.1, Criterion Object.
 */
export function parseCondition(text: string): Condition {
  const known = parsed.get(text);
  if (known) return known;
  const tokens = tokenize(text);
  const reader = new Reader(text, tokens);
  const condition = reader.readOr();
  if (reader.peek() !== undefined) throw reader.unreadable(`"${reader.peek()}" is unexpected`);
  parsed.set(text, condition);
  return condition;
}

/** Lists the operands of a condition from left to right. */
export function operandsOf(condition: Condition): readonly Operand[] {
  switch (condition.kind) {
    case 'or':
    case 'and':
      return condition.parts.flatMap(operandsOf);
    case 'not':
      return operandsOf(condition.part);
    case 'holds':
      return [condition.operand];
    case 'compare':
      return [condition.left, condition.right];
  }
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const [, token] = TOKEN.exec(text) ?? [];
    if (token === undefined)
      throw unreadable(text, `"${text.slice(from).trim()}" is neither an operand nor an operator`);
    tokens.push(token);
  }
  return tokens;
}

class Reader {
  private at = 0;
  private readonly text: string;
  private readonly tokens: readonly string[];

  constructor(text: string, tokens: readonly string[]) {
    this.text = text;
    this.tokens = tokens;
  }

  peek(): string | undefined {
    return this.tokens[this.at];
  }

  unreadable(reason: string): CrosscheckError {
    return unreadable(this.text, reason);
  }

  readOr(): Condition {
    return this.readList('||', () => this.readList('&&', () => this.readNot(), 'and'), 'or');
  }

  private readList(separator: string, read: () => Condition, kind: 'and' | 'or'): Condition {
    const first = read();
    const parts = [first];
    while (this.peek() === separator) {
      this.at += 1;
      parts.push(read());
    }
    return parts.length === 1 ? first : { kind, parts };
  }

  private readNot(): Condition {
    if (this.peek() !== '!') return this.readComparison();
    this.at += 1;
    return { kind: 'not', part: this.readNot() };
  }

  private readComparison(): Condition {
    if (this.peek() === '(') {
      this.at += 1;
      const condition = this.readOr();
      if (this.peek() !== ')') throw this.unreadable('a parenthesis is not closed');
      this.at += 1;
      return condition;
    }
    const left = this.readOperand();
    const operator = this.peek();
    if (operator === undefined || !OPERATORS.has(operator)) return { kind: 'holds', operand: left };
    this.at += 1;
    return { kind: 'compare', operator: operator as Operator, left, right: this.readOperand() };
  }

  private readOperand(): Operand {
    const token = this.peek();
    if (token === undefined) throw this.unreadable('an operand is missing at the end');
    this.at += 1;
    if (token.startsWith("'")) return { kind: 'literal', value: token.slice(1, -1).replaceAll("''", "'") };
    if (token === 'true' || token === 'false') return { kind: 'literal', value: token === 'true' };
    if (token === 'null') return { kind: 'literal', value: null };
    if (NUMBER.test(token)) return { kind: 'literal', value: Number(token) };
    if (token.startsWith('$')) return this.readReference(token);
    throw this.unreadable(`"${token}" is not an operand; put text in single quotes`);
  }

  private readReference(token: string): Operand {
    const [base, ...properties] = splitReference(token);
    const expression = base === undefined ? undefined : parseExpression(base);
    if (!expression) throw this.unreadable(`"${token}" is not a runtime expression`);
    const path: (string | number)[] = [...properties];
    let text = token;
    for (let next = this.peek(); next !== undefined && /^[.[]/.test(next); next = this.peek()) {
      path.push(next.startsWith('[') ? Number(next.slice(1, -1)) : next.slice(1));
      text += next;
      this.at += 1;
    }
    return { kind: 'reference', text, expression, path };
  }
}

/**
 * Splits a token into expression and properties: in `$response.body.a.b` the grammar ends at `body`; other tokens are
 * one expression.
 */
function splitReference(token: string): string[] {
  const [, body, properties = ''] = /^(\$(?:request|response)\.body)((?:\.[^.#/]+)+)$/.exec(token) ?? [];
  return body === undefined ? [token] : [body, ...properties.split('.').slice(1)];
}

function unreadable(text: string, reason: string): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `Cannot read the condition "${text}": ${reason}`,
    remedy:
      "Write comparisons such as $statusCode == 200 && $response.body#/status == 'Active'; ( ), ! and [n] are supported",
  });
}
