import { Client } from 'pg';
import { expect, test } from 'vitest';

import { openLedger } from '../../src/ledger/open-ledger.ts';
import { collect } from '../../src/model/collect.ts';
import type { Ledger } from '../../src/model/ledger/ledger.ts';
import { noon, portalId, required, someIntent, someRun, take } from './test-ledgers.ts';
import { startTestBouncer } from './test-pgbouncer.ts';

/** Settings that another client of the pooler left on the only server connection. */
const otherSettings = {
  synchronous_commit: 'off',
  lock_timeout: '1234ms',
  idle_in_transaction_session_timeout: '7s',
};

test('a ledger behind a transaction-mode pooler is durable, and keeps the settings of other clients', async ({
  skip,
}) => {
  const bouncer = await startTestBouncer();
  if ('missing' in bouncer) {
    skip(bouncer.missing);
    return;
  }
  const other = new Client({ connectionString: bouncer.location });
  const direct = new Client({ connectionString: bouncer.direct });
  try {
    await other.connect();
    await direct.connect();
    for (const [name, value] of Object.entries(otherSettings)) await other.query(`set ${name} = '${value}'`);
    expect(await settingsOf(other)).toEqual(otherSettings);
    const ledger = await openLedger({ location: bouncer.location, mode: 'create' });
    await watchWrites(direct);
    await writeEverything(ledger);
    await ledger.close();

    const reader = required(await openLedger({ location: bouncer.location, mode: 'read' }));
    const { entries } = await reader.view(portalId, noon);
    expect([...entries].map(({ state }) => state)).toEqual(['proved', 'open', 'open', 'open']);
    expect(await collect(reader.history(portalId, {}))).toHaveLength(4);
    await reader.close();

    const { rows } = await direct.query<{ table_name: string }>('select * from observed');
    expect(new Set(rows.map(({ table_name }) => table_name)).size).toBe(watched.length);
    expect(rows).toEqual(rows.map(({ table_name }) => ({ table_name, durable: 'on', lock_timeout: '10s' })));
    expect(await settingsOf(other)).toEqual(otherSettings);
  } finally {
    await other.end();
    await direct.end();
    await bouncer.stop();
  }
});

async function settingsOf(client: Client): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of Object.keys(otherSettings)) {
    const { rows } = await client.query<Record<string, string>>(`show ${name}`);
    found[name] = rows[0]?.[name] ?? '';
  }
  return found;
}

const watched = ['intents', 'runs', 'proofs', 'leases', 'identities'];

/** Records the settings under which each write to these tables runs. */
async function watchWrites(direct: Client): Promise<void> {
  await direct.query(`
    create table observed (table_name text, durable text, lock_timeout text);
    create function observe() returns trigger language plpgsql as $$ begin
      insert into observed values
        (tg_table_name, current_setting('synchronous_commit'), current_setting('lock_timeout'));
      return null;
    end $$;`);
  for (const table of watched) {
    await direct.query(
      `create trigger observe after insert or update on rollcall_${table} execute function observe()`,
    );
  }
}

async function writeEverything(ledger: Ledger): Promise<void> {
  const lease = await take(ledger);
  const run = await lease.startRun(someRun());
  const [first = 0] = await lease.recordIntents(run, [someIntent()]);
  await lease.recordIntents(run, [someIntent({ contactId: '2' }), someIntent({ contactId: '3' })]);
  await lease.recordIntents(run, [someIntent({ contactId: '4' })]);
  await lease.settle([{ intent: first, state: 'proved', at: noon, evidence: 'answer' }]);
  await lease.rememberIdentities([{ email: 'ana@northwind.example', contactId: '1042' }]);
  await lease.heartbeat();
  await lease.finishRun(run, { exitCode: 0, at: noon, counts: '{}' });
  await lease.release();
}
