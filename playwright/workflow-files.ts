import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isWorkflowFile } from '../harness/host.ts';
import { PlainError } from './plain-error.ts';

/**
 * Returns the workflow files of a folder, each as a path for `runWorkflow` and for a test title: `workflows/a.ts`. A
 * text is relative to the working directory. Throws for a folder without workflows.
 */
export function workflowFiles(folder: string | URL): string[] {
  const path = typeof folder === 'string' ? folder : relative(process.cwd(), fileURLToPath(folder));
  const files = listFolder(path).filter(isWorkflowFile);
  if (files.length > 0) return files.sort().map((name) => join(path, name));
  throw new PlainError(
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
