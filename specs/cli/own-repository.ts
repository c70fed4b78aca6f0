import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { test as base, expect } from '@playwright/test';
import { bareEnvironment, type Ended } from './command.ts';

const readme = readFileSync('README.md', 'utf8');

/** The README's code block whose text has this in it. */
export function blockWith(text: string): string {
  const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);
  const found = blocks.filter((code) => code.includes(text));
  expect(found, `README.md has one block with ${text}`).toHaveLength(1);
  return found[0] ?? '';
}

/** A folder outside of the project, where a person would have a repository of their own. */
export const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that a fixture needs from this pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'crosscheck-tutorial-'));
    mkdirSync(join(folder, 'workflows'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
});

/** Makes a folder look like a clone of Crosscheck without its workflows. */
export function likeClone(folder: string): void {
  for (const part of ['harness', 'core', 'generated', 'node_modules']) symlinkSync(resolve(part), join(folder, part));
}

/** Links Crosscheck into a folder, as `npm install --save-dev ../crosscheck` does. */
export function linkCrosscheck(folder: string): void {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(resolve('.'), join(folder, 'node_modules/crosscheck'));
}

/** The compiler's complaints about a folder's files, by the project's own settings. */
export async function compile(folder: string, include: readonly string[] = ['workflows']): Promise<string> {
  const settings = JSON.parse(readFileSync('tsconfig.json', 'utf8')) as { compilerOptions: object };
  const config = {
    ...settings,
    compilerOptions: { ...settings.compilerOptions, typeRoots: [resolve('node_modules/@types')] },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...config, include }));
  return (await runNode(folder, [resolve('node_modules/typescript/bin/tsc'), '-p', folder])).stdout;
}

/** Runs a program of Node in a folder, in the environment of a person who has set nothing up. */
export async function runNode(folder: string, args: readonly string[], env = bareEnvironment()): Promise<Ended> {
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { exitCode: exitCode as number | null, stdout, stderr };
}
