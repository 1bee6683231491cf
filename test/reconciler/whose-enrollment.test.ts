/** Whose an enrollment is that runs where rollcall enrolled the contact before. */
import { describe, expect, it } from 'vitest';
import type { PlanInput } from '../../src/reconciler/plan-input.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import { act, contact, maria, over, paul, planInput, running, sequence, workflow } from './builders.ts';

/** Enrolled by rollcall at 09:00, active since 09:20 by an enrollment that a user made. */
const began = '2026-11-10T09:20:00.000Z';
const later = running({ enrolledAt: began });
const ours = act({ effectAt: '2026-11-10T09:00:00.000Z', senderUserId: paul.userId });

const withEnd = (endedAt?: string) =>
  act({
    ...ours,
    end: { seenAt: '2026-11-10T09:10:00.000Z', how: 'unexplained', ...(endedAt ? { endedAt } : {}) },
  });

function first(input: PlanInput): string {
  const { changes, unchanged } = makePlan(input);
  return [...changes, ...unchanged]
    .map((one) => `${'action' in one ? one.action : one.status}: ${one.reason}`)
    .join();
}

describe('an enrollment within an hour of ours', () => {
  it.each([
    ['ours ended before it, on a day that HubSpot showed', withEnd('2026-11-10T09:05:00.000Z'), [later]],
    ['the end of ours was recorded before it', withEnd(), [later]],
    [
      'HubSpot shows that ours ended before it',
      ours,
      [over({ enrolledAt: '2026-11-10T09:00:10.000Z', endedAt: '2026-11-10T09:05:00.000Z' }), later],
    ],
    ['another user made it', ours, [{ ...later, enrolledBy: { userId: maria.userId } }]],
  ])('is not ours when %s', (_when, entry, enrollments) => {
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
    ['our sender made it', { ...later, enrolledBy: { userId: paul.userId } }],
    ['the email of our sender made it', { ...later, enrolledBy: { email: paul.email } }],
    ['HubSpot does not show who made it', later],
  ])('is ours when %s', (_when, enrollment) => {
    const contacts = [contact(1, { enrollments: [enrollment] })];
    const input = planInput({ desired: { targets: [sequence()] }, contacts, entries: [ours] });
    expect(first(input)).toBe('unenroll: no longer declared, enrolled by run 3');
  });

  it('is drift in an exclusive workflow when the end of ours was recorded before it', () => {
    const input = planInput({
      desired: { targets: [workflow({ exclusive: true })] },
      contacts: [contact(1, { enrollments: [{ ...later, kind: 'workflow', targetId: '900' }] })],
      entries: [{ ...withEnd(), kind: 'workflow', targetId: '900' }],
      ledger: { targets: [{ kind: 'workflow', id: '900', key: 'onboarding', status: 'ready' }] },
    });
    expect(makePlan(input).drift).toMatchObject([{ kind: 'unmanaged', counts: true }]);
  });
});
