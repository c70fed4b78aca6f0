import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { contractDocuments } from '../../core/contract-documents.ts';
import { readEmitted } from './emitted-workflow.ts';
import { runToEnd } from './processes.ts';

/** Runs a document by `redocly respect` as a process of its own; gives what it printed. Throws when a check fails. */
export async function runByRespect(file: string, baseUrl: string): Promise<string> {
  const servers = contractDocuments.flatMap((name) => ['--server', `${name}=${baseUrl}`]);
  return await runToEnd(process.execPath, ['node_modules/.bin/redocly', 'respect', file, ...servers]);
}

/** Lets an act run the first step of an emitted document alone, which is what its runner needs to start and end. */
export async function withFirstStep<Result>(file: string, act: (first: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'crosscheck-bench-'));
  try {
    const { document } = readEmitted(file);
    const first = join(folder, 'first-step.arazzo.json');
    const absolute = document.sourceDescriptions.map((source) => ({
      ...source,
      url: resolve(dirname(file), source.url),
    }));
    const workflows = document.workflows.map((workflow) => ({ ...workflow, steps: workflow.steps.slice(0, 1) }));
    await writeFile(first, JSON.stringify({ ...document, sourceDescriptions: absolute, workflows }));
    return await act(first);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
