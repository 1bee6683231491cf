/** Kysely on libsql: one connection, one transaction at a time, statements prepared once. */
import { setImmediate, setTimeout } from 'node:timers/promises';

import type { DatabaseConnection, Dialect, Driver, QueryResult, TransactionSettings } from 'kysely';
import { CompiledQuery, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type Libsql from 'libsql';

import { isSqliteError, sqliteResultCode } from '../ledger-failure.ts';

export interface SqliteSettings {
  /** How long to wait for another connection's transaction, in milliseconds. */
  readonly busyTimeout: number;
  /** Throws when a commit would not last. */
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
  const only = connection((query) => {
    // A statement outside a transaction commits by itself.
    if (!database.inTransaction) beforeCommit();
    return execute(query);
  });
  const turns = mutex();
  const run = async (sql: string): Promise<void> => {
    await execute(CompiledQuery.raw(sql));
  };
  return {
    init: async () => {},
    acquireConnection: async () => {
      await turns.take();
      return only;
    },
    releaseConnection: async () => {
      turns.give();
    },
    // A transaction that will write takes the lock at its start: taking it later could find that
    // somebody else wrote since the first read, and SQLite would refuse without waiting.
    beginTransaction: (_connection, transaction: TransactionSettings) =>
      run(transaction.accessMode === 'read only' ? 'begin' : 'begin immediate'),
    commitTransaction: async () => {
      beforeCommit();
      await run('commit');
    },
    rollbackTransaction: async () => {
      // A full disk has already ended it.
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

function executor(database: Libsql.Database, patience: number): Execute {
  const prepare = preparedStatements(database);
  const breathe = eventLoopYielder();
  return async <R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> => {
    await breathe();
    return retryWhileBusy(patience, () => {
      const statement = prepare(sql);
      const bound = parameters.map(bindable);
      // `get` would add a property of its own to the row. Kysely's query says what the rows are.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      if (statement.reader) return { rows: statement.all(bound) as R[] };
      const { changes } = statement.run(bound);
      return { rows: [], numAffectedRows: BigInt(changes) };
    });
  };
}

/** libsql ends the whole process when it is given a boolean, so nothing unexpected may pass. */
function bindable(value: unknown): string | number | null {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  throw new TypeError(`a ${typeof value} can't be stored in the ledger`);
}

/** Keeps the statements that are used again and again; multi-row inserts have many forms. */
function preparedStatements(database: Libsql.Database): (sql: string) => Libsql.Statement {
  const known = new Map<string, Libsql.Statement>();
  return (sql) => {
    const before = known.get(sql);
    if (before) return before;
    if (known.size >= 100) known.clear();
    const made = database.prepare(sql);
    known.set(sql, made);
    return made;
  };
}

/** libsql is synchronous and frees what it holds only between turns of the event loop. */
function eventLoopYielder(): () => Promise<void> {
  let queries = 0;
  return async () => {
    queries += 1;
    if (queries % 256 === 0) await setImmediate();
  };
}

/**
 * Waits for another connection without stopping the process, as SQLite's own busy timeout would: the
 * other connection may be in this process.
 */
async function retryWhileBusy<T>(patience: number, work: () => T): Promise<T> {
  const deadline = performance.now() + patience;
  for (let pause = 1; ; pause = Math.min(pause * 2, 25)) {
    try {
      return work();
    } catch (error) {
      if (!isSqliteError(error, sqliteResultCode.busy) || performance.now() > deadline) throw error;
    }
    await setTimeout(pause);
  }
}

function mutex(): { take(): Promise<void>; give(): void } {
  let free = Promise.resolve();
  let give = (): void => {};
  return {
    take: async () => {
      const before = free;
      let done = (): void => {};
      free = new Promise((resolve) => {
        done = resolve;
      });
      await before;
      give = done;
    },
    give: () => {
      give();
    },
  };
}
