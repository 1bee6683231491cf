/** The formats of the ledger. A released format is never edited: add a new one instead. */
import { sql } from 'kysely';
import { newHashKey, newLedgerId } from '../keyed-hash.ts';
import type { Store, WriteTransaction } from '../store.ts';
import { heartbeatStatements } from './heartbeats.ts';
import { reviewStatement } from './reviews.ts';

/** Creates the tables of format 1. Released: do not edit. */
export async function toFormat1(transaction: WriteTransaction, engine: Store['engine']): Promise<void> {
  for (const statement of statementsOfFormat1(engine)) await sql.raw(statement).execute(transaction);
  await sql`insert into rollcall_meta (id, format, hash_key) values (1, 0, ${newHashKey()})`.execute(
    transaction,
  );
}

const declaration = 'portal, contact_id, kind, target_id, since';

// Each commit rewrites one page of every index it touches. `history` has no indexes: it may scan all rows of a portal.
function statementsOfFormat1(engine: Store['engine']): readonly string[] {
  // Stores rows in key order without a second tree. PostgreSQL has no equivalent.
  const clustered = engine === 'sqlite' ? 'without rowid' : '';
  return [
    `create table rollcall_meta (
    id integer primary key,
    format integer not null,
    hash_key text not null)`,

    `create table rollcall_portals (
    portal bigint primary key,
    started_at text not null)`,

    `create table rollcall_runs (
    portal bigint not null,
    run bigint not null,
    command text not null,
    plan_id text not null,
    config_hash text not null,
    commit_id text,
    actor text not null,
    version text not null,
    started_at text not null,
    finished_at text,
    exit_code integer,
    counts text,
    primary key (portal, run))`,

    `create table rollcall_intents (
    portal bigint not null,
    id bigint not null,
    run bigint not null,
    action text not null,
    state text not null,
    kind text not null,
    target_id text not null,
    target_key text not null,
    contact_id text,
    since text not null,
    origin text not null,
    plan_id text,
    sender_user_id text,
    mails integer,
    at text not null,
    effect_at text,
    settled_at text,
    settlements integer not null,
    primary key (portal, id)) ${clustered}`,

    // Prevents a second enrollment even if the code that records intents has a defect.
    `create unique index rollcall_intents_once on rollcall_intents (${declaration})
    where action = 'enroll' and state in ('open', 'accepted', 'proved')`,
    `create unique index rollcall_intents_seen on rollcall_intents (${declaration})
    where state = 'adopted'`,
    `create index rollcall_intents_plan on rollcall_intents (portal, plan_id)`,

    `create table rollcall_proofs (
    portal bigint not null,
    intent bigint not null,
    step integer not null,
    state text not null,
    at text not null,
    effect_at text,
    enrollment_id text,
    evidence text not null,
    primary key (portal, intent, step)) ${clustered}`,

    `create table rollcall_targets (
    portal bigint not null,
    kind text not null,
    id text not null,
    target_key text not null,
    revision text,
    status text not null,
    name text,
    primary key (portal, kind, id))`,

    `create table rollcall_addresses (
    portal bigint not null,
    hash text not null,
    contact_id text not null,
    primary key (portal, hash)) ${clustered}`,
    `create index rollcall_addresses_contact on rollcall_addresses (portal, contact_id)`,

    `create table rollcall_forgotten (
    portal bigint not null,
    hash text not null,
    at text not null,
    primary key (portal, hash)) ${clustered}`,

    `create table rollcall_leases (
    portal bigint primary key,
    generation bigint not null,
    owner text,
    acquired_at text not null,
    heartbeat_at text not null,
    expires_at text not null,
    run bigint)`,
  ];
}

/** Adds the ends that a user accepted (`drift --accept`). Released: do not edit. */
export async function toFormat2(transaction: WriteTransaction): Promise<void> {
  await sql.raw('alter table rollcall_targets add column ends_seen_at text').execute(transaction);
}

/**
 * Adds the ledger's id, recorded ends, identities, joins, pauses, gaps and vouches. Released: do not edit.
 */
export async function toFormat3(transaction: WriteTransaction, engine: Store['engine']): Promise<void> {
  for (const statement of statementsOfFormat3(engine)) await sql.raw(statement).execute(transaction);
  await sql`update rollcall_meta set ledger_id = ${newLedgerId()}`.execute(transaction);
}

function statementsOfFormat3(engine: Store['engine']): readonly string[] {
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

/**
 * Adds HubSpot's refusals and who cleared them, the heartbeats, the reviewed configurations, created workflows, and what
 * targets do. Not released yet.
 */
export async function toFormat4(transaction: WriteTransaction, engine: Store['engine']): Promise<void> {
  for (const column of [
    'refusal_cause',
    'refusal_code',
    'refusal_reason',
    'email_hash',
    'refusal_cleared_at',
    'refusal_cleared_by',
    'created_id',
    'created_name',
  ]) {
    await sql.raw(`alter table rollcall_intents add column ${column} text`).execute(transaction);
  }
  for (const statement of heartbeatStatements(engine)) await sql.raw(statement).execute(transaction);
  await sql.raw(reviewStatement).execute(transaction);
  await sql.raw('alter table rollcall_targets add column definition text').execute(transaction);
  // Prevents a second creation even if the code that records intents has a defect.
  await sql
    .raw(
      `create unique index rollcall_intents_created on rollcall_intents (portal, target_key)
    where action = 'create-workflow' and state in ('open', 'accepted', 'proved')`,
    )
    .execute(transaction);
}
