import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { collect } from '../../src/model/collect.ts';
import { Failure } from '../../src/model/failure.ts';
import { addMilliseconds } from '../../src/model/time.ts';
import type { Adoption, Lease, Ledger, Settlement } from '../../src/model/ledger/ledger.ts';
import { AlreadyIntendedError, isResolveEvidence, resolveEvidence } from '../../src/model/ledger/ledger.ts';
import {
  engines,
  noon,
  openRun,
  portalId,
  someIntent,
  someRun,
  suiteDatabase,
  take,
} from './test-ledgers.ts';

const hour = 60 * 60 * 1000;
const later = addMilliseconds(noon, 1000);

describe.each(engines)('records on $name', ({ start }) => {
  const database = suiteDatabase(start);
  let location: string;
  let ledger: Ledger;
  let lease: Lease;
  let run: number;

  beforeEach(async () => {
    location = await database.fresh();
    ({ ledger, lease, run } = await openRun(location));
  });
  afterEach(() => ledger.close());

  const proved: Omit<Settlement, 'intent'> = {
    state: 'proved',
    at: later,
    effectAt: later,
    enrollmentId: '88',
    evidence: 'answer',
  };
  const settle = async (state: Settlement['state'], intent = 1): Promise<void> =>
    lease.settle([{ ...proved, intent, state }]);
  const adoption: Adoption = {
    kind: 'workflow',
    targetId: '900100',
    contactId: '1042',
    origin: 'list:482',
    at: noon,
  };

  describe('intents', () => {
    test('have consecutive ids in the given order, separately for each portal', async () => {
      const intents = Array.from({ length: 1203 }, (_, index) => someIntent({ contactId: `${index + 1}` }));
      expect(await lease.recordIntents(run, intents)).toEqual(intents.map((_, index) => index + 1));
      expect(await lease.recordIntents(run, [someIntent({ contactId: '9999' })])).toEqual([1204]);
      const other = await take(ledger, { portalId: 7 });
      expect(await other.recordIntents(await other.startRun(someRun()), [someIntent()])).toEqual([1]);
    });

    test('of an empty list have no ids', async () => {
      expect(await lease.recordIntents(run, [])).toEqual([]);
    });

    test.each(['open', 'accepted', 'proved'] as const)(
      'of a declaration with an intent that is %s are refused',
      async (state) => {
        await lease.recordIntents(run, [someIntent()]);
        if (state !== 'open') await settle(state);
        await expect(lease.recordIntents(run, [someIntent()])).rejects.toThrow(AlreadyIntendedError);
      },
    );

    test.each(['refused', 'not-sent'] as const)('may follow an intent that is %s', async (state) => {
      await lease.recordIntents(run, [someIntent()]);
      await settle(state);
      expect(await lease.recordIntents(run, [someIntent()])).toEqual([2]);
    });

    test('are recorded all or none', async () => {
      await lease.recordIntents(run, [someIntent()]);
      const batch = [someIntent({ contactId: '1' }), someIntent(), someIntent({ contactId: '2' })];
      await expect(lease.recordIntents(run, batch)).rejects.toThrow(AlreadyIntendedError);
      expect(await collect(ledger.history(portalId, {}))).toHaveLength(1);
    });

    test('of one declaration twice in one batch are refused', async () => {
      await expect(lease.recordIntents(run, [someIntent(), someIntent()])).rejects.toThrow(
        AlreadyIntendedError,
      );
      expect(await collect(ledger.history(portalId, {}))).toEqual([]);
    });

    test.each([
      ['a later since', someIntent({ since: '2026-11-10' })],
      ['another contact', someIntent({ contactId: '1043' })],
      ['another target', someIntent({ targetId: '5510022' })],
      ['another kind', someIntent({ kind: 'workflow' })],
      ['unenrolling', someIntent({ action: 'unenroll' })],
    ])('with %s are separate intents', async (_difference, other) => {
      await lease.recordIntents(run, [someIntent()]);
      expect(await lease.recordIntents(run, [other])).toEqual([2]);
    });

    test('to unenroll may be repeated', async () => {
      const unenrollment = someIntent({ action: 'unenroll' });
      expect(await lease.recordIntents(run, [unenrollment, unenrollment])).toEqual([1, 2]);
    });

    test('of a recorded declaration are also refused to the next owner after an unlock', async () => {
      await lease.recordIntents(run, [someIntent()]);
      await ledger.unlock(portalId);
      const next = await take(ledger);
      await expect(next.recordIntents(await next.startRun(someRun()), [someIntent()])).rejects.toThrow(
        AlreadyIntendedError,
      );
    });
  });

  test('are found by target: under its key and under its ids', async () => {
    const { contactId: _none, ...creation } = someIntent({
      action: 'create-workflow',
      kind: 'workflow',
      targetId: 'new:welcome',
    });
    const ofWelcome = { kind: 'workflow', targetId: '55', targetKey: 'welcome' } as const;
    await lease.recordIntents(run, [
      { ...creation, targetKey: 'welcome' },
      someIntent({ ...ofWelcome, targetKey: 'former' }),
      someIntent({ ...ofWelcome, targetId: '56', contactId: '7' }),
      someIntent({ targetKey: 'welcome' }),
    ]);
    const found = async (ids: readonly string[]) =>
      (await collect(ledger.history(portalId, { target: { kind: 'workflow', key: 'welcome', ids } }))).map(
        ({ id }) => id,
      );
    expect(await found([])).toEqual([1, 3]);
    expect(await found(['55'])).toEqual([1, 2, 3]);
  });

  describe('settlements', () => {
    test('allow a created workflow to be created again after it was deleted', async () => {
      const creation = someIntent({ action: 'create-workflow', kind: 'workflow', targetId: 'new:welcome' });
      const { contactId: _none, ...intent } = { ...creation, targetKey: 'welcome' };
      await lease.recordIntents(run, [intent]);
      await lease.settle([{ ...proved, intent: 1, createdId: '55' }]);
      await expect(lease.recordIntents(run, [intent])).rejects.toThrow(AlreadyIntendedError);
      const deleted = { intent: 1, at: later, state: 'refused', createdId: '55' } as const;
      await lease.settle([{ ...deleted, evidence: 'resolved by ana: workflow 55 was deleted' }]);
      expect((await ledger.view(portalId, noon)).creations).toEqual([]);
      expect(await lease.recordIntents(run, [intent])).toEqual([2]);
    });

    test('replace earlier ones while an intent is open or accepted, and all are kept', async () => {
      await lease.recordIntents(run, [someIntent()]);
      await lease.settle([{ intent: 1, state: 'accepted', at: noon, evidence: 'answer' }]);
      await lease.settle([{ ...proved, intent: 1, evidence: 'read-back' }]);
      const [record] = await collect(ledger.history(portalId, {}));
      expect(record).toMatchObject({
        state: 'proved',
        effectAt: later,
        settledAt: later,
        evidence: 'read-back',
      });
      const kept = await database.query(
        location,
        'select step, state, evidence from rollcall_proofs order by step',
      );
      expect(kept).toMatchObject([
        { step: 1, state: 'accepted', evidence: 'answer' },
        { step: 2, state: 'proved', evidence: 'read-back' },
      ]);
    });

    test.each(['accepted', 'proved', 'refused', 'not-sent'] as const)(
      'with %s twice change nothing the second time',
      async (state) => {
        await lease.recordIntents(run, [someIntent()]);
        await settle(state);
        const before = await collect(ledger.history(portalId, {}));
        await lease.settle([{ intent: 1, state, at: addMilliseconds(noon, hour), evidence: 'again' }]);
        expect(await collect(ledger.history(portalId, {}))).toEqual(before);
      },
    );

    test.each([
      ['proved', 'refused'],
      ['proved', 'accepted'],
      ['refused', 'proved'],
      ['not-sent', 'accepted'],
    ] as const)('cannot turn %s into %s, and the whole batch is rolled back', async (from, to) => {
      await lease.recordIntents(run, [someIntent(), someIntent({ contactId: '2' })]);
      await settle(from);
      const contradiction = lease.settle([
        { ...proved, intent: 2 },
        { ...proved, intent: 1, state: to },
      ]);
      await expect(contradiction).rejects.toMatchObject({ code: 'intent-already-settled' });
      expect(await collect(ledger.history(portalId, {}))).toMatchObject([{ state: from }, { state: 'open' }]);
    });

    test('of a missing intent, or of an intent of another portal, are refused', async () => {
      await lease.recordIntents(run, [someIntent()]);
      const other = await take(ledger, { portalId: 7 });
      await expect(other.settle([{ ...proved, intent: 1 }])).rejects.toThrow(
        'Intent 1 of account 7 is not in the ledger',
      );
    });

    test('of an adoption are refused', async () => {
      await lease.adopt(run, [adoption]);
      await expect(settle('proved')).rejects.toThrow(Failure);
    });
  });

  describe('adoptions', () => {
    test('are separate entries, recorded once', async () => {
      await lease.adopt(run, [adoption]);
      await lease.adopt(run, [
        { ...adoption, at: later },
        { ...adoption, contactId: '7', effectAt: later },
      ]);
      const { entries } = await ledger.view(portalId, noon);
      expect([...entries]).toEqual([
        { ...adoption, intent: 1, action: 'enroll', state: 'adopted', run },
        {
          ...adoption,
          intent: expect.any(Number),
          contactId: '7',
          effectAt: later,
          action: 'enroll',
          state: 'adopted',
          run,
        },
      ]);
    });

    test('do not block an intent, and do not count as one', async () => {
      await lease.adopt(run, [{ ...adoption, kind: 'sequence', targetId: '5510021', origin: 'text' }]);
      await lease.recordIntents(run, [someIntent()]);
      expect((await ledger.planUse(portalId, 'plan-1')).attempted.size).toBe(1);
    });
  });

  describe('the view', () => {
    test('of a portal without runs is empty', async () => {
      const view = await ledger.view(7, noon);
      expect(view).toMatchObject({ exists: true, lastRun: 0, targets: [] });
      expect([...view.entries]).toEqual([]);
      expect(view.startedAt).toBeUndefined();
    });

    test('has the time of the first run and the number of the last run', async () => {
      await lease.startRun(someRun({ at: addMilliseconds(noon, hour) }));
      expect(await ledger.view(portalId, noon)).toMatchObject({ startedAt: noon, lastRun: 2 });
    });

    test('has enrollments and removals with their current state, and no archives', async () => {
      const archive = someIntent({ action: 'archive', kind: 'workflow' });
      const { contactId: _omitted, ...withoutContact } = archive;
      await lease.recordIntents(run, [
        someIntent({ since: '2026-11-01' }),
        someIntent({ action: 'unenroll', origin: 'list:482' }),
        withoutContact,
      ]);
      await settle('proved');
      const { entries } = await ledger.view(portalId, noon);
      expect([...entries]).toEqual([
        {
          intent: 1,
          action: 'enroll',
          state: 'proved',
          kind: 'sequence',
          targetId: '5510021',
          contactId: '1042',
          since: '2026-11-01',
          origin: 'text',
          at: noon,
          effectAt: later,
          run,
          senderUserId: '7001',
        },
        {
          intent: 2,
          action: 'unenroll',
          state: 'open',
          kind: 'sequence',
          targetId: '5510021',
          contactId: '1042',
          origin: 'list:482',
          at: noon,
          run,
          senderUserId: '7001',
        },
      ]);
    });

    test('has every entry of a large ledger once, oldest first', async () => {
      const intents = Array.from({ length: 20_001 }, (_, index) => someIntent({ contactId: `${index}` }));
      await lease.recordIntents(run, intents);
      const { entries } = await ledger.view(portalId, noon);
      expect([...entries].map(({ contactId }) => contactId)).toEqual(
        intents.map(({ contactId }) => contactId),
      );
    });

    test('counts the enrollments of each sender since the start of the day, including open intents', async () => {
      const midnight = addMilliseconds(noon, -12 * hour);
      const yesterday = addMilliseconds(midnight, -1);
      await lease.recordIntents(run, [
        someIntent({ contactId: '1' }),
        someIntent({ contactId: '2', at: midnight }),
        someIntent({ contactId: '3', at: yesterday }),
        someIntent({ contactId: '4' }),
        someIntent({ contactId: '5' }),
        someIntent({ contactId: '6' }),
        someIntent({ contactId: '7' }),
        someIntent({ contactId: '8', senderUserId: '7002' }),
        someIntent({ contactId: '9', kind: 'workflow' }),
        someIntent({ contactId: '10', action: 'unenroll' }),
      ]);
      await settle('proved', 4);
      await settle('accepted', 5);
      await settle('refused', 6);
      await settle('not-sent', 7);
      const { sentToday, enrolledToday } = await ledger.view(portalId, midnight);
      expect([...enrolledToday.values()].reduce((sum, count) => sum + count, 0)).toBe(6);
      expect([...enrolledToday.keys()].map((key) => key.split(':')[0])).toEqual(['sequence', 'workflow']);
      expect(sentToday).toEqual(
        new Map([
          ['7001', 4],
          ['7002', 1],
        ]),
      );
    });

    test('keeps the latest baseline of each target', async () => {
      const target = { kind: 'sequence', id: '1', key: 'a', status: 'ready' } as const;
      await lease.setTargets([
        { ...target, revision: '1', name: 'A' },
        { ...target, kind: 'workflow' },
      ]);
      await lease.setTargets([
        { ...target, key: 'b' },
        { ...target, key: 'c', status: 'disabled' },
      ]);
      const { targets } = await ledger.view(portalId, noon);
      expect(targets).toEqual([
        { ...target, key: 'c', status: 'disabled' },
        { ...target, kind: 'workflow' },
      ]);
    });

    test('has no data of another portal', async () => {
      await lease.recordIntents(run, [someIntent()]);
      await lease.adopt(run, [adoption]);
      await lease.setTargets([{ kind: 'sequence', id: '1', key: 'a', status: 'ready' }]);
      await lease.rememberDeclaredEmails([{ email: 'ana@northwind.example', contactId: '1042' }]);
      await lease.forget({ contactId: '5', emails: [], at: noon });
      const view = await ledger.view(7, noon);
      expect(view).toMatchObject({ lastRun: 0, targets: [] });
      expect([...view.entries]).toEqual([]);
      expect(view.sentToday.size).toBe(0);
      expect(view.contactOf('ana@northwind.example')).toBeUndefined();
      expect(view.isForgotten({ id: '5', emails: [] })).toBe(false);
      expect(await collect(ledger.history(7, {}))).toEqual([]);
      expect((await ledger.planUse(7, 'plan-1')).attempted.size).toBe(0);
    });
  });

  describe('declared emails', () => {
    test('resolve to the last recorded contact, in any spelling', async () => {
      await lease.rememberDeclaredEmails([
        { email: 'Ana@Northwind.example', contactId: '1' },
        { email: 'ana@northwind.example', contactId: '2' },
        { email: 'liam@fabrikam.example', contactId: '3' },
      ]);
      await lease.rememberDeclaredEmails([{ email: ' LIAM@fabrikam.example', contactId: '4' }]);
      const { contactOf } = await ledger.view(portalId, noon);
      expect(contactOf('ANA@northwind.example ')).toBe('2');
      expect(contactOf('liam@fabrikam.example')).toBe('4');
      expect(contactOf('noor@contoso.example')).toBeUndefined();
    });

    test('are not stored in readable form', async () => {
      await lease.rememberDeclaredEmails([{ email: 'ana@northwind.example', contactId: '1' }]);
      await lease.forget({ contactId: '2', emails: ['liam@fabrikam.example'], at: noon });
      const rows = [
        ...(await database.query(location, 'select * from rollcall_addresses')),
        ...(await database.query(location, 'select * from rollcall_forgotten')),
      ];
      expect(rows).toHaveLength(3);
      expect(JSON.stringify(rows)).not.toMatch(/ana|liam|northwind|fabrikam|@/);
    });
  });

  describe('a forgotten contact', () => {
    let blocked: readonly string[];

    beforeEach(async () => {
      await lease.recordIntents(run, [someIntent(), someIntent({ contactId: '2' })]);
      await settle('proved');
      await lease.adopt(run, [adoption]);
      await lease.rememberDeclaredEmails([
        { email: 'ana@northwind.example', contactId: '1042' },
        { email: 'old@northwind.example', contactId: '1042' },
        { email: 'liam@fabrikam.example', contactId: '2' },
      ]);
      await lease.rememberIdentities([
        { email: 'a.lopez@northwind.example', contactId: '1042' },
        { email: 'liam@fabrikam.example', contactId: '2' },
      ]);
      blocked = await lease.forget({ contactId: '1042', emails: ['Ana@northwind.example'], at: later });
    });

    test('has a tombstone for every email that was given or recorded, and no other trace', async () => {
      expect(new Set(blocked).size).toBe(3);
      const { isForgotten, contactsOf } = await ledger.view(portalId, noon);
      for (const email of ['ana', 'old', 'a.lopez'].map((name) => `${name}@northwind.example`)) {
        expect(isForgotten({ emails: [email] }), email).toBe(true);
        expect(contactsOf(email), email).toEqual([]);
      }
      expect(contactsOf('liam@fabrikam.example')).toEqual(['2']);
    });

    test('stays in the history without its contact id', async () => {
      const records = await collect(ledger.history(portalId, {}));
      expect(records).toHaveLength(3);
      expect(records.filter((record) => 'contactId' in record)).toMatchObject([{ contactId: '2' }]);
    });

    test('is recognized by id and by email, and other contacts are not', async () => {
      const { isForgotten } = await ledger.view(portalId, noon);
      expect(isForgotten({ id: '1042', emails: [] })).toBe(true);
      expect(isForgotten({ emails: ['x@y.example', 'ana@Northwind.example'] })).toBe(true);
      expect(isForgotten({ id: '2', emails: ['liam@fabrikam.example'] })).toBe(false);
    });

    test('is removed from every row of the ledger', async () => {
      const { entries, contactOf } = await ledger.view(portalId, noon);
      expect([...entries].map(({ contactId }) => contactId)).toEqual(['2']);
      expect(contactOf('ana@northwind.example')).toBeUndefined();
      expect(contactOf('old@northwind.example')).toBeUndefined();
      expect(contactOf('liam@fabrikam.example')).toBe('2');
      expect(await collect(ledger.history(portalId, { contactId: '1042' }))).toEqual([]);
      const proofs = await database.query(location, 'select enrollment_id, evidence from rollcall_proofs');
      expect(proofs).toMatchObject([{ enrollment_id: null, evidence: 'forgotten' }]);
    });

    test('still counts for the daily limit of the sender and for the plan', async () => {
      expect((await ledger.view(portalId, noon)).sentToday.get('7001')).toBe(2);
      expect((await ledger.planUse(portalId, 'plan-1')).attempted.size).toBe(2);
    });

    test('still shows which outcomes a person settled, without the name of the person', async () => {
      const [intent = 0] = await lease.recordIntents(run, [someIntent({ contactId: '3' })]);
      const evidence = resolveEvidence('ana', false);
      await lease.settle([{ intent, state: 'refused', at: later, evidence }]);
      await lease.forget({ contactId: '3', emails: [], at: later });
      const records = await collect(ledger.history(portalId, {}));
      expect(records.find(({ id }) => id === intent)).toMatchObject({
        state: 'refused',
        evidence: 'resolved',
      });
      expect(records.filter((record) => isResolveEvidence(record.evidence))).toHaveLength(1);
    });

    test('may be forgotten again', async () => {
      await lease.forget({ contactId: '1042', emails: ['ana@northwind.example'], at: later });
      expect((await ledger.view(portalId, noon)).isForgotten({ id: '1042', emails: [] })).toBe(true);
    });
  });

  describe('history', () => {
    test('has the actor, contact, time, commit and plan of each record', async () => {
      await lease.setTargets([{ kind: 'workflow', id: '900100', key: 'onboarding', status: 'ready' }]);
      await lease.recordIntents(run, [someIntent({ since: '2026-11-01' })]);
      await settle('proved');
      const second = await lease.startRun(
        someRun({ planId: 'plan-2', actor: 'liam', commit: 'def456', at: later }),
      );
      await lease.adopt(second, [adoption]);
      expect(await collect(ledger.history(portalId, {}))).toEqual([
        {
          id: 1,
          action: 'enroll',
          state: 'proved',
          kind: 'sequence',
          targetId: '5510021',
          targetKey: 'q4-outbound',
          contactId: '1042',
          since: '2026-11-01',
          origin: 'text',
          at: noon,
          effectAt: later,
          settledAt: later,
          evidence: 'answer',
          emails: 4,
          senderUserId: '7001',
          run,
          planId: 'plan-1',
          commit: 'abc123',
          actor: 'ana',
        },
        {
          ...adoption,
          id: 2,
          action: 'enroll',
          state: 'adopted',
          targetKey: 'onboarding',
          run: second,
          planId: 'plan-2',
          commit: 'def456',
          actor: 'liam',
        },
      ]);
    });

    test('can be filtered by contact, by run, or by both', async () => {
      await lease.recordIntents(run, [someIntent({ contactId: '1' }), someIntent({ contactId: '2' })]);
      const second = await lease.startRun(someRun());
      await lease.recordIntents(second, [someIntent({ contactId: '1', since: '2026-12-01' })]);
      const ids = async (filter: Parameters<Ledger['history']>[1]): Promise<readonly number[]> =>
        (await collect(ledger.history(portalId, filter))).map(({ id }) => id);
      expect(await ids({ contactId: '1' })).toEqual([1, 3]);
      expect(await ids({ run })).toEqual([1, 2]);
      expect(await ids({ contactId: '1', run: second })).toEqual([3]);
      expect(await ids({ contactId: '3' })).toEqual([]);
    });

    test('records the end of each run', async () => {
      await lease.finishRun(run, { exitCode: 6, at: later, counts: '{"done":1}' });
      expect(
        await database.query(location, 'select exit_code, finished_at, counts from rollcall_runs'),
      ).toEqual([{ exit_code: 6, finished_at: later, counts: '{"done":1}' }]);
    });
  });

  describe('the use of a plan', () => {
    test('has every attempted declaration, with any outcome', async () => {
      await lease.recordIntents(run, [someIntent(), someIntent({ contactId: '2', since: '2026-11-10' })]);
      await settle('not-sent');
      await lease.recordIntents(run, [someIntent({ contactId: '3', planId: 'plan-2' })]);
      expect(await ledger.planUse(portalId, 'plan-1')).toEqual({
        attempted: new Set(['sequence:5510021:1042:', 'sequence:5510021:2:2026-11-10']),
      });
    });

    test('is empty for a plan that was never applied', async () => {
      expect(await ledger.planUse(portalId, 'plan-9')).toEqual({ attempted: new Set() });
    });
  });
});
