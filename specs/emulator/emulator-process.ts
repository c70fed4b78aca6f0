import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Target } from '../../core/target.ts';
import { type Client, createClient } from '../../harness/client/client.ts';
import { loadTarget } from '../../harness/host.ts';

/** An emulator in a process of its own, on a data file. */
export interface EmulatorProcess {
  readonly pid: number;
  readonly target: Target;
  readonly client: Client;
  /** What it has written to standard error so far, where that was asked for. */
  errors(): string;
  /** Closes the pipe that its standard error goes to. */
  closeErrors(): void;
  /** Whether its process is still there. */
  isRunning(): boolean;
  /** Ends it as `kill -9` does, and waits until it is gone. */
  kill(): Promise<void>;
}

export interface ProcessOptions {
  readonly args?: readonly string[];
  /** Gives the command that runs the emulator's, as one in a namespace of its own. */
  readonly wrap?: (command: readonly string[]) => readonly string[];
  /** Keeps standard error for `errors()` instead of passing it on. */
  readonly keepErrors?: boolean;
}

/** Starts the emulator on a data file and waits until it has told its address; it goes when this process goes. */
export async function startOnFile(dataFile: string, options: ProcessOptions = {}): Promise<EmulatorProcess> {
  const { args = [], wrap = (command) => command, keepErrors = false } = options;
  const emulator = ['cli/crosscheck.js', 'emulator', '--port', '0', '--data', dataFile, ...args];
  const [command = '', ...rest] = wrap([process.execPath, ...emulator]);
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', keepErrors ? 'pipe' : 'inherit'] });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => void process.off('exit', kill));
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const target = loadTarget({ environment: await readEnvironment(child) });
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    target,
    client: createClient(target),
    errors: () => errors,
    closeErrors: () => child.stderr?.destroy(),
    isRunning,
    async kill() {
      if (!isRunning()) return;
      const gone = once(child, 'close');
      kill();
      await gone;
    },
  };
}

async function readEnvironment({ stdout }: ChildProcess): Promise<Record<string, string>> {
  const environment: Record<string, string> = {};
  if (!stdout) return environment;
  for await (const line of createInterface({ input: stdout })) {
    const [, name, value = ''] = /^(COS_\w+)=(.*)$/.exec(line) ?? [];
    if (name) environment[name] = value;
    if (name === 'COS_OPERATOR_CLIENT_SECRET') break;
  }
  stdout.resume();
  return environment;
}
