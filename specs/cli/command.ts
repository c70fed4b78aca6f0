import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

export const COMMAND = resolve('cli/crosscheck.js');

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Standard error, with each wrapped line as one. */
  readonly stderr: string;
}

/** Joins the lines that `wrapText` has wrapped at 80 columns; lines of a stack trace stay lines. */
export function unwrap(text: string): string {
  const lines: string[] = [];
  let width = 0;
  for (const line of text.split('\n')) {
    const [, indent = '', word = ''] = /^( {4,})(\S+)/.exec(line) ?? [];
    const [own = ''] = /^ */.exec(lines.at(-1) ?? '') ?? [];
    const isContinued = indent.length === own.length + 4 && width + 1 + word.length > 80;
    if (isContinued && !/^ +at .*(?:\(|file:|node:)/.test(line)) lines.push(`${lines.pop()} ${line.trim()}`);
    else lines.push(line);
    width = line.length;
  }
  return lines.join('\n');
}

/** Returns the environment of a user without any setting. */
export function bareEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:COS|npm)_|COLOR/.test(name));
  return { ...Object.fromEntries(kept), ...extra };
}

/** Starts `crosscheck` in a folder. */
export function startCommand(args: readonly string[], options: SpawnOptions = {}, nodeOptions: readonly string[] = []) {
  return spawn(process.execPath, [...nodeOptions, COMMAND, ...args], {
    env: bareEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
}

/** Runs `crosscheck` to its end. */
export async function runCrosscheck(
  args: readonly string[],
  options: SpawnOptions = {},
  nodeOptions: readonly string[] = [],
): Promise<Ended> {
  const child = startCommand(args, options, nodeOptions);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout, stderr: unwrap(stderr) };
}

/** Starts an emulator and returns the environment that it prints. */
export async function startEmulator(args: readonly string[] = []) {
  const child = startCommand(['emulator', '--port', '0', ...args]);
  const environment: Record<string, string> = {};
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    lines.push(line);
    const [, name, value] = /^(COS_\w+)=(.*)$/.exec(line) ?? [];
    if (name && value !== undefined) environment[name] = value;
    if (name === 'COS_OPERATOR_CLIENT_SECRET') break;
  }
  const stop = async () => {
    child.kill('SIGTERM');
    const [exitCode] = (await once(child, 'exit')) as [number | null];
    return exitCode;
  };
  return { environment, lines, stop };
}
