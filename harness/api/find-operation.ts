import type { Operation, OperationIndex } from '../../core/operation.ts';

/** An operation with the decoded values of its path. */
export interface Route {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
}

/** Operations by their path, to find the one that a URL calls. */
export interface Router {
  /** Returns the operation of a method and an encoded path; a literal segment matches before a parameter. */
  find(method: string, path: string): Route | undefined;
  /** Returns the methods in upper case that the contract has for an encoded path. */
  methodsOf(path: string): string[];
}

interface Template {
  readonly operation: Operation;
  readonly segments: readonly string[];
}

/** Builds the router of some operations. A parameter is always a whole segment of a path, as everywhere in COS. */
export function createRouter(operations: OperationIndex): Router {
  const templates = Object.values(operations)
    .map((operation): Template => ({ operation, segments: operation.path.split('/') }))
    .sort((one, other) => parameterCount(one) - parameterCount(other));
  const matching = (path: string) => {
    const segments = path.split('/');
    return templates.filter((template) => matches(template, segments));
  };
  return {
    find(method, path) {
      const found = matching(path).find(({ operation }) => operation.method === method.toLowerCase());
      return found && { operation: found.operation, path: readValues(found, path.split('/')) };
    },
    methodsOf: (path) => matching(path).map(({ operation }) => operation.method.toUpperCase()),
  };
}

const isParameter = (segment: string) => /^\{[^{}]+\}$/.test(segment);

function parameterCount({ segments }: Template): number {
  return segments.filter(isParameter).length;
}

function matches({ segments }: Template, actual: readonly string[]): boolean {
  return (
    segments.length === actual.length &&
    segments.every((segment, index) => isParameter(segment) || segment === actual[index])
  );
}

/** Leaves out a value that is still the placeholder of the template: the caller gave none. */
function readValues({ segments }: Template, actual: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    if (!isParameter(segment)) continue;
    const value = decodeURIComponent(actual[index] ?? '');
    if (value !== segment) values[segment.slice(1, -1)] = value;
  }
  return values;
}
