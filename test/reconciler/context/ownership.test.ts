/** Ownership of an active enrollment in a target in which rollcall enrolled the contact before. */
import { describe, expect, it } from 'vitest';
import type { PlanInput } from '../../../src/reconciler/plan-input.ts';
import { ledgerUpdates } from '../../../src/reconciler/ledger-updates.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import { observeRequest } from '../../../src/reconciler/observe-request.ts';
import {
  act,
  at,
  contact,
  desiredState,
  ledgerView,
  maria,
  member,
  now,
  endedEnrollment,
  paul,
  planInput,
  running,
  sequence,
  workflow,
} from '../builders.ts';

/** rollcall enrolled the contact at 09:00. Another enrollment has been active since 09:20. */
const began = '2026-11-10T09:20:00.000Z';
const later = running({ enrolledAt: began });
const owned = act({ effectAt: '2026-11-10T09:00:00.000Z', senderUserId: paul.userId });

const withEnd = (endedAt?: string) =>
  act({
    ...owned,
    end: { seenAt: '2026-11-10T09:10:00.000Z', how: 'unexplained', ...(endedAt ? { endedAt } : {}) },
  });

function first(input: PlanInput): string {
  const { changes, unchanged } = makePlan(input);
  return [...changes, ...unchanged]
    .map((one) => `${'action' in one ? one.action : one.status}: ${one.reason}`)
    .join();
}

describe('an enrollment within an hour after one by rollcall', () => {
  it.each([
    ['HubSpot showed an earlier end of the first one', withEnd('2026-11-10T09:05:00.000Z'), [later]],
    ['a run recorded an earlier end of the first one', withEnd(), [later]],
    [
      'HubSpot shows the first one as ended',
      owned,
      [
        endedEnrollment({ enrolledAt: '2026-11-10T09:00:10.000Z', endedAt: '2026-11-10T09:05:00.000Z' }),
        later,
      ],
    ],
    ['another user made it', owned, [{ ...later, enrolledBy: { userId: maria.userId } }]],
  ])('is not owned if %s', (_case, entry, enrollments) => {
    const contacts = [contact(1, { enrollments })];
    const removed = planInput({ desired: { targets: [sequence()] }, contacts, entries: [entry] });
    expect(first(removed)).toBe('unmanaged: enrolled on 2026-11-10 by someone else; left alone');
    const undone = planInput({
      desired: { targets: [sequence()] },
      contacts,
      entries: [entry],
      input: { undoRun: 3 },
    });
    expect(makePlan(undone).changes).toEqual([]);
  });

  it.each([
    ['the sender of the request made it', { ...later, enrolledBy: { userId: paul.userId } }],
    ['the email of the sender made it', { ...later, enrolledBy: { email: paul.email } }],
    ['HubSpot does not show who made it', later],
  ])('is owned if %s', (_case, enrollment) => {
    const contacts = [contact(1, { enrollments: [enrollment] })];
    const input = planInput({ desired: { targets: [sequence()] }, contacts, entries: [owned] });
    expect(first(input)).toBe('unenroll: no longer declared, enrolled by run 3');
  });

  it('is drift in an exclusive workflow if a run recorded an earlier end of the first one', () => {
    const input = planInput({
      desired: { targets: [workflow({ exclusive: true })] },
      contacts: [contact(1, { enrollments: [{ ...later, kind: 'workflow', targetId: '900' }] })],
      entries: [{ ...withEnd(), kind: 'workflow', targetId: '900' }],
      ledger: { targets: [{ kind: 'workflow', id: '900', key: 'onboarding', status: 'ready' }] },
    });
    expect(makePlan(input).drift).toMatchObject([{ kind: 'unmanaged', counts: true }]);
  });
});

const inFlow = { kind: 'workflow', targetId: '900' } as const;
const adopted = act({ ...inFlow, state: 'adopted', intent: 7 });

describe('a contact that the ledger adopted in a workflow without `activeList`', () => {
  const request = (target: Parameters<typeof workflow>[0], entry = adopted) =>
    observeRequest(desiredState({ targets: [workflow(target)] }), ledgerView([entry]), now);

  it('is read until an end is recorded', () => {
    expect(request({}).unendedEnrollments).toMatchObject([{ ...inFlow, contactId: '1' }]);
    expect(request({}).people).toEqual([{ id: '1' }]);
    const end = { seenAt: now, how: 'unexplained' } as const;
    expect(request({}, act({ ...adopted, end })).unendedEnrollments).toEqual([]);
    expect(request({ activeList: '553' }).unendedEnrollments).toEqual([]);
  });

  it('is unmanaged once it is no longer declared, with a warning if it is suppressed', () => {
    const input = planInput({
      desired: { suppress: [{ match: { id: '1' }, source: at(5) }], targets: [workflow()] },
      contacts: [contact(1, { enrollments: [running(inFlow)] })],
      entries: [adopted],
    });
    expect(first(input)).toBe('unmanaged: enrolled on 2026-11-10 by someone else; left alone');
    expect(makePlan(input).diagnostics).toMatchObject([{ code: 'suppressed-unmanaged' }]);
  });

  it('is unknown if it was not read', () => {
    const contacts = [contact(1, { workflowsRead: [] })];
    const input = planInput({ desired: { targets: [workflow()] }, contacts, entries: [adopted] });
    expect(first(input)).toMatch(/^unknown: not read: seen active by run 3/u);
  });

  it('has its end recorded, even if the contact was deleted', () => {
    for (const contacts of [[contact(1)], []]) {
      const input = planInput({ desired: { targets: [workflow()] }, contacts, entries: [adopted] });
      expect(ledgerUpdates(input).ends).toMatchObject([{ intent: 7, how: 'unexplained' }]);
    }
  });
});

describe('an undated effect of a request without a response', () => {
  const undated = act({ ...adopted, requested: true });
  const enrollments = [{ ...inFlow, state: 'active' as const }];
  const known = {
    desired: { targets: [workflow({ members: [member(1)] })] },
    contacts: [contact(1, { enrollments })],
    entries: [undated],
  };

  it('is not reported as made by someone else', () => {
    const enroller = 'enrolled by an unknown user (rollcall or someone else)';
    expect(first(planInput(known))).toBe(`active: active, ${enroller}`);
    const removed = planInput({ ...known, desired: { targets: [workflow()] } });
    expect(first(removed)).toBe(`unmanaged: ${enroller}; left alone`);
  });

  it('is manual if the run is undone', () => {
    const { unchanged, diagnostics } = makePlan(planInput({ ...known, input: { undoRun: 3 } }));
    expect(unchanged).toMatchObject([{ status: 'manual', removal: true }]);
    expect(diagnostics).toEqual([]);
  });

  it('is reported as made by someone else if HubSpot shows another sender', () => {
    const entries = [act({ ...undated, effectAt: '2026-11-10T09:00:00.000Z' })];
    expect(first(planInput({ ...known, entries }))).toBe('active: active, enrolled by someone else');
  });
});

describe('an enrollment by someone else after rollcall unenrolled a merged contact', () => {
  it('is unmanaged, although HubSpot refused an earlier enrollment under the current id', () => {
    const entries = [
      act({ ...inFlow, contactId: '3', state: 'refused', at: '2026-11-09T09:00:00.000Z', run: 2 }),
      act({ ...inFlow, contactId: '1' }),
      act({ ...inFlow, contactId: '3', action: 'unenroll', at: '2026-11-12T09:00:00.000Z', run: 4 }),
    ];
    const enrollments = [{ ...inFlow, state: 'active' as const }];
    const contacts = [contact(3, { mergedIds: ['1'], enrollments })];
    const input = planInput({ desired: { targets: [workflow()] }, contacts, entries });
    expect(first(input)).toMatch(/^unmanaged: .*someone else; left alone$/u);
  });
});
