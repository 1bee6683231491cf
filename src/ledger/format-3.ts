/**
 * The ledger's id, recorded ends, identities, joins, pauses, gaps and vouches. Released: never edit it, add
 * another.
 */
import { sql } from 'kysely';

import { newLedgerId } from './keyed-hash.ts';
import type { Store } from './store.ts';
import type { Writing } from './schema/tables.ts';

export async function toFormat3(transaction: Writing, engine: Store['engine']): Promise<void> {
  for (const statement of statements(engine)) await sql.raw(statement).execute(transaction);
  await sql`update rollcall_meta set ledger_id = ${newLedgerId()}`.execute(transaction);
}

function statements(engine: Store['engine']): readonly string[] {
  const clustered = engine === 'sqlite' ? 'without rowid' : '';
  return [
    // SQLite adds a "not null" column only with a default; the update that follows fills it.
    `alter table rollcall_meta add column ledger_id text not null default ''`,
    `alter table rollcall_meta add column moved_to text`,
    `alter table rollcall_meta add column copied_from text`,

    `alter table rollcall_intents add column ended_at text`,
    `alter table rollcall_intents add column end_seen_at text`,
    `alter table rollcall_intents add column end_how text`,
    `create index rollcall_intents_contact on rollcall_intents (portal, contact_id)`,

    `create table rollcall_identities (
    portal bigint not null,
    hash text not null,
    contact_id text not null,
    primary key (portal, hash, contact_id)) ${clustered}`,
    `create index rollcall_identities_contact on rollcall_identities (portal, contact_id)`,

    `create table rollcall_joins (
    portal bigint not null,
    kind text not null,
    target_id text not null,
    former_id text not null,
    at text not null,
    primary key (portal, kind, target_id, former_id)) ${clustered}`,

    `create table rollcall_pauses (
    portal bigint not null,
    kind text not null,
    target_id text not null,
    target_key text not null,
    actor text not null,
    reason text,
    at text not null,
    primary key (portal, kind, target_id)) ${clustered}`,

    `create table rollcall_gaps (
    portal bigint not null,
    from_at text not null,
    marked_at text not null,
    actor text not null,
    primary key (portal, marked_at, from_at)) ${clustered}`,

    `create table rollcall_vouches (
    portal bigint not null,
    kind text not null,
    target_id text not null,
    contact_id text not null,
    since text not null,
    actor text not null,
    at text not null,
    primary key (portal, kind, target_id, contact_id, since)) ${clustered}`,
  ];
}
