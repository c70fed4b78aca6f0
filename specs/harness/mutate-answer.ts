import type { Operation } from '../../core/operation.ts';
import type { SeededRandom } from '../../core/seeded-random.ts';
import { operations } from '../../generated/operations.ts';
import { validators } from '../../generated/validators/closed-responses.js';
import type { RelayedAnswer } from '../judges/relay.ts';

/** A way in which a bank can answer something else than it should; undefined where it does not apply to an answer. */
type Mutation = (answer: RelayedAnswer, draw: Draw) => RelayedAnswer | undefined;

/** Draws one of a list. */
type Draw = <T>(items: readonly T[]) => T;

type Path = readonly (string | number)[];

/** Lists every path into a JSON value, the root first. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? value.map((_, at) => at) : Object.keys(value);
  return [path, ...keys.flatMap((key) => pathsIn((value as Record<string | number, unknown>)[key], [...path, key]))];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce((inner, key) => (inner as Record<string | number, unknown>)[key], value);
}

/** Copies a JSON value with another value at a path; undefined removes it. */
function withValue(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined) return replacement;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const inner = withValue((copy as Record<string | number, unknown>)[key], rest, replacement);
  if (inner === undefined && rest.length === 0 && Array.isArray(copy)) copy.splice(Number(key), 1);
  else (copy as Record<string | number, unknown>)[key] = inner;
  return copy;
}

/** Replaces one value of a JSON body. */
function replacing(replacement: (value: unknown, draw: Draw) => unknown, wanted = (_value: unknown) => true): Mutation {
  return (answer, draw) => {
    if (!/^\s*[{[]/.test(answer.body)) return undefined;
    const body = JSON.parse(answer.body) as unknown;
    const paths = pathsIn(body).filter((path) => wanted(valueAt(body, path)));
    if (paths.length === 0) return undefined;
    const path = draw(paths);
    const text = JSON.stringify(withValue(body, path, replacement(valueAt(body, path), draw)));
    return text === undefined ? undefined : { ...answer, body: text };
  };
}

const DEEP = '[DEEP]';
const isText = (value: unknown) => typeof value === 'string';
const isNumber = (value: unknown) => typeof value === 'number';
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
const otherTypes: readonly unknown[] = [5, 'text', true, {}, [], [null], { toString: 5, valueOf: 5 }];
const withText =
  (body: string, type = 'application/json'): Mutation =>
  (answer) => ({ ...answer, headers: { ...answer.headers, 'content-type': type }, body });
const withStatus =
  (statusCode: number, headers: Record<string, string> = {}, body?: string): Mutation =>
  (answer) => ({
    statusCode,
    headers: { ...answer.headers, ...headers },
    body: statusCode === 204 ? '' : (body ?? answer.body),
  });

/** The mutations, by what the bank does wrong. */
export const mutations: Readonly<Record<string, Mutation>> = {
  'swaps a type': replacing((value, draw) => draw(otherTypes.filter((other) => typeof other !== typeof value))),
  'answers null': replacing(() => null),
  'leaves a value out': replacing(() => undefined),
  'answers a huge text': replacing(() => 'x'.repeat(300_000), isText),
  'answers a huge number': replacing((_, draw) => draw([1e300, 2 ** 53 + 2, -(2 ** 60), 0.5]), isNumber),
  'answers a time that is none': replacing(
    (_, draw) => draw(['yesterday', '2026-13-45T99:99:99Z', '', '+275760-09-13T00:00:00Z']),
    (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value),
  ),
  'nests 20,000 levels': (answer, draw) => {
    const marked = replacing(() => DEEP)(answer, draw);
    return marked && { ...marked, body: marked.body.replace(`"${DEEP}"`, '['.repeat(20_000) + ']'.repeat(20_000)) };
  },
  'writes NaN': (answer, draw) => {
    const marked = replacing(() => DEEP, isNumber)(answer, draw);
    return marked && { ...marked, body: marked.body.replace(`"${DEEP}"`, 'NaN') };
  },
  'has a property twice': (answer) =>
    /"\w+":/.test(answer.body) ? { ...answer, body: answer.body.replace(/("\w+":)/, '$1null,$1') } : undefined,
  'adds a prototype': replacing((value) => ({ ...(value as object), constructor: { prototype: 1 } }), isObject),
  'answers HTML': withText('<html><body>Bad gateway</body></html>', 'text/html'),
  'answers nothing': (answer) => ({ ...answer, body: '' }),
  'answers the text null': withText('null'),
  'answers a list': withText('[]'),
  'answers half': (answer) => ({ ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) }),
  'calls it plain text': (answer) => ({ ...answer, headers: { ...answer.headers, 'content-type': 'text/plain' } }),
  'answers an error without errors': withStatus(400, {}, '{"errors":[null,{"code":{},"message":null},5]}'),
  'answers 204': withStatus(204),
  'answers 299': withStatus(299),
  redirects: withStatus(302, { location: 'http://127.0.0.1:9/elsewhere' }),
  'answers 401': withStatus(401, {}, '{"errors":[{"code":1,"message":"No"}]}'),
  'answers 404': withStatus(404, {}, '{"errors":[{"code":2404,"message":"No"}]}'),
  'answers 418': withStatus(418),
  'answers 429': withStatus(429, { 'retry-after': '0' }, '{"errors":[{"code":1,"message":"No"}]}'),
  'answers 500': withStatus(500, {}, '{"errors":[{"code":1,"message":"No"}]}'),
};

const routes = (Object.values(operations) as readonly Operation[]).map(({ operationId, method, path }) => ({
  operationId,
  method,
  // A path without parameters is tried before one that has some.
  weight: path.split('{').length,
  pattern: new RegExp(`^${path.replace(/\{[^{}]+\}/g, '[^/]+')}$`),
}));
routes.sort((a, b) => a.weight - b.weight);

/** Returns the operation that a request calls. */
export function operationOf(method: string, path: string): string | undefined {
  const [pathname = ''] = path.split('?');
  return routes.find((route) => route.method === method.toLowerCase() && route.pattern.test(pathname))?.operationId;
}

/** An answer that was changed, and how. */
export interface Mutated {
  readonly name: string;
  readonly answer: RelayedAnswer;
}

/**
 * Changes a good answer so that it breaks the contract. Returns undefined where the drawn mutation does not apply or
 * leaves the answer within the contract.
 */
export function mutateAnswer(operationId: string, answer: RelayedAnswer, random: SeededRandom): Mutated | undefined {
  const draw: Draw = (items) => items[random.integer(0, items.length - 1)] as never;
  const name = draw(Object.keys(mutations));
  const mutated = mutations[name]?.(answer, draw);
  return mutated && breaksContract(operationId, answer, mutated) ? { name, answer: mutated } : undefined;
}

function breaksContract(operationId: string, good: RelayedAnswer, mutated: RelayedAnswer): boolean {
  if (mutated.statusCode !== good.statusCode) return true;
  if (mutated.headers['content-type'] !== good.headers['content-type']) return mutated.body !== '';
  const validate = validators[`${operationId}_${mutated.statusCode}`];
  if (!validate) return mutated.body !== '';
  try {
    const text = mutated.body;
    return /("\w+":)null,\1/.test(text) || !validate(JSON.parse(text));
  } catch {
    return true;
  }
}
