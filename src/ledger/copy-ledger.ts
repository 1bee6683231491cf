/**
 * Moves a ledger to another place. Two usable ledgers never share one id: the copy is marked as unfinished
 * until the source refuses writes. Running an interrupted copy again finishes it.
 */
import { sql } from 'kysely';

import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { LedgerCopy } from '../model/ledger/ledger-reports.ts';
import { copiedTables, insertRows, readRows, tableDigest } from './copied-tables.ts';
import type { TableDigest } from './copied-tables.ts';
import { runRead, runWrite } from './ledger-failure.ts';
import { formatOf, migrate, migrations } from './schema/migrate.ts';
import { openLedger, openStore } from './open-ledger.ts';
import type { Queryable, Store, WriteTransaction } from './store.ts';
import type { Tables } from './schema/tables.ts';

export interface CopyEnd {
  readonly location: string;
  /** The place as messages show it, without a password. */
  readonly place: string;
}

/**
 * Copies a ledger with its id and secret, compares every table, and marks the source as moved. The source
 * stays in use unless the copy is complete. Throws `no-ledger`, `locked`, `ledger-moved`, `ledger-incomplete`
 * (the source is itself an unfinished copy), `ledger-not-empty` and `copy-differs`.
 */
export async function copyLedger(ends: {
  readonly from: CopyEnd;
  readonly to: CopyEnd;
}): Promise<LedgerCopy> {
  const source = await openStore({ location: ends.from.location, mode: 'write' });
  if (!source) throw noLedger(ends.from);
  try {
    if ((await runRead(source, () => formatOf(source))) === 0) throw noLedger(ends.from);
    await runWrite(source, () => migrate(source));
    const target = await openStore({ location: ends.to.location, mode: 'create' });
    if (!target) throw new Error('openStore returned no store in create mode');
    try {
      return await copyBetween(source, target, ends);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/**
 * Copies a ledger to a SQLite file for a rehearsal, and leaves the source as it is: the copy has the same id, and must
 * never be used for an account of HubSpot. Returns false if there is no ledger. Throws as `openLedger` does.
 */
export async function copyForRehearsal(from: CopyEnd, to: string): Promise<boolean> {
  const checked = await openLedger({ location: from.location, mode: 'read' });
  if (!checked) return false;
  await checked.close();
  const source = await openStore({ location: from.location, mode: 'read' });
  const target = await openStore({ location: to, mode: 'create' });
  if (!source || !target) throw new Error('openStore returned no store');
  try {
    await runRead(source, () => copyRows(source.db, target, from));
    await target.db.updateTable('rollcall_meta').set({ copied_from: null }).execute();
    await target.db.updateTable('rollcall_leases').set({ owner: null }).execute();
    return true;
  } finally {
    await source.close();
    await target.close();
  }
}

type Ends = Parameters<typeof copyLedger>[0];

async function copyBetween(source: Store, target: Store, ends: Ends): Promise<LedgerCopy> {
  const meta = await runRead(source, () => metaOf(source.db));
  if (meta.copied_from !== null) throw sourceUnfinished(ends.from, meta.copied_from);
  const existing = await readTargetMeta(target);
  const isUnfinished = existing?.meta?.copied_from === ends.from.place;
  const movedHere =
    isUnfinished && meta.moved_to === ends.to.place && existing.meta?.ledger_id === meta.ledger_id;
  if (meta.moved_to !== null && !movedHere) throw alreadyMoved(ends.from, meta.moved_to);
  if (existing && !isUnfinished) throw notEmpty(ends.to);
  // If the source already refuses writes, only the comparison is left to do.
  const tables = movedHere
    ? await compare(await digestsOf(source), target)
    : await runWrite(source, () => copyAndMarkMoved(source, target, ends));
  await runWrite(target, async () => {
    await target.db.updateTable('rollcall_meta').set({ copied_from: null }).execute();
  });
  return { ledgerId: meta.ledger_id, tables };
}

/** Fills the target and marks the source as moved, in one transaction of the source that blocks all writers. */
async function copyAndMarkMoved(source: Store, target: Store, ends: Ends): Promise<LedgerCopy['tables']> {
  return source.db.transaction().execute(async (transaction) => {
    await blockWriters(source, transaction);
    const digests = await runWrite(target, () => copyRows(transaction, target, ends.from));
    const tables = await compare(digests, target);
    await transaction.updateTable('rollcall_meta').set({ moved_to: ends.to.place }).execute();
    return tables;
  });
}

/**
 * Blocks all writers until the transaction ends. Locking leases and pauses is enough: every write checks a lease,
 * or sets or lifts a pause. An expired lease is ended, because its run could still write. Throws `locked` if a
 * lease has not expired.
 */
async function blockWriters(source: Store, transaction: WriteTransaction): Promise<void> {
  if (source.engine === 'postgres') {
    await sql`lock table rollcall_meta, rollcall_leases, rollcall_pauses in exclusive mode`.execute(
      transaction,
    );
  }
  const now = await source.clock(transaction);
  const held = await transaction
    .selectFrom('rollcall_leases')
    .selectAll()
    .where('owner', 'is not', null)
    .execute();
  const alive = held.find(({ expires_at }) => now < Date.parse(expires_at));
  if (alive) {
    throw new Failure({
      exitCode: ExitCode.locked,
      code: 'locked',
      message: `The ledger is in use: ${alive.owner ?? ''} has held the lock on account ${alive.portal} since ${alive.acquired_at}. Nothing was copied.`,
      help: 'Run the copy again after that run has ended. `rollcall unlock` shows the lock holder.',
    });
  }
  await transaction.updateTable('rollcall_leases').set({ owner: null }).execute();
}

/** Replaces the target's rollcall tables and copies every row, in one transaction of the target. */
async function copyRows(
  source: Queryable,
  target: Store,
  from: CopyEnd,
): Promise<ReadonlyMap<string, TableDigest>> {
  const meta = await metaOf(source);
  return target.db.transaction().execute(async (transaction) => {
    await target.lockForMigration(transaction);
    for (const name of await ledgerTables(target, transaction)) {
      await sql`drop table ${sql.table(name)}`.execute(transaction);
    }
    for (const step of migrations) await step(transaction, target.engine);
    const digests = new Map<string, TableDigest>();
    for (const table of copiedTables) {
      const sum = tableDigest();
      for await (const rows of readRows(source, table)) {
        await insertRows(transaction, table.name, rows);
        sum.add(rows);
      }
      digests.set(table.name, sum.result);
    }
    const { format, hash_key, ledger_id } = meta;
    await transaction
      .updateTable('rollcall_meta')
      .set({ format, hash_key, ledger_id, copied_from: from.place })
      .execute();
    return digests;
  });
}

async function digestsOf(store: Store): Promise<ReadonlyMap<string, TableDigest>> {
  return runRead(store, async () => {
    const digests = new Map<string, TableDigest>();
    for (const table of copiedTables) {
      const sum = tableDigest();
      for await (const rows of readRows(store.db, table)) sum.add(rows);
      digests.set(table.name, sum.result);
    }
    return digests;
  });
}

/** Reads the copy back and returns the number of rows of each table. Throws `copy-differs`. */
async function compare(
  expected: ReadonlyMap<string, TableDigest>,
  target: Store,
): Promise<LedgerCopy['tables']> {
  const found = await digestsOf(target);
  for (const [name, { rows, digest }] of expected) {
    const copy = found.get(name);
    if (copy?.digest === digest && copy.rows === rows) continue;
    throw new Failure({
      code: 'copy-differs',
      message: `The copy at ${target.place} differs from its source in table ${name} (${(copy?.rows ?? 0).toLocaleString('en-US')} rows in the copy, ${rows.toLocaleString('en-US')} in the source). The source stays in use.`,
      help: 'Run the same `rollcall ledger copy` again. It replaces the unfinished copy.',
    });
  }
  return [...expected].map(([name, { rows }]) => ({ name, rows }));
}

/** Returns the ledger that the target holds, if any; without `meta` if its format is not the current one. */
async function readTargetMeta(target: Store): Promise<{ readonly meta?: Meta } | undefined> {
  return runRead(target, async () => {
    const format = await formatOf(target);
    if (format === 0) return undefined;
    return format === migrations.length ? { meta: await metaOf(target.db) } : {};
  });
}

type Meta = Tables['rollcall_meta'];

function metaOf(db: Queryable): Promise<Meta> {
  return db.selectFrom('rollcall_meta').selectAll().executeTakeFirstOrThrow();
}

async function ledgerTables(store: Store, db: Queryable): Promise<readonly string[]> {
  return (await store.tables(db)).filter((name) => name.startsWith('rollcall_'));
}

function noLedger({ place }: CopyEnd): Failure {
  return new Failure({
    code: 'no-ledger',
    message: `There is no ledger at ${place}. Nothing was copied.`,
    help: 'Correct the first address: it must name an existing ledger. `rollcall ledger status` shows the ledger in use.',
  });
}

function alreadyMoved({ place }: CopyEnd, to: string): Failure {
  return new Failure({
    code: 'ledger-moved',
    message: `The ledger at ${place} already moved to ${to}. Nothing was copied.`,
    help: 'Copy the ledger at the new location instead.',
  });
}

function notEmpty({ place }: CopyEnd): Failure {
  return new Failure({
    code: 'ledger-not-empty',
    message: `A ledger already exists at ${place}, and a copy never replaces one. Nothing was copied.`,
    help: 'Name an empty database or a file that does not exist. `rollcall ledger status` shows what a ledger holds.',
  });
}

function sourceUnfinished({ place }: CopyEnd, source: string): Failure {
  return new Failure({
    code: 'ledger-incomplete',
    message: `The ledger at ${place} is itself an unfinished copy of the ledger at ${source}. Nothing was copied.`,
    help: 'Finish that copy first, with the same `rollcall ledger copy`.',
  });
}
