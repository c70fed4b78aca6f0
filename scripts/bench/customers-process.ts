import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { sleep } from '../../core/clock.ts';
import { invariant } from '../../core/errors.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const READ_EVERY_MS = 100;

/** The destination of the records: discarded like a file, or a pipe whose reader drops them. */
type Into = 'ignore' | 'pipe';

/** Runs `crosscheck customers` to its end, the records going nowhere; throws when it does not end well. */
export async function runCustomers(args: readonly string[]): Promise<void> {
  await startCustomers(args).ended;
}

/**
 * Runs the command and returns the peak of its resident memory in MB, as Linux counts it; undefined on other systems.
 * Growth within the last tenth of a second is not seen.
 */
export async function peakOfCustomers(args: readonly string[], into: Into = 'ignore'): Promise<number | undefined> {
  const { pid, ended } = startCustomers(args, into);
  let isRunning = true;
  const end = ended.finally(() => {
    isRunning = false;
  });
  let peakMb: number | undefined;
  while (isRunning) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const [, peakKb] = /^VmHWM:\s+(\d+) kB/m.exec(status) ?? [];
    if (peakKb !== undefined) peakMb = Number(peakKb) / 1024;
    await sleep(READ_EVERY_MS);
  }
  await end;
  return peakMb;
}

function startCustomers(
  args: readonly string[],
  into: Into = 'ignore',
): { readonly pid: number | undefined; readonly ended: Promise<void> } {
  const command = ['cli/crosscheck.js', 'customers', ...args];
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', into, 'inherit'] });
  child.stdout?.resume();
  const ended = once(child, 'close').then(([code]) => invariant(code === 0, `${command.join(' ')} ended with ${code}`));
  return { pid: child.pid, ended };
}
