import { describe, expect, it } from 'vitest';
import { trustEmail } from '../../../src/model/email.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import { act, contact, limits, member, planInput, running, sequence, workflow } from '../builders.ts';

describe('a rehearsal', () => {
  const withEmail = (id: number, text: string) =>
    contact(id, { email: trustEmail(text), emails: [trustEmail(text)] });

  it('enrolls contacts whose email matches one of the patterns, in any case', () => {
    const plan = makePlan(
      planInput({
        desired: {
          limits: limits({ recipients: ['me@home.example', '*@acme.example'] }),
          targets: [workflow({ members: [member(1), member(2), member(3)] })],
        },
        contacts: [
          withEmail(1, 'me@home.example'),
          withEmail(2, 'Ana@ACME.example'),
          withEmail(3, 'acme@other.example'),
        ],
      }),
    );
    expect(plan.changes.map(({ address }) => address)).toEqual([
      'workflows.onboarding/1',
      'workflows.onboarding/2',
    ]);
    expect(
      plan.unchanged.map(({ address, status, reason, help }) => [address, status, reason, help]),
    ).toEqual(
      ['3'].map((id) => [
        `workflows.onboarding/${id}`,
        'blocked',
        'rehearsal: not in `limits.recipients`',
        'To end the rehearsal, remove `recipients` from `limits`.',
      ]),
    );
  });

  it('continues removals, and keeps the reason of a contact that is blocked anyway', () => {
    const plan = makePlan(
      planInput({
        desired: {
          limits: limits({ recipients: ['*@acme.example'] }),
          targets: [sequence({ members: [member(1)] })],
        },
        contacts: [contact(1, { optedOut: true }), contact(2, { enrollments: [running()] })],
        entries: [act({ contactId: '2' })],
      }),
    );
    expect(plan.changes).toMatchObject([{ action: 'unenroll' }]);
    expect(plan.unchanged).toMatchObject([{ reason: expect.stringContaining('opted out') }]);
  });

  it('blocks a contact without an email, which a list could enroll', () => {
    const { email: _none, ...noEmail } = contact(1, { emails: [] });
    const plan = makePlan(
      planInput({
        desired: {
          limits: limits({ recipients: ['*'] }),
          targets: [workflow({ viaList: '611', members: [member(1)] })],
        },
        contacts: [noEmail],
      }),
    );
    expect(plan.changes).toEqual([]);
    expect(plan.unchanged).toMatchObject([
      { status: 'blocked', reason: 'rehearsal: not in `limits.recipients`' },
    ]);
  });
});
