/**
 * PostgreSQL for tests: the server in ROLLCALL_TEST_POSTGRES, else a server at 127.0.0.1:5432 (user `postgres`,
 * database `test`), else an in-process one, which accepts one connection at a time.
 * `ROLLCALL_TEST_POSTGRES=in-process` selects the in-process one.
 */
import { randomBytes } from 'node:crypto';

import { Client } from 'pg';

export interface TestPostgres {
  /** False for the in-process one: only one ledger can be open at a time. */
  readonly manyConnections: boolean;
  /** Returns the location of an empty schema. */
  readonly fresh: () => Promise<string>;
  /** Runs SQL on another connection. Without `manyConnections`, close the ledger first. */
  readonly query: (location: string, text: string) => Promise<readonly Record<string, unknown>[]>;
  /** Removes everything that was created. */
  readonly stop: () => Promise<void>;
}

const defaultServer = 'postgres://postgres@127.0.0.1:5432/test';

export async function startTestPostgres(): Promise<TestPostgres> {
  const configured = process.env['ROLLCALL_TEST_POSTGRES'];
  if (configured === 'in-process') return inProcess();
  if (configured !== undefined) return onServer(configured);
  return (await responds(defaultServer)) ? onServer(defaultServer) : inProcess();
}

function onServer(server: string): TestPostgres {
  const schemas: string[] = [];
  return {
    manyConnections: true,
    fresh: async () => {
      const schema = `rollcall_test_${randomBytes(8).toString('hex')}`;
      await queryAt(server, `create schema ${schema}`);
      schemas.push(schema);
      const location = new URL(server);
      location.searchParams.set('options', `-c search_path=${schema}`);
      return location.href.replaceAll('+', '%20');
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
  // The server frees a closed connection slightly later than its client closes it.
  const server = new PGLiteSocketServer({ db: database, port: 0, maxConnections: 10 });
  await server.start();
  const location = `postgres://postgres@${server.getServerConn()}/postgres`;
  return {
    manyConnections: false,
    fresh: async () => {
      await database.exec('drop schema public cascade; create schema public');
      return location;
    },
    query: async (_address, text) => (await database.query<Record<string, unknown>>(text)).rows,
    stop: async () => {
      await server.stop();
      await database.close();
    },
  };
}

async function responds(location: string): Promise<boolean> {
  try {
    await queryAt(location, 'select 1');
    return true;
  } catch {
    return false;
  }
}

async function queryAt(location: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: location, connectionTimeoutMillis: 3_000 });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
