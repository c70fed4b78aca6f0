import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { monotonicMs, sleep } from '../../core/clock.ts';
import { invariant } from '../../core/errors.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Turns off telemetry and update notices. */
const QUIET = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' };
const READY_MS = 20_000;

/** A server in a process of its own, with the lines it printed when it was ready. */
export interface ServerProcess {
  readonly lines: readonly string[];
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** Spawns a child that ends with this process, however that ends. */
function spawnOwn(args: readonly string[], stdio: StdioOptions): ChildProcess {
  const child = spawn(process.execPath, [...args], { cwd: root, stdio });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => void process.off('exit', kill));
  return child;
}

/** Starts a script and waits until it has printed a line that fits. */
export async function startServer(args: readonly string[], ready: RegExp): Promise<ServerProcess> {
  const child = spawnOwn(args, ['ignore', 'pipe', 'inherit']);
  const lines: string[] = [];
  invariant(child.stdout, 'a piped child has a standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (ready.test(line)) break;
  }
  invariant(ready.test(lines.at(-1) ?? ''), `${args.join(' ')} ended before it was ready`);
  child.stdout.resume();
  return { lines, pid: child.pid, stop: () => stop(child) };
}

/** Starts a script that says nothing when it is ready, with a free `--port`; gives its address once it answers. */
export async function startSilentServer(args: readonly string[]): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await findFreePort();
  const child = spawnOwn([...args, '--port', String(port)], 'ignore');
  const url = `http://127.0.0.1:${port}`;
  const deadline = monotonicMs() + READY_MS;
  while (!(await answers(url))) {
    invariant(child.exitCode === null && monotonicMs() < deadline, `${args.join(' ')} is not ready`);
    await sleep(50);
  }
  return { url, stop: () => stop(child) };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(url: string): Promise<boolean> {
  return await fetch(url).then(
    () => true,
    () => false,
  );
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** Runs a command to its end and returns its output; throws, with the output, if it fails. */
export async function runToEnd(command: string, args: readonly string[], environment = {}): Promise<string> {
  const env = { ...process.env, ...QUIET, ...environment };
  const child = spawn(command, [...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${printed}`);
  return printed;
}
