import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isWorkflowFile } from '../harness/host.ts';
import { Told } from './told.ts';

/**
 * Lists the workflows of a folder, each as a path to give to the fixture `runWorkflow` and to call a test by: `workflows/a.ts`.
 * A text is a folder as seen from where Playwright runs. Throws for a folder without any.
 */
export function workflowFiles(folder: string | URL): string[] {
  const path = typeof folder === 'string' ? folder : relative(process.cwd(), fileURLToPath(folder));
  const files = listFolder(path).filter(isWorkflowFile);
  if (files.length > 0) return files.sort().map((name) => join(path, name));
  throw new Told(
    `There is no workflow in "${path}"\nName a folder with .ts files whose default export is defineWorkflow(...), or with .arazzo.yaml files`,
  );
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
