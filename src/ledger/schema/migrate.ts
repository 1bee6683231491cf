/** Brings a ledger to the format of this version, or says why it can't be used. */
import { Failure } from '../../model/failure.ts';
import { readFailure } from '../ledger-failure.ts';
import type { Queryable, Store, WriteTransaction } from '../store.ts';
import { toFormat1, toFormat2, toFormat3 } from './formats.ts';

/** One step from a format to the next, in plain SQL: the types are those of the last format. */
export type Migration = (transaction: WriteTransaction, engine: Store['engine']) => Promise<void>;

/** The format of a ledger is the number of these that it went through. */
export const migrations: readonly Migration[] = [toFormat1, toFormat2, toFormat3];

/** The oldest format that readers understand; a writing command migrates older ones first. */
export const oldestRead = 2;

/** Returns whether a ledger has the columns and tables that came with format 3. */
export function isFormat3(format: number): boolean {
  return format >= 3;
}

/**
 * Makes or updates the tables, all or none. Throws `Failure` `ledger-newer` for a ledger that a newer
 * version wrote, `ledger-unreadable` for a file that belongs to something else.
 */
export async function migrate(store: Store, steps: readonly Migration[] = migrations): Promise<void> {
  if ((await formatOf(store, steps.length)) === steps.length) return;
  await store.db.transaction().execute(async (transaction) => {
    await store.lockForMigration(transaction);
    // Somebody else may have done it while this process waited.
    const from = await formatWithin(store, transaction);
    for (const step of steps.slice(from)) await step(transaction, store.engine);
    await transaction.updateTable('rollcall_meta').set({ format: steps.length }).execute();
  });
}

/** The format of an open ledger, 0 when it has no tables yet. Throws as `migrate` does. */
export async function formatOf(store: Store, known: number = migrations.length): Promise<number> {
  const format = await formatWithin(store, store.db);
  if (format > known) {
    throw new Failure({
      code: 'ledger-newer',
      message: `The ledger ${store.place} has format ${format}; this version of rollcall knows formats up to ${known}.`,
      help: 'Install the version of rollcall that wrote it, or a later one.',
    });
  }
  return format;
}

async function formatWithin(store: Store, db: Queryable): Promise<number> {
  const tables = await store.tables(db);
  if (tables.length === 0) return 0;
  if (!tables.includes('rollcall_meta')) {
    // A database server is shared with others; a file is not.
    if (store.engine === 'postgres') return 0;
    throw readFailure(store, new Error('it is a database of something else'));
  }
  const { format } = await db.selectFrom('rollcall_meta').select('format').executeTakeFirstOrThrow();
  return format;
}
