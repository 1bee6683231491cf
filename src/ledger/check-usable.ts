/** Refuses a ledger that was copied elsewhere, is an unfinished copy, or has another id than the configuration. */
import { Failure } from '../model/failure.ts';
import { runRead } from './ledger-failure.ts';
import { isFormat3 } from './schema/migrate.ts';
import type { Queryable, Store, WriteTransaction } from './store.ts';
import type { Tables } from './schema/tables.ts';

/**
 * Throws `Failure` `ledger-id-differs`, `ledger-moved` or `ledger-incomplete` for a ledger that must not be used.
 * `format` is 0 if the database has no ledger yet. `pinned` is `ledgerId` of the configuration.
 */
export async function checkUsable(store: Store, format: number, pinned?: string): Promise<void> {
  const meta = isFormat3(format) ? await runRead(store, () => readMeta(store.db)) : undefined;
  refuseOther(store, meta?.ledger_id, pinned);
  if (meta) refuseMovedOrIncomplete(store.place, meta);
}

/**
 * Runs a write that needs no lease in a transaction. Throws `ledger-moved` if the ledger was copied elsewhere
 * and `ledger-incomplete` if it is an unfinished copy.
 */
export async function writeUnlessMoved<T>(
  store: Store,
  work: (transaction: WriteTransaction) => Promise<T>,
): Promise<T> {
  return store.db.transaction().execute(async (transaction) => {
    // A copy locks this table: the write commits before the copy, or finds that the ledger moved.
    const meta = readMeta(transaction, store.engine === 'postgres');
    refuseMovedOrIncomplete(store.place, await meta);
    return work(transaction);
  });
}

/** Throws `ledger-moved` if the ledger was copied elsewhere after this process opened it. */
export async function refuseMoved(store: Store, transaction: Queryable): Promise<void> {
  refuseMovedOrIncomplete(store.place, await readMeta(transaction));
}

type Meta = Pick<Tables['rollcall_meta'], 'ledger_id' | 'moved_to' | 'copied_from'>;

async function readMeta(db: Queryable, lock = false): Promise<Meta> {
  return db
    .selectFrom('rollcall_meta')
    .select(['ledger_id', 'moved_to', 'copied_from'])
    .$if(lock, (query) => query.forShare())
    .executeTakeFirstOrThrow();
}

function refuseMovedOrIncomplete(place: string, meta: Meta): void {
  if (meta.moved_to !== null) {
    throw new Failure({
      code: 'ledger-moved',
      message: `The ledger at ${place} moved to ${meta.moved_to}.`,
      help: 'Set ROLLCALL_LEDGER, or `ledger` in the configuration, to the new location.',
    });
  }
  if (meta.copied_from !== null) {
    throw new Failure({
      code: 'ledger-incomplete',
      message: `The ledger at ${place} is an unfinished copy of the ledger at ${meta.copied_from}.`,
      help: 'Run the same `rollcall ledger copy` again. It finishes the copy. Until then, the source stays in use.',
    });
  }
}

function refuseOther({ place }: Store, id: string | undefined, pinned: string | undefined): void {
  if (pinned === undefined || id === pinned) return;
  const found = id === undefined ? 'has no id' : `has the id ${id}`;
  throw new Failure({
    code: 'ledger-id-differs',
    message: `The ledger at ${place} ${found}, but the configuration accepts only \`ledgerId: ${pinned}\`. Nothing was sent.`,
    help: 'Point ROLLCALL_LEDGER, or `ledger` in the configuration, to the ledger with that id; `rollcall ledger status` shows which ledger is in use. Change `ledgerId` only if this ledger replaces the other one.',
  });
}
