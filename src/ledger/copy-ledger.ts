/**
 * Moves a ledger to another place, whole. At no moment are there two usable ledgers with one id: the copy is
 * marked as unfinished until the source refuses writes. Running the same copy again finishes it.
 */
import { sql } from 'kysely';

import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { LedgerCopy } from '../model/ledger/ledger-reports.ts';
import { copiedTables, insertRows, readRows, tableDigest } from './copied-tables.ts';
import type { TableDigest } from './copied-tables.ts';
import { runRead, runWrite } from './ledger-failure.ts';
import { formatOf, migrate, migrations } from './schema/migrate.ts';
import { openStore } from './open-ledger.ts';
import type { Queryable, Store, WriteTransaction } from './store.ts';
import type { Tables } from './schema/tables.ts';

export interface CopyEnd {
  readonly address: string;
  /** The place in words, without a password. */
  readonly place: string;
}

/**
 * Copies a ledger with its id and secret, compares every table, and marks the source as moved. Throws
 * `no-ledger`, `locked`, `ledger-moved`, `ledger-incomplete` (the source is itself unfinished),
 * `ledger-not-empty` and `copy-differs`. The source stays in use unless the copy is complete.
 */
export async function copyLedger(ends: {
  readonly from: CopyEnd;
  readonly to: CopyEnd;
}): Promise<LedgerCopy> {
  const source = await openStore({ address: ends.from.address, mode: 'write' });
  if (!source) throw noLedger(ends.from);
  try {
    if ((await runRead(source, () => formatOf(source))) === 0) throw noLedger(ends.from);
    await runWrite(source, () => migrate(source));
    const target = await openStore({ address: ends.to.address, mode: 'create' });
    if (!target) throw new Error('a store opened to create is always there');
    try {
      return await copyBetween(source, target, ends);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

type Ends = Parameters<typeof copyLedger>[0];

async function copyBetween(source: Store, target: Store, ends: Ends): Promise<LedgerCopy> {
  const meta = await runRead(source, () => metaOf(source.db));
  if (meta.copied_from !== null) throw sourceUnfinished(ends.from, meta.copied_from);
  const there = await readTargetMeta(target);
  const isUnfinished = there?.meta?.copied_from === ends.from.place;
  const movedHere =
    isUnfinished && meta.moved_to === ends.to.place && there.meta?.ledger_id === meta.ledger_id;
  if (meta.moved_to !== null && !movedHere) throw alreadyMoved(ends.from, meta.moved_to);
  if (there && !isUnfinished) throw notEmpty(ends.to);
  // The source already refuses writes, so that the copy only has to be compared again.
  const tables = movedHere
    ? await compare(await digestsOf(source), target)
    : await runWrite(source, () => copyAndMarkMoved(source, target, ends));
  await runWrite(target, async () => {
    await target.db.updateTable('rollcall_meta').set({ copied_from: null }).execute();
  });
  return { ledgerId: meta.ledger_id, tables };
}

/** Fills the target and marks the source, in one transaction of the source that keeps every writer out. */
async function copyAndMarkMoved(source: Store, target: Store, ends: Ends): Promise<LedgerCopy['tables']> {
  return source.db.transaction().execute(async (transaction) => {
    await keepWritersOut(source, transaction);
    const digests = await runWrite(target, () => copyRows(transaction, target, ends.from));
    const tables = await compare(digests, target);
    await transaction.updateTable('rollcall_meta').set({ moved_to: ends.to.place }).execute();
    return tables;
  });
}

/**
 * Every write checks a lease or is a pause. A run whose lease ran out could still write: it loses the lease.
 * Throws `locked` while a run is alive.
 */
async function keepWritersOut(source: Store, transaction: WriteTransaction): Promise<void> {
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
      message: `The ledger is in use: ${alive.owner ?? ''} holds the lock on account ${alive.portal} since ${alive.acquired_at}. Nothing was copied.`,
      help: 'Run the copy again when that run has ended. `rollcall unlock` shows the lock.',
    });
  }
  await transaction.updateTable('rollcall_leases').set({ owner: null }).execute();
}

/** Makes the tables and copies every row, in one transaction of the target. */
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

/** Reads the copy back. Throws `copy-differs`. */
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
      message: `The copy in ${target.place} differs from its source in ${name}: ${copy?.rows ?? 0} of ${rows} rows. The source stays in use.`,
      help: 'Run the same copy again: it replaces the unfinished copy.',
    });
  }
  return [...expected].map(([name, { rows }]) => ({ name, rows }));
}

/** The ledger that the target holds, if any; without its description where the format is another one. */
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
    help: 'Correct the first address: it is the ledger that exists. `rollcall ledger status` shows the one in use.',
  });
}

function alreadyMoved({ place }: CopyEnd, to: string): Failure {
  return new Failure({
    code: 'ledger-moved',
    message: `The ledger at ${place} moved to ${to} already. Nothing was copied.`,
    help: 'Copy the ledger at the new location instead.',
  });
}

function notEmpty({ place }: CopyEnd): Failure {
  return new Failure({
    code: 'ledger-not-empty',
    message: `There is a ledger at ${place} already, and a copy never replaces one. Nothing was copied.`,
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
