import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder whose disk can be full for the process that uses it. */
export interface SmallDisk {
  /** Returns a command that runs another one on this disk. */
  wrap(command: readonly string[]): readonly string[];
  /** Leaves no space for the process with this id. */
  fill(pid: number): void;
  free(pid: number): void;
  /** Returns the path at which this process finds a file of the other one. */
  pathOf(pid: number, name: string): string;
}

/** Returns true if a process may mount a disk that only it sees; root and most users of Linux may. */
function canMount(): boolean {
  return process.env.FULL_DISK !== 'limit' && spawnSync('unshare', ['-rm', 'true']).status === 0;
}

/** Returns a command that mounts a disk (`size=2m`) over a folder, copies files there, and runs another command. */
function onOwnMount(folder: string, options: string, seed: string, command: readonly string[]): readonly string[] {
  const script = 'mount -t tmpfs tmpfs "$1" && cp -R "$2/." "$1" && mount -o "remount,$3" "$1" && shift 3 && exec "$@"';
  return ['unshare', '-rm', 'sh', '-c', script, 'sh', folder, seed, options, ...command];
}

/**
 * Creates a disk with a copy of these files: a real one of 16 megabytes if it can be mounted. Otherwise, or with
 * `FULL_DISK=limit`, a limit of the file size makes the same writes fail.
 */
export function makeSmallDisk(folder: string, files: readonly string[] = []): SmallDisk {
  const seed = `${folder}-seed`;
  for (const path of [folder, seed]) mkdirSync(path, { recursive: true });
  const isReal = canMount();
  for (const file of files) copyFileSync(file, join(isReal ? seed : folder, file.split('/').at(-1) ?? ''));
  return isReal ? mountedDisk(folder, seed) : limitedFiles(folder);
}

function mountedDisk(folder: string, seed: string): SmallDisk {
  const inside = (pid: number) => join(`/proc/${pid}/root`, folder);
  return {
    wrap: (command) => onOwnMount(folder, 'size=16m', seed, command),
    fill(pid) {
      const { bavail, bsize } = statfsSync(inside(pid));
      writeFileSync(join(inside(pid), 'filler'), Buffer.alloc(bavail * bsize));
    },
    free: (pid) => rmSync(join(inside(pid), 'filler')),
    pathOf: (pid, name) => join(inside(pid), name),
  };
}

/** A process that writes beyond its limit is killed unless it handles the signal. */
const WITH_HANDLER = ['--import', `data:text/javascript,process.on('SIGXFSZ',()=>undefined)`];

function limitedFiles(folder: string): SmallDisk {
  const limit = (pid: number, bytes: string) =>
    void execFileSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:unlimited`]);
  return {
    wrap: ([node = '', ...args]) => [node, ...WITH_HANDLER, ...args],
    fill: (pid) => limit(pid, '1'),
    free: (pid) => limit(pid, 'unlimited'),
    pathOf: (_pid, name) => join(folder, name),
  };
}

/** Returns a command that runs another one while this folder has space for 64 kilobytes. */
export function onFullDisk(folder: string, command: readonly string[]): readonly string[] {
  const [node = '', ...args] = command;
  if (!canMount()) return ['prlimit', '--fsize=65536', node, ...WITH_HANDLER, ...args];
  mkdirSync(`${folder}-seed`, { recursive: true });
  return onOwnMount(folder, 'size=64k', `${folder}-seed`, command);
}

/** Returns a command that runs another one where this folder is read-only, also for root. */
export function onReadOnlyDisk(folder: string, command: readonly string[]): readonly string[] {
  // Root ignores file permissions, so it needs a mount; for other users permissions suffice.
  if (process.getuid?.() !== 0)
    return ['sh', '-c', 'chmod -R a-w "$1" && shift && exec "$@"', 'sh', folder, ...command];
  const script = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"';
  return ['unshare', '-rm', 'sh', '-c', script, 'sh', folder, ...command];
}
