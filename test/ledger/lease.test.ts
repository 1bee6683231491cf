import { beforeEach, describe, expect, test, afterEach } from 'vitest';

import { openLedger } from '../../src/ledger/open-ledger.ts';
import { collect } from '../../src/model/collect.ts';
import type { Lease, Ledger } from '../../src/model/ledger/ledger.ts';
import { LeaseLostError } from '../../src/model/ledger/ledger.ts';
import { engines, noon, portalId, someIntent, someRun, suiteDatabase, take } from './test-ledgers.ts';

describe.each(engines)('the lease on $name', ({ start }) => {
  const database = suiteDatabase(start);
  let location: string;
  let ledger: Ledger;

  beforeEach(async () => {
    location = await database.fresh();
    ledger = await openLedger({ location, mode: 'create' });
  });
  afterEach(() => ledger.close());

  test('is not held at first', async () => {
    expect(await ledger.lease(portalId)).toBeUndefined();
  });

  test('shows its owner to readers and to a second run', async () => {
    await take(ledger, { owner: 'job 17' });
    const held = await ledger.lease(portalId);
    const second = await ledger.acquire({ portalId, owner: 'job 18', lifetimeMilliseconds: 60_000 });
    expect(held).toMatchObject({ portalId, owner: 'job 17', generation: 1 });
    expect(second).toEqual({ heldBy: held });
  });

  test('has the requested lifetime', async () => {
    await take(ledger, { lifetimeMilliseconds: 90_000 });
    const held = await ledger.lease(portalId);
    expect(Date.parse(held?.expiresAt ?? '') - Date.parse(held?.heartbeatAt ?? '')).toBe(90_000);
  });

  test('of one portal does not affect another portal', async () => {
    await take(ledger);
    await take(ledger, { portalId: 7 });
    expect((await ledger.lease(7))?.generation).toBe(1);
  });

  test('shows the run that holds it', async () => {
    const lease = await take(ledger);
    const run = await lease.startRun(someRun());
    expect(await ledger.lease(portalId)).toMatchObject({ run });
  });

  test('is taken over with a higher generation once it has expired', async () => {
    await take(ledger, { lifetimeMilliseconds: 0 });
    await take(ledger, { owner: 'runner-2' });
    const held = await ledger.lease(portalId);
    expect(held).toMatchObject({ owner: 'runner-2', generation: 2 });
    expect(held?.run).toBeUndefined();
  });

  test('is not held after a release, and its generation is not reused', async () => {
    const first = await take(ledger);
    await first.release();
    expect(await ledger.lease(portalId)).toBeUndefined();
    await take(ledger);
    expect((await ledger.lease(portalId))?.generation).toBe(2);
  });

  test('is not released by a former owner', async () => {
    const former = await take(ledger, { lifetimeMilliseconds: 0 });
    await take(ledger);
    const present = await ledger.lease(portalId);
    await former.release();
    expect(present).toBeDefined();
    expect(await ledger.lease(portalId)).toEqual(present);
  });

  test('is ended by unlock', async () => {
    await take(ledger);
    await ledger.unlock(portalId);
    expect(await ledger.lease(portalId)).toBeUndefined();
    await ledger.unlock(portalId);
    await take(ledger);
    expect((await ledger.lease(portalId))?.generation).toBe(2);
  });

  test('is extended by every heartbeat', async () => {
    const lease = await take(ledger, { lifetimeMilliseconds: 60_000 });
    const before = '2020-01-01T00:00:00.000Z';
    await database.query(
      location,
      `update rollcall_leases set heartbeat_at = '${before}', expires_at = '${before}'`,
    );
    await lease.heartbeat();
    const renewed = await ledger.lease(portalId);
    expect(Date.parse(renewed?.expiresAt ?? '') - Date.parse(renewed?.heartbeatAt ?? '')).toBe(60_000);
    expect((renewed?.expiresAt ?? '') > before).toBe(true);
  });

  const writes: readonly (readonly [string, (lease: Lease) => Promise<unknown>])[] = [
    ['heartbeat', (lease) => lease.heartbeat()],
    ['startRun', (lease) => lease.startRun(someRun())],
    ['recordIntents', (lease) => lease.recordIntents(1, [someIntent({ contactId: '9' })])],
    ['settle', (lease) => lease.settle([{ intent: 1, state: 'proved', at: noon, evidence: 'answer' }])],
    ['settle without settlements', (lease) => lease.settle([])],
    [
      'recordIntents with several intents',
      (lease) => lease.recordIntents(1, [someIntent({ contactId: '8' }), someIntent({ contactId: '9' })]),
    ],
    [
      'adopt',
      (lease) =>
        lease.adopt(1, [{ kind: 'workflow', targetId: '900100', contactId: '9', origin: 'text', at: noon }]),
    ],
    ['setTargets', (lease) => lease.setTargets([{ kind: 'workflow', id: '1', key: 'a', status: 'ready' }])],
    [
      'rememberDeclaredEmails',
      (lease) => lease.rememberDeclaredEmails([{ email: 'a@b.example', contactId: '9' }]),
    ],
    ['finishRun', (lease) => lease.finishRun(1, { exitCode: 0, at: noon, counts: '{}' })],
    ['forget', (lease) => lease.forget({ contactId: '1042', emails: [], at: noon })],
    ['rememberIdentities', (lease) => lease.rememberIdentities([{ email: 'a@b.example', contactId: '9' }])],
    ['recordEnds', (lease) => lease.recordEnds([{ intent: 1, seenAt: noon, how: 'finished' }])],
    [
      'joinTargets',
      (lease) => lease.joinTargets([{ kind: 'workflow', targetId: '1', formerId: '2', at: noon }]),
    ],
    ['separateTarget', (lease) => lease.separateTarget({ kind: 'workflow', targetId: '3' })],
    ['markGap', (lease) => lease.markGap({ from: noon, markedAt: noon, actor: 'ana' })],
  ];

  describe.each(writes)('%s', (_name, write) => {
    let former: Lease;

    beforeEach(async () => {
      former = await take(ledger);
      const run = await former.startRun(someRun());
      await former.recordIntents(run, [someIntent()]);
      await former.joinTargets([{ kind: 'workflow', targetId: '3', formerId: '4', at: noon }]);
    });

    test('is refused after the lease was force-unlocked, and changes nothing', async () => {
      await ledger.unlock(portalId);
      const before = await snapshot();
      await expect(write(former)).rejects.toThrow(LeaseLostError);
      expect(await snapshot()).toEqual(before);
    });

    test('is refused after the lease was taken over, and changes nothing', async () => {
      await ledger.unlock(portalId);
      await take(ledger, { owner: 'runner-2' });
      const before = await snapshot();
      await expect(write(former)).rejects.toThrow(LeaseLostError);
      expect(await snapshot()).toEqual(before);
    });
  });

  test('that looks valid for years because the clock was set back expires after one lifetime', async () => {
    await take(ledger, { lifetimeMilliseconds: 30_000 });
    await database.query(
      location,
      `update rollcall_leases
       set heartbeat_at = '2090-01-01T00:00:00.000Z', expires_at = '2090-01-01T00:00:30.000Z'`,
    );
    const acquired = await ledger.acquire({ portalId, owner: 'runner-2', lifetimeMilliseconds: 60_000 });
    expect(acquired).toMatchObject({ heldBy: { owner: 'runner-1', generation: 1 } });
    const corrected = await ledger.lease(portalId);
    expect((corrected?.heartbeatAt ?? '') < '2090').toBe(true);
    expect(Date.parse(corrected?.expiresAt ?? '') - Date.parse(corrected?.heartbeatAt ?? '')).toBe(30_000);
  });

  test('is kept by its owner after the clock was set back', async () => {
    const lease = await take(ledger);
    await database.query(
      location,
      `update rollcall_leases
       set heartbeat_at = '2090-01-01T00:00:00.000Z', expires_at = '2090-01-01T00:01:00.000Z'`,
    );
    await ledger.acquire({ portalId, owner: 'runner-2', lifetimeMilliseconds: 60_000 });
    await lease.heartbeat();
    expect(await ledger.lease(portalId)).toMatchObject({ owner: 'runner-1', generation: 1 });
    expect(((await ledger.lease(portalId))?.heartbeatAt ?? '') < '2090').toBe(true);
  });

  async function snapshot(): Promise<unknown> {
    const view = await ledger.view(portalId, noon);
    return {
      lease: await ledger.lease(portalId),
      history: await collect(ledger.history(portalId, {})),
      lastRun: view.lastRun,
      targets: view.targets,
      email: view.contactsOf('a@b.example'),
      entries: [...view.entries],
      joins: view.joins,
      pauses: view.pauses,
      gap: view.gap,
      forgotten: view.isForgotten({ id: '1042', emails: [] }),
      runs: await database.query(location, 'select * from rollcall_runs order by run'),
    };
  }
});
