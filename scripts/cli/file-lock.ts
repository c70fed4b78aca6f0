import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { CrosscheckError } from '../../core/errors.ts';

/** The lock files of this process: one with its id that is not among them is of an earlier process of that id. */
const held = new Set<string>();

/**
 * Takes the lock of a file, `path.lock` with this process's id in it; one that a dead process left is taken over. It binds only those
 * who ask for it, on one machine. Rejects with a CrosscheckError when another holds it, with the system's error when it can not be written.
 */
export async function lockFile(path: string): Promise<{ release(): Promise<void> }> {
  const lock = `${path}.lock`;
  const isMade = () => !isRefused('EEXIST', () => writeFileSync(lock, String(process.pid), { flag: 'wx' }));
  if (held.has(lock) || !(isMade() || (takeAway(lock) && isMade())))
    throw new CrosscheckError({
      code: 'report-file',
      message: `Cannot write "${path}": another command does, process ${pidOf(lock) || 'unknown'}`,
      remedy: `Wait until it has ended; if there is none, remove "${lock}"`,
    });
  held.add(lock);
  return { release: async () => void (held.delete(lock) && rmSync(lock, { force: true })) };
}

/** Removes what a dead process left. It is moved first, and put back if it had just become that of another. */
function takeAway(lock: string): boolean {
  const aside = `${lock}.${process.pid}`;
  if (isAlive(pidOf(lock)) || isRefused('ENOENT', () => renameSync(lock, aside))) return false;
  const isLeft = !isAlive(pidOf(aside));
  if (!isLeft) isRefused('EEXIST', () => linkSync(aside, lock));
  rmSync(aside);
  return isLeft;
}

/** A process is asked nothing, and may be another user's. A lock without an id is just being written. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  return !(pid > 0) || !isRefused('ESRCH', () => isRefused('EPERM', () => process.kill(pid, 0)));
}

function pidOf(lock: string): number {
  let text = '';
  isRefused('ENOENT', () => {
    text = readFileSync(lock, 'utf8');
  });
  return Number(text);
}

/** Whether the system refuses it for this reason; any other is thrown. */
function isRefused(code: string, act: () => unknown): boolean {
  try {
    act();
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return true;
    throw error;
  }
}
