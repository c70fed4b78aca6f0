import { relative } from 'node:path';
import { CrosscheckError } from '../../../core/errors.ts';
import type { Problem } from '../arazzo/problem.ts';

/** The operating error for what can not be executed: each problem on a line of its own, with its place. */
export function notExecutable(what: string, problems: readonly (Problem | string)[]): CrosscheckError {
  const lines = problems.map((problem) => (typeof problem === 'string' ? problem : renderProblem(problem)));
  return new CrosscheckError({
    code: 'not-executable',
    message: [`${what}:`, ...lines.map((line) => `  ${line}`)].join('\n'),
    remedy: `Nothing was sent; mend ${lines.length === 1 ? 'it' : 'them'} and run again`,
  });
}

/** A problem as a line: `file:line:column sentence`, the file as seen from the current folder. */
export function renderProblem({ message, location }: Problem): string {
  if (!location) return message;
  const file = /^https?:/.test(location.file) ? location.file : relative(process.cwd(), location.file);
  return `${file}:${location.line}:${location.column} ${message}`;
}
