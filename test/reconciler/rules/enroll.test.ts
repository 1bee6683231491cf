import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/model/results/plan.ts';
import {
  act,
  contact,
  endedEnrollment,
  maria,
  member,
  observedTarget,
  paul,
  planInput,
  sequence,
  workflow,
} from '../builders.ts';
import { changeAt } from './entry-of.ts';

type Parts = Parameters<typeof planInput>[0];

const enrollment = (parts: Parts = {}): Change | undefined =>
  changeAt(
    planInput({
      desired: { targets: [sequence({ since: '2026-11-16', members: [member(1)] })] },
      contacts: [contact(1)],
      ...parts,
    }),
    'sequences.q4/1',
  );

describe('the reason of an enrollment', () => {
  it('is that no enrollment since the day of `since` is known', () => {
    expect(enrollment()).toMatchObject({
      reason: 'declared; no enrollment known since 2026-11-16',
      reenroll: false,
    });
  });

  it('names the latest of several earlier runs', () => {
    const entries = [
      act({ run: 3 }),
      act({ run: 7, at: '2026-11-12T09:00:00.000Z' }),
      act({ run: 5, at: '2026-11-11T09:00:00.000Z' }),
      act({ run: 8, at: '2026-11-13T09:00:00.000Z', state: 'refused' }),
    ];
    expect(enrollment({ entries })).toMatchObject({
      reason: 'enrolled by run 7 on 2026-11-12; `since: 2026-11-16` enrolls again',
      reenroll: true,
    });
  });

  it('names the latest enrollment by someone else that HubSpot shows', () => {
    const shown = [
      endedEnrollment({ enrolledAt: '2026-10-01T09:00:00.000Z', endedAt: '2026-10-02T09:00:00.000Z' }),
      endedEnrollment(),
    ];
    expect(enrollment({ contacts: [contact(1, { enrollments: shown })] })).toMatchObject({
      reason:
        'enrolled on 2026-11-10 by someone else, finished on 2026-11-15; `since: 2026-11-16` enrolls again',
      reenroll: true,
    });
  });

  it('names the first day in the `everList` of a workflow', () => {
    const everEnrolled = new Map([['1', '2026-11-02T09:00:00.000Z']]);
    const input = planInput({
      desired: { targets: [workflow({ since: '2026-11-16', members: [member(1)] })] },
      observed: { targets: [observedTarget({ kind: 'workflow', id: '900', everEnrolled })] },
      contacts: [contact(1)],
    });
    expect(changeAt(input, 'workflows.onboarding/1')).toMatchObject({
      reason: 'enrolled on 2026-11-02; `since: 2026-11-16` enrolls again',
      reenroll: true,
    });
  });

  it('names the former contact that was enrolled with the email of this one', () => {
    const entries = [
      act({ contactId: '8' }),
      act({ contactId: '8', at: '2026-11-12T09:00:00.000Z', run: 4 }),
    ];
    expect(enrollment({ entries, ledger: { contactsOf: () => ['7', '8'] } })).toMatchObject({
      reason: 'enrolled by run 4 on 2026-11-12 as contact 8; `since: 2026-11-16` enrolls again',
      reenroll: true,
    });
  });

  it('is not a re-enrollment if no former contact was enrolled here', () => {
    const entries = [act({ contactId: '8', targetId: '777' })];
    expect(enrollment({ entries, ledger: { contactsOf: () => ['7', '8'] } })).toMatchObject({
      reason: 'declared; no enrollment known since 2026-11-16',
      reenroll: false,
    });
  });
});

describe('the sender of an enrollment', () => {
  const senderOf = (parts: Parameters<typeof sequence>[0], ownerId = '92'): string | undefined => {
    const desired = { targets: [sequence({ members: [member(1)], ...parts })] };
    const change = enrollment({ desired, contacts: [contact(1, { ownerId })] });
    return change?.action === 'enroll' ? change.sender : undefined;
  };

  it('is the sender of the sequence, unless the line names another one', () => {
    expect(senderOf({})).toBe(maria.email);
    expect(senderOf({ members: [member(1, { sender: { email: paul.email } })] })).toBe(paul.email);
  });

  it('is the owner of the contact for `contact-owner`', () => {
    expect(senderOf({ sender: 'contact-owner' })).toBe(paul.email);
    expect(senderOf({ sender: 'contact-owner' }, '91')).toBe(maria.email);
  });

  it('is absent in a workflow', () => {
    const input = planInput({
      desired: { targets: [workflow({ members: [member(1)] })] },
      contacts: [contact(1)],
    });
    expect(changeAt(input, 'workflows.onboarding/1')).not.toHaveProperty('sender');
  });
});
