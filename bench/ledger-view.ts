/** Compares the view of a large ledger with a scan of its rows by the driver alone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { Client } from 'pg';
import { openLedger } from '../src/ledger/open-ledger.ts';
import type { Row, Size } from './row.ts';
import { formatNumber, formatRatio, median } from './row.ts';
import { runChild } from './run-child.ts';

export const benchPortal = 4242;
/** The number of sequences in which `endedEnrollments` are. The first one is 5510021. */
export const sequencesInLedger = 40;
const given = process.env['ROLLCALL_BENCH_POSTGRES'];
const database = given ?? 'postgres://postgres@127.0.0.1:5432/test';

interface Read {
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Measures SQLite and PostgreSQL. A quick run needs no PostgreSQL server: without an address, it leaves PostgreSQL out. */
export async function measureLedgerView(size: Size): Promise<readonly Row[]> {
  if (size === 'full') return [...(await measureSqlite(1_000_000, 3)), await measurePostgres(300_000, 3)];
  const inPostgres = given === undefined ? [] : [await measurePostgres(10_000, 1)];
  return [...(await measureSqlite(50_000, 1)), ...inPostgres];
}

async function measureSqlite(count: number, rounds: number): Promise<readonly [Row, Row]> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  try {
    const location = join(folder, 'ledger.db');
    await (await openLedger({ location, mode: 'create' })).close();
    const db = new Libsql(location);
    for (const statement of endedEnrollments(count)) db.exec(statement);
    db.close();
    return rowsFor(await compare(location, rounds), `${formatNumber(count)} rows of SQLite`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measurePostgres(count: number, rounds: number): Promise<Row> {
  const schema = `rollcall_bench_view_${process.pid}`;
  const client = new Client(database);
  await client.connect();
  try {
    await client.query(`create schema ${schema}`);
    const location = new URL(database);
    location.searchParams.set('options', `-c search_path=${schema}`);
    const address = location.href.replaceAll('+', '%20');
    await (await openLedger({ location: address, mode: 'create' })).close();
    await client.query(`set search_path = ${schema}`);
    for (const statement of [...endedEnrollments(count), 'analyze']) await client.query(statement);
    return rowsFor(await compare(address, rounds), `${formatNumber(count)} rows of PostgreSQL`)[0];
  } finally {
    await client.query(`drop schema if exists ${schema} cascade`);
    await client.end();
  }
}

interface Compared {
  readonly view: readonly Read[];
  readonly bare: readonly Read[];
}

/** Reads in turns, one process each, so that other work on the machine affects both. */
async function compare(location: string, rounds: number): Promise<Compared> {
  const [view, bare]: [Read[], Read[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    view.push(await runChild<Read>('./read-ledger.js', 'view', location));
    bare.push(await runChild<Read>('./read-ledger.js', 'bare', location));
  }
  return { view, bare };
}

function rowsFor({ view, bare }: Compared, rows: string): readonly [Row, Row] {
  const ratio = (of: keyof Read): number =>
    median(view.map((one, round) => one[of] / (bare[round]?.[of] ?? Number.NaN)));
  const both = (of: keyof Read, format: (value: number) => string): string =>
    `${format(median(view.map((one) => one[of])))} against ${format(median(bare.map((one) => one[of])))}`;
  const seconds = (value: number): string => `${(value / 1_000).toFixed(1)} s`;
  const what = `ledger: view of ${rows}, against a scan by the bare driver`;
  return [
    {
      what: `${what}: time`,
      target: 'at most 1.5 ×',
      measured: `${formatRatio(ratio('milliseconds'))} (${both('milliseconds', seconds)})`,
      ok: ratio('milliseconds') <= 1.5,
    },
    {
      what: `${what}: memory`,
      target: 'at most 2.5 ×',
      measured: `${formatRatio(ratio('megabytes'))} (${both('megabytes', (value) => `${formatNumber(value)} MB`)})`,
      ok: ratio('megabytes') <= 2.5,
    },
  ];
}

/** Returns statements that add ended enrollments, each of another contact, with an email that the files declare. */
export function endedEnrollments(count: number): readonly string[] {
  const counted = `with recursive n(i) as (select cast(1 as bigint) union all select i + 1 from n where i < ${count})`;
  const at = `'2026-10-02T12:00:00.000Z'`;
  const contact = `cast(i * 7919 % 1000003 + 20000000 as text)`;
  const hash = `substr(cast(i * 7919 % 1000003 + 1000000 as text) || 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN', 1, 43)`;
  return [
    `insert into rollcall_intents (portal, id, run, action, state, kind, target_id, target_key, contact_id, since, origin, sender_user_id, at, effect_at, settlements, end_seen_at, ended_at, end_how)
     ${counted} select ${benchPortal}, i, 1 + i / 2000, 'enroll', 'proved', 'sequence', cast(5510021 + i % ${sequencesInLedger} as text), 'q4', ${contact}, case when i % 3 = 0 then '2026-09-01' else '' end, 'text', cast(7001 + i % 20 as text), ${at}, ${at}, 1, ${at}, ${at}, 'finished' from n`,
    ...['rollcall_addresses', 'rollcall_identities'].map(
      (table) =>
        `insert into ${table} (portal, hash, contact_id) ${counted} select ${benchPortal}, ${hash}, ${contact} from n`,
    ),
  ];
}
