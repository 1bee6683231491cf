/** Reads the records of an account for a snapshot, and writes them to a ledger of their own. */
import type { LedgerRows, LedgerRowsRequest } from '../model/ledger/ledger-rows.ts';
import { copiedTables, insertRows, readRows } from './copied-tables.ts';
import { keyedHash, type KeyedHash } from './keyed-hash.ts';
import { runRead } from './ledger-failure.ts';
import { openLedger, openStore } from './open-ledger.ts';
import type { Tables } from './schema/tables.ts';

type TableName = (typeof copiedTables)[number]['name'];
type Cell = string | number | null;

type Column = (value: Cell, of: LedgerRowsRequest) => Cell;

const keep: Column = (value) => value;
const nothing: Column = () => '';
const none: Column = () => null;
/** Actors are people. */
const actor: Column = (value) => (value === null ? null : 'a person');

/**
 * The columns of a snapshot. A column that is not here is left out: free text, people, commits, plans and what targets
 * did. So are leases, heartbeats and reviews.
 */
const columns: Readonly<Partial<{ [Name in TableName]: Partial<Record<keyof Tables[Name], Column>> }>> = {
  rollcall_portals: { portal: keep, started_at: keep },
  rollcall_runs: {
    portal: keep,
    run: keep,
    command: keep,
    plan_id: nothing,
    config_hash: nothing,
    actor,
    version: keep,
    started_at: keep,
    finished_at: keep,
    exit_code: keep,
  },
  rollcall_intents: {
    portal: keep,
    id: keep,
    run: keep,
    action: keep,
    state: keep,
    kind: keep,
    target_id: keep,
    target_key: keep,
    contact_id: keep,
    since: keep,
    origin: keep,
    plan_id: none,
    sender_user_id: keep,
    mails: keep,
    at: keep,
    effect_at: keep,
    settled_at: keep,
    settlements: keep,
    ended_at: keep,
    end_seen_at: keep,
    end_how: keep,
    refusal_cause: keep,
    refusal_code: keep,
    refusal_reason: (value, { withoutAddresses }) =>
      typeof value === 'string' ? withoutAddresses(value) : value,
    email_hash: keep,
    refusal_cleared_at: keep,
    refusal_cleared_by: actor,
    created_id: keep,
  },
  rollcall_targets: {
    portal: keep,
    kind: keep,
    id: keep,
    target_key: keep,
    revision: keep,
    status: keep,
    ends_seen_at: keep,
  },
  rollcall_addresses: { portal: keep, hash: keep, contact_id: keep },
  rollcall_identities: { portal: keep, hash: keep, contact_id: keep },
  rollcall_forgotten: { portal: keep, hash: keep, at: keep },
  rollcall_joins: { portal: keep, kind: keep, target_id: keep, former_id: keep, at: keep },
  rollcall_pauses: { portal: keep, kind: keep, target_id: keep, target_key: keep, actor, at: keep },
  rollcall_gaps: { portal: keep, from_at: keep, marked_at: keep, actor },
  rollcall_vouches: {
    portal: keep,
    kind: keep,
    target_id: keep,
    contact_id: keep,
    since: keep,
    actor,
    at: keep,
  },
};

/** Returns the records of an account; undefined if there is no ledger. Throws as `openLedger` does. */
export async function readLedgerRows(
  location: string,
  request: LedgerRowsRequest,
): Promise<LedgerRows | undefined> {
  const checked = await openLedger({ location, mode: 'read' });
  if (!checked) return undefined;
  await checked.close();
  const store = await openStore({ location, mode: 'read' });
  if (!store) throw new Error('openStore returned no store');
  try {
    return await runRead(store, async () => {
      const { hash_key } = await store.db
        .selectFrom('rollcall_meta')
        .select('hash_key')
        .executeTakeFirstOrThrow();
      const meaning = meaningsOf(keyedHash(hash_key), request);
      const present = new Set(await store.tables(store.db));
      const found = [];
      for (const table of copiedTables) {
        const wanted = columnsOf(table.name);
        if (wanted.length === 0 || !present.has(table.name)) continue;
        // Two spellings of one address have two hashes, and one pseudonym.
        const rows = new Map<string, readonly Cell[]>();
        for await (const page of readRows(store.db, table)) {
          for (const row of page) {
            if (row['portal'] !== request.portalId || isUnknown(row['hash'] ?? null, meaning)) continue;
            const cells = wanted.map(([name, column]) =>
              isHash(name) ? meaning(row[name] ?? null) : column(row[name] ?? null, request),
            );
            rows.set(
              table.key.map((name) => cells[wanted.findIndex(([one]) => one === name)]).join(' '),
              cells,
            );
          }
        }
        found.push({ name: table.name, columns: wanted.map(([name]) => name), rows: [...rows.values()] });
      }
      return found;
    });
  } finally {
    await store.close();
  }
}

/** Creates a ledger with the records of a snapshot, and a secret of its own. */
export async function writeLedgerRows(rows: LedgerRows, to: string): Promise<void> {
  await (await openLedger({ location: to, mode: 'create' })).close();
  const store = await openStore({ location: to, mode: 'write' });
  if (!store) throw new Error('openStore returned no store');
  try {
    await store.db.transaction().execute(async (transaction) => {
      const { hash_key } = await transaction
        .selectFrom('rollcall_meta')
        .select('hash_key')
        .executeTakeFirstOrThrow();
      const hash = keyedHash(hash_key);
      for (const { name, columns: names, rows: cells } of rows) {
        if (!copiedTables.some((table) => table.name === name) || cells.length === 0) continue;
        const records = cells.map((row) =>
          Object.fromEntries(
            names.map((column, index) => {
              const value = row[index] ?? null;
              return [column, isHash(column) ? hashed(hash, value) : value];
            }),
          ),
        );
        await insertRows(transaction, name, records);
      }
    });
  } finally {
    await store.close();
  }
}

function columnsOf(table: TableName): readonly (readonly [string, Column])[] {
  return Object.entries(columns[table] ?? {});
}

function isHash(column: string): boolean {
  return column === 'hash' || column === 'email_hash';
}

/** An address that the snapshot does not have. */
const unknownHash = 'email:';

function isUnknown(value: Cell, meaning: (value: Cell) => Cell): boolean {
  return meaning(value) === unknownHash;
}

/** Returns the function from a hash to its pseudonym or contact id. */
function meaningsOf(hash: KeyedHash, { emails, contactIds }: LedgerRowsRequest): (value: Cell) => Cell {
  const known = new Map<string, string>();
  for (const [email, pseudonym] of emails)
    for (const spelling of hash.spellings(email)) known.set(spelling, `email:${pseudonym}`);
  for (const id of contactIds) known.set(hash.contact(id), `contact:${id}`);
  return (value) => (typeof value === 'string' ? (known.get(value) ?? unknownHash) : value);
}

function hashed(hash: KeyedHash, meaning: Cell): Cell {
  if (typeof meaning !== 'string') return meaning;
  const [, kind, value = ''] = /^(email|contact):(.*)$/u.exec(meaning) ?? [];
  return kind === 'contact' ? hash.contact(value) : hash.email(value);
}
