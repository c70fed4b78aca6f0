import { fileURLToPath } from 'node:url';
import { CrosscheckError } from '../../core/errors.ts';
import { suggestName } from '../../core/nearest-name.ts';
import { type LoadedWorkflow, listWorkflowFolder, loadWorkflowFile, loadWorkflowOf } from '../../harness/host.ts';
import { parseInputs } from '../shared/input-option.ts';
import { npmHint } from '../shared/npm-hint.ts';
import { parseServers } from '../shared/server-option.ts';
import type { RunArguments } from './run-arguments.ts';
import type { RunCommandOptions } from './run-options.ts';

/** The folder of the built-in workflows. */
export const OWN_FOLDER = fileURLToPath(new URL('../../workflows', import.meta.url));

/** A workflow that a command can run, with the place where it was found and the arguments of the run. */
export interface FoundWorkflow extends LoadedWorkflow {
  /** The file or folder as the command line names it; absent for a built-in workflow. */
  readonly origin?: string;
  readonly runArguments: RunArguments;
}

/** The part of a command line that selects a workflow. */
export interface WorkflowChoice {
  /** An Arazzo document, or a workflow in TypeScript. */
  readonly file?: string;
  /** A folder of workflows; default: the built-in workflows. */
  readonly workflows?: string;
  /** The id of the workflow. */
  readonly workflow?: string;
}

const FLAGSHIP = 'flagship';

/** Finds the workflow that the words and options of `crosscheck run` select. */
export async function findWorkflowOf(options: RunCommandOptions, words: readonly string[]): Promise<FoundWorkflow> {
  const runArguments = { inputs: await parseInputs(options.input), servers: parseServers(options.server) };
  return await findWorkflow({ ...options, ...parseWords(words, options.workflow) }, runArguments);
}

/**
 * Parses the words of `crosscheck run`: a word with a path separator or a file extension is a file, any other one is
 * the name of a workflow. Throws a CrosscheckError for two files and for two names.
 */
export function parseWords(words: readonly string[], option?: string): Pick<WorkflowChoice, 'file' | 'workflow'> {
  const isFile = (word: string) => /[./\\]/.test(word);
  const [file, ...otherFiles] = words.filter(isFile);
  const [workflow, ...otherNames] = [
    ...words.filter((word) => !isFile(word)),
    ...(option === undefined ? [] : [option]),
  ];
  if (otherFiles.length + otherNames.length > 0)
    throw new CrosscheckError({
      code: 'usage',
      message: `Cannot run "${[...words, ...(option === undefined ? [] : [option])].join(' ')}": expected one workflow, or one file`,
      remedy: `Name one, or run every workflow with --all${npmHint() && `. ${npmHint()}`}`,
    });
  return { ...(file === undefined ? {} : { file }), ...(workflow === undefined ? {} : { workflow }) };
}

/** Finds the selected workflow. Throws a CrosscheckError for an unknown name and for a file that cannot be loaded. */
export async function findWorkflow(choice: WorkflowChoice, runArguments: RunArguments): Promise<FoundWorkflow> {
  const { inputs, servers } = runArguments;
  const found = await find(choice, runArguments);
  checkNames('input', Object.keys(inputs), inputNamesOf(found));
  checkNames('source', Object.keys(servers), sourceNamesOf(found));
  return { ...found, runArguments };
}

/** Returns the names of a workflow's sources, and of those of the documents among them. */
export function sourceNamesOf({ description }: Pick<LoadedWorkflow, 'description'>): string[] {
  const documents = new Set([description.source]);
  // A set that grows during the iteration is walked to its end; documents may refer to each other.
  for (const { sources } of documents)
    for (const source of sources.values()) if (source.type === 'arazzo') documents.add(source.document);
  return [...new Set([...documents].flatMap(({ sources }) => [...sources.keys()]))];
}

/**
 * Returns the inputs that a document lists, none for a workflow in TypeScript, and undefined for a document that allows
 * any.
 */
function inputNamesOf({ workflowId, description: { source, file } }: LoadedWorkflow): string[] | undefined {
  if (file === undefined) return [];
  const { inputs } = source.document.workflows.find((workflow) => workflow.workflowId === workflowId) ?? {};
  const { properties } = (typeof inputs === 'object' ? inputs : {}) as { properties?: object };
  return properties && Object.keys(properties);
}

/** Throws a CrosscheckError for a name that is not known; `known` is undefined where every name is allowed. */
export function checkNames(
  noun: 'input' | 'source',
  names: readonly string[],
  known: readonly string[] | undefined,
): void {
  const unknown = names.find((name) => known && !known.includes(name));
  if (unknown === undefined) return;
  throw new CrosscheckError({
    code: 'usage',
    message: `Unknown ${noun} "${unknown}"`,
    remedy: known?.length
      ? `${suggestName(unknown, known)}The ${noun}s of the workflow: ${known.join(', ')}`
      : `Omit it: the workflow takes no ${noun}s from the command line`,
  });
}

async function find(choice: WorkflowChoice, options: RunArguments): Promise<Omit<FoundWorkflow, 'runArguments'>> {
  const { file, workflows: folder, workflow } = choice;
  if (file !== undefined) {
    const loaded = await loadWorkflowFile(file, options);
    return { ...selectWorkflow(loaded, workflow, { place: ` in "${file}"` }), origin: file };
  }
  if (folder === undefined) {
    const own = await loadWorkflowOf(OWN_FOLDER, workflow ?? FLAGSHIP);
    return own ?? (await findInFolder(OWN_FOLDER, workflow, ''));
  }
  return { ...(await findInFolder(folder, workflow, ` in "${folder}"`, options)), origin: folder };
}

async function findInFolder(
  folder: string,
  name: string | undefined,
  place: string,
  options?: RunArguments,
): Promise<LoadedWorkflow> {
  const { workflows, errors } = await listWorkflowFolder(folder, options);
  const wanted = name ?? (workflows.some(({ workflowId }) => workflowId === FLAGSHIP) ? FLAGSHIP : undefined);
  const isFound = workflows.some(({ workflowId }) => workflowId === wanted);
  // The workflow that is wanted may be the one that cannot be loaded.
  if (!isFound && errors[0]) throw errors[0];
  const listCommand = place === '' ? 'npx crosscheck run --list' : `npx crosscheck run --list --workflows ${folder}`;
  return selectWorkflow(workflows, wanted, { place, listCommand });
}

/**
 * Selects the workflow with this id, or without one the only workflow, or the only one that no other workflow calls.
 */
function selectWorkflow(
  workflows: readonly LoadedWorkflow[],
  name: string | undefined,
  { place, listCommand }: { readonly place: string; readonly listCommand?: string },
): LoadedWorkflow {
  const [only, ...others] = workflows;
  const [entry, ...otherEntries] = workflows.filter(isEntry);
  const single = others.length === 0 ? only : otherEntries.length === 0 ? entry : undefined;
  const selected = name === undefined ? single : workflows.find(({ workflowId }) => workflowId === name);
  if (selected) return selected;
  const ids = workflows.map(({ workflowId }) => workflowId);
  const list = listCommand === undefined ? `The workflows: ${ids.join(', ')}` : `List all with: ${listCommand}`;
  const hint = npmHint();
  throw new CrosscheckError({
    code: 'unknown-workflow',
    message:
      name === undefined ? `Several workflows are${place}: name one of them` : `Unknown workflow "${name}"${place}`,
    remedy: `${name === undefined ? '' : suggestName(name, ids)}${list}${hint && `. ${hint}`}`,
  });
}

/** Returns true if no workflow of the document calls this one, goes to it or depends on it. */
export function isEntry({ workflowId, description }: LoadedWorkflow): boolean {
  const { document } = description.source;
  return document.workflows.every(({ dependsOn = [], steps, successActions = [], failureActions = [] }) => {
    const actions = [
      ...successActions,
      ...failureActions,
      ...steps.flatMap(({ onSuccess = [], onFailure = [] }) => [...onSuccess, ...onFailure]),
    ];
    const called = [...steps, ...actions].map((part) => ('workflowId' in part ? part.workflowId : undefined));
    return ![...dependsOn, ...called].includes(workflowId);
  });
}
