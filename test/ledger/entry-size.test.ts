import v8 from 'node:v8';
import vm from 'node:vm';

import { expect, test } from 'vitest';

import { openLedger } from '../../src/ledger/open-ledger.ts';
import { noon, portalId, required, startTestSqlite } from './test-ledgers.ts';

const rows = 40_000;

test('an entry needs no more memory than one object literal', async () => {
  v8.setFlagsFromString('--expose-gc');
  const collectGarbage = vm.runInNewContext('gc') as () => void;
  const database = await startTestSqlite();
  try {
    const location = await database.fresh();
    await (await openLedger({ location, mode: 'create' })).close();
    await database.query(
      location,
      `with recursive more (id) as (select 1 union all select id + 1 from more where id < ${rows})
       insert into rollcall_intents
         (portal, id, run, action, state, kind, target_id, target_key, contact_id, since, origin, sender_user_id, at, effect_at,
          settlements)
       select ${portalId}, id, 1, 'enroll', 'proved', 'sequence', '5510021', 'q4-outbound',
         cast(2000000 + id as text), case when id % 2 = 0 then '' else '2026-11-01' end, 'text', '7001', '${noon}',
         case when id % 3 = 0 then null else '${noon}' end, 0
       from more`,
    );
    const ledger = required(await openLedger({ location, mode: 'read' }));
    await ledger.view(7, noon);
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    const { entries } = await ledger.view(portalId, noon);
    collectGarbage();
    const bytes = (process.memoryUsage().heapUsed - before) / entries.length;
    expect(entries).toHaveLength(rows);
    // 10 pointers, two strings of 24 bytes and one of 7. Conditional spreads need 500 bytes more.
    expect(bytes).toBeLessThan(400);
    await ledger.close();
  } finally {
    await database.stop();
  }
});
