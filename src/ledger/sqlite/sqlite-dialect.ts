/** Runs Kysely on libsql: one connection, one transaction at a time, cached prepared statements. */
import { setImmediate, setTimeout } from 'node:timers/promises';

import type { DatabaseConnection, Dialect, Driver, QueryResult, TransactionSettings } from 'kysely';
import { CompiledQuery, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type Libsql from 'libsql';

import { isSqliteError, sqliteResultCode } from '../ledger-failure.ts';

export interface SqliteSettings {
  /** How long to wait for another connection's transaction, in milliseconds. */
  readonly busyTimeout: number;
  /** Throws if a commit would be lost, for example because the file was deleted. */
  readonly beforeCommit: () => void;
}

export function sqliteDialect(database: Libsql.Database, settings: SqliteSettings): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driver(database, settings),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function driver(database: Libsql.Database, { busyTimeout, beforeCommit }: SqliteSettings): Driver {
  const execute = executor(database, busyTimeout);
  const soleConnection = connection((query) => {
    // A statement outside a transaction commits automatically.
    if (!database.inTransaction) beforeCommit();
    return execute(query);
  });
  const lock = mutex();
  const run = async (sql: string): Promise<void> => {
    await execute(CompiledQuery.raw(sql));
  };
  return {
    init: async () => {},
    acquireConnection: async () => {
      await lock.acquire();
      return soleConnection;
    },
    releaseConnection: async () => {
      lock.release();
    },
    // A write transaction locks the file at its start. If it locked after its first read and another process had
    // written in between, SQLite would fail without waiting.
    beginTransaction: (_connection, transaction: TransactionSettings) =>
      run(transaction.accessMode === 'read only' ? 'begin' : 'begin immediate'),
    commitTransaction: async () => {
      beforeCommit();
      await run('commit');
    },
    rollbackTransaction: async () => {
      // After an error such as a full disk, SQLite may have rolled back already.
      if (database.inTransaction) await run('rollback');
    },
    destroy: async () => {
      database.close();
    },
  };
}

type Execute = <R>(query: CompiledQuery) => Promise<QueryResult<R>>;

function connection(executeQuery: Execute): DatabaseConnection {
  return {
    executeQuery,
    streamQuery: () => {
      throw new Error('rows are read in pages, not streamed');
    },
  };
}

function executor(database: Libsql.Database, busyTimeout: number): Execute {
  const prepare = preparedStatements(database);
  const yieldToEventLoop = eventLoopYielder();
  return async <R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> => {
    await yieldToEventLoop();
    return retryWhileBusy(busyTimeout, () => {
      const statement = prepare(sql);
      const bound = parameters.map(bindable);
      // `get` would add a property to the row. Kysely's query defines the type of the rows.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      if (statement.reader) return { rows: statement.all(bound) as R[] };
      const { changes } = statement.run(bound);
      return { rows: [], numAffectedRows: BigInt(changes) };
    });
  };
}

/** Returns a value that libsql can bind. libsql aborts the process on a boolean, so other types throw. */
function bindable(value: unknown): string | number | null {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  throw new TypeError(`the ledger cannot store a value of type ${typeof value}`);
}

/**
 * Returns a cache of up to 100 prepared statements. The limit exists because multi-row inserts have many variants.
 */
function preparedStatements(database: Libsql.Database): (sql: string) => Libsql.Statement {
  const known = new Map<string, Libsql.Statement>();
  return (sql) => {
    const cached = known.get(sql);
    if (cached) return cached;
    if (known.size >= 100) known.clear();
    const statement = database.prepare(sql);
    known.set(sql, statement);
    return statement;
  };
}

/**
 * Returns a function that yields to the event loop on every 256th call. libsql is synchronous, and frees memory
 * only between turns of the event loop.
 */
function eventLoopYielder(): () => Promise<void> {
  let queries = 0;
  return async () => {
    queries += 1;
    if (queries % 256 === 0) await setImmediate();
  };
}

/**
 * Retries while another connection holds the lock, for up to `busyTimeout` milliseconds. SQLite's own busy timeout
 * would block the process, and the other connection may be in this process.
 */
async function retryWhileBusy<T>(busyTimeout: number, work: () => T): Promise<T> {
  const deadline = performance.now() + busyTimeout;
  for (let pause = 1; ; pause = Math.min(pause * 2, 25)) {
    try {
      return work();
    } catch (error) {
      if (!isSqliteError(error, sqliteResultCode.busy) || performance.now() > deadline) throw error;
    }
    await setTimeout(pause);
  }
}

function mutex(): { acquire(): Promise<void>; release(): void } {
  let released = Promise.resolve();
  let release = (): void => {};
  return {
    acquire: async () => {
      const previous = released;
      let resolveReleased = (): void => {};
      released = new Promise((resolve) => {
        resolveReleased = resolve;
      });
      await previous;
      release = resolveReleased;
    },
    release: () => {
      release();
    },
  };
}
