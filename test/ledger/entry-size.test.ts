import v8 from 'node:v8';
import vm from 'node:vm';

import { expect, test } from 'vitest';

import { openLedger } from '../../src/ledger/open-ledger.ts';
import { noon, portalId, required, startTestSqlite } from './test-ledgers.ts';

const rows = 40_000;

test('a view holds an entry and the email of its contact as numbers', async () => {
  v8.setFlagsFromString('--expose-gc');
  const collectGarbage = vm.runInNewContext('gc') as () => void;
  const memory = (): number => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const database = await startTestSqlite();
  try {
    const location = await database.fresh();
    await (await openLedger({ location, mode: 'create' })).close();
    const more = `with recursive more (id) as (select 1 union all select id + 1 from more where id < ${rows})`;
    await database.query(
      location,
      `${more}
       insert into rollcall_intents
         (portal, id, run, action, state, kind, target_id, target_key, contact_id, since, origin, sender_user_id, at, effect_at,
          settlements)
       select ${portalId}, id, 1, 'enroll', 'proved', 'sequence', '5510021', 'q4-outbound',
         cast(2000000 + id as text), case when id % 2 = 0 then '' else '2026-11-01' end, 'text', '7001', '${noon}',
         case when id % 3 = 0 then null else '${noon}' end, 0
       from more`,
    );
    await database.query(
      location,
      `${more} insert into rollcall_addresses (portal, hash, contact_id)
       select ${portalId}, substr(printf('%07d', id) || 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJ', 1, 43),
         cast(2000000 + id as text)
       from more`,
    );
    const ledger = required(await openLedger({ location, mode: 'read' }));
    await ledger.view(7, noon);
    const sizes: number[] = [];
    // Each view stays in memory: one that was collected meanwhile would make the next one look smaller.
    const views: unknown[] = [];
    for (let round = 0; round < 3; round += 1) {
      const before = memory();
      const view = await ledger.view(portalId, noon);
      sizes.push((memory() - before) / rows);
      views.push(view);
      const { entries, contactOf } = view;
      expect([entries.length, contactOf('ana@northwind.example')]).toEqual([rows, undefined]);
    }
    // 7 numbers and a shape of an entry, 5 numbers and up to 4 slots of an email. One object literal takes 300. What V8
    // compiles meanwhile only adds, so the smallest of the sizes is the nearest.
    expect(Math.min(...sizes)).toBeLessThan(130);
    expect(views).toHaveLength(3);
    await ledger.close();
  } finally {
    await database.stop();
  }
});
