import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { bareEnvironment, type Ended } from '../cli/command.ts';

/** Turns off telemetry and update notices. */
const QUIET = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' };

/** Runs a tool of `node_modules/.bin` to its end. Not in this process: the emulator that it calls lives here. */
export async function runTool(name: string, args: readonly string[]): Promise<Ended> {
  const child = start(name, args);
  const ended = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      ended[stream] += text;
    });
  }
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, ...ended };
}

/** A running tool, with the content of its ready line. */
export interface RunningTool {
  readonly ready: string;
  stop(): Promise<void>;
}

/**
 * Starts a tool and waits for the line that fits; its first group is `ready`. Throws what it printed when it ends
 * before.
 */
export async function startTool(name: string, args: readonly string[], ready: RegExp): Promise<RunningTool> {
  const child = start(name, args);
  const lines: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => lines.push(text));
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    const found = ready.exec(line);
    if (!found) continue;
    child.stdout.resume();
    return { ready: found[1] ?? '', stop: () => stop(child) };
  }
  throw new Error(`${name} ended before it was ready: ${lines.join('\n')}`);
}

/** Starts a tool; it ends with this process, for example after a timeout of the test. */
function start(name: string, args: readonly string[]) {
  const child = spawn(process.execPath, [resolve('node_modules/.bin', name), ...args], {
    env: bareEnvironment(QUIET),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => void process.off('exit', kill));
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
