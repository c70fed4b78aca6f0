import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CrosscheckError } from '../../../core/errors.ts';
import { maskUserinfo } from '../../../core/loopback.ts';
import type { InputSources, Workflow } from '../builder/define-workflow.ts';
import { type Description, describeWorkflow } from '../engine/describe-cos.ts';
import { notExecutable } from '../engine/not-executable.ts';
import { type LoadOptions, loadDescription } from './load-description.ts';

/** A workflow that can be run, however it was written. */
export interface LoadedWorkflow {
  readonly workflowId: string;
  readonly summary: string;
  readonly description: Description;
  /** The inputs of a run; those of a document are its defaults, and what was given when it was loaded. */
  buildInputs(sources: InputSources): Readonly<Record<string, unknown>>;
}

/** How a file is loaded. */
export interface LoadFileOptions extends LoadOptions {
  /** Inputs of a document, by name. */
  readonly inputs?: Readonly<Record<string, unknown>>;
}

const BUILT = /(?<!\.d)\.ts$/;
const DOCUMENT = /\.arazzo\.(?:ya?ml|json)$/;

/** Whether a file of this name is a workflow, or a document with some: `a.ts`, `a.arazzo.yaml`, `a.arazzo.json`. */
export function isWorkflowFile(name: string): boolean {
  return BUILT.test(name) || DOCUMENT.test(name);
}

/**
 * Loads the workflows of a file: the default export of a `.ts` file, or each workflow of an Arazzo document. Throws a
 * CrosscheckError that says what is wrong with the file, and where.
 */
export async function loadWorkflowFile(file: string, options: LoadFileOptions = {}): Promise<LoadedWorkflow[]> {
  if (BUILT.test(file)) return [loadBuilt(await importWorkflow(resolve(file)))];
  const { description, problems } = await loadDescription(file, options);
  if (!description) throw notExecutable(`"${maskUserinfo(file)}" cannot be executed`, problems);
  return description.source.document.workflows.map(({ workflowId, summary = workflowId }) => ({
    workflowId,
    summary,
    description,
    buildInputs: () => options.inputs ?? {},
  }));
}

/**
 * Loads every workflow of a folder; a file that is added is found. Throws a CrosscheckError for a folder without one, for two
 * with one id, and for a file that cannot be loaded, which it names.
 */
export async function loadWorkflowFolder(folder: string, options: LoadFileOptions = {}): Promise<LoadedWorkflow[]> {
  const files = (await readdir(folder).catch(() => [])).filter(isWorkflowFile).sort();
  if (files.length === 0) throw noWorkflows(folder);
  const loaded = await Promise.all(files.map((name) => loadWorkflowFile(join(folder, name), options)));
  const seen = new Map<string, string>();
  for (const [at, workflows] of loaded.entries()) {
    for (const { workflowId } of workflows) {
      const other = seen.get(workflowId);
      if (other !== undefined)
        throw notLoadable(join(folder, files[at] ?? ''), `${other} has the id "${workflowId}", too`);
      seen.set(workflowId, files[at] ?? '');
    }
  }
  return loaded.flat();
}

/**
 * Loads one workflow of a folder by its id, from the file that is called after it where there is one, so that the others need
 * not even be right. Undefined when there is none.
 */
export async function loadWorkflowOf(folder: string, workflowId: string): Promise<LoadedWorkflow | undefined> {
  const names = await readdir(folder).catch(() => []);
  const named = names.find((name) => isWorkflowFile(name) && name.slice(0, name.indexOf('.')) === workflowId);
  const [own] = named === undefined ? [] : await loadWorkflowFile(join(folder, named));
  if (own?.workflowId === workflowId) return own;
  return (await loadWorkflowFolder(folder)).find((workflow) => workflow.workflowId === workflowId);
}

/** A workflow that the builder made, as one that can be run. */
export function loadBuilt(workflow: Workflow): LoadedWorkflow {
  const { workflowId, summary, buildInputs } = workflow;
  return { workflowId, summary, buildInputs, description: describeWorkflow(workflow) };
}

async function importWorkflow(file: string): Promise<Workflow> {
  const { default: workflow } = await importFile(file);
  if (workflow?.workflowId && workflow.document) return workflow;
  throw notLoadable(file, 'its default export is not defineWorkflow(...)');
}

async function importFile(file: string): Promise<{ default?: Workflow }> {
  try {
    return (await import(pathToFileURL(file).href)) as { default?: Workflow };
  } catch (cause) {
    if (!existsSync(file)) throw noFile(file);
    throw notLoadable(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function noFile(file: string): CrosscheckError {
  return new CrosscheckError({
    code: 'usage',
    message: `There is no file "${relative(process.cwd(), file)}"`,
    remedy: 'Name a .ts file whose default export is defineWorkflow(...), or an Arazzo document',
  });
}

function notLoadable(file: string, problem: string, cause?: unknown): CrosscheckError {
  return new CrosscheckError({
    code: 'not-executable',
    message: `${relative(process.cwd(), file)}${lineIn(file, cause)} cannot be loaded: ${problem}`,
    remedy: 'The compiler tells the line: npx tsc -p .',
    cause,
  });
}

/** The line of a file at which an error was thrown, as far as its stack tells. */
function lineIn(file: string, cause: unknown): string {
  const stack = cause instanceof Error ? (cause.stack ?? '') : '';
  const at = stack.indexOf(`${pathToFileURL(file).href}:`);
  return /^:\d+:\d+/.exec(at < 0 ? '' : stack.slice(at + pathToFileURL(file).href.length))?.[0] ?? '';
}

function noWorkflows(folder: string): CrosscheckError {
  return new CrosscheckError({
    code: 'usage',
    message: `There is no workflow in "${folder}"`,
    remedy: 'Name a folder with .ts files whose default export is defineWorkflow(...), or with .arazzo.yaml files',
  });
}
