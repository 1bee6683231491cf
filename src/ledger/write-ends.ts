import { sql } from 'kysely';

import type { RecordedEnd } from '../model/ledger/ledger.ts';
import { batches } from './batches.ts';
import type { Writing } from './schema/tables.ts';

/**
 * Records that enrollments ended, one statement a batch. What is known stays: a later end adds only a
 * date where there is none, and a cause where it was `unexplained`.
 */
export async function recordEnds(
  transaction: Writing,
  portalId: number,
  ends: readonly RecordedEnd[],
): Promise<void> {
  // Which of two rows for one intent an update takes is undefined.
  const unique = new Map<number, RecordedEnd>();
  for (const end of ends) {
    const before = unique.get(end.intent);
    unique.set(end.intent, before ? merged(before, end) : end);
  }
  for (const batch of batches([...unique.values()])) {
    const rows = batch.map(
      ({ intent, seenAt, endedAt, how }) =>
        sql`(cast(${intent} as bigint), cast(${seenAt} as text), cast(${endedAt ?? null} as text), cast(${how} as text))`,
    );
    await sql`
      with seen (intent, seen_at, ended_at, how) as (values ${sql.join(rows)})
      update rollcall_intents set
        end_seen_at = coalesce(rollcall_intents.end_seen_at, seen.seen_at),
        ended_at = coalesce(rollcall_intents.ended_at, seen.ended_at),
        end_how = case
          when rollcall_intents.end_how is null or rollcall_intents.end_how = 'unexplained' then seen.how
          else rollcall_intents.end_how end
      from seen
      where rollcall_intents.portal = ${portalId} and rollcall_intents.id = seen.intent`.execute(transaction);
  }
}

function merged(before: RecordedEnd, end: RecordedEnd): RecordedEnd {
  const endedAt = before.endedAt ?? end.endedAt;
  return {
    ...before,
    ...(endedAt === undefined ? {} : { endedAt }),
    how: before.how === 'unexplained' ? end.how : before.how,
  };
}
