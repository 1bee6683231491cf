import { beforeEach, describe, expect, test } from 'vitest';

import { toFormat1 } from '../../src/ledger/schema/formats.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { LedgerTarget } from '../../src/model/ledger/ledger-view.ts';
import { createOlderLedger, engines, later, noon, portalId, suiteDatabase, take } from './test-ledgers.ts';

const target: LedgerTarget = { kind: 'sequence', id: '1', key: 'a', status: 'ready', revision: 'r1' };

describe.each(engines)('accepted ends on $name', ({ name, start }) => {
  const database = suiteDatabase(start);
  let location: string;

  beforeEach(async () => {
    location = await database.fresh();
  });

  test('are kept when an apply sets the baseline again, until later ends are accepted', async () => {
    const ledger = await openLedger({ location, mode: 'create' });
    const lease = await take(ledger);
    const targets = async (): Promise<readonly LedgerTarget[]> => (await ledger.view(portalId, noon)).targets;
    await lease.setTargets([target]);
    expect(await targets()).toEqual([target]);
    await lease.setTargets([{ ...target, endsSeenAt: noon }]);
    await lease.setTargets([{ ...target, revision: 'r2' }]);
    expect(await targets()).toEqual([{ ...target, revision: 'r2', endsSeenAt: noon }]);
    await lease.setTargets([{ ...target, endsSeenAt: later }]);
    expect(await targets()).toEqual([{ ...target, endsSeenAt: later }]);
    await ledger.close();
  });

  test('are absent in a ledger of format 1, which a writing command migrates', async () => {
    await createOlderLedger(database, {
      engine: name,
      location,
      migrations: [toFormat1],
      rows: [`insert into rollcall_targets values (${portalId}, 'sequence', '1', 'a', 'r1', 'ready', null)`],
    });
    await expect(openLedger({ location, mode: 'read' })).rejects.toMatchObject({ code: 'ledger-older' });
    const ledger = await openLedger({ location, mode: 'write' });
    expect((await ledger?.view(portalId, noon))?.targets).toEqual([target]);
    await ledger?.close();
  });
});
