/** Test databases of both engines, and fixtures for ledger tests. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Libsql from 'libsql';
import { beforeAll } from 'vitest';

import { openLedger } from '../../src/ledger/open-ledger.ts';
import { openPostgres } from '../../src/ledger/postgres/open-postgres.ts';
import { migrate, type Migration } from '../../src/ledger/schema/migrate.ts';
import { openSqlite } from '../../src/ledger/sqlite/open-sqlite.ts';
import type { Store } from '../../src/ledger/store.ts';
import type { Day } from '../../src/model/time.ts';
import type { Lease, Ledger, NewIntent, NewRun } from '../../src/model/ledger/ledger.ts';
import { startTestPostgres } from './test-postgres.ts';

export const portalId = 4242;
export const midnight = '2026-11-02T00:00:00.000Z';
export const noon = '2026-11-02T12:00:00.000Z';
export const later = '2026-11-03T12:00:00.000Z';

export interface TestDatabase {
  readonly manyConnections: boolean;
  /** Returns the location of an empty database. */
  readonly fresh: () => Promise<string>;
  /** Runs SQL on the database at a location, on another connection. */
  readonly query: (location: string, text: string) => Promise<readonly unknown[]>;
  readonly stop: () => Promise<void>;
}

export const engines: readonly { readonly name: string; readonly start: () => Promise<TestDatabase> }[] = [
  { name: 'SQLite', start: startTestSqlite },
  { name: 'PostgreSQL', start: startTestPostgres },
];

/** Starts a database for the suite in which it is called, and stops it after the last test. */
export function suiteDatabase(start: () => Promise<TestDatabase>): Omit<TestDatabase, 'stop'> {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await start();
    return database.stop;
  });
  return {
    get manyConnections() {
      return required(database).manyConnections;
    },
    fresh: () => required(database).fresh(),
    query: (location, text) => required(database).query(location, text),
  };
}

/** SQL of one apply in a ledger of format 2 or 3. */
export const rowsOfOneRun: readonly string[] = [
  `insert into rollcall_portals values (${portalId}, '${noon}')`,
  `insert into rollcall_runs values
    (${portalId}, 1, 'apply', 'plan-1', 'c0ffee', null, 'ana', '0', '${noon}', null, null, null)`,
];

/** Creates a ledger of an earlier format and fills it with SQL. */
export async function createOlderLedger(
  database: Pick<TestDatabase, 'query'>,
  ledger: {
    readonly engine: string;
    readonly location: string;
    readonly migrations: readonly Migration[];
    readonly rows: readonly string[];
  },
): Promise<void> {
  const { engine, location, migrations, rows } = ledger;
  const store = engine === 'SQLite' ? await openSqlite(location, 'create') : await openPostgres(location);
  await migrate(store, migrations);
  await store.close();
  for (const row of rows) await database.query(location, row);
}

export async function startTestSqlite(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-ledger-'));
  // Some tests read the folder as another user.
  await chmod(folder, 0o755);
  let count = 0;
  return {
    manyConnections: true,
    fresh: async () => {
      count += 1;
      return join(folder, `${count}`, 'ledger.db');
    },
    query: async (location, text) => {
      const file = new Libsql(location);
      try {
        const statement = file.prepare(text);
        if (statement.reader) return statement.all([]);
        statement.run([]);
        return [];
      } finally {
        file.close();
      }
    },
    stop: () => rm(folder, { recursive: true, force: true }),
  };
}

export function someRun(changes: Partial<NewRun> = {}): NewRun {
  return {
    command: 'apply',
    planId: 'plan-1',
    configHash: 'c0ffee',
    commit: 'abc123',
    actor: 'ana',
    version: '0.1.0',
    at: noon,
    ...changes,
  };
}

export function someIntent(changes: Partial<NewIntent> & { readonly since?: Day } = {}): NewIntent {
  return {
    action: 'enroll',
    kind: 'sequence',
    targetId: '5510021',
    targetKey: 'q4-outbound',
    contactId: '1042',
    origin: 'text',
    planId: 'plan-1',
    senderUserId: '7001',
    emails: 4,
    at: noon,
    ...changes,
  };
}

/** Acquires the lease of a portal. Throws if it is held. */
export async function take(
  ledger: Ledger,
  changes: {
    readonly portalId?: number;
    readonly owner?: string;
    readonly lifetimeMilliseconds?: number;
  } = {},
): Promise<Lease> {
  const acquired = await ledger.acquire({
    portalId,
    owner: 'runner-1',
    lifetimeMilliseconds: 60_000,
    ...changes,
  });
  if ('heldBy' in acquired) throw new Error(`held by ${acquired.heldBy.owner}`);
  return acquired;
}

/** Creates a ledger at a location and starts a run in it. */
export async function openRun(
  location: string,
): Promise<{ readonly ledger: Ledger; readonly lease: Lease; readonly run: number }> {
  const ledger = await openLedger({ location, mode: 'create' });
  const lease = await take(ledger);
  return { ledger, lease, run: await lease.startRun(someRun()) };
}

/** Opens the database of a ledger without the ledger. */
export async function openStore(engine: string, location: string): Promise<Store> {
  return engine === 'SQLite' ? openSqlite(location, 'write') : openPostgres(location);
}

/** Returns the value. Throws if it is undefined. */
export function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('unexpected undefined');
  return value;
}
