import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { createTables, openDataFile } from './data-file.ts';
import { isRejection } from './rejection.ts';

/** An SQLite database that prepares every statement once. */
export interface Store {
  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined;
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[];
  run(sql: string, ...values: SQLInputValue[]): void;
  /**
   * Runs an action as one commit. If it throws or returns a rejection, nothing of it is kept. A nested call joins the
   * outer commit, and its rejection undoes the whole.
   */
  atomically<Result>(action: () => Result): Result;
  /** Returns true inside a commit. */
  isInCommit(): boolean;
  /** Reads a setting of the bank. Settings are cached; a commit that is undone clears the cache. */
  setting(name: string): string | undefined;
  /** Writes a setting of the bank; a data file keeps it over a restart. */
  set(name: string, value: string): void;
  /** Deletes every row of every table. */
  empty(): void;
  close(): void;
}

/**
 * Opens the bank's database, in memory or in a file that no second emulator can open (WAL, synchronous NORMAL: a kill
 * of the process loses no acknowledged write). A new file gets the tables. Throws a CrosscheckError for a file that
 * `openDataFile` rejects.
 */
export function openStore(file: string | undefined): Store {
  const database = file === undefined ? new DatabaseSync(':memory:') : openDataFile(file);
  const statements = new Map<string, StatementSync>();
  const settings = new Map<string, string | undefined>();
  let commit: { isDoomed: boolean } | undefined;
  const prepare = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = database.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  // SQLite itself undoes a commit for which the disk has no space.
  const undo = () => {
    settings.clear();
    if (database.isTransaction) database.exec('ROLLBACK');
  };
  const store: Store = {
    get: <Row>(sql: string, ...values: SQLInputValue[]) => prepare(sql).get(...values) as Row | undefined,
    all: <Row>(sql: string, ...values: SQLInputValue[]) => prepare(sql).all(...values) as Row[],
    run: (sql, ...values) => {
      prepare(sql).run(...values);
    },
    atomically(action) {
      if (commit) {
        const result = action();
        commit.isDoomed ||= isRejection(result);
        return result;
      }
      store.run('BEGIN IMMEDIATE');
      commit = { isDoomed: false };
      try {
        const result = action();
        if (commit.isDoomed || isRejection(result)) undo();
        else store.run('COMMIT');
        return result;
      } catch (error) {
        undo();
        throw error;
      } finally {
        commit = undefined;
      }
    },
    isInCommit: () => commit !== undefined,
    setting(name) {
      if (!settings.has(name)) {
        const row = store.get<{ value: string }>('SELECT value FROM meta WHERE name = ?', name);
        settings.set(name, row?.value);
      }
      return settings.get(name);
    },
    set(name, value) {
      store.run('INSERT OR REPLACE INTO meta VALUES (?, ?)', name, value);
      settings.set(name, value);
    },
    empty() {
      settings.clear();
      const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
      store.atomically(() => {
        store.run('PRAGMA defer_foreign_keys = ON');
        for (const { name } of tables) database.exec(`DELETE FROM "${name}"`);
      });
    },
    close: () => database.close(),
  };
  if (file === undefined) createTables(database);
  return store;
}
