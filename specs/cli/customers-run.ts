import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { type Ended, runCrosscheck, startCommand, unwrap } from './command.ts';

/** Makes a process treat its standard error as a terminal. */
export const ON_A_TERMINAL = ['--import', 'data:text/javascript,process.stderr.isTTY=true'];

/** Runs `crosscheck customers` in the folder of the test. */
export async function runCustomers(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended> {
  const options = { cwd: test.info().outputPath('.'), ...(env ? { env } : {}) };
  return await runCrosscheck(['customers', ...args], options);
}

/** Runs `crosscheck customers` as if on a terminal. */
export async function runOnTerminal(args: readonly string[]): Promise<Ended> {
  return await runCrosscheck(['customers', ...args], { cwd: test.info().outputPath('.') }, ON_A_TERMINAL);
}

const CLEAR_LINE = '\r\u001b[2K';

/** Returns what a terminal finally shows: of each line the text after it was last cleared. */
export function onScreen(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.split(CLEAR_LINE).at(-1));
  return lines.join('\n');
}

/** Sends a signal to the command as soon as its first customers are written. */
export async function endWhileWriting(args: readonly string[], signal: NodeJS.Signals): Promise<Ended> {
  return await runWhileWriting(args, async (child) => void child.kill(signal));
}

/** Calls `act` when the progress bar shows that the first customers are written. Returns how the command ended. */
export async function runWhileWriting(
  args: readonly string[],
  act: (child: ChildProcess) => Promise<void>,
): Promise<Ended> {
  const options = { cwd: test.info().outputPath('.') };
  const child = startCommand(['customers', ...args], options, ON_A_TERMINAL);
  let stderr = '';
  let acted: Promise<void> | undefined;
  child.stderr?.on('data', (data: Buffer) => {
    acted ??= act(child);
    stderr += data.toString();
  });
  let stdout = '';
  child.stdout?.on('data', (data: Buffer) => {
    stdout += data.toString();
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  await acted;
  return { exitCode, stdout, stderr: unwrap(stderr) };
}

/** Reads a file that the command has written. */
export function readWritten(file: string): string {
  return readFileSync(test.info().outputPath(file), 'utf8');
}
