/** Reads, inserts and digests the tables that `copy-ledger.ts` copies. */
import { createHash } from 'node:crypto';

import { sql } from 'kysely';

import { batches } from './statements.ts';
import type { Tables } from './schema/tables.ts';
import type { Queryable, WriteTransaction } from './store.ts';

/** Every table except `rollcall_meta`, with its primary key. */
export const copiedTables: readonly {
  readonly name: Exclude<keyof Tables, 'rollcall_meta'>;
  readonly key: readonly string[];
}[] = [
  { name: 'rollcall_portals', key: ['portal'] },
  { name: 'rollcall_runs', key: ['portal', 'run'] },
  { name: 'rollcall_intents', key: ['portal', 'id'] },
  { name: 'rollcall_proofs', key: ['portal', 'intent', 'step'] },
  { name: 'rollcall_targets', key: ['portal', 'kind', 'id'] },
  { name: 'rollcall_addresses', key: ['portal', 'hash'] },
  { name: 'rollcall_forgotten', key: ['portal', 'hash'] },
  { name: 'rollcall_leases', key: ['portal'] },
  { name: 'rollcall_identities', key: ['portal', 'hash', 'contact_id'] },
  { name: 'rollcall_joins', key: ['portal', 'kind', 'target_id', 'former_id'] },
  { name: 'rollcall_pauses', key: ['portal', 'kind', 'target_id'] },
  { name: 'rollcall_gaps', key: ['portal', 'marked_at', 'from_at'] },
  { name: 'rollcall_heartbeats', key: ['portal', 'heartbeat'] },
  { name: 'rollcall_reviews', key: ['portal', 'file_set'] },
  { name: 'rollcall_vouches', key: ['portal', 'kind', 'target_id', 'contact_id', 'since'] },
];

type Row = Readonly<Record<string, string | number | null>>;

/** Page size of `readRows`. */
const rowsPerQuery = 10_000;

/** Yields all rows of a table in the order of its key, page by page. */
export async function* readRows(
  db: Queryable,
  { name, key }: (typeof copiedTables)[number],
): AsyncGenerator<readonly Row[]> {
  const columns = sql.join(key.map((column) => sql.ref(column)));
  for (let after: Row | undefined; ;) {
    const last = after;
    const from = last
      ? sql`where (${columns}) > (${sql.join(key.map((column) => last[column] ?? null))})`
      : sql``;
    const query = sql<Row>`select * from ${sql.table(name)} ${from} order by ${columns} limit ${rowsPerQuery}`;
    const { rows } = await query.execute(db);
    if (rows.length > 0) yield rows;
    after = rows.at(-1);
    if (!after || rows.length < rowsPerQuery) return;
  }
}

/** Inserts rows. All rows must have the columns of the first one. */
export async function insertRows(
  transaction: WriteTransaction,
  name: string,
  rows: readonly Row[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  for (const batch of batches(rows)) {
    const values = batch.map((row) => sql`(${sql.join(columns.map((column) => row[column] ?? null))})`);
    await sql`insert into ${sql.table(name)} (${sql.join(columns.map((column) => sql.ref(column)))})
      values ${sql.join(values)}`.execute(transaction);
  }
}

export interface TableDigest {
  readonly rows: number;
  readonly digest: string;
}

/**
 * Returns an accumulator for the rows of a table. The digest ignores their order: databases sort text differently.
 */
export function tableDigest(): { add(rows: readonly Row[]): void; readonly result: TableDigest } {
  const sum = Buffer.alloc(32);
  let count = 0;
  return {
    add: (rows) => {
      for (const row of rows) {
        const hash = createHash('sha256')
          .update(JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1))))
          .digest();
        // XOR does not cancel out: rows of one table differ in their key, so their hashes differ.
        for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) ^ (hash[at] ?? 0);
      }
      count += rows.length;
    },
    get result() {
      return { rows: count, digest: sum.toString('hex') };
    },
  };
}
