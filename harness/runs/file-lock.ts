import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CrosscheckError } from '../../core/errors.ts';
import { systemGuid } from '../../core/seeded-random.ts';

/** The locks that this process has, or is about to have. */
const held = new Set<string>();

/**
 * Locks a file for this process until the lock is released. The lock is the file `PATH.lock` with the id of the
 * process. The lock of a dead process is replaced. Throws a CrosscheckError if another command has locked the file, or
 * if the lock cannot be written.
 */
export async function lockFile(path: string): Promise<{ release(): Promise<void> }> {
  const lock = `${path}.lock`;
  const key = resolve(lock);
  if (held.has(key)) throw taken(path, `${process.pid}`);
  held.add(key);
  try {
    if (!(await create(lock, path))) await takeOver(path);
  } catch (error) {
    held.delete(key);
    throw error;
  }
  let isReleased = false;
  return {
    async release() {
      // A second call must not remove the lock of another process.
      if (isReleased) return;
      isReleased = true;
      await rm(lock, { force: true });
      held.delete(key);
    },
  };
}

/** Returns true if a living process has locked a file. */
export async function isLocked(path: string): Promise<boolean> {
  const lock = `${path}.lock`;
  const owner = await readOwner(lock);
  return owner !== undefined && (held.has(resolve(lock)) || isAlive(owner));
}

/** Creates the lock; returns false if it exists already. */
async function create(lock: string, path: string): Promise<boolean> {
  try {
    await writeFile(lock, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    throw new CrosscheckError({
      code: 'report-file',
      message: `Cannot write "${path}": its lock "${lock}" cannot be created: ${code ?? message}`,
      remedy: 'Free disk space, or name a folder where files can be created',
      cause,
    });
  }
}

/**
 * Replaces the lock of a dead process. Only a process that has locked the lock itself may do so. Then the lock cannot
 * change under it: the dead owner cannot release it, and no other process may replace it.
 */
async function takeOver(path: string): Promise<void> {
  const lock = `${path}.lock`;
  await checkDead(path);
  const guard = await lockFile(lock);
  try {
    if (await checkDead(path)) await replace(lock);
    else if (!(await create(lock, path))) throw taken(path, (await readOwner(lock)) ?? '');
  } finally {
    await guard.release();
  }
}

async function replace(lock: string): Promise<void> {
  const own = `${lock}.${systemGuid()}`;
  try {
    await writeFile(own, `${process.pid}\n`);
    await rename(own, lock);
  } finally {
    await rm(own, { force: true });
  }
}

/** Returns true if the lock of a dead process exists. Throws a CrosscheckError if its owner is alive. */
async function checkDead(path: string): Promise<boolean> {
  const owner = await readOwner(`${path}.lock`);
  if (owner !== undefined && isAlive(owner)) throw taken(path, owner);
  return owner !== undefined;
}

/** Returns the process id in a lock; undefined if there is no lock. */
async function readOwner(lock: string): Promise<string | undefined> {
  try {
    return (await readFile(lock, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Returns true if the process with this id exists. A lock without an id is just being written, so its process counts as
 * alive.
 */
function isAlive(owner: string): boolean {
  const pid = Number(owner);
  if (!Number.isSafeInteger(pid) || pid < 1) return true;
  // This process does not have the lock: an earlier process had the same id, as happens in containers.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function taken(path: string, owner: string): CrosscheckError {
  const user = owner === '' ? 'another command' : `process ${owner}`;
  return new CrosscheckError({
    code: 'report-file',
    message: `Cannot use "${path}": ${user} is using it`,
    remedy: `Wait until it has ended. If it is not a command of Crosscheck, remove "${path}.lock"`,
  });
}
