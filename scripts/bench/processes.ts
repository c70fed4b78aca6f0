import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { invariant } from '../../core/errors.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A server in a process of its own, with the lines it printed when it was ready. */
export interface ServerProcess {
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

/** Starts a script and waits until it has printed a line that fits. */
export async function startServer(args: readonly string[], ready: RegExp): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...args], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (ready.test(line)) break;
  }
  invariant(ready.test(lines.at(-1) ?? ''), `${args.join(' ')} ended before it was ready`);
  child.stdout.resume();
  return { lines, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** Runs a script to its end; throws when it does not end well. */
export async function runToEnd(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, [...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  invariant(code === 0, `${command} ${args.join(' ')} ended with ${code}`);
}
