import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { type Ended, runCrosscheck, startCommand } from './command.ts';

/** Makes a process take its standard error for a terminal. */
const ON_A_TERMINAL = ['--import', 'data:text/javascript,process.stderr.isTTY=true'];

/** Runs `crosscheck customers` in the folder of the test, or as `options` say. */
export async function runCustomers(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended> {
  const options = { cwd: test.info().outputPath('.'), ...(env ? { env } : {}) };
  return await runCrosscheck(['customers', ...args], options);
}

/** The same, as if on a terminal. */
export async function runOnTerminal(args: readonly string[]): Promise<Ended> {
  return await runCrosscheck(['customers', ...args], { cwd: test.info().outputPath('.') }, ON_A_TERMINAL);
}

/** Ends the command by a signal as soon as its first customers are written, which its progress bar tells. */
export async function endWhileWriting(args: readonly string[], signal: NodeJS.Signals): Promise<Ended> {
  const options = { cwd: test.info().outputPath('.') };
  const child = startCommand(['customers', ...args], options, ON_A_TERMINAL);
  let stderr = '';
  child.stderr?.on('data', (data: Buffer) => {
    if (stderr === '') child.kill(signal);
    stderr += data.toString();
  });
  let stdout = '';
  child.stdout?.on('data', (data: Buffer) => {
    stdout += data.toString();
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout, stderr };
}

/** A file that the command has written. */
export function readWritten(file: string): string {
  return readFileSync(test.info().outputPath(file), 'utf8');
}
