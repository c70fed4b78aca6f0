import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { test as base, expect } from '@playwright/test';
import { bareEnvironment, type Ended, unwrap } from './command.ts';

const GUIDES = 'docs/guides';
const pages = ['README.md', ...readdirSync(GUIDES).map((name) => join(GUIDES, name))];

/** A code block of a page, with the text after the name of its language. */
export interface CodeBlock {
  readonly code: string;
  readonly info: string;
}

/** Returns the code blocks of a page in one language. */
export function blocksOf(page: string, language: string): CodeBlock[] {
  const blocks = readFileSync(page, 'utf8').matchAll(/^```(\w*)(.*)\n([\s\S]*?)^```$/gm);
  return [...blocks].flatMap(([, name, info = '', code = '']) =>
    name === language ? [{ info: info.trim(), code }] : [],
  );
}

/** Returns the one TypeScript block of the README and the guides that contains a text. */
export function blockWith(text: string): string {
  const found = pages.flatMap((page) => blocksOf(page, 'ts')).filter(({ code }) => code.includes(text));
  expect(found, `README and guides have one TypeScript block with ${text}`).toHaveLength(1);
  return found[0]?.code ?? '';
}

/** A test with a temporary folder outside the project, as a user's own repository. */
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
  copyFileSync('package.json', join(folder, 'package.json'));
  for (const part of ['harness', 'core', 'generated', 'node_modules']) symlinkSync(resolve(part), join(folder, part));
}

/** Links Crosscheck into a folder, as `npm install --save-dev ../crosscheck` does. */
export function linkCrosscheck(folder: string): void {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(resolve('.'), join(folder, 'node_modules/crosscheck'));
}

/** Returns the compiler's errors in the files of a folder, with the project's own settings. */
export async function compile(folder: string, include: readonly string[] = ['workflows']): Promise<string> {
  const settings = JSON.parse(readFileSync('tsconfig.json', 'utf8')) as { compilerOptions: object };
  const config = {
    ...settings,
    compilerOptions: { ...settings.compilerOptions, typeRoots: [resolve('node_modules/@types')] },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...config, include }));
  return (await runNode(folder, [resolve('node_modules/typescript/bin/tsc'), '-p', folder])).stdout;
}

/** Runs a Node program in a folder, in an environment without Crosscheck's variables. */
export async function runNode(folder: string, args: readonly string[], env = bareEnvironment()): Promise<Ended> {
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { exitCode: exitCode as number | null, stdout, stderr: unwrap(stderr) };
}
