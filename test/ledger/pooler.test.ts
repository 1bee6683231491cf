import { Client } from 'pg';
import { describe, expect, test } from 'vitest';

import { openLedger } from '../../src/ledger/open-ledger.ts';
import { collect } from '../../src/model/collect.ts';
import { noon, portalId, required, someIntent, someRun, take } from './test-ledgers.ts';
import { startTestBouncer } from './test-pgbouncer.ts';

/** Settings of the one server connection, as another client of the pooler left them. */
const theirs = {
  synchronous_commit: 'off',
  lock_timeout: '1234ms',
  idle_in_transaction_session_timeout: '7s',
};

describe('a ledger behind a transaction-mode pooler with one server connection', () => {
  test('works, is durable at each commit, and leaves the settings of other clients alone', async ({
    skip,
  }) => {
    const bouncer = await startTestBouncer();
    if ('missing' in bouncer) return skip(bouncer.missing);
    const other = new Client({ connectionString: bouncer.address });
    const direct = new Client({ connectionString: bouncer.direct });
    try {
      await other.connect();
      await direct.connect();
      const settings = async (): Promise<Record<string, string>> => {
        const found: Record<string, string> = {};
        for (const name of Object.keys(theirs)) {
          const { rows } = await other.query<Record<string, string>>(`show ${name}`);
          found[name] = rows[0]?.[name] ?? '';
        }
        return found;
      };
      for (const [name, value] of Object.entries(theirs)) await other.query(`set ${name} = '${value}'`);
      expect(await settings()).toEqual(theirs);

      const ledger = await openLedger({ address: bouncer.address, mode: 'create' });
      // Which settings each write to these tables ran under.
      await direct.query(`
        create table seen (what text, durable text, patience text);
        create function see() returns trigger language plpgsql as $$ begin
          insert into seen values
            (tg_table_name, current_setting('synchronous_commit'), current_setting('lock_timeout'));
          return null;
        end $$;`);
      for (const table of ['intents', 'runs', 'proofs', 'leases', 'identities']) {
        await direct.query(
          `create trigger see after insert or update on rollcall_${table} execute function see()`,
        );
      }
      const lease = await take(ledger);
      const run = await lease.startRun(someRun());
      const [first = 0] = await lease.intend(run, [someIntent()]);
      await lease.intend(run, [someIntent({ contactId: '2' }), someIntent({ contactId: '3' })]);
      await lease.intend(run, [someIntent({ contactId: '4' })]);
      await lease.settle([{ intent: first, state: 'proved', at: noon, evidence: 'answer' }]);
      await lease.rememberIdentities([{ email: 'ana@northwind.example', contactId: '1042' }]);
      await lease.heartbeat();
      await lease.finishRun(run, { exitCode: 0, at: noon, counts: '{}' });
      const view = await ledger.view(portalId, noon);
      expect(view.entries.map(({ state }) => state)).toEqual(['proved', 'open', 'open', 'open']);
      expect(await collect(ledger.history(portalId, {}))).toHaveLength(4);
      await lease.release();
      await ledger.close();
      const reader = required(await openLedger({ address: bouncer.address, mode: 'read' }));
      expect((await reader.view(portalId, noon)).entries).toHaveLength(4);
      await reader.close();

      const { rows } = await direct.query<{ what: string }>('select * from seen');
      expect(new Set(rows.map(({ what }) => what)).size).toBe(5);
      expect(rows).toEqual(rows.map(({ what }) => ({ what, durable: 'on', patience: '10s' })));
      expect(await settings()).toEqual(theirs);
    } finally {
      await other.end();
      await direct.end();
      await bouncer.stop();
    }
  });
});
