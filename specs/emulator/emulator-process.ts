import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Target } from '../../core/target.ts';
import { type Client, createClient } from '../../harness/client/client.ts';
import { loadTarget } from '../../harness/host.ts';

/** An emulator in its own process, with a data file. */
export interface EmulatorProcess {
  readonly pid: number;
  readonly target: Target;
  readonly client: Client;
  /** Returns its standard error so far, if `keepErrors` is set. */
  errors(): string;
  /** Closes the pipe that its standard error goes to. */
  closeErrors(): void;
  /** Returns true while its process runs. */
  isRunning(): boolean;
  /** Ends it like `kill -9` and waits for its end. */
  kill(): Promise<void>;
}

export interface ProcessOptions {
  readonly args?: readonly string[];
  /** Returns a command that runs the emulator's command, for example in its own namespace. */
  readonly wrap?: (command: readonly string[]) => readonly string[];
  /** Keeps standard error for `errors()` instead of printing it. */
  readonly keepErrors?: boolean;
}

/** Starts the emulator with a data file and waits for its address. It ends with this process. */
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
