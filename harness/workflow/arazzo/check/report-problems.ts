import type { Report } from '../description.ts';
import type { Problem } from '../problem.ts';

/** Builds a list of problems and a function that adds to it, with the position of each in the document. */
export function collectProblems(): { readonly problems: Problem[]; readonly report: Report } {
  const problems: Problem[] = [];
  return {
    problems,
    report({ locate }, pointer, message) {
      const location = locate(pointer);
      problems.push(location ? { message, location } : { message });
    },
  };
}
