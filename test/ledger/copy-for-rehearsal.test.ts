import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { copyForRehearsal } from '../../src/ledger/copy-ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { collect } from '../../src/model/collect.ts';
import { engines, portalId, someIntent, someRun, suiteDatabase, take } from './test-ledgers.ts';

describe.each(engines)('a copy of a ledger in $name for a rehearsal', ({ start }) => {
  const database = suiteDatabase(start);
  const target = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), 'rehearsal-')), 'ledger.db');

  test('holds the same records, and leaves the source in use', async () => {
    const location = await database.fresh();
    const source = await openLedger({ location, mode: 'create' });
    const lease = await take(source);
    const run = await lease.startRun(someRun());
    await lease.recordIntents(run, [someIntent()]);
    const to = await target();
    expect(await copyForRehearsal({ location, place: 'place' }, to)).toBe(true);
    const copy = await openLedger({ location: to, mode: 'write' });
    expect(copy?.ledgerId).toBe(source.ledgerId);
    expect(await collect(copy?.history(portalId, {}) ?? [])).toEqual(
      await collect(source.history(portalId, {})),
    );
    // The lock of a run that is active now does not hold the copy.
    expect(copy && (await take(copy))).toBeDefined();
    await copy?.close();
    await lease.release();
    expect(await take(source)).toBeDefined();
    await source.close();
  });

  test('is not made without a ledger', async () => {
    const location = await database.fresh();
    const to = await target();
    expect(await copyForRehearsal({ location, place: 'place' }, to)).toBe(false);
    expect(existsSync(to)).toBe(false);
  });
});
