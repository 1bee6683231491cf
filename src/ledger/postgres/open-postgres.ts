/** Opens a ledger in PostgreSQL, which processes on several machines can share. */
import { Kysely, sql } from 'kysely';
import { Pool, types } from 'pg';

import { readRegularFile } from '../../disk/read-files.ts';
import { Failure } from '../../model/failure.ts';
import { requireLedgerLocation } from '../../model/ledger/ledger-location.ts';
import { runRead } from '../ledger-failure.ts';
import type { Queryable, Store } from '../store.ts';
import type { Tables } from '../schema/tables.ts';
import { postgresDialect } from './postgres-dialect.ts';

/**
 * Opens the database and checks that the server responds. `from` names the source of the address in messages.
 * Throws `Failure` `bad-ledger` and `ledger-unreachable`.
 */
export async function openPostgres(location: string, from?: string): Promise<Store> {
  const parsed = requireLedgerLocation(location, from);
  if (parsed.engine !== 'postgres') throw new TypeError('not a PostgreSQL address');
  const source = from === undefined ? '' : ` (from ${from})`;
  const place = { engine: 'postgres', place: `${parsed.place}${source}` } as const;
  const db = connect(parsed.url);
  const store: Store = {
    ...place,
    db,
    tables: async (reader) => {
      const query = sql<{ name: string }>`
        select tablename as name from pg_tables where schemaname = any(current_schemas(false))`;
      const { rows } = await query.execute(reader);
      if (rows.length === 0) await refuseHiddenSchemas(reader);
      return rows.map(({ name }) => name);
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
    await refuseSpecialFiles(parsed.url);
    await runRead(place, () => sql`select 1`.execute(db));
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/**
 * Throws if the role may use none of the schemas that its address selects. PostgreSQL hides their tables, so that a
 * ledger in them would count as missing. The code is that of `insufficient_privilege`.
 */
async function refuseHiddenSchemas(reader: Queryable): Promise<void> {
  const query = sql<{ name: string }>`
    select nspname as name from pg_namespace
    where cardinality(current_schemas(false)) = 0 and not has_schema_privilege(oid, 'usage')
      and nspname in (
        select trim(part, ' "') from unnest(string_to_array(current_setting('search_path'), ',')) as part)`;
  const [hidden] = (await query.execute(reader)).rows;
  if (!hidden) return;
  throw Object.assign(new Error(`permission denied for schema ${hidden.name}`), { code: '42501' });
}

/** Parameters that name a file. The driver reads it whole, and would hang on a pipe without a writer. */
const fileParameters = ['sslrootcert', 'sslcert', 'sslkey'];
const maxCertificateBytes = 1024 * 1024;

async function refuseSpecialFiles(url: string): Promise<void> {
  const { searchParams } = new URL(url);
  for (const name of fileParameters) {
    for (const path of searchParams.getAll(name)) {
      await readRegularFile(path, maxCertificateBytes).catch((error: NodeJS.ErrnoException) => {
        // The driver reports a missing file.
        if (error.code !== 'EFTYPE' && error.code !== 'EFBIG') return;
        throw new Failure({
          code: 'bad-ledger',
          message: `The \`${name}\` file ${path} in the address of the ledger ${error.code === 'EFBIG' ? 'is larger than 1 MiB' : 'is not a regular file'}.`,
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
    // A process runs one transaction at a time; a heartbeat waits for the current commit.
    max: 1,
    connectionTimeoutMillis: 10_000,
    // A silently dropped connection must not hang an apply.
    query_timeout: 60_000,
    keepAlive: true,
    types: { getTypeParser },
  });
  // The current or next query reports a lost connection. Without listeners, these events would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });
  return new Kysely<Tables>({ dialect: postgresDialect(pool) });
}

/** Parses 8-byte integers as numbers: portal ids and counters stay far below 2^53. */
const getTypeParser: typeof types.getTypeParser = (oid, format) =>
  oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format);
