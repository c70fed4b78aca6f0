import type { ReceivedResponse } from '../../core/exchange.ts';
import { describeLimit, type Limits } from '../../core/limits.ts';

/** The parts of a response that come from its body. */
export type ParsedBody = Pick<ReceivedResponse, 'body' | 'text' | 'binary' | 'unreadable'>;

/**
 * Parses the body of a response: JSON as a value, anything else as text. JSON is unreadable if it is nested too deep,
 * holds too many values, or has a property twice in one object: parsers disagree on it or break. An infinite
 * `answerDepth` switches these checks off.
 */
export function parseBody(text: string, limits: Limits): ParsedBody {
  if (text === '') return {};
  if (limits.answerDepth === Number.POSITIVE_INFINITY) return parseUnbounded(text);
  const { depth, values, names } = measureJson(text);
  const isTooDeep = depth > limits.answerDepth;
  if (!isTooDeep && values <= limits.answerValues) {
    const parsed = parseJson(text);
    if (!parsed) return { text };
    if (countNames(parsed.value) === names) return { body: parsed.value };
    return { unreadable: 'an object of the JSON body has a property twice' };
  }
  // Text that only looks like JSON may have brackets.
  if (!/^\s*[{[]/.test(text)) return { text };
  return {
    unreadable: `the JSON body is too large: ${describeLimit(isTooDeep ? 'answerDepth' : 'answerValues', limits)}`,
  };
}

function parseUnbounded(text: string): ParsedBody {
  const parsed = parseJson(text);
  return parsed ? { body: parsed.value } : { text };
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

const [QUOTE, BACKSLASH, COMMA, COLON] = [34, 92, 44, 58];
const OPENING = new Set([91, 123]);
const CLOSING = new Set([93, 125]);

/** Measures JSON without parsing it: its nesting depth, a lower bound of its values, and its property names. */
function measureJson(text: string): { readonly depth: number; readonly values: number; readonly names: number } {
  let [level, depth, values, names] = [0, 0, 1, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COLON) names++;
    else if (code === COMMA) values++;
    else if (OPENING.has(code)) {
      values++;
      depth = Math.max(depth, ++level);
    } else if (CLOSING.has(code)) level--;
  }
  return { depth, values, names };
}

function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at >= 0 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at < 0 ? text.length : at;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}

/** Counts the property names in a parsed value: fewer than in its text if an object has a name twice. */
function countNames(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += countNames(item);
    return count;
  }
  const children = Object.values(value);
  for (const child of children) count += countNames(child);
  return count + children.length;
}
