import { beforeEach, describe, expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { toFormat1, toFormat2, toFormat3 } from '../../src/ledger/schema/formats.ts';
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

const ana = 'ana@northwind.example';
const bounced = {
  cause: 'contact',
  code: 'RECIPIENT_PREVIOUSLY_BOUNCED',
  reason: 'an earlier email to the contact bounced',
} as const;

describe.each(engines)('a ledger of format 3 on $name', ({ name, start }) => {
  const database = suiteDatabase(start);
  let location: string;

  beforeEach(async () => {
    location = await database.fresh();
    await createOlderLedger(database, {
      engine: name,
      location,
      migrations: [toFormat1, toFormat2, toFormat3],
      rows: [
        ...rowsOfOneRun,
        `insert into rollcall_intents values
          (${portalId}, 1, 1, 'enroll', 'refused', 'sequence', '5510021', 'q4-outbound', '1042', '', 'text',
           'plan-1', '7001', 4, '${noon}', null, '${noon}', 1, null, null, null)`,
      ],
    });
  });

  test('can be read without a migration, without refusals', async () => {
    const ledger = required(await openLedger({ location, mode: 'read' }));
    const view = await ledger.view(portalId, midnight);
    expect([...view.entries]).toMatchObject([{ intent: 1, state: 'refused' }]);
    expect([...view.entries][0]).not.toHaveProperty('refusal');
    expect(view.refusedWith(1, ana)).toBe(false);
    expect(view.refusedWith(1, undefined)).toBe(false);
    const [record] = await collect(ledger.history(portalId, {}));
    expect(record).not.toHaveProperty('refusal');
    await ledger.close();
    expect(await database.query(location, 'select format from rollcall_meta')).toEqual([{ format: 3 }]);
  });

  test('keeps its refused requests without a cause when a writing command migrates it', async () => {
    const ledger = required(await openLedger({ location, mode: 'write' }));
    const view = await ledger.view(portalId, midnight);
    expect([...view.entries]).toMatchObject([{ intent: 1, state: 'refused' }]);
    expect([...view.entries][0]).not.toHaveProperty('refusal');
    expect(view.refusedWith(1, undefined)).toBe(false);
    await ledger.close();
    expect(await database.query(location, 'select format from rollcall_meta')).toEqual([{ format: 4 }]);
  });
});

describe.each(engines)('a ledger of format 4 on $name', ({ start }) => {
  const database = suiteDatabase(start);
  let location: string;
  let ledger: Ledger;
  let lease: Lease;
  let run: number;

  beforeEach(async () => {
    location = await database.fresh();
    ({ ledger, lease, run } = await openRun(location));
    return () => ledger.close();
  });

  const refuse = async (email?: string, contactId = '1042'): Promise<number> => {
    const [intent = 0] = await lease.recordIntents(run, [someIntent({ contactId })]);
    await lease.settle([
      {
        intent,
        state: 'refused',
        at: later,
        evidence: bounced.reason,
        refusal: bounced,
        ...(email === undefined ? {} : { email }),
      },
    ]);
    return intent;
  };

  test('remembers a refusal in the view and in the history', async () => {
    const intent = await refuse(ana);
    expect([...(await ledger.view(portalId, midnight)).entries]).toMatchObject([
      { intent, state: 'refused', refusal: bounced },
    ]);
    expect(await collect(ledger.history(portalId, {}))).toMatchObject([{ id: intent, refusal: bounced }]);
  });

  test('keeps the last review of each set of files, which a common target joins', async () => {
    const review = (files: readonly string[], ...targets: readonly string[]) => {
      const one = { files, targets, configHash: files.join(), planId: 'plan-1', plannedAt: later, at: later };
      return lease.recordReview(one);
    };
    const hashes = async () =>
      (await ledger.reviews(portalId)).map(({ configHash }) => configHash).toSorted();
    const many = Array.from({ length: 500 }, (_, at) => `teams/${at}/enrollments.yaml`);
    await review(['a.yaml'], 'sequence:1', 'sequence:2');
    await review(['b.yaml'], 'workflow:1');
    await review(many, 'workflow:9');
    expect(await hashes()).toEqual(['a.yaml', 'b.yaml', many.join()]);
    await review(['c.yaml'], 'sequence:2', 'workflow:1');
    expect(await hashes()).toEqual(['c.yaml', many.join()]);
    await review(many, 'workflow:8');
    expect(await hashes()).toEqual(['c.yaml', many.join()]);
    expect(await ledger.reviews(portalId + 1)).toEqual([]);
  });

  test('has the senders that HubSpot refused last, with the refusal', async () => {
    const [first = 0, second = 0] = await lease.recordIntents(run, [
      someIntent({ contactId: '1' }),
      someIntent({ contactId: '2', senderUserId: '7002' }),
    ]);
    const refusal = { cause: 'sender', reason: 'no inbox' } as const;
    const end = { state: 'refused', at: later, evidence: refusal.reason } as const;
    await lease.settle([
      { ...end, intent: first, refusal },
      { ...end, intent: second, refusal: bounced },
    ]);
    const { stoppedSenders } = await ledger.view(portalId, midnight);
    expect(stoppedSenders).toEqual(new Map([['7001', { at: someIntent({}).at, reason: 'no inbox' }]]));
  });

  test('compares the email at the refusal by its keyed hash and never stores it', async () => {
    const intent = await refuse(ana);
    const { refusedWith } = await ledger.view(portalId, midnight);
    expect(refusedWith(intent, ' Ana@Northwind.example')).toBe(true);
    expect(refusedWith(intent, 'new@northwind.example')).toBe(false);
    expect(refusedWith(intent, undefined)).toBe(false);
    expect(refusedWith(intent + 1, ana)).toBe(false);
    const rows = JSON.stringify(await database.query(location, 'select * from rollcall_intents'));
    expect(rows).not.toMatch(/@|northwind/);
  });

  test('knows that a contact without an email had none', async () => {
    const intent = await refuse();
    const { refusedWith } = await ledger.view(portalId, midnight);
    expect(refusedWith(intent, undefined)).toBe(true);
    expect(refusedWith(intent, ana)).toBe(false);
  });

  test('keeps no email of a settlement without a refusal', async () => {
    const [intent = 0] = await lease.recordIntents(run, [someIntent()]);
    await lease.settle([{ intent, state: 'not-sent', at: later, evidence: 'reset', email: ana }]);
    const { entries, refusedWith } = await ledger.view(portalId, midnight);
    expect([...entries][0]).not.toHaveProperty('refusal');
    expect(refusedWith(intent, ana)).toBe(false);
    expect(await database.query(location, 'select email_hash from rollcall_intents')).toEqual([
      { email_hash: null },
    ]);
  });

  test('records once who cleared a refusal, and clears nothing else', async () => {
    const intent = await refuse(ana);
    const other = await refuse(ana, '2');
    const [open = 0] = await lease.recordIntents(run, [someIntent({ contactId: '3' })]);
    await lease.clearRefusals([
      { intent, at: noon, actor: 'ana' },
      { intent: open, at: noon, actor: 'ana' },
    ]);
    await lease.clearRefusals([{ intent, at: later, actor: 'liam' }]);
    const { entries } = await ledger.view(portalId, midnight);
    expect([...entries]).toMatchObject([
      { intent, refusal: { ...bounced, cleared: { at: noon, by: 'ana' } } },
      { intent: other, refusal: bounced },
      { intent: open, state: 'open' },
    ]);
    expect([...entries][1]?.refusal).not.toHaveProperty('cleared');
    expect([...entries][2]).not.toHaveProperty('refusal');
    expect(
      await database.query(
        location,
        'select refusal_cleared_at from rollcall_intents where refusal_cause is null',
      ),
    ).toEqual([{ refusal_cleared_at: null }]);
  });

  test('loses the refusal of a forgotten contact', async () => {
    const intent = await refuse(ana);
    await refuse('liam@fabrikam.example', '2');
    await lease.clearRefusals([{ intent, at: later, actor: 'ana' }]);
    await lease.forget({ contactId: '1042', emails: [ana], at: later });
    const [record, other] = await collect(ledger.history(portalId, {}));
    expect(record).not.toHaveProperty('refusal');
    expect(other).toMatchObject({ contactId: '2', refusal: bounced });
    expect(
      await database.query(
        location,
        `select refusal_cause, refusal_code, refusal_reason, email_hash, refusal_cleared_at, refusal_cleared_by
         from rollcall_intents where contact_id is null`,
      ),
    ).toEqual([
      {
        refusal_cause: null,
        refusal_code: null,
        refusal_reason: null,
        email_hash: null,
        refusal_cleared_at: null,
        refusal_cleared_by: null,
      },
    ]);
  });
});
