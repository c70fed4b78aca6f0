import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Target } from '../../core/target.ts';
import { type Client, createClient } from '../../harness/client/client.ts';
import { loadTarget } from '../../harness/index.ts';

/** An emulator in a process of its own, on a data file. */
export interface EmulatorProcess {
  readonly target: Target;
  readonly client: Client;
  /** Ends it as `kill -9` does, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts the emulator on a data file and waits until it has told its address; it goes when this process goes. */
export async function startOnFile(dataFile: string): Promise<EmulatorProcess> {
  const args = ['scripts/crosscheck.js', 'emulator', '--port', '0', '--data', dataFile];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => void process.off('exit', kill));
  const target = loadTarget({ environment: await readEnvironment(child) });
  return {
    target,
    client: createClient(target),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
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
