/** The SQL that lets another role read or write a ledger in PostgreSQL. */
import { sql } from 'kysely';
import { Failure } from '../../model/failure.ts';
import type { LedgerAccess } from '../../model/ledger/ledger-reports.ts';
import { copiedTables } from '../copied-tables.ts';
import { runRead } from '../ledger-failure.ts';
import type { Store } from '../store.ts';
import { openPostgres } from './open-postgres.ts';

interface GrantRequest {
  readonly role: string;
  readonly access: LedgerAccess;
}

/** The place and the owners of the tables of a ledger. */
interface LedgerTables {
  readonly database: string;
  readonly schema: string;
  readonly names: readonly string[];
  readonly owners: readonly string[];
}

/**
 * Returns the SQL for the ledger at an address. Returns undefined if there is none. Throws `Failure` `no-such-role`, and
 * the database failures of `openLedger`. Changes nothing.
 */
export async function ledgerGrants(
  { location, from }: { readonly location: string; readonly from?: string },
  request: GrantRequest,
): Promise<readonly string[] | undefined> {
  const store = await openPostgres(location, from);
  try {
    const tables = await runRead(store, () => readTables(store));
    if (!tables) return undefined;
    const exists = await runRead(store, () => roleExists(store, request.role));
    if (!exists) throw noSuchRole(store, request.role);
    return grantStatements(tables, request);
  } finally {
    await store.close();
  }
}

const privileges = { read: 'select', write: 'select, insert, update, delete' } as const;

/** Returns the statements, for the owner of the tables to run. Later tables of a new format are included. */
function grantStatements(
  { database, schema, names, owners }: LedgerTables,
  { role, access }: GrantRequest,
): readonly string[] {
  const to = `to ${quoted(role)}`;
  const inSchema = `in schema ${quoted(schema)}`;
  const tables = names.map((name) => `${quoted(schema)}.${quoted(name)}`).join(', ');
  return [
    `grant connect on database ${quoted(database)} ${to};`,
    `grant usage on schema ${quoted(schema)} ${to};`,
    `grant ${privileges[access]} on ${tables} ${to};`,
    ...owners.map(
      (owner) =>
        `alter default privileges for role ${quoted(owner)} ${inSchema} grant ${privileges[access]} on tables ${to};`,
    ),
  ];
}

/** Returns a name as an SQL identifier that means exactly this name. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const ledgerTables = ['rollcall_meta', ...copiedTables.map(({ name }) => name)];

async function readTables({ db }: Store): Promise<LedgerTables | undefined> {
  const query = sql<{ database: string; schema: string; name: string; owner: string }>`
    select current_database() as database, schemaname as schema, tablename as name, tableowner as owner
    from pg_tables
    where tablename in (${sql.join(ledgerTables)}) and schemaname = (
      select schemaname from pg_tables
      where tablename = 'rollcall_meta' and schemaname = any(current_schemas(false))
      order by array_position(current_schemas(false), schemaname) limit 1)
    order by tablename`;
  const { rows } = await query.execute(db);
  const [first] = rows;
  if (!first) return undefined;
  const { database, schema } = first;
  const owners = [...new Set(rows.map(({ owner }) => owner))].toSorted();
  return { database, schema, names: rows.map(({ name }) => name), owners };
}

async function roleExists({ db }: Store, role: string): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_roles where rolname = ${role}`.execute(db);
  return rows.length > 0;
}

function noSuchRole({ place }: Store, role: string): Failure {
  return new Failure({
    code: 'no-such-role',
    message: `PostgreSQL ${place} has no role ${quoted(role)}. Role names are case-sensitive here.`,
    help: "Create the role first, as a superuser or with CREATEROLE: create role NAME login password '…';",
  });
}
