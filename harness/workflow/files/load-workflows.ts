import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CrosscheckError } from '../../../core/errors.ts';
import { maskUserinfo } from '../../../core/loopback.ts';
import type { InputSources, Workflow } from '../builder/define-workflow.ts';
import { type Description, describeWorkflow } from '../engine/describe-cos.ts';
import { notExecutable } from '../engine/not-executable.ts';
import { type LoadOptions, loadDescription } from './load-description.ts';

/** A workflow that can be run, from TypeScript or from an Arazzo document. */
export interface LoadedWorkflow {
  readonly workflowId: string;
  readonly summary: string;
  readonly description: Description;
  /** Builds the inputs of a run; for a document these are the inputs that it was loaded with. */
  buildInputs(sources: InputSources): Readonly<Record<string, unknown>>;
}

/** The options of loading a workflow file. */
export interface LoadFileOptions extends LoadOptions {
  /** Inputs of a document, by name. */
  readonly inputs?: Readonly<Record<string, unknown>>;
}

const BUILT = /(?<!\.d)\.ts$/;
const DOCUMENT = /\.arazzo\.(?:ya?ml|json)$/;

/** Returns true for a name such as `a.ts`, `a.arazzo.yaml` or `a.arazzo.json`. */
export function isWorkflowFile(name: string): boolean {
  return BUILT.test(name) || DOCUMENT.test(name);
}

/**
 * Loads the workflows of a file: the default export of a `.ts` file, or each workflow of an Arazzo document. Throws a
 * CrosscheckError with each problem of the file and its place.
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

/** The workflows of a folder, and an error for each file that cannot be loaded. */
export interface FolderListing {
  readonly workflows: readonly ListedWorkflow[];
  readonly errors: readonly CrosscheckError[];
}

/** A workflow with the path of its file. */
export interface ListedWorkflow extends LoadedWorkflow {
  readonly file: string;
}

/**
 * Loads every workflow of a folder, in the order of the file names. A file that cannot be loaded, or repeats the id of
 * another workflow, becomes an error of the result. Throws a CrosscheckError for a folder without workflow files.
 */
export async function listWorkflowFolder(folder: string, options: LoadFileOptions = {}): Promise<FolderListing> {
  const files = (await readdir(folder).catch(() => [])).filter(isWorkflowFile).sort();
  if (files.length === 0) throw noWorkflows(folder);
  const errors: CrosscheckError[] = [];
  const byId = new Map<string, ListedWorkflow>();
  for (const name of files) {
    const file = join(folder, name);
    try {
      for (const workflow of await loadWorkflowFile(file, options)) {
        const other = byId.get(workflow.workflowId);
        if (other) throw notLoadable(file, `${basename(other.file)} has the id "${workflow.workflowId}", too`);
        byId.set(workflow.workflowId, { ...workflow, file });
      }
    } catch (error) {
      if (!(error instanceof CrosscheckError)) throw error;
      errors.push(error);
    }
  }
  return { workflows: [...byId.values()], errors };
}

/**
 * Loads every workflow of a folder. Throws a CrosscheckError for the first file that `listWorkflowFolder` has an error
 * for.
 */
export async function loadWorkflowFolder(folder: string, options: LoadFileOptions = {}): Promise<LoadedWorkflow[]> {
  const { workflows, errors } = await listWorkflowFolder(folder, options);
  if (errors[0]) throw errors[0];
  return [...workflows];
}

/**
 * Loads the workflow of a folder that has this id, from the file of the same name if there is one: broken files next to
 * it do not matter. Returns undefined if no file of that name exists, or it holds another workflow.
 */
export async function loadWorkflowOf(folder: string, workflowId: string): Promise<LoadedWorkflow | undefined> {
  const names = await readdir(folder).catch(() => []);
  const named = names.find((name) => isWorkflowFile(name) && name.slice(0, name.indexOf('.')) === workflowId);
  const [own] = named === undefined ? [] : await loadWorkflowFile(join(folder, named));
  return own?.workflowId === workflowId ? own : undefined;
}

/** Builds a workflow that can be run from one that `defineWorkflow` has returned. */
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
    remedy: 'Check it with: npx tsc -p .',
    cause,
  });
}

/**
 * Returns the line and column of a file at which an error was thrown, as `:7:3`; empty if its stack does not name the
 * file.
 */
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
