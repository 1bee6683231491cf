/**
 * Reads rows as text: the database joins the columns of a page of rows, and the driver returns one value. Both drivers take
 * about four times as long to make an object of each row.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import type { Queryable } from '../store.ts';

/** End a column and a row. No value of the ledger has such a character; a reader must refuse a row with too many. */
export const [columnEnd, rowEnd] = ['\u001F', '\u001E'];

/** Page size: a million rows must not be in memory twice. */
const rowsPerQuery = 10_000;

interface PackedQuery {
  readonly table: keyof Tables;
  readonly portalId: number;
  /** What to read. Nothing may be null. */
  readonly columns: readonly RawBuilder<unknown>[];
  /** The columns that order the rows. They are unique within a portal, and an index has them. */
  readonly key: readonly string[];
  /** A key that precedes all rows. */
  readonly first: readonly (string | number)[];
  /** Returns the key of a row. */
  readonly keyOf: (row: string) => readonly (string | number)[];
}

/** Yields the rows of a portal in the order of the key, page by page. Each page is one text without the last `rowEnd`. */
export async function* packedPages(
  db: Queryable,
  { table, portalId, columns, key, first, keyOf }: PackedQuery,
): AsyncGenerator<string, void, undefined> {
  const row = sql.join(columns, sql` || ${sql.lit(columnEnd)} || `);
  const order = sql.join(key.map((column) => sql.ref(column)));
  for (let after = first; ;) {
    const { rows } = await sql<{ text: string | null; count: number }>`
      select string_agg(${row}, ${sql.lit(rowEnd)} order by ${order}) as text, count(*) as count
      from (
        select * from ${sql.table(table)} where portal = ${portalId} and (${order}) > (${sql.join(after)})
        order by ${order} limit ${sql.lit(rowsPerQuery)}
      ) as page`.execute(db);
    const [{ text, count } = { text: null, count: 0 }] = rows;
    if (text === null) return;
    yield text;
    if (count < rowsPerQuery) return;
    after = keyOf(text.slice(text.lastIndexOf(rowEnd) + 1));
  }
}

/** Returns a column as text that is empty instead of null. */
export function packed(column: string): RawBuilder<unknown> {
  return sql`coalesce(cast(${sql.ref(column)} as text), '')`;
}
