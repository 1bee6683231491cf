import { setTimeout } from 'node:timers/promises';

import type { TestContext } from 'vitest';
import { describe, expect, test } from 'vitest';

import { assertLeaseHeld } from '../../src/ledger/lease.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { WriteTransaction } from '../../src/ledger/store.ts';
import { insertIntent } from '../../src/ledger/records/intents.ts';
import { recordSettlements } from '../../src/ledger/records/settlements.ts';
import { collect } from '../../src/model/collect.ts';
import type { Lease, Ledger } from '../../src/model/ledger/ledger.ts';
import { AlreadyIntendedError, LeaseLostError } from '../../src/model/ledger/ledger.ts';
import {
  engines,
  noon,
  openStore,
  portalId,
  required,
  someIntent,
  someRun,
  suiteDatabase,
  take,
} from './test-ledgers.ts';

const rounds = 40;

describe.each(engines)('two connections on $name', ({ name, start }) => {
  const database = suiteDatabase(start);

  /** Runs a test with two open ledgers. Skips it if the database accepts only one connection. */
  async function race(
    { skip }: TestContext,
    run: (first: Ledger, second: Ledger) => Promise<void>,
  ): Promise<void> {
    skip(
      !database.manyConnections,
      `this ${name} accepts one connection at a time; the SQLite tests cover these races`,
    );
    const location = await database.fresh();
    const first = await openLedger({ location, mode: 'create' });
    const second = await openLedger({ location, mode: 'create' });
    try {
      await run(first, second);
    } finally {
      await first.close();
      await second.close();
    }
  }

  test('never both acquire the lease', (context) =>
    race(context, async (first, second) => {
      for (let round = 1; round <= rounds; round += 1) {
        const results = await Promise.all(
          [first, second].map((ledger, index) =>
            ledger.acquire({ portalId, owner: `runner-${index}`, lifetimeMilliseconds: 60_000 }),
          ),
        );
        const winners = results.filter((result): result is Lease => !('heldBy' in result));
        expect(winners).toHaveLength(1);
        const held = await first.lease(portalId);
        expect(held?.generation).toBe(round);
        expect(results.find((result) => 'heldBy' in result)).toEqual({ heldBy: held });
        await winners[0]?.release();
      }
    }));

  test('never both take over an expired lease', (context) =>
    race(context, async (first, second) => {
      for (let round = 1; round <= rounds; round += 1) {
        await take(first, { lifetimeMilliseconds: 0 });
        const results = await Promise.all(
          [first, second].map((ledger) =>
            ledger.acquire({ portalId, owner: 'next', lifetimeMilliseconds: 60_000 }),
          ),
        );
        expect(results.filter((result) => 'heldBy' in result)).toHaveLength(1);
        await first.unlock(portalId);
      }
    }));

  test('never both record an intent for one declaration, even if each acquires the lease', (context) =>
    race(context, async (first, second) => {
      for (let round = 1; round <= rounds; round += 1) {
        const contactId = `${round}`;
        const attempt = async (ledger: Ledger): Promise<unknown> => {
          await ledger.unlock(portalId);
          const lease = await take(ledger);
          return lease.recordIntents(await lease.startRun(someRun()), [someIntent({ contactId })]);
        };
        const results = await Promise.allSettled([attempt(first), attempt(second)]);
        const recorded = await collect(first.history(portalId, { contactId }));
        expect(recorded.length).toBeLessThanOrEqual(1);
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(recorded.length);
      }
      expect((await collect(first.history(portalId, {}))).length).toBeGreaterThan(0);
    }));

  test('refuse writes of a former owner while the lease is taken over', (context) =>
    race(context, async (first, second) => {
      for (let round = 1; round <= rounds; round += 1) {
        await second.unlock(portalId);
        const former = await take(first, { lifetimeMilliseconds: 0 });
        const run = await former.startRun(someRun());
        const intents = [1, 2, 3, 4].map((index) => someIntent({ contactId: `${round}-${index}` }));
        const [failure, next] = await Promise.all([
          (async () => {
            for (const intent of intents) await former.recordIntents(run, [intent]);
          })().catch((error: unknown) => error),
          take(second, { owner: 'next' }),
        ]);
        expect(failure === undefined || failure instanceof LeaseLostError).toBe(true);
        const settled = await collect(second.history(portalId, { run }));
        await expect(former.recordIntents(run, [someIntent({ contactId: 'late' })])).rejects.toThrow(
          LeaseLostError,
        );
        await next.startRun(someRun());
        expect(await collect(second.history(portalId, { run }))).toEqual(settled);
      }
    }));

  test('see only the committed records of the other', (context) =>
    race(context, async (first, second) => {
      const lease = await take(first);
      const run = await lease.startRun(someRun());
      await lease.recordIntents(run, [someIntent()]);
      const failing = lease
        .recordIntents(run, [someIntent({ contactId: '2' }), someIntent()])
        .catch((error: unknown) => error);
      const views = await Promise.all([second.view(portalId, noon), second.view(portalId, noon)]);
      expect(await failing).toBeInstanceOf(AlreadyIntendedError);
      for (const view of [...views, await second.view(portalId, noon)]) {
        expect([...view.entries].map(({ contactId }) => contactId)).toEqual(['1042']);
      }
    }));

  test('write for two portals concurrently', (context) =>
    race(context, async (first, second) => {
      const write = async (ledger: Ledger, portal: number): Promise<void> => {
        const lease = await take(ledger, { portalId: portal });
        const run = await lease.startRun(someRun());
        for (let contact = 1; contact <= rounds; contact += 1) {
          const [intent = 0] = await lease.recordIntents(run, [someIntent({ contactId: `${contact}` })]);
          await lease.settle([{ intent, state: 'proved', at: noon, evidence: 'answer' }]);
        }
      };
      await Promise.all([write(first, 1), write(second, 2)]);
      for (const portal of [1, 2]) {
        const { entries } = await first.view(portal, noon);
        expect([...entries].map(({ contactId }) => Number(contactId))).toEqual(
          Array.from({ length: rounds }, (_, index) => index + 1),
        );
      }
    }));

  test('wait for each other: a checked lease cannot be taken over before the commit', async ({ skip }) => {
    skip(!database.manyConnections, `this ${name} accepts one connection at a time`);
    const location = await database.fresh();
    const ledger = await openLedger({ location, mode: 'create' });
    await take(ledger);
    const record = await ledger.lease(portalId);
    if (!record) throw new Error('no lease');
    const store = await openStore(name, location);
    const takeover =
      name === 'SQLite' ? 'begin immediate' : 'select * from rollcall_leases for update nowait';
    const checks: readonly ((transaction: WriteTransaction) => Promise<void>)[] = [
      (transaction) => assertLeaseHeld(store, transaction, record),
      (transaction) =>
        insertIntent({ store, db: transaction }, { lease: record, run: 1, id: 1 }, someIntent()),
      (transaction) =>
        recordSettlements(transaction, { store, lease: record }, [
          { intent: 1, state: 'proved', at: noon, evidence: 'answer' },
        ]),
    ];
    for (const check of checks) {
      await store.db.transaction().execute(async (transaction) => {
        await check(transaction);
        await expect(database.query(location, takeover)).rejects.toThrow(/lock/);
      });
    }
    await expect(database.query(location, takeover)).resolves.toBeDefined();
    await store.close();
    await ledger.close();
  });

  test('refuse a write that waited for a concurrent takeover', async ({ skip }) => {
    skip(!database.manyConnections, `this ${name} accepts one connection at a time`);
    const location = await database.fresh();
    const ledger = await openLedger({ location, mode: 'create' });
    const store = await openStore(name, location);
    const lease = await take(ledger);
    const run = await lease.startRun(someRun());
    const [intent = 0] = await lease.recordIntents(run, [someIntent()]);
    const before = await collect(ledger.history(portalId, {}));
    const writes = [
      () => lease.recordIntents(run, [someIntent({ contactId: 'late' })]),
      () => lease.recordIntents(run, [someIntent({ contactId: 'late' }), someIntent({ contactId: 'later' })]),
      () => lease.settle([{ intent, state: 'proved', at: noon, evidence: 'answer' }]),
    ];
    for (const write of writes) {
      const pending = await store.db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('rollcall_leases')
          .set(({ eb }) => ({ generation: eb('generation', '+', 1) }))
          .execute();
        const waiting = write().catch((error: unknown) => error);
        // Lets the write reach the lock. A slower write would fail in the same way.
        await setTimeout(50);
        return { waiting };
      });
      expect(await pending.waiting).toBeInstanceOf(LeaseLostError);
    }
    expect(await collect(ledger.history(portalId, {}))).toEqual(before);
    await store.close();
    await ledger.close();
  });

  test('create the tables of one new ledger concurrently', async ({ skip }) => {
    skip(!database.manyConnections, `this ${name} accepts one connection at a time`);
    for (let round = 1; round <= 10; round += 1) {
      const location = await database.fresh();
      const ledgers = await Promise.all([1, 2, 3].map(() => openLedger({ location, mode: 'create' })));
      const lease = await take(required(ledgers[0]));
      await lease.rememberDeclaredEmails([{ email: 'ana@northwind.example', contactId: '1' }]);
      for (const ledger of ledgers) {
        // All use the same key, so there is only one meta row.
        expect((await ledger.view(portalId, noon)).contactOf('ana@northwind.example')).toBe('1');
        await ledger.close();
      }
    }
  });
});
