import { describe, expect, it } from 'vitest';
import type { ActiveEnrollment, EnrolledBy } from '../../src/model/observed-state.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import { ledgerUpdates } from '../../src/reconciler/ledger-updates.ts';
import {
  act,
  contact,
  member,
  now,
  observedTarget,
  endedEnrollment,
  planInput,
  running,
  sequence,
  workflow,
} from './builders.ts';

const desired = { targets: [sequence({ members: [member('p1@northwind.example')] })] };
const active = [contact(1, { enrollments: [running({ id: 'e7' })] })];

describe('the records of an apply before it sends a request', () => {
  it('adopts a declared contact that someone else enrolled', () => {
    expect(ledgerUpdates(planInput({ desired, contacts: active })).adoptions).toEqual([
      {
        kind: 'sequence',
        targetId: '500',
        contactId: '1',
        origin: 'text',
        at: now,
        effectAt: '2026-11-10T09:00:00.000Z',
      },
    ]);
  });

  it('does not adopt a contact that the ledger has, or an erased contact', () => {
    expect(ledgerUpdates(planInput({ desired, contacts: active, entries: [act()] })).adoptions).toEqual([]);
    expect(
      ledgerUpdates(planInput({ desired, contacts: active, ledger: { isForgotten: () => true } })).adoptions,
    ).toEqual([]);
  });

  it('settles a request whose effect HubSpot now shows, active or ended', () => {
    const entries = [act({ state: 'open', intent: 12 })];
    const proof = {
      intent: 12,
      state: 'proved',
      at: now,
      evidence: 'read-back',
      effectAt: '2026-11-10T09:00:00.000Z',
    };
    expect(ledgerUpdates(planInput({ desired, contacts: active, entries })).settlements).toEqual([
      { ...proof, enrollmentId: 'e7' },
    ]);
    const ended = [contact(1, { enrollments: [endedEnrollment()] })];
    expect(ledgerUpdates(planInput({ desired, contacts: ended, entries })).settlements).toEqual([proof]);
  });

  it('does not settle a request by an earlier enrollment, or by none', () => {
    const entries = [act({ state: 'open', intent: 12, at: '2026-11-10T09:00:00.001Z' })];
    expect(ledgerUpdates(planInput({ desired, contacts: active, entries })).settlements).toEqual([]);
    expect(ledgerUpdates(planInput({ desired, contacts: [contact(1)], entries })).settlements).toEqual([]);
  });

  describe('of an intent without a response', () => {
    const before = '2026-11-10T08:00:00.000Z';
    const openIntent = [act({ state: 'open', intent: 12, at: before, senderUserId: '7001' })];
    const recorded = (enrollment: Partial<ActiveEnrollment>, entries = openIntent) =>
      ledgerUpdates(
        planInput({ desired, contacts: [contact(1, { enrollments: [running(enrollment)] })], entries }),
      );

    it.each([
      ['by the user id', { userId: '7001' }],
      ['by the email of that user, in another case', { email: 'Maria@acme.example' }],
    ])('proves it by an enrollment of its sender, %s', (_, enrolledBy) => {
      const { settlements, adoptions } = recorded({ enrolledBy });
      expect(settlements).toMatchObject([{ intent: 12, state: 'proved' }]);
      expect(adoptions).toEqual([]);
    });

    it.each([
      ['another user', { enrolledBy: { userId: '7002' } }],
      ['another email', { enrolledBy: { email: 'paul@acme.example' } }],
    ])('ends it as an adoption by an enrollment of %s, once', (_, enrollment) => {
      const { settlements, adoptions } = recorded(enrollment);
      expect(settlements).toEqual([
        {
          intent: 12,
          state: 'adopted',
          at: now,
          effectAt: '2026-11-10T09:00:00.000Z',
          evidence: 'read-back: enrolled by someone else',
        },
      ]);
      expect(adoptions).toEqual([]);
    });

    it('ends it as an adoption by an enrollment without a date', () => {
      const undated = { kind: 'sequence', targetId: '500', state: 'active' } as const;
      const input = planInput({
        desired,
        contacts: [contact(1, { enrollments: [undated] })],
        entries: openIntent,
      });
      const { settlements, adoptions } = ledgerUpdates(input);
      expect(settlements).toMatchObject([{ intent: 12, state: 'adopted' }]);
      expect(adoptions).toEqual([]);
    });

    it('does not settle it if the same declaration has an adoption', () => {
      const entries = [...openIntent, act({ state: 'adopted', intent: 13, at: before })];
      expect(recorded({ enrolledBy: { userId: '7002' } }, entries).settlements).toEqual([]);
      const other = [...openIntent, act({ state: 'adopted', intent: 13, at: before, since: '2026-11-01' })];
      expect(recorded({ enrolledBy: { userId: '7002' } }, other).settlements).toHaveLength(1);
    });

    it('does not own an enrollment by someone else', () => {
      const entries = openIntent;
      const plan = (enrolledBy: EnrolledBy) =>
        makePlan(
          planInput({
            desired: { targets: [sequence({ members: [] })] },
            contacts: [contact(1, { enrollments: [running({ enrolledBy })] })],
            entries,
          }),
        );
      expect(plan({ userId: '7001' }).changes).toMatchObject([{ action: 'unenroll', owned: true }]);
      expect(plan({ userId: '7002' }).changes).toEqual([]);
      expect(plan({ userId: '7002' }).unchanged).toMatchObject([{ status: 'unmanaged' }]);
    });
  });

  it('settles an accepted request once the active list shows its effect', () => {
    const entries = [act({ kind: 'workflow', targetId: '900', state: 'accepted', intent: 3 })];
    const observed = { targets: [observedTarget({ kind: 'workflow', id: '900', active: new Set(['1']) })] };
    const input = planInput({
      desired: { targets: [workflow({ members: [member(1)] })] },
      contacts: [contact(1)],
      entries,
      observed,
    });
    expect(ledgerUpdates(input).settlements).toEqual([
      { intent: 3, state: 'proved', at: now, evidence: 'read-back' },
    ]);
  });

  it('settles an accepted removal once the contact is not active', () => {
    const entries = [
      act(),
      act({ action: 'unenroll', state: 'accepted', intent: 4, at: '2026-11-19T09:00:00.000Z' }),
    ];
    expect(ledgerUpdates(planInput({ desired, contacts: active, entries })).settlements).toEqual([]);
    const out = [contact(1, { enrollments: [endedEnrollment({ how: 'unexplained' })] })];
    expect(ledgerUpdates(planInput({ desired, contacts: out, entries })).settlements).toMatchObject([
      { intent: 4, state: 'proved' },
    ]);
  });

  it('records the contact of a declared email that the ledger does not have', () => {
    expect(ledgerUpdates(planInput({ desired, contacts: active })).addresses).toEqual([
      { email: 'p1@northwind.example', contactId: '1' },
    ]);
    expect(
      ledgerUpdates(planInput({ desired, contacts: active, ledger: { contactOf: () => '1' } })).addresses,
    ).toEqual([]);
  });

  it('records the targets that the filters select as the baseline for drift', () => {
    const targets = [sequence(), workflow()];
    const observed = {
      targets: [observedTarget({ kind: 'sequence', id: '500', revision: 'r2', name: 'Q4' })],
    };
    expect(ledgerUpdates(planInput({ desired: { targets }, observed })).targets).toEqual([
      { kind: 'sequence', id: '500', key: 'q4', status: 'ready', revision: 'r2', name: 'Q4' },
      { kind: 'workflow', id: '900', key: 'onboarding', status: 'missing' },
    ]);
    expect(
      ledgerUpdates(planInput({ desired: { targets }, observed, input: { only: ['sequences.*'] } })).targets,
    ).toHaveLength(1);
  });
});
