import type { Store } from '../store.ts';

/** Returns the statements that add the table of heartbeats. A part of format 4. */
export function heartbeatStatements(engine: Store['engine']): readonly string[] {
  const clustered = engine === 'sqlite' ? 'without rowid' : '';
  return [
    `create table rollcall_heartbeats (
    portal bigint not null,
    heartbeat bigint not null,
    command text not null,
    commit_id text,
    actor text not null,
    version text not null,
    at text not null,
    exit_code integer not null,
    counts text not null,
    primary key (portal, heartbeat)) ${clustered}`,
  ];
}
