import { extname, resolve } from 'node:path';
import { CrosscheckError } from '../../core/errors.ts';
import { checkWorkflow, describeWorkflow, loadDescription, type Problem, renderProblem } from '../../harness/index.ts';
import { loadWorkflow } from './load-workflows.ts';

/** `crosscheck check FILE...`: tells everything that would stop the files' workflows, and sends nothing. Gives the exit code. */
export async function checkCommand(files: readonly string[]): Promise<number> {
  let count = 0;
  for (const file of files) {
    const problems = await findProblems(file);
    count += problems.length;
    for (const problem of problems) console.log(problem);
  }
  const what = `${files.length} ${files.length === 1 ? 'file' : 'files'}`;
  console.log(count === 0 ? `${what}, nothing to mend` : `${what}, ${count} ${count === 1 ? 'problem' : 'problems'}`);
  return count === 0 ? 0 : 2;
}

async function findProblems(file: string): Promise<string[]> {
  try {
    const problems = extname(file) === '.ts' ? await checkBuilt(file) : await checkDocument(file);
    return problems.map(renderProblem);
  } catch (error) {
    if (error instanceof CrosscheckError) return [`${file}: ${error.message}`];
    throw error;
  }
}

async function checkBuilt(file: string): Promise<readonly Problem[]> {
  const workflow = await loadWorkflow(resolve(file));
  return checkWorkflow(describeWorkflow(workflow).source, workflow.workflowId).problems;
}

/** Each workflow of the document, whether another one calls it or not. */
async function checkDocument(file: string): Promise<readonly Problem[]> {
  const { description, problems } = await loadDescription(file);
  if (!description)
    return problems.map((problem) => (problem.location ? problem : { message: `${file}: ${problem.message}` }));
  const ids = description.source.document.workflows.map(({ workflowId }) => workflowId);
  const found = ids.flatMap((workflowId) => checkWorkflow(description.source, workflowId).problems);
  return [...new Map(found.map((problem) => [renderProblem(problem), problem])).values()];
}
