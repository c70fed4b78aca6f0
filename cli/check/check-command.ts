import { CrosscheckError } from '../../core/errors.ts';
import { maskUserinfo } from '../../core/loopback.ts';
import { plural } from '../../core/plural.ts';
import { printable } from '../../core/printable.ts';
import { wrapText } from '../../core/wrap-text.ts';
import { checkWorkflow, loadWorkflowFile, renderProblem } from '../../harness/host.ts';
import { parseServers } from '../shared/server-option.ts';

/** The options of `crosscheck check`. */
export interface CheckCommandOptions {
  readonly server: readonly string[];
}

/**
 * `crosscheck check FILE...`: prints every problem that would stop the files' workflows. Sends nothing. Returns the
 * exit code.
 */
export async function checkCommand(files: readonly string[], { server }: CheckCommandOptions): Promise<number> {
  const servers = parseServers(server);
  const problems = (await Promise.all(files.map((file) => findProblems(file, servers)))).flat();
  for (const problem of problems) console.log(wrapText(printable(problem)));
  const count = problems.length === 0 ? 'no problems' : plural(problems.length, 'problem');
  console.log(`${plural(files.length, 'file')}, ${count}`);
  return problems.length === 0 ? 0 : 2;
}

/** Returns the problems of a file as lines; a problem that several of its workflows have occurs once. */
async function findProblems(file: string, servers: Readonly<Record<string, string>>): Promise<string[]> {
  try {
    const workflows = await loadWorkflowFile(file, { servers });
    const found = workflows.flatMap(
      ({ description, workflowId }) => checkWorkflow(description.source, workflowId).problems,
    );
    return [...new Set(found.map(renderProblem))];
  } catch (error) {
    if (!(error instanceof CrosscheckError)) throw error;
    // Most messages name the file themselves.
    return (error.problems ?? [error.message]).map((line) =>
      line.includes(file) ? line : `${maskUserinfo(file)}: ${line}`,
    );
  }
}
