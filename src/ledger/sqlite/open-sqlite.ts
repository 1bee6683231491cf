/** Opens a ledger in a SQLite file. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Kysely, sql } from 'kysely';
import Libsql from 'libsql';

import { isSqliteError, runRead, sqliteResultCode, readFailure, writeFailure } from '../ledger-failure.ts';
import type { Queryable, Store } from '../store.ts';
import type { Tables } from '../schema/tables.ts';
import { makeLedgerFile, refuseUnreadLog, watchLedgerFile } from './ledger-file.ts';
import { sqliteDialect } from './sqlite-dialect.ts';

/** How long to wait for another connection's transaction, in milliseconds. */
const busyTimeout = 5_000;

/**
 * Opens the file. `read` opens it read-only: SQLite may only create `-wal` and `-shm` next to it. `create` creates
 * a missing folder and file. Throws `Failure` `ledger-unreadable` and `ledger-write`.
 */
export async function openSqlite(path: string, mode: 'read' | 'write' | 'create'): Promise<Store> {
  if (mode === 'read') return openToRead(path);
  if (mode === 'create') await makeLedgerFile(path);
  return openToWrite(path, mode === 'create' ? 'rwc' : 'rw');
}

async function openToRead(path: string): Promise<Store> {
  return runRead(placeOf(path), async () => {
    const store = storeOf(path, connect(path, 'mode=ro'));
    try {
      await store.tables(store.db);
      return store;
    } catch (error) {
      await store.close();
      // In a read-only folder SQLite cannot create the files through which it shares the ledger with a writer.
      if (
        !isSqliteError(error, sqliteResultCode.readOnly) &&
        !isSqliteError(error, sqliteResultCode.cantOpen)
      )
        throw error;
      // With `immutable`, SQLite reads the file without them and ignores commits that are still in the log.
      await refuseUnreadLog(path);
      return storeOf(path, connect(path, 'mode=ro&immutable=1'));
    }
  });
}

async function openToWrite(path: string, mode: 'rw' | 'rwc'): Promise<Store> {
  let checkFile = (): void => {};
  const store = storeOf(
    path,
    connectToWrite(path, mode, () => checkFile()),
  );
  try {
    await store.tables(store.db);
    // Makes each commit durable: a record must survive a power cut once the request was sent.
    await sql`pragma journal_mode = wal`.execute(store.db);
    await sql`pragma synchronous = full`.execute(store.db);
    // 64 MiB (the value is in KiB): each commit reads the unique index at a random place.
    await sql`pragma cache_size = -65536`.execute(store.db);
    checkFile = watchLedgerFile(path);
  } catch (error) {
    await store.close();
    throw isWriteProblem(error) ? writeFailure(store, error) : readFailure(store, error);
  }
  return {
    ...store,
    close: async () => {
      // Moves all commits into the main file, because users may copy or cache only that file.
      await sql`pragma wal_checkpoint(truncate)`.execute(store.db).catch(() => {});
      await store.close();
    },
  };
}

function connectToWrite(path: string, mode: 'rw' | 'rwc', beforeCommit: () => void): Queryable {
  try {
    return connect(path, `mode=${mode}`, beforeCommit);
  } catch (error) {
    throw writeFailure(placeOf(path), error);
  }
}

function connect(path: string, parameters: string, beforeCommit = (): void => {}): Queryable {
  return new Kysely<Tables>({
    dialect: sqliteDialect(openFile(path, parameters), { busyTimeout, beforeCommit }),
  });
}

function openFile(path: string, parameters: string): Libsql.Database {
  try {
    return new Libsql(`${pathToFileURL(resolve(path)).href}?${parameters}`);
  } catch (cause) {
    // libsql sets no result code here.
    const error = new Error('SQLite could not open the file', { cause });
    throw Object.assign(error, { rawCode: sqliteResultCode.cantOpen });
  }
}

function storeOf(path: string, db: Queryable): Store {
  return {
    ...placeOf(path),
    db,
    tables: async (reader) => {
      const query = sql<{ name: string }>`select name from sqlite_schema where type = 'table'`;
      return (await query.execute(reader)).rows.map(({ name }) => name);
    },
    // The current write transaction already excludes other writers.
    lockForMigration: async () => {},
    clock: async () => Date.now(),
    close: () => db.destroy(),
  };
}

function isWriteProblem(error: unknown): boolean {
  return [
    sqliteResultCode.readOnly,
    sqliteResultCode.full,
    sqliteResultCode.cantOpen,
    sqliteResultCode.busy,
  ].some((code) => isSqliteError(error, code));
}

function placeOf(path: string): { readonly engine: 'sqlite'; readonly place: string } {
  return { engine: 'sqlite', place: path };
}
