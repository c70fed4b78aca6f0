import { readFile, rm, writeFile } from 'node:fs/promises';
import { CrosscheckError } from '../../core/errors.ts';

/** The locks that this process holds. */
const held = new Set<string>();

/**
 * Takes a file for this process alone, by `PATH.lock` beside it with the process's id in it, until it is released. A lock that a dead
 * process left behind is taken over. Throws a CrosscheckError when another command has the file, or when the lock can not be
 * written.
 */
export async function lockFile(path: string): Promise<{ release(): Promise<void> }> {
  const lock = `${path}.lock`;
  if (!(await create(lock, path))) {
    const owner = await readFile(lock, 'utf8').catch(() => '');
    if (isAlive(owner, lock)) throw taken(path, owner);
    await rm(lock, { force: true });
    if (!(await create(lock, path))) throw taken(path, await readFile(lock, 'utf8').catch(() => ''));
  }
  held.add(lock);
  return {
    async release() {
      held.delete(lock);
      await rm(lock, { force: true });
    },
  };
}

/** False when the lock is there already. */
async function create(lock: string, path: string): Promise<boolean> {
  try {
    await writeFile(lock, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    throw new CrosscheckError({
      code: 'report-file',
      message: `"${path}" can not be written: its lock "${lock}" can not be created: ${code ?? message}`,
      remedy: 'Make room, or name a folder where files can be created',
      cause,
    });
  }
}

/** Whether the process of this id is there. A lock without an id is just being written. */
function isAlive(owner: string, lock: string): boolean {
  const pid = Number(owner);
  if (!Number.isSafeInteger(pid) || pid < 1) return true;
  // Ids come again, in a container at once.
  if (pid === process.pid) return held.has(lock);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function taken(path: string, owner: string): CrosscheckError {
  const who = owner.trim() === '' ? 'another command' : `process ${owner.trim()}`;
  return new CrosscheckError({
    code: 'report-file',
    message: `Cannot use "${path}" as ${who} is at it`,
    remedy: `Wait until that has ended. If it is no command of crosscheck's, remove "${path}.lock"`,
  });
}
