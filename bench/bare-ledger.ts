import Libsql from 'libsql';
import type { NewIntent } from '../src/model/ledger/ledger.ts';

/** Writes the rows of the ledger with the SQLite driver alone: checks no lease and reads no id. */
export interface BareLedger {
  readonly intend: (id: number, intent: NewIntent) => void;
  readonly settle: (id: number, at: string) => void;
  /** Adds old intents with their proofs, in one statement for each table. */
  readonly fill: (portal: number, rows: number) => void;
  readonly close: () => void;
}

/** Opens a file that has the ledger's tables, with the same durability settings as the ledger. */
export function openBareLedger(path: string, portal: number): BareLedger {
  const db = new Libsql(path, { timeout: 5_000 });
  db.exec('pragma journal_mode = wal');
  db.exec('pragma synchronous = full');
  db.exec('pragma cache_size = -65536');
  const columns =
    'portal, id, run, action, state, kind, target_id, target_key, contact_id, since, origin, plan_id, sender_user_id, mails, at, effect_at, settled_at, settlements';
  const insert = db.prepare(
    `insert into rollcall_intents (${columns}) values (${Array(18).fill('?').join(', ')})`,
  );
  const update = db.prepare(
    `update rollcall_intents set state = 'proved', effect_at = ?, settled_at = ?, settlements = 1 where portal = ? and id = ?`,
  );
  const prove = db.prepare(
    `insert into rollcall_proofs (portal, intent, step, state, at, effect_at, enrollment_id, evidence) values (?, ?, 1, 'proved', ?, ?, ?, ?)`,
  );
  const [begin, commit] = [db.prepare('begin immediate'), db.prepare('commit')];
  return {
    intend: (id, intent) => {
      const { kind, targetId, targetKey, contactId, origin, planId, senderUserId, emails, at } = intent;
      const what = [kind, targetId, targetKey, contactId, '', origin, planId, senderUserId, emails];
      insert.run([portal, id, 1, 'enroll', 'open', ...what, at, null, null, 0]);
    },
    settle: (id, at) => {
      begin.run([]);
      update.run([at, at, portal, id]);
      prove.run([portal, id, at, at, String(30_000_000 + id), 'HubSpot returned the result']);
      commit.run([]);
    },
    fill: (of, rows) => {
      const counted = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows})`;
      const at = `'2026-10-02T12:00:00.000Z'`;
      db.exec('begin');
      db.exec(
        `insert into rollcall_intents (${columns}) ${counted} select ${of}, i, 1, 'enroll', 'proved', 'sequence', '5510021', 'q4', cast(i * 7919 % 1000003 + 20000000 as text), '', 'text', 'plan-0', '7001', 3, ${at}, ${at}, ${at}, 1 from n`,
      );
      db.exec(
        `insert into rollcall_proofs ${counted} select ${of}, i, 1, 'proved', ${at}, ${at}, cast(i as text), 'HubSpot returned the result' from n`,
      );
      db.exec('commit');
      db.exec('pragma wal_checkpoint(truncate)');
    },
    close: () => void db.close(),
  };
}
