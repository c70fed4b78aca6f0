import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { CrosscheckError } from '../../core/errors.ts';
import {
  type Description,
  describeWorkflow,
  type InputSources,
  loadDescription,
  notExecutable,
  type Workflow,
} from '../../harness/index.ts';
import { loadWorkflow, loadWorkflows } from './load-workflows.ts';

/** A workflow that a command can run, wherever it was written. */
export interface Runnable {
  readonly workflowId: string;
  readonly summary: string;
  readonly description: Description;
  /** Where it was found, as it was told: a file, or a folder; absent for one of the project's own. */
  readonly origin?: string;
  /** The inputs of a run; those of a document are its defaults and what is given. */
  buildInputs(sources: InputSources): Readonly<Record<string, unknown>>;
}

/** Which workflow a command means. */
export interface Choice {
  /** A file: an Arazzo document, or a workflow in TypeScript. */
  readonly file?: string;
  /** A folder of workflows in TypeScript; the project's own without it. */
  readonly workflows?: string;
  readonly workflow?: string;
  /** Inputs of a document, by name. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Where sources of a document are called, by their names. */
  readonly servers: Readonly<Record<string, string>>;
}

const FLAGSHIP = 'flagship';

/** Finds the workflow that is meant. Throws a CrosscheckError that says what there is, or what is wrong with the file. */
export async function findRunnable(choice: Choice): Promise<Runnable> {
  if (choice.file !== undefined && extname(choice.file) !== '.ts') return await readDocument(choice.file, choice);
  if (choice.file !== undefined) return ofWorkflow(await loadWorkflow(resolve(choice.file)), choice.file);
  const workflows = await loadWorkflows(choice.workflows);
  return ofWorkflow(chooseWorkflow(workflows, choice.workflow), choice.workflows);
}

function ofWorkflow(workflow: Workflow, origin: string | undefined): Runnable {
  const { workflowId, summary, buildInputs } = workflow;
  const description = describeWorkflow(workflow);
  return { workflowId, summary, description, buildInputs, ...(origin === undefined ? {} : { origin }) };
}

async function readDocument(file: string, { workflow: wanted, inputs, servers }: Choice): Promise<Runnable> {
  const { description, problems } = await loadDescription(file, { servers });
  if (!description) throw notExecutable(`"${file}" can not be executed`, problems);
  const { workflows } = description.source.document;
  const [only, ...others] = workflows;
  const chosen =
    wanted === undefined && others.length === 0 ? only : workflows.find(({ workflowId }) => workflowId === wanted);
  if (!chosen)
    throw unknownWorkflow(
      wanted,
      workflows.map(({ workflowId }) => workflowId),
      file,
    );
  const { workflowId, summary = workflowId } = chosen;
  return { workflowId, summary, description, origin: file, buildInputs: () => inputs };
}

function chooseWorkflow(workflows: readonly Workflow[], name = FLAGSHIP): Workflow {
  const [first, ...others] = workflows;
  if (first && others.length === 0 && name === FLAGSHIP) return first;
  const workflow = workflows.find(({ workflowId }) => workflowId === name);
  if (workflow) return workflow;
  throw unknownWorkflow(
    name,
    workflows.map(({ workflowId }) => workflowId),
  );
}

function unknownWorkflow(name: string | undefined, there: readonly string[], file?: string): CrosscheckError {
  const where = file === undefined ? '' : ` in "${file}"`;
  return new CrosscheckError({
    code: 'unknown-workflow',
    message: name === undefined ? `There are several workflows${where}` : `There is no workflow "${name}"${where}`,
    remedy: `${name === undefined ? 'Name one with --workflow; there' : 'There'} is: ${there.join(', ')}`,
  });
}

/** Inputs as the command line gives them: `name=value`, the value as JSON where it is some, or `@file.json` for all of them. */
export async function parseInputs(texts: readonly string[]): Promise<Record<string, unknown>> {
  const parts = await Promise.all(texts.map(parseInput));
  return Object.assign({}, ...parts) as Record<string, unknown>;
}

async function parseInput(text: string): Promise<object> {
  if (text.startsWith('@')) return await readInputs(text.slice(1));
  const at = text.indexOf('=');
  if (at < 1) throw wrongInput(`"${text}" is no input`);
  return { [text.slice(0, at)]: parseJson(text.slice(at + 1)) };
}

async function readInputs(file: string): Promise<object> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw wrongInput(`There is no file "${file}" with inputs`);
  });
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrongInput(`"${file}" is no JSON object`);
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function wrongInput(message: string): CrosscheckError {
  return new CrosscheckError({ code: 'usage', message, remedy: 'Write --input name=value, or --input @file.json' });
}

/** Addresses as the command line gives them: `name=url`. */
export function parseServers(texts: readonly string[]): Record<string, string> {
  const pairs = texts.map((text) => {
    const [, name = '', url = ''] = /^([\w-]+)=(https?:\/\/.+)$/.exec(text) ?? [];
    if (name !== '') return [name, url] as const;
    throw new CrosscheckError({
      code: 'usage',
      message: `"${text}" is no server`,
      remedy: 'Write --server name=http://127.0.0.1:3000, the name as in sourceDescriptions',
    });
  });
  return Object.fromEntries(pairs);
}
