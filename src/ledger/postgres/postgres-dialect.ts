/**
 * Kysely on a pool of PostgreSQL connections. Leaves no session state behind, because a transaction-mode
 * pooler hands the same server connection to other clients between two transactions.
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
 * Whatever the defaults of the server or role are, or what another client of a pooler left: durable at the
 * commit, and never waiting without end. They hold for one transaction.
 */
const settings = [
  'set local synchronous_commit = on',
  `set local lock_timeout = '10s'`,
  `set local idle_in_transaction_session_timeout = '60s'`,
].join('; ');

interface PooledClient {
  readonly client: PoolClient;
  /** Why the connection is unusable. */
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
      const one: PooledClient = { client: await pool.connect() };
      const made = connectionOf(one);
      held.set(made, one);
      return made;
    },
    // The server may end a session a moment before its socket closes. Until then the pool takes the client
    // for a healthy one and hands it out again: only the error of the query shows that it must be destroyed.
    releaseConnection: async (connection) => {
      const one = held.get(connection);
      one?.client.release(one.lost);
    },
    // One text without parameters is one round trip.
    beginTransaction: (connection, transaction) => run(connection, `${beginning(transaction)}; ${settings}`),
    commitTransaction: (connection) => run(connection, 'commit'),
    rollbackTransaction: async (connection) => {
      // The server has already rolled back what a lost connection began.
      if (!held.get(connection)?.lost) await run(connection, 'rollback');
    },
    destroy: () => pool.end(),
  };
}

function beginning({ isolationLevel, accessMode }: TransactionSettings): string {
  const isolation = isolationLevel ? ` isolation level ${isolationLevel}` : '';
  return `start transaction${isolation}${accessMode ? ` ${accessMode}` : ''}`;
}

function connectionOf(held: PooledClient): DatabaseConnection {
  return {
    executeQuery: async <R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> => {
      try {
        // Kysely's query defines the rows; several statements at once return several results.
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
 * Returns whether a connection is unusable after an error. The client raises errors of its own (socket, timeout);
 * those of the server end the session when they are of class 08 (connection), 57P (shutdown, also by an
 * administrator) or 25P03 (idle in transaction). Source: PostgreSQL, appendix A.
 */
function endsConnection(error: Error): boolean {
  if (!(error instanceof DatabaseError)) return true;
  const code = error.code ?? '';
  return code.startsWith('08') || code.startsWith('57P') || code === '25P03' || error.severity === 'FATAL';
}
