/** A ledger in PostgreSQL, shared by processes on several machines. */
import { Kysely, sql } from 'kysely';
import { Pool, types } from 'pg';

import { readRegularFile } from '../../disk/read-files.ts';
import { Failure } from '../../model/failure.ts';
import { requireLedgerLocation } from '../../model/ledger/ledger-address.ts';
import { runRead } from '../ledger-failure.ts';
import type { Queryable, Store } from '../store.ts';
import type { Tables } from '../schema/tables.ts';
import { postgresDialect } from './postgres-dialect.ts';

/**
 * Connects once, to check that the server responds. `from` names the source of the address in messages. Throws
 * `Failure` `bad-ledger` and `ledger-unreachable`.
 */
export async function openPostgres(address: string, from?: string): Promise<Store> {
  const location = requireLedgerLocation(address, from);
  if (location.engine !== 'postgres') throw new TypeError('not a PostgreSQL address');
  const words = from === undefined ? '' : ` (from ${from})`;
  const place = { engine: 'postgres', place: `${location.place}${words}` } as const;
  const db = connect(location.url);
  const store: Store = {
    ...place,
    db,
    tables: async (reader) => {
      const query = sql<{ name: string }>`
        select tablename as name from pg_tables where schemaname = any(current_schemas(false))`;
      return (await query.execute(reader)).rows.map(({ name }) => name);
    },
    lockForMigration: async (transaction) => {
      await sql`select pg_advisory_xact_lock(hashtext('rollcall'))`.execute(transaction);
    },
    clock: async (transaction) => {
      const query = sql<{ now: number }>`
        select extract(epoch from clock_timestamp())::double precision * 1000 as now`;
      const { rows } = await query.execute(transaction);
      return Math.floor(rows[0]?.now ?? Number.NaN);
    },
    close: () => db.destroy(),
  };
  try {
    await refuseSpecialFiles(location.url);
    await runRead(place, () => sql`select 1`.execute(db));
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The driver reads each of these files whole, and waits for a pipe that nothing writes to. */
const fileParameters = ['sslrootcert', 'sslcert', 'sslkey'];
const largestCertificate = 1024 * 1024;

async function refuseSpecialFiles(url: string): Promise<void> {
  const { searchParams } = new URL(url);
  for (const name of fileParameters) {
    for (const path of searchParams.getAll(name)) {
      await readRegularFile(path, largestCertificate).catch((error: NodeJS.ErrnoException) => {
        // Of a file that is missing the driver says so.
        if (error.code !== 'EFTYPE' && error.code !== 'EFBIG') return;
        throw new Failure({
          code: 'bad-ledger',
          message: `The file ${path} that \`${name}\` of the ledger's address names ${error.code === 'EFBIG' ? 'is larger than 1 MiB' : 'is not a regular file'}.`,
          help: `Name a certificate or key on this machine, for example ${name}=/path/ca.pem.`,
        });
      });
    }
  }
}

function connect(url: string): Queryable {
  const pool = new Pool({
    connectionString: url,
    application_name: 'rollcall',
    // One process does one thing after the other; a heartbeat waits for the commit under way.
    max: 1,
    connectionTimeoutMillis: 10_000,
    // A connection that silently went away must not hang an apply.
    query_timeout: 60_000,
    keepAlive: true,
    types: { getTypeParser },
  });
  // A lost connection is reported by the query under way or the next one; unheard, these events would
  // end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });
  return new Kysely<Tables>({ dialect: postgresDialect(pool) });
}

/** Eight-byte integers as numbers: portals and counters stay far below 2^53. */
const getTypeParser: typeof types.getTypeParser = (oid, format) =>
  oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format);
