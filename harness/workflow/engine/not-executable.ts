import { CrosscheckError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import { type Problem, renderProblem } from '../arazzo/problem.ts';

/** Builds the error of something that cannot be executed: each problem on its own line, escaped, with its place. */
export function notExecutable(what: string, problems: readonly (Problem | string)[]): CrosscheckError {
  const lines = problems.map((problem) => printable(typeof problem === 'string' ? problem : renderProblem(problem)));
  return new CrosscheckError({
    code: 'not-executable',
    message: [`${printable(what)}:`, ...lines.map((line) => `  ${line}`)].join('\n'),
    problems: lines,
    remedy: `Nothing was sent; correct ${lines.length === 1 ? 'it' : 'them'} and run again`,
  });
}
