import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { toFormat1, toFormat2 } from '../../src/ledger/schema/formats.ts';
import { collect } from '../../src/model/collect.ts';
import type { Lease, Ledger } from '../../src/model/ledger/ledger.ts';
import {
  createOlderLedger,
  engines,
  later,
  midnight,
  noon,
  openRun,
  portalId,
  required,
  rowsOfOneRun,
  someIntent,
  suiteDatabase,
} from './test-ledgers.ts';

const workflow = { kind: 'workflow', targetId: '900100' } as const;

describe.each(engines)('a ledger of format 2 on $name', ({ name, start }) => {
  const database = suiteDatabase(start);
  let location: string;

  beforeEach(async () => {
    location = await database.fresh();
    await createOlderLedger(database, {
      engine: name,
      location,
      migrations: [toFormat1, toFormat2],
      rows: [
        ...rowsOfOneRun,
        `insert into rollcall_intents values
          (${portalId}, 1, 1, 'enroll', 'proved', 'sequence', '5510021', 'q4-outbound', '1042', '', 'text',
           'plan-1', '7001', 4, '${noon}', '${noon}', '${noon}', 0)`,
      ],
    });
  });

  test('can be read without a migration, without the data of format 3', async () => {
    const ledger = required(await openLedger({ location, mode: 'read' }));
    expect(ledger.ledgerId).toBeUndefined();
    const view = await ledger.view(portalId, midnight);
    expect(view).toMatchObject({ startedAt: noon, coversFrom: noon, joins: [], pauses: [] });
    expect(view.ledgerId).toBeUndefined();
    expect(view.gap).toBeUndefined();
    expect([...view.entries]).toMatchObject([{ intent: 1, state: 'proved', contactId: '1042' }]);
    expect([...view.entries][0]).not.toHaveProperty('end');
    expect(view.contactsOf('ana@northwind.example')).toEqual([]);
    expect(await ledger.contactsOf(portalId, 'ana@northwind.example')).toEqual([]);
    expect(await collect(ledger.history(portalId, {}))).toMatchObject([{ id: 1 }]);
    expect(ledger.seal('digest')).toMatch(/^[\w-]{43}$/);
    await ledger.close();
    expect(await database.query(location, 'select format from rollcall_meta')).toEqual([{ format: 2 }]);
  });

  test('finds contacts and tombstones of international emails, which format 2 hashed as written', async () => {
    const [meta] = await database.query(location, 'select hash_key from rollcall_meta');
    const key = String(Object(meta)['hash_key']);
    const hashed = (email: string): string =>
      createHmac('sha256', Buffer.from(key, 'base64')).update(`address:${email}`).digest('base64url');
    await database.query(
      location,
      `insert into rollcall_addresses values (${portalId}, '${hashed('ana@münchen.example')}', '1042')`,
    );
    await database.query(
      location,
      `insert into rollcall_forgotten values (${portalId}, '${hashed('leo@münchen.example')}', '${noon}')`,
    );
    for (const mode of ['read', 'write'] as const) {
      const ledger = required(await openLedger({ location, mode }));
      const view = await ledger.view(portalId, midnight);
      for (const spelling of ['ana@xn--mnchen-3ya.example', 'Ana@MÜNCHEN.example']) {
        expect(view.contactOf(spelling)).toBe('1042');
        expect(view.contactsOf(spelling)).toEqual(['1042']);
        expect(await ledger.contactsOf(portalId, spelling)).toEqual(['1042']);
      }
      expect(view.isForgotten({ emails: ['leo@xn--mnchen-3ya.example'] })).toBe(true);
      expect(view.isForgotten({ emails: ['noor@xn--mnchen-3ya.example'] })).toBe(false);
      await ledger.close();
    }
  });

  test('gets an id and keeps its rows when a writing command migrates it', async () => {
    const ledger = required(await openLedger({ location, mode: 'write' }));
    expect(ledger.ledgerId).toMatch(/^[0-9a-f]{8,}$/);
    expect([...(await ledger.view(portalId, midnight)).entries]).toMatchObject([
      { intent: 1, state: 'proved' },
    ]);
    await ledger.close();
    const reader = required(await openLedger({ location, mode: 'read' }));
    expect(reader.ledgerId).toBe(ledger.ledgerId);
    expect((await reader.view(portalId, midnight)).ledgerId).toBe(ledger.ledgerId);
    await reader.close();
  });
});

describe.each(engines)('a ledger of format 3 on $name', ({ start }) => {
  const database = suiteDatabase(start);
  let ledger: Ledger;
  let lease: Lease;
  let run: number;

  beforeEach(async () => {
    ({ ledger, lease, run } = await openRun(await database.fresh()));
  });
  afterEach(() => ledger.close());

  const view = () => ledger.view(portalId, midnight);

  test('has a unique id and unique seals', async () => {
    const other = await openLedger({ location: await database.fresh(), mode: 'create' });
    expect(other.ledgerId).not.toBe(ledger.ledgerId);
    expect(other.seal('digest')).not.toBe(ledger.seal('digest'));
    expect(ledger.seal('digest')).toBe(ledger.seal('digest'));
    expect(ledger.seal('other')).not.toBe(ledger.seal('digest'));
    await other.close();
  });

  test('records every contact of an email once, separately for each account', async () => {
    await lease.rememberDeclaredEmails([{ email: 'ana@northwind.example', contactId: '1' }]);
    const pairs = [
      { email: 'Ana@northwind.example', contactId: '2' },
      { email: 'ana@northwind.example', contactId: '1' },
      { email: 'liam@fabrikam.example', contactId: '3' },
    ];
    await lease.rememberIdentities(pairs);
    await lease.rememberIdentities(pairs);
    const { contactOf, contactsOf } = await view();
    expect(contactOf('ana@northwind.example')).toBe('1');
    expect(contactOf('liam@fabrikam.example')).toBeUndefined();
    for (const [email, ids] of [
      ['ana@northwind.example', ['1', '2']],
      ['liam@fabrikam.example', ['3']],
      ['noor@contoso.example', []],
    ] as const) {
      expect(contactsOf(email)).toEqual(ids);
      expect(await ledger.contactsOf(portalId, email)).toEqual(ids);
      expect(await ledger.contactsOf(7, email)).toEqual([]);
    }
  });

  test('records ends, also of adopted enrollments, and never overwrites known values', async () => {
    const [intent = 0] = await lease.recordIntents(run, [someIntent()]);
    await lease.adopt(run, [{ ...workflow, contactId: '2', origin: 'text', at: noon }]);
    const adopted = required([...(await view()).entries].at(-1)?.intent);
    const ends = async () => [...(await view()).entries].map(({ end }) => end);
    expect(await ends()).toEqual([undefined, undefined]);
    await lease.recordEnds([
      { intent, seenAt: noon, how: 'unexplained' },
      { intent: adopted, seenAt: noon, endedAt: midnight, how: 'finished' },
    ]);
    expect(await ends()).toEqual([
      { seenAt: noon, how: 'unexplained' },
      { seenAt: noon, endedAt: midnight, how: 'finished' },
    ]);
    await lease.recordEnds([
      { intent, seenAt: later, endedAt: noon, how: 'bounced' },
      { intent: adopted, seenAt: later, how: 'unexplained' },
    ]);
    const known = [
      { seenAt: noon, endedAt: noon, how: 'bounced' },
      { seenAt: noon, endedAt: midnight, how: 'finished' },
    ];
    expect(await ends()).toEqual(known);
    await lease.recordEnds([]);
    await lease.recordEnds([{ intent, seenAt: later, how: 'opted-out' }]);
    expect(await ends()).toEqual(known);
  });

  test('combines two ends of one intent in the same request', async () => {
    const [intent = 0] = await lease.recordIntents(run, [someIntent()]);
    await lease.recordEnds([
      { intent, seenAt: noon, how: 'unexplained' },
      { intent, seenAt: later, endedAt: midnight, how: 'unenrolled' },
    ]);
    expect([...(await view()).entries][0]?.end).toEqual({
      seenAt: noon,
      endedAt: midnight,
      how: 'unenrolled',
    });
  });

  test('joins targets once, and separates an id from all joined ids', async () => {
    const join = { ...workflow, at: noon };
    await lease.joinTargets([
      { ...join, formerId: '900090' },
      { ...join, targetId: '900090', formerId: '900080' },
    ]);
    await lease.joinTargets([{ ...join, formerId: '900090', at: later }]);
    await lease.joinTargets([{ ...join, kind: 'sequence', formerId: '900090' }]);
    expect((await view()).joins).toEqual([
      { kind: 'sequence', targetId: '900100', formerId: '900090' },
      { kind: 'workflow', targetId: '900090', formerId: '900080' },
      { kind: 'workflow', targetId: '900100', formerId: '900090' },
    ]);
    await lease.separateTarget({ kind: 'workflow', targetId: '900090' });
    expect((await view()).joins).toEqual([{ kind: 'sequence', targetId: '900100', formerId: '900090' }]);
  });

  test('keeps a pause of the account and of targets until it is lifted', async () => {
    const accountPause = { actor: 'ana', at: noon };
    const targetPause = {
      ...workflow,
      targetKey: 'onboarding',
      actor: 'liam',
      reason: 'wrong text',
      at: noon,
    };
    await ledger.pause(portalId, accountPause);
    await ledger.pause(portalId, targetPause);
    expect((await view()).pauses).toEqual([accountPause, targetPause]);
    await ledger.pause(portalId, { ...targetPause, actor: 'noor', at: later });
    expect((await view()).pauses).toEqual([accountPause, { ...targetPause, actor: 'noor', at: later }]);
    await ledger.resume(portalId, workflow);
    await ledger.resume(portalId, workflow);
    expect((await view()).pauses).toEqual([accountPause]);
    await ledger.resume(portalId, {});
    expect((await view()).pauses).toEqual([]);
  });

  test('covers no history before the end of its latest gap', async () => {
    expect(await view()).toMatchObject({ startedAt: noon, coversFrom: noon });
    await lease.markGap({ from: midnight, markedAt: later, actor: 'ana' });
    await lease.markGap({ from: midnight, markedAt: noon, actor: 'ana' });
    await lease.markGap({ from: midnight, markedAt: noon, actor: 'ana' });
    expect(await view()).toMatchObject({
      startedAt: noon,
      coversFrom: later,
      gap: { from: midnight, markedAt: later },
    });
  });
});
