import { CrosscheckError } from '../../core/errors.ts';
import { maskUserinfo } from '../../core/loopback.ts';
import { printable } from '../../core/printable.ts';
import { checkWorkflow, loadWorkflowFile, renderProblem } from '../../harness/host.ts';
import { parseServers } from '../run/runnable.ts';

export interface CheckCommandOptions {
  readonly server: readonly string[];
}

/** `crosscheck check FILE...`: tells everything that would stop the files' workflows, and sends nothing. Gives the exit code. */
export async function checkCommand(files: readonly string[], { server }: CheckCommandOptions): Promise<number> {
  const servers = parseServers(server);
  const problems = (await Promise.all(files.map((file) => findProblems(file, servers)))).flat();
  for (const problem of problems) console.log(printable(problem));
  const what = `${files.length} ${files.length === 1 ? 'file' : 'files'}`;
  const sum = `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`;
  console.log(`${what}, ${problems.length === 0 ? 'nothing to mend' : sum}`);
  return problems.length === 0 ? 0 : 2;
}

/** Problems as lines, each told once however many workflows of the file have it. */
async function findProblems(file: string, servers: Readonly<Record<string, string>>): Promise<string[]> {
  try {
    const workflows = await loadWorkflowFile(file, { servers });
    const found = workflows.flatMap(
      ({ description, workflowId }) => checkWorkflow(description.source, workflowId).problems,
    );
    return [...new Set(found.map(renderProblem))];
  } catch (error) {
    if (!(error instanceof CrosscheckError)) throw error;
    // Most say themselves where they are.
    return (error.problems ?? [error.message]).map((line) =>
      line.includes(file) ? line : `${maskUserinfo(file)}: ${line}`,
    );
  }
}
