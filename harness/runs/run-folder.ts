import { constants } from 'node:fs';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { wallClock } from '../../core/clock.ts';
import { CrosscheckError } from '../../core/errors.ts';
import { systemGuid } from '../../core/seeded-random.ts';
import type { Stopped } from '../../core/stopped.ts';
import { isLocked, lockFile } from './file-lock.ts';
import { attempt, fileNameOf, replaceFile } from './report-file.ts';

/** The commands that write a report. */
export type ReportingCommand = 'run' | 'resume' | 'onboard' | 'webhooks';

/** The description of a run that is about to begin. */
export interface ReportedRun {
  readonly command: ReportingCommand;
  /** A word that distinguishes the run from others of the command in the same second. */
  readonly label: string;
  /** Builds the report of a run that an error stopped before its command could report. */
  readonly buildStopped: (stopped: Stopped) => ReportFiles;
}

/**
 * The files of a report, by name. Each is rendered only when it is written, so that they are not all in memory at once.
 */
export type ReportFiles = Readonly<Record<string, () => string>>;

/** The folder of all runs, relative to the current folder. */
const RUNS = 'reports/runs';
/** The folder with the report of each command's last run. */
const LATEST = 'reports/latest';
/** The default number of runs of each command whose reports are kept; `COS_KEEP_RUNS` changes it. */
const KEPT_RUNS = 20;

/**
 * The folder of the report of one run. When all files are written, a copy of it becomes the latest report of its
 * command. Nothing else writes below `reports/runs` and `reports/latest`.
 */
export class RunFolder {
  /** The folders of runs that have begun in this process and are not published yet. */
  private static readonly open = new Set<RunFolder>();
  /** The path, relative to the current folder. */
  readonly path: string;
  private readonly name: string;
  private readonly run: ReportedRun;
  private readonly release: () => Promise<void>;

  private constructor(name: string, run: ReportedRun, release: () => Promise<void>) {
    this.name = name;
    this.path = join(RUNS, name);
    this.run = run;
    this.release = release;
    RunFolder.open.add(this);
  }

  /**
   * Creates the folder of a run that is about to begin, empties the latest report of its command and removes the oldest
   * runs. Throws a CrosscheckError if files cannot be written there; nothing has been sent then.
   */
  static async begin(run: ReportedRun): Promise<RunFolder> {
    const keptRuns = readKeptRuns();
    // First: if a later line fails, the report of an earlier run must not be mistaken for that of this one.
    await emptyLatest(run.command);
    const stamp = new Date(wallClock.nowMs()).toISOString().replaceAll(/[-:]|\.\d+/g, '');
    const base = `${stamp}-${run.command}-${fileNameOf(run.label)}`;
    for (let nth = 1; ; nth += 1) {
      const name = nth === 1 ? base : `${base}-${nth}`;
      if (!(await createFolder(join(RUNS, name)))) continue;
      const lock = await lockFile(join(RUNS, name));
      const folder = new RunFolder(name, run, () => lock.release());
      await removeOldest(run.command, keptRuns);
      return folder;
    }
  }

  /**
   * Writes and publishes a report for every run of this process that has none, after an error that stops the process.
   */
  static async stopAll(stopped: Stopped): Promise<void> {
    for (const folder of [...RunFolder.open]) {
      for (const [name, render] of Object.entries(folder.run.buildStopped(stopped)))
        await folder.write(name, render(), 'The run was stopped');
      await folder.publish();
    }
  }

  /** Ends every run of this process without publishing a report. */
  static async discardAll(): Promise<void> {
    for (const folder of [...RunFolder.open]) await folder.discard();
  }

  /** Writes a file of the report and returns its path. `what` says in an error message what was done before. */
  async write(name: string, text: string, what: string): Promise<string> {
    const file = join(this.path, name);
    await replaceFile(file, text, what);
    return file;
  }

  /** Makes a copy of the folder the latest report of its command, completely or not at all. */
  async publish(): Promise<void> {
    const [copy, latest] = [join(RUNS, `.copy-of-${this.name}`), join(LATEST, this.run.command)];
    try {
      await attempt(latest, 'The report is written', async () => {
        await cp(this.path, copy, { recursive: true, mode: constants.COPYFILE_FICLONE });
        // Another run of the command may publish between the two renames: the last one to end wins.
        while (!(await moveInto(copy, latest))) await removeLatest(this.run.command);
      });
    } finally {
      await rm(copy, { recursive: true, force: true });
      await this.close();
    }
  }

  /** Ends a run without publishing it; removes its folder if that is empty. */
  private async discard(): Promise<void> {
    const names = await readdir(this.path).catch(() => []);
    if (names.length === 0) await rm(this.path, { recursive: true, force: true });
    await this.close();
  }

  private async close(): Promise<void> {
    RunFolder.open.delete(this);
    await this.release();
  }
}

async function emptyLatest(command: ReportingCommand): Promise<void> {
  const latest = join(LATEST, command);
  await attempt(latest, 'Nothing was sent', async () => {
    await removeLatest(command);
    await mkdir(latest).catch((error: NodeJS.ErrnoException) => {
      // Another run of the command has begun, or ended, since.
      if (error.code !== 'EEXIST') throw error;
    });
  });
}

/** Removes the latest report. It is first moved away, if possible, so that an interrupt leaves no part of it. */
async function removeLatest(command: ReportingCommand): Promise<void> {
  const [latest, removed] = [join(LATEST, command), join(RUNS, `.removed-${systemGuid()}`)];
  try {
    await mkdir(RUNS, { recursive: true });
    await rename(latest, removed);
  } catch (error) {
    // There is no report, or another run has just moved it away.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    await rm(latest, { recursive: true, force: true });
  }
  await rm(removed, { recursive: true, force: true });
}

/** Creates the folder of a run; returns false if it exists already. */
async function createFolder(path: string): Promise<boolean> {
  return await attempt(path, 'Nothing was sent', async () => {
    try {
      await mkdir(path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  });
}

/** Renames a folder, replacing an empty one; returns false if a folder with files has that name. */
async function moveInto(folder: string, name: string): Promise<boolean> {
  try {
    await rename(folder, name);
    return true;
  } catch (error) {
    // Windows does not replace an empty folder either.
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

/**
 * Removes the oldest runs of a command, and the files that killed processes have left. A run that has not ended stays.
 */
async function removeOldest(command: ReportingCommand, keptRuns: number): Promise<void> {
  const names = (await readdir(RUNS)).sort();
  const isOfCommand = new RegExp(`^\\d{8}T\\d{6}Z-${command}-(?!.*\\.lock)`);
  const old = names.filter((name) => isOfCommand.test(name)).slice(0, -keptRuns);
  const left = names.filter((name) => /^\.(?:copy-of|removed)-/.test(name));
  for (const name of [...left, ...old]) {
    const run = join(RUNS, name.replace(/^\.copy-of-/, ''));
    if (await isLocked(run)) continue;
    await rm(join(RUNS, name), { recursive: true, force: true });
    if (old.includes(name)) await rm(`${run}.lock`, { force: true });
  }
}

function readKeptRuns(): number {
  const text = process.env.COS_KEEP_RUNS ?? '';
  if (text === '') return KEPT_RUNS;
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new CrosscheckError({
    code: 'configuration',
    message: `Cannot use COS_KEEP_RUNS="${text}": expected an integer from 1 to 99999`,
    remedy: `Set the number of runs of each command whose reports are kept; default: ${KEPT_RUNS}`,
  });
}
