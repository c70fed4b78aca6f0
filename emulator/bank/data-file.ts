import { accessSync, closeSync, constants, existsSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CrosscheckError } from '../../core/errors.ts';
import { findDamage } from './data-file-checks.ts';
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from './schema.ts';

/** The page cache in KiB. A close reads every account; SQLite's own default, 2,000 KiB, reads them again and again. */
const CACHE_KIB = 65_536;

/**
 * Opens the database in a file, or creates it. Throws a CrosscheckError with its own remedy for a file that is not a
 * regular file, not a bank, of another version, damaged, in use, or not writable. A rejected file does not change.
 */
export function openDataFile(file: string): DatabaseSync {
  const path = resolve(file);
  checkPlace(file, path);
  let database: DatabaseSync | undefined;
  try {
    createForOwner(path);
    database = new DatabaseSync(path);
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const isNew = numberOf(database, 'SELECT count(*) AS value FROM sqlite_schema') === 0;
    if (!isNew) checkOrigin(file, database);
    if (!isNew) checkBooks(file, database);
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${CACHE_KIB}`);
    if (isNew) createTables(database);
    return database;
  } catch (error) {
    if (database?.isOpen) database.close();
    throw explainDataFileError(file, error);
  }
}

/**
 * Creates a new file for its owner only, because it contains customers; SQLite gives its side files the same mode. If
 * creation fails, SQLite reports the reason.
 */
function createForOwner(path: string): void {
  if (existsSync(path)) return;
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch {
    return;
  }
}

/** Creates the tables in one commit: a file has all of them or none. */
export function createTables(database: DatabaseSync): void {
  database.exec(
    `BEGIN; ${SCHEMA} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`,
  );
}

/** Checks the path before the file is opened; a pipe or device would block. */
function checkPlace(file: string, path: string): void {
  if (file.trim() === '') {
    throw new CrosscheckError({
      code: 'data-file',
      message: 'The data file has no name',
      remedy: 'Name a file, for example --data cos.db; without --data the books are kept in memory',
    });
  }
  const folder = dirname(path);
  const found = statusOf(path);
  const home = statusOf(folder);
  if (found?.isDirectory())
    throw unusable(file, 'is a folder', `Name a file in it, for example --data "${file}/cos.db"`);
  if (found && !found.isFile()) throw unusable(file, 'is not a regular file', ANOTHER);
  if (!home)
    throw unusable(
      file,
      `cannot be created: the folder "${folder}" does not exist`,
      `Create the folder "${folder}" first, or name a file in an existing folder`,
    );
  if (!home.isDirectory()) throw unusable(file, `cannot be created: "${folder}" is not a folder`, ANOTHER);
  const journal = statusOf(`${path}-wal`);
  if (!found?.size && journal?.size)
    throw unusable(file, `is ${found ? 'empty' : 'missing'}, but its write-ahead log "${file}-wal" is not`, RESTORE);
}

function statusOf(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function checkOrigin(file: string, database: DatabaseSync): void {
  if (numberOf(database, 'PRAGMA application_id') !== APPLICATION_ID)
    throw unusable(file, 'is an SQLite database, but not a Crosscheck bank', ANOTHER);
  const version = numberOf(database, 'PRAGMA user_version');
  if (version === SCHEMA_VERSION) return;
  const [age, remedy] =
    version < SCHEMA_VERSION
      ? ['an older', 'Open it with the version that wrote it, or start a new file: --data NEW-FILE']
      : ['a newer', 'Update Crosscheck, or start a new file: --data NEW-FILE'];
  throw unusable(
    file,
    `was written by ${age} Crosscheck: it has schema version ${version}, expected ${SCHEMA_VERSION}`,
    remedy,
  );
}

function checkBooks(file: string, database: DatabaseSync): void {
  const damage = findDamage(database);
  if (damage) throw unusable(file, `is damaged: ${damage}`, RESTORE);
}

const ANOTHER = 'Name another file with --data; a file that does not exist is created';
const RESTORE = 'Restore the file from a copy, or start a new one: --data NEW-FILE';

/** SQLITE_IOERR_WRITE: usually a quota or a limit of the file size, not a full disk. */
const WRITE_REFUSED = 778;

/** The meanings of SQLite's primary result codes. Source: sqlite.org, Result and Error Codes. */
const reasons: Readonly<Record<number, readonly [problem: string, remedy: string]>> = {
  5: ['is in use by another emulator', `Stop the other emulator. ${ANOTHER}`],
  6: ['is in use by another emulator', `Stop the other emulator. ${ANOTHER}`],
  8: ['cannot be written: the file or its folder is read-only', `Make both writable. ${ANOTHER}`],
  11: ['is damaged', RESTORE],
  13: ['cannot be written: the disk is full', 'Free space on the disk, then start again'],
  [WRITE_REFUSED]: [
    'cannot be written: the disk is full, or a quota or limit is reached',
    'Free space on the disk, then start again',
  ],
  14: ['cannot be opened', `Check its permissions and those of its folder. ${ANOTHER}`],
  26: ['is not an SQLite database', ANOTHER],
};

/** Explains an SQLite error of opening or first writing a data file; returns any other error unchanged. */
export function explainDataFileError(file: string, error: unknown): unknown {
  const { errcode } = error as { errcode?: number };
  if (error instanceof CrosscheckError || errcode === undefined) return error;
  const code = codeOf(file, errcode);
  const [problem, remedy] = reasons[code] ?? [`cannot be used: ${String((error as Error).message)}`, ANOTHER];
  return unusable(file, code === 11 ? `${problem}: ${(error as Error).message}` : problem, remedy, error);
}

/**
 * Returns SQLite's primary code. SQLite reports a read-only folder as a failure to open or write; this returns 8
 * instead.
 */
function codeOf(file: string, errcode: number): number {
  if (errcode === WRITE_REFUSED) return errcode;
  const primary = errcode & 0xff;
  return (primary === 10 || primary === 14) && isReadOnly(file) ? 8 : primary;
}

function isReadOnly(file: string): boolean {
  const path = resolve(file);
  try {
    accessSync(dirname(path), constants.W_OK);
    if (existsSync(path)) accessSync(path, constants.W_OK);
    return false;
  } catch {
    return true;
  }
}

function numberOf(database: DatabaseSync, sql: string): number {
  return Number(Object.values(database.prepare(sql).get() ?? {})[0]);
}

function unusable(file: string, problem: string, remedy: string, cause?: unknown): CrosscheckError {
  return new CrosscheckError({ code: 'data-file', message: `The data file "${file}" ${problem}`, remedy, cause });
}
