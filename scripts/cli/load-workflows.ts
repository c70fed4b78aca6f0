import { readdir } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CrosscheckError } from '../../core/errors.ts';
import type { Workflow } from '../../harness/index.ts';

const OWN_FOLDER = fileURLToPath(new URL('../../workflows', import.meta.url));

/**
 * Loads every workflow of a folder, the project's own `workflows/` unless told: each `.ts` file's default export. A file
 * that is added is found; a folder without one, and a file that can not be loaded, throw a CrosscheckError that names it.
 */
export async function loadWorkflows(folder: string = OWN_FOLDER): Promise<Workflow[]> {
  const entries = await readdir(folder).catch(() => []);
  const files = entries.filter((name) => name.endsWith('.ts')).sort();
  if (files.length === 0) throw noWorkflows(folder);
  const workflows = await Promise.all(files.map((name) => loadWorkflow(resolve(folder, name))));
  const ids = workflows.map(({ workflowId }) => workflowId);
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (twice >= 0)
    throw notLoadable(resolve(folder, files[twice] ?? ''), `another file has the id "${ids[twice]}", too`);
  return workflows;
}

/** Loads one workflow's file, named absolutely. Throws a CrosscheckError that says what is wrong with it. */
export async function loadWorkflow(file: string): Promise<Workflow> {
  const { default: workflow } = await importFile(file);
  if (workflow?.workflowId && workflow.document) return workflow;
  throw notLoadable(file, 'its default export is not defineWorkflow(...)');
}

async function importFile(file: string): Promise<{ default?: Workflow }> {
  try {
    return (await import(pathToFileURL(file).href)) as { default?: Workflow };
  } catch (cause) {
    throw notLoadable(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function notLoadable(file: string, problem: string, cause?: unknown): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `${relative(process.cwd(), file)} can not be loaded: ${problem}`,
    remedy: 'The compiler tells the line: npx tsc -p .',
    cause,
  });
}

function noWorkflows(folder: string): CrosscheckError {
  return new CrosscheckError({
    code: 'usage',
    message: `There is no workflow in "${folder}"`,
    remedy: 'Name a folder with .ts files whose default export is defineWorkflow(...)',
  });
}
