/**
 * A PostgreSQL for tests: the server that ROLLCALL_TEST_POSTGRES names, else the one that answers at
 * 127.0.0.1:5432 (user `postgres`, database `test`), else one inside this process, which serves one
 * connection at a time. `ROLLCALL_TEST_POSTGRES=in-process` asks for the last.
 */
import { randomBytes } from 'node:crypto';

import { Client } from 'pg';

export interface TestPostgres {
  /** False for the one inside this process: two ledgers can't be open on it at once. */
  readonly manyConnections: boolean;
  /** The address of an empty place of its own for a ledger. */
  readonly fresh: () => Promise<string>;
  /** Runs SQL beside the ledger at an address; where connections are few, the ledger must be closed. */
  readonly query: (address: string, text: string) => Promise<readonly Record<string, unknown>[]>;
  /** Removes everything that was made. */
  readonly stop: () => Promise<void>;
}

const usual = 'postgres://postgres@127.0.0.1:5432/test';

export async function startTestPostgres(): Promise<TestPostgres> {
  const asked = process.env['ROLLCALL_TEST_POSTGRES'];
  if (asked === 'in-process') return inProcess();
  if (asked !== undefined) return onServer(asked);
  return (await answers(usual)) ? onServer(usual) : inProcess();
}

function onServer(server: string): TestPostgres {
  const schemas: string[] = [];
  return {
    manyConnections: true,
    fresh: async () => {
      const schema = `rollcall_test_${randomBytes(8).toString('hex')}`;
      await queryAt(server, `create schema ${schema}`);
      schemas.push(schema);
      const address = new URL(server);
      address.searchParams.set('options', `-c search_path=${schema}`);
      return address.href.replaceAll('+', '%20');
    },
    query: queryAt,
    stop: async () => {
      for (const schema of schemas) await queryAt(server, `drop schema ${schema} cascade`);
    },
  };
}

async function inProcess(): Promise<TestPostgres> {
  const { PGlite } = await import('@electric-sql/pglite');
  const { PGLiteSocketServer } = await import('@electric-sql/pglite-socket');
  const database = await PGlite.create();
  // A connection that was closed keeps its place a little longer than its client knows.
  const server = new PGLiteSocketServer({ db: database, port: 0, maxConnections: 10 });
  await server.start();
  const address = `postgres://postgres@${server.getServerConn()}/postgres`;
  return {
    manyConnections: false,
    fresh: async () => {
      await database.exec('drop schema public cascade; create schema public');
      return address;
    },
    query: async (_address, text) => (await database.query<Record<string, unknown>>(text)).rows,
    stop: async () => {
      await server.stop();
      await database.close();
    },
  };
}

async function answers(address: string): Promise<boolean> {
  try {
    await queryAt(address, 'select 1');
    return true;
  } catch {
    return false;
  }
}

async function queryAt(address: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: address, connectionTimeoutMillis: 3_000 });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
