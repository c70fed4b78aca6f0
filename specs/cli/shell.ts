import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { bareEnvironment, type Ended, unwrap } from './command.ts';

/** Runs a line of shell in a folder; `$NODE` is this Node. */
export async function runShell(line: string, cwd: string): Promise<Ended> {
  const child = spawn('bash', ['-c', line], { cwd, env: bareEnvironment({ NODE: execPath }) });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
    });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout: unwrap(printed.stdout), stderr: unwrap(printed.stderr) };
}
