/**
 * Runs Kysely on a pool of PostgreSQL connections. Leaves no session state behind: a transaction-mode pooler gives
 * the server connection to other clients between two transactions.
 */
import type { DatabaseConnection, Dialect, Driver, QueryResult, TransactionSettings } from 'kysely';
import { CompiledQuery, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { DatabaseError } from 'pg';
import type { Pool, PoolClient } from 'pg';

import { ConnectionLostError } from '../ledger-failure.ts';

export function postgresDialect(pool: Pool): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driver(pool),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

/**
 * Makes each commit durable and limits every wait. Applies to one transaction, and overrides the defaults of the
 * server and the role, and settings that another client of a pooler left behind.
 */
const settings = [
  'set local synchronous_commit = on',
  `set local lock_timeout = '10s'`,
  `set local idle_in_transaction_session_timeout = '60s'`,
].join('; ');

interface PooledClient {
  readonly client: PoolClient;
  /** The error that made the connection unusable. */
  lost?: Error;
}

function driver(pool: Pool): Driver {
  const held = new WeakMap<DatabaseConnection, PooledClient>();
  const run = async (connection: DatabaseConnection, text: string): Promise<void> => {
    await connection.executeQuery(CompiledQuery.raw(text));
  };
  return {
    init: async () => {},
    acquireConnection: async () => {
      const pooled: PooledClient = { client: await pool.connect() };
      const connection = connectionOf(pooled);
      held.set(connection, pooled);
      return connection;
    },
    // The server may end a session shortly before its socket closes. The pool still considers the client healthy
    // and would reuse it. Releasing it with the query's error makes the pool destroy it.
    releaseConnection: async (connection) => {
      const pooled = held.get(connection);
      pooled?.client.release(pooled.lost);
    },
    // Several statements in one text without parameters take one round trip.
    beginTransaction: (connection, transaction) =>
      run(connection, `${startStatement(transaction)}; ${settings}`),
    commitTransaction: (connection) => run(connection, 'commit'),
    rollbackTransaction: async (connection) => {
      // The server has already rolled back the transaction of a lost connection.
      if (!held.get(connection)?.lost) await run(connection, 'rollback');
    },
    destroy: () => pool.end(),
  };
}

function startStatement({ isolationLevel, accessMode }: TransactionSettings): string {
  const isolation = isolationLevel ? ` isolation level ${isolationLevel}` : '';
  return `start transaction${isolation}${accessMode ? ` ${accessMode}` : ''}`;
}

function connectionOf(held: PooledClient): DatabaseConnection {
  return {
    executeQuery: async <R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> => {
      try {
        // Kysely's query defines the type of the rows. A text of several statements returns an array of results.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        const { rows, rowCount, command } = await held.client.query(sql, [...parameters]);
        return {
          rows: rows ?? [],
          ...(rowChangingCommands.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}),
        };
      } catch (error) {
        if (!(error instanceof Error) || !endsConnection(error)) throw error;
        held.lost = error;
        throw new ConnectionLostError(error);
      }
    },
    streamQuery: () => {
      throw new Error('rows are read in pages, not streamed');
    },
  };
}

const rowChangingCommands: ReadonlySet<string | undefined> = new Set(['INSERT', 'UPDATE', 'DELETE']);

/**
 * Returns whether a connection is unusable after an error. Errors of the client (socket, timeout) always end it.
 * Errors of the server end it in class 08 (connection) and 57P (shutdown, also by an administrator), as 25P03 (idle
 * in transaction), and with severity FATAL. Source: PostgreSQL documentation, appendix A.
 */
function endsConnection(error: Error): boolean {
  if (!(error instanceof DatabaseError)) return true;
  const code = error.code ?? '';
  return code.startsWith('08') || code.startsWith('57P') || code === '25P03' || error.severity === 'FATAL';
}
