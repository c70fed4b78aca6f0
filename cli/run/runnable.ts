import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CrosscheckError } from '../../core/errors.ts';
import { type LoadedWorkflow, loadWorkflowFile, loadWorkflowFolder, loadWorkflowOf } from '../../harness/host.ts';
import type { Given } from './given.ts';
import { ELLIPSIS, type RunCommandOptions } from './run-options.ts';

/** The project's own workflows. */
export const OWN_FOLDER = fileURLToPath(new URL('../../workflows', import.meta.url));

/** A workflow that a command can run, and where it was found. */
export interface Runnable extends LoadedWorkflow {
  /** A file or a folder, as it was told; absent for one of the project's own. */
  readonly origin?: string;
  readonly given: Given;
}

/** Which workflow a command means. */
export interface Choice extends Given {
  /** An Arazzo document, or a workflow in TypeScript. */
  readonly file?: string;
  /** A folder of workflows; the project's own without it. */
  readonly workflows?: string;
  readonly workflow?: string;
}

const FLAGSHIP = 'flagship';

/** The workflow that options and file mean. */
export async function findRunnableOf(options: RunCommandOptions, files: readonly string[]): Promise<Runnable> {
  const given = { inputs: await parseInputs(options.input), servers: parseServers(options.server) };
  return await findRunnable({ ...options, ...chooseFile(files), ...given });
}

/** A file, or a word that npm has swallowed the dashes of. */
function chooseFile(files: readonly string[]): { readonly file?: string } {
  const [file, ...others] = files;
  if (file === undefined) return {};
  if (others.length === 0 && /[./]/.test(file)) return { file };
  throw new CrosscheckError({
    code: 'usage',
    message: `Cannot run "${files.join(' ')}"`,
    remedy:
      'Name one file (crosscheck run other.arazzo.yaml), or a workflow (--workflow NAME; --list shows them). ' +
      'Through npm, options go behind two dashes: npm start -- --seed 7',
  });
}

/** Finds the workflow that is meant. Throws a CrosscheckError that says what there is, or what is wrong with the file. */
export async function findRunnable(choice: Choice): Promise<Runnable> {
  const { inputs, servers } = choice;
  const found = await find(choice);
  checkNames('input', Object.keys(inputs), inputNamesOf(found));
  checkNames('source', Object.keys(servers), [...sourceNamesOf(found.description.source)]);
  return { ...found, given: { inputs, servers } };
}

/** The sources of a document, and of the documents among them. */
function sourceNamesOf(document: Document, seen: Set<Document> = new Set()): Set<string> {
  if (seen.has(document)) return new Set();
  seen.add(document);
  const others = [...document.sources.values()].flatMap((one) => (one.type === 'arazzo' ? [one.document] : []));
  return new Set([...document.sources.keys(), ...others.flatMap((other) => [...sourceNamesOf(other, seen)])]);
}

/** The inputs that a document lists; undefined for a workflow that builds its own, and where others are let through. */
function inputNamesOf({ workflowId, description: { source, file } }: LoadedWorkflow): string[] | undefined {
  if (file === undefined) return [];
  const { inputs } = source.document.workflows.find((workflow) => workflow.workflowId === workflowId) ?? {};
  const { properties } = (typeof inputs === 'object' ? inputs : {}) as { properties?: object };
  return properties && Object.keys(properties);
}

function checkNames(what: string, given: readonly string[], there: readonly string[] | undefined): void {
  const unknown = given.find((name) => there && !there.includes(name));
  if (unknown === undefined) return;
  throw new CrosscheckError({
    code: 'usage',
    message: `There is no ${what} "${unknown}"`,
    remedy: there?.length ? `There is: ${there.join(', ')}` : 'The workflow takes none from the command line',
  });
}

async function find({ file, workflows: folder, workflow, ...given }: Choice): Promise<Omit<Runnable, 'given'>> {
  if (file !== undefined) {
    const there = await loadWorkflowFile(file, given);
    return { ...chooseWorkflow(there, workflow, `in "${file}"`), origin: file };
  }
  if (folder === undefined) {
    const own = await loadWorkflowOf(OWN_FOLDER, workflow ?? FLAGSHIP);
    return own ?? chooseWorkflow(await loadWorkflowFolder(OWN_FOLDER), workflow);
  }
  const there = await loadWorkflowFolder(folder, given);
  const isFlagship = workflow === undefined && there.some(({ workflowId }) => workflowId === FLAGSHIP);
  return { ...chooseWorkflow(there, isFlagship ? FLAGSHIP : workflow, `in "${folder}"`), origin: folder };
}

function chooseWorkflow(there: readonly LoadedWorkflow[], name: string | undefined, where = ''): LoadedWorkflow {
  const [only, ...others] = there;
  const entries = there.filter(({ workflowId, description }) => !isCalled(description.source, workflowId));
  const single = others.length === 0 ? only : entries.length === 1 ? entries[0] : undefined;
  const chosen = name === undefined ? single : there.find(({ workflowId }) => workflowId === name);
  if (chosen) return chosen;
  const place = where === '' ? '' : ` ${where}`;
  throw new CrosscheckError({
    code: 'unknown-workflow',
    message: name === undefined ? `There are several workflows${place}` : `There is no workflow "${name}"${place}`,
    remedy: `${name === undefined ? 'Name one with --workflow; there' : 'There'} is: ${there.map(({ workflowId }) => workflowId).join(', ')}`,
  });
}

/** Whether another workflow of the document calls this one, or goes to it, or wants it to run before. */
function isCalled({ document }: Document, workflowId: string): boolean {
  return document.workflows.some(({ dependsOn = [], steps, successActions = [], failureActions = [] }) => {
    const actions = [
      ...successActions,
      ...failureActions,
      ...steps.flatMap(({ onSuccess = [], onFailure = [] }) => [...onSuccess, ...onFailure]),
    ];
    const called = [...steps, ...actions].map((one) => ('workflowId' in one ? one.workflowId : undefined));
    return [...dependsOn, ...called].includes(workflowId);
  });
}

type Document = LoadedWorkflow['description']['source'];

/** Inputs as the command line gives them: `name=value`, the value as JSON where it is some, or `@file.json` for all of them. */
export async function parseInputs(texts: readonly string[]): Promise<Record<string, unknown>> {
  const parts = await Promise.all(texts.map(parseInput));
  return Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
}

async function parseInput(text: string): Promise<object> {
  if (text.startsWith('@')) return await readInputs(text.slice(1));
  const at = text.indexOf('=');
  // Without a name it may be a value, and that a secret.
  if (at < 1) throw wrongInput('An input has no name: "=" does not follow one');
  const value = text.slice(at + 1);
  if (value === ELLIPSIS) throw wrongInput(`"${text}" has no value`);
  return { [text.slice(0, at)]: parseJson(value) };
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
