import { describe, expect, it } from 'vitest';
import type { DesiredTarget, Sender } from '../../../src/model/desired-state.ts';
import type { ObservedContact, ObservedTarget } from '../../../src/model/observed-state.ts';
import { contact, maria, member, observedTarget, paul, planInput, sequence, workflow } from '../builders.ts';
import { changeAt, unchangedAt } from './entry-of.ts';

type Parts = Parameters<typeof planInput>[0];

const planOf = (target: DesiredTarget, observed: Partial<ObservedTarget>, more: Parts = {}) =>
  planInput({
    desired: { targets: [target] },
    contacts: [contact(1)],
    observed: { targets: [observedTarget({ kind: target.kind, id: target.id, ...observed })] },
    ...more,
  });

const flow = (parts: Parameters<typeof workflow>[0] = {}): DesiredTarget =>
  workflow({ members: [member(1)], ...parts });

describe('a target that is not ready', () => {
  it.each([
    [{ status: 'disabled' }, 'the workflow is turned off'],
    [{ status: 'disabled', why: 'since Monday' }, 'the workflow is turned off: since Monday'],
    [
      { status: 'unsuitable', why: 'it is for companies' },
      'the workflow cannot enroll contacts: it is for companies',
    ],
    [{ status: 'missing' }, 'the account has no workflow with the id 900; it may have been deleted'],
  ] as const)('blocks its members: %o', (observed, reason) => {
    expect(unchangedAt(planOf(flow(), observed), 'workflows.onboarding/1')).toMatchObject({
      status: 'blocked',
      reason,
      help: 'Fix it in HubSpot, or correct the `id` of the target.',
    });
  });
});

describe('a suppression list of a workflow', () => {
  const suppressed = new Map([['2', '620']]);

  it('blocks the contacts on it', () => {
    const input = planOf(flow({ members: [member(2)] }), { suppressed }, { contacts: [contact(2)] });
    expect(unchangedAt(input, 'workflows.onboarding/2')).toMatchObject({
      status: 'blocked',
      reason: 'on list 620, a suppression list of this workflow',
      help: 'If the contact should be enrolled, remove it from that list in HubSpot.',
    });
  });

  it('does not block other contacts', () => {
    expect(changeAt(planOf(flow(), { suppressed }), 'workflows.onboarding/1')?.action).toBe('enroll');
  });
});

describe('a list that feeds a workflow', () => {
  it('blocks the contacts that are already on it', () => {
    const input = planOf(flow({ viaList: '611' }), { onViaList: new Set(['1']) });
    expect(unchangedAt(input, 'workflows.onboarding/1')).toMatchObject({
      status: 'blocked',
      reason: 'already on list `611`, which feeds the workflow; adding the contact again has no effect',
      help: 'To enroll the contact again, remove it from the list first.',
    });
  });

  it.each([
    ['other contacts', flow({ viaList: '611' }), { onViaList: new Set(['2']) }],
    ['a workflow without `via`', flow(), { onViaList: new Set(['1']) }],
    ['a workflow whose list was not read', flow({ viaList: '611' }), {}],
  ])('does not block %s', (_case, target, observed) => {
    expect(changeAt(planOf(target, observed), 'workflows.onboarding/1')?.action).toBe('enroll');
  });
});

describe('the sender of a sequence', () => {
  const senderOf = (ofTarget: Sender, ofMember?: Sender, who: ObservedContact = contact(1)) => {
    const members = [member(1, ofMember === undefined ? {} : { sender: ofMember })];
    const change = changeAt(
      planOf(sequence({ sender: ofTarget, members }), {}, { contacts: [who] }),
      'sequences.q4/1',
    );
    return change?.action === 'enroll' ? [change.sender, change.senderUserId] : undefined;
  };
  const byMaria = { email: maria.email };
  const byPaul = { email: paul.email };

  it('is the sender of the target by default', () => {
    expect(senderOf(byMaria)).toEqual([maria.email, maria.userId]);
  });

  it('is the sender of the line, which overrides that of the target', () => {
    expect(senderOf(byMaria, byPaul)).toEqual([paul.email, paul.userId]);
  });

  it('is the owner of the contact for `contact-owner`', () => {
    const ownedByPaul = contact(1, { ownerId: paul.ownerId });
    expect(senderOf('contact-owner', undefined, ownedByPaul)).toEqual([paul.email, paul.userId]);
    expect(senderOf(byMaria, 'contact-owner', ownedByPaul)).toEqual([paul.email, paul.userId]);
    expect(senderOf('contact-owner', byMaria, ownedByPaul)).toEqual([maria.email, maria.userId]);
  });
});

it('a workflow has no sender, even if a line names one', () => {
  const members = [member(1, { sender: { email: paul.email } })];
  const change = changeAt(planOf(flow({ members }), {}), 'workflows.onboarding/1');
  expect(change).toMatchObject({ action: 'enroll' });
  expect(change).not.toHaveProperty('sender');
});
