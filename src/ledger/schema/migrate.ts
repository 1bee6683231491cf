/** Migrates a ledger to the current format. */
import { Failure } from '../../model/failure.ts';
import { readFailure } from '../ledger-failure.ts';
import type { Queryable, Store, WriteTransaction } from '../store.ts';
import { toFormat1, toFormat2, toFormat3, toFormat4 } from './formats.ts';

/** One step from a format to the next. Uses plain SQL, because the types describe only the current format. */
export type Migration = (transaction: WriteTransaction, engine: Store['engine']) => Promise<void>;

/** The format of a ledger is the number of migrations applied to it. */
export const migrations: readonly Migration[] = [toFormat1, toFormat2, toFormat3, toFormat4];

/** The oldest format that can be read without a migration. */
export const oldestRead = 2;

/** Returns whether a ledger has the columns and tables that format 3 added. */
export function isFormat3(format: number): boolean {
  return format >= 3;
}

/** Returns whether a ledger has the columns and tables that format 4 added. */
export function isFormat4(format: number): boolean {
  return format >= 4;
}

/**
 * Creates or migrates the tables in one transaction. Throws `Failure` `ledger-newer` for a ledger that a newer
 * version wrote, `ledger-unreadable` for a SQLite file of another program.
 */
export async function migrate(store: Store, steps: readonly Migration[] = migrations): Promise<void> {
  if ((await formatOf(store, steps.length)) === steps.length) return;
  await store.db.transaction().execute(async (transaction) => {
    await store.lockForMigration(transaction);
    // Another process may have migrated while this one waited for the lock.
    const from = await formatWithin(store, transaction);
    for (const step of steps.slice(from)) await step(transaction, store.engine);
    await transaction.updateTable('rollcall_meta').set({ format: steps.length }).execute();
  });
}

/** Returns the format of a ledger, or 0 if it has no tables yet. Throws as `migrate` does. */
export async function formatOf(store: Store, known: number = migrations.length): Promise<number> {
  const format = await formatWithin(store, store.db);
  if (format > known) {
    throw new Failure({
      code: 'ledger-newer',
      message: `The ledger ${store.place} has format ${format}; this version of rollcall supports formats up to ${known}.`,
      help: 'Install the version of rollcall that wrote it, or a later one.',
    });
  }
  return format;
}

async function formatWithin(store: Store, db: Queryable): Promise<number> {
  const tables = await store.tables(db);
  if (tables.length === 0) return 0;
  if (!tables.includes('rollcall_meta')) {
    // A PostgreSQL database may hold tables of other programs; a ledger file may not.
    if (store.engine === 'postgres') return 0;
    throw readFailure(store, new Error('it is a SQLite database of another program'));
  }
  const { format } = await db.selectFrom('rollcall_meta').select('format').executeTakeFirstOrThrow();
  return format;
}
