/**
 * Reads a ledger once: its view, or the rows of the view with the driver alone. Prints the milliseconds and the peak memory
 * of the process as JSON. Usage: `read-ledger.js view|bare LOCATION`.
 */
import Libsql from 'libsql';
import { Client } from 'pg';
import { openLedger } from '../src/ledger/open-ledger.ts';
import { benchPortal } from './ledger-view.ts';

type Values = readonly (string | number)[];
type Row = Readonly<Record<string, string | number>>;
type Query = (sql: string, values: Values) => Promise<readonly Row[]>;

const [how = '', location = ''] = process.argv.slice(2);
const rowsPerQuery = 10_000;
const columns =
  'id, run, action, state, kind, target_id, contact_id, since, origin, sender_user_id, at, effect_at, settlements, ended_at, end_seen_at, end_how';

const milliseconds = await (how === 'view' ? readView() : readBare());
const megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ milliseconds, megabytes }));

async function readView(): Promise<number> {
  const ledger = await openLedger({ location, mode: 'read' });
  const from = performance.now();
  await ledger?.view(benchPortal, '2026-11-02T00:00:00.000Z');
  const time = performance.now() - from;
  await ledger?.close();
  return time;
}

/** Reads pages of rows as objects and keeps none. */
async function readBare(): Promise<number> {
  const { query, close } = await openBare();
  const from = performance.now();
  await readTable(query, { table: 'rollcall_intents', columns, key: ['id'], first: [0] });
  for (const table of ['rollcall_addresses', 'rollcall_identities'])
    await readTable(query, {
      table,
      columns: 'hash, contact_id',
      key: ['hash', 'contact_id'],
      first: ['', ''],
    });
  const time = performance.now() - from;
  await close();
  return time;
}

async function readTable(
  query: Query,
  read: {
    readonly table: string;
    readonly columns: string;
    readonly key: readonly string[];
    readonly first: Values;
  },
): Promise<void> {
  const order = read.key.join();
  const places = read.key.map((_column, index) => `$${index + 1}`).join();
  const sql = `select ${read.columns} from ${read.table} where portal = ${benchPortal} and (${order}) > (${places}) order by ${order} limit ${rowsPerQuery}`;
  for (let after = read.first; ;) {
    const rows = await query(sql, after);
    const last = rows.at(-1);
    if (!last || rows.length < rowsPerQuery) return;
    after = read.key.map((column) => last[column] ?? '');
  }
}

async function openBare(): Promise<{ readonly query: Query; readonly close: () => Promise<void> }> {
  if (!location.startsWith('postgres')) {
    const db = new Libsql(location);
    return {
      query: async (sql, values) => {
        const rows: readonly Row[] = db.prepare(sql.replaceAll(/\$\d/gu, '?')).all([...values]) as Row[];
        // libsql frees memory only between turns of the event loop.
        await new Promise((resolve) => setImmediate(resolve));
        return rows;
      },
      close: async () => void db.close(),
    };
  }
  const client = new Client(location);
  await client.connect();
  return {
    query: async (sql, values) => (await client.query<Row>(sql, [...values])).rows,
    close: () => client.end(),
  };
}
