import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Workflow } from '../../harness/index.ts';
import { Told } from './told.ts';

/**
 * Lists the workflows of a folder, each as a path to give to the fixture `runWorkflow` and to call a test by: `workflows/a.ts`.
 * A text is a folder as seen from where Playwright runs. Throws for a folder without any.
 */
export function workflowFiles(folder: string | URL): string[] {
  const path = typeof folder === 'string' ? folder : relative(process.cwd(), fileURLToPath(folder));
  const files = listFolder(path).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));
  if (files.length > 0) return files.sort().map((name) => join(path, name));
  throw new Told(
    `There is no workflow in "${path}"\nName a folder with .ts files whose default export is defineWorkflow(...)`,
  );
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** Imports the workflow of a file; throws when its default export is none. */
export async function loadWorkflowFile(file: string): Promise<Workflow> {
  const { default: workflow } = (await import(pathToFileURL(resolve(file)).href)) as { default?: Workflow };
  if (workflow?.workflowId && workflow.document) return workflow;
  throw new Told(
    `${file} can not be loaded: its default export is not defineWorkflow(...)\nThe compiler tells the line: npx tsc -p .`,
  );
}
