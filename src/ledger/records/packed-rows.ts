/**
 * Reads rows as text: the database joins the columns of a page of rows, and the driver returns one value. Both drivers take
 * about four times as long to make an object of each row.
 */
import { type QueryResult, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import type { Queryable } from '../store.ts';

/** End a column and a row. No value of the ledger has such a character; a reader must refuse a row with too many. */
export const [columnEnd, rowEnd] = ['\u001F', '\u001E'];

/** Page size: a million rows must not be in memory twice. */
const rowsPerQuery = 10_000;

/** A page of rows. `text` is null without a row. */
interface PackedPage {
  readonly text: string | null;
  readonly last: string | number;
  readonly count: number;
}

interface PackedQuery {
  readonly table: keyof Tables;
  readonly portalId: number;
  /** What to read. A column that is undefined is read as an empty text. */
  readonly columns: readonly (string | undefined)[];
  /** The column that orders the pages, and a value before all rows. Where its values repeat, `tieBreaker` is unique for each. */
  readonly key: string;
  readonly first: string | number;
  readonly tieBreaker?: string;
}

/**
 * Yields the rows of a portal, page by page. Each page is one text, without the last `rowEnd`; a null is empty. The pages are
 * in the order of the key. The rows of a page are too, but only `tieBreaker` makes the database promise that.
 */
export async function* packedPages(
  db: Queryable,
  query: PackedQuery,
): AsyncGenerator<string, void, undefined> {
  const { table, portalId, columns, key, first, tieBreaker } = query;
  const separator = sql` || ${sql.lit(columnEnd)} || `;
  const packed = (column: string) => sql`coalesce(cast(${sql.ref(column)} as text), '')`;
  const row = sql.join(
    columns.map((column) => (column === undefined ? sql`''` : packed(column))),
    separator,
  );
  const keys = tieBreaker === undefined ? [key] : [key, tieBreaker];
  const order = sql.join(keys.map((column) => sql.ref(column)));
  const names = sql.join(
    [...new Set([...keys, ...columns.flatMap((name) => name ?? [])])].map((name) => sql.ref(name)),
  );
  // Sorting a page costs as much as reading it. The last row of a sorted page has its last key.
  const sorted = tieBreaker === undefined ? sql`` : sql`order by ${order}`;
  const read = (after: readonly (string | number)[]): Promise<QueryResult<PackedPage>> =>
    sql<PackedPage>`
      select string_agg(${row}, ${sql.lit(rowEnd)} ${sorted}) as text, max(${sql.ref(key)}) as last, count(*) as count
      from (
        select ${names} from ${sql.table(table)} where portal = ${portalId} and (${order}) > (${sql.join(after)})
        order by ${order} limit ${sql.lit(rowsPerQuery)}
      ) as page`.execute(db);
  let next: Promise<QueryResult<PackedPage>> | undefined = read(
    tieBreaker === undefined ? [first] : [first, ''],
  );
  try {
    while (next) {
      const [page]: readonly PackedPage[] = (await next).rows;
      next = undefined;
      if (!page || page.text === null) return;
      const { text, last, count } = page;
      if (count >= rowsPerQuery) {
        // The server of a database reads the next page while the caller uses this one.
        next = read(tieBreaker === undefined ? [last] : [last, text.slice(text.lastIndexOf(columnEnd) + 1)]);
        // Its error is thrown when the caller asks for the page.
        next.catch(() => undefined);
      }
      yield text;
    }
  } finally {
    // A caller that stops early must not leave a query on the connection of its transaction.
    await next?.catch(() => undefined);
  }
}
