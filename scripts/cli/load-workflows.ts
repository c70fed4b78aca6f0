import { readdir } from 'node:fs/promises';
import type { Workflow } from '../../harness/index.ts';

const folder = new URL('../../workflows/', import.meta.url);

/** Loads every workflow of `workflows/`: each `.ts` file's default export. A file that is added is found. */
export async function loadWorkflows(): Promise<Workflow[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
  const modules = await Promise.all(
    files.map(async (name) => (await import(new URL(name, folder).href)) as { default: Workflow }),
  );
  return modules.map((module) => module.default);
}
