import { readdir } from 'node:fs/promises';
import { CrosscheckError } from '../../core/errors.ts';
import type { Workflow } from '../../harness/index.ts';

const folder = new URL('../../workflows/', import.meta.url);

/**
 * Loads every workflow of `workflows/`: each `.ts` file's default export. A file that is added is found; one that can not be
 * loaded throws a CrosscheckError that names it.
 */
export async function loadWorkflows(): Promise<Workflow[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
  return await Promise.all(files.map(loadWorkflow));
}

async function loadWorkflow(name: string): Promise<Workflow> {
  const { default: workflow } = await importFile(name);
  if (workflow?.workflowId && workflow.document) return workflow;
  throw notLoadable(name, 'its default export is not defineWorkflow(...)');
}

async function importFile(name: string): Promise<{ default?: Workflow }> {
  try {
    return (await import(new URL(name, folder).href)) as { default?: Workflow };
  } catch (cause) {
    throw notLoadable(name, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function notLoadable(name: string, problem: string, cause?: unknown): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `workflows/${name} can not be loaded: ${problem}`,
    remedy: 'The compiler tells the line: npx tsc -p .',
    cause,
  });
}
