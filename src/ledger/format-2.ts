/** Endings that a person accepted (`drift --accept`). Released: never edit it, add another. */
import { sql } from 'kysely';

import type { Writing } from './schema/tables.ts';

export async function toFormat2(transaction: Writing): Promise<void> {
  await sql.raw('alter table rollcall_targets add column ends_seen_at text').execute(transaction);
}
