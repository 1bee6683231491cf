import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { Failure } from '../../src/model/failure.ts';
import { AlreadyIntendedError } from '../../src/model/ledger/ledger.ts';
import {
  noon,
  portalId,
  someIntent,
  someRun,
  startTestSqlite,
  suiteDatabase,
  take,
} from '../ledger/test-ledgers.ts';

const page = 4096;
const contacts = 200;

describe('a ledger file with one damaged page', () => {
  const database = suiteDatabase(startTestSqlite);
  let intactBytes: Buffer;

  beforeAll(async () => {
    const location = await database.fresh();
    const ledger = await openLedger({ location, mode: 'create' });
    const lease = await take(ledger);
    const run = await lease.startRun(someRun());
    const ids = await lease.recordIntents(
      run,
      Array.from({ length: contacts }, (_none, index) => someIntent({ contactId: `${index}` })),
    );
    await lease.settle(
      ids.map((intent) => ({ intent, state: 'proved' as const, at: noon, evidence: 'HubSpot answered' })),
    );
    await lease.finishRun(run, { exitCode: 0, at: noon, counts: '{}' });
    await lease.release();
    await ledger.close();
    intactBytes = readFileSync(location);
  });

  /** Does what a run does: reads all, takes the lock, and records a contact that is already enrolled. */
  async function enrollAgain(bytes: Buffer): Promise<void> {
    const location = await database.fresh();
    // Creating a ledger also creates its folder.
    await (await openLedger({ location, mode: 'create' })).close();
    writeFileSync(location, bytes);
    const ledger = await openLedger({ location, mode: 'write' });
    if (!ledger) throw new Failure({ code: 'no-ledger', message: 'no ledger', help: '' });
    try {
      expect((await ledger.view(portalId, noon)).entries).toHaveLength(contacts);
      const lease = await take(ledger);
      await lease.recordIntents(await lease.startRun(someRun()), [someIntent({ contactId: '7' })]);
    } finally {
      await ledger.close();
    }
  }

  it('is refused or keeps its records, for every page', async () => {
    const pages = intactBytes.length / page;
    expect(pages).toBeGreaterThan(10);
    for (const fill of [0x00, 0x41]) {
      for (let number = 0; number < pages; number += 1) {
        const bytes = Buffer.from(intactBytes).fill(fill, number * page, (number + 1) * page);
        const refusal = await enrollAgain(bytes).catch((error: unknown) => error);
        const isKnown = refusal instanceof AlreadyIntendedError;
        const isRefused = refusal instanceof Failure && /ledger/u.test(refusal.code);
        expect(isKnown || isRefused, `page ${number + 1} of ${fill}: ${String(refusal)}`).toBe(true);
      }
    }
  });
});
