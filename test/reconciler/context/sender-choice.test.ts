import { describe, expect, it } from 'vitest';
import type { Sender, SenderRotation } from '../../../src/model/desired-state.ts';
import { trustEmail } from '../../../src/model/email.ts';
import type { LedgerEntry } from '../../../src/model/ledger/ledger-view.ts';
import type { ObservedContact, ObservedSender } from '../../../src/model/observed-state.ts';
import {
  declaredMemberContext,
  type MemberContext,
  memberContextOf,
} from '../../../src/reconciler/context/member-context.ts';
import { makePlanningContext } from '../../../src/reconciler/context/planning-context.ts';
import {
  rotationOf,
  type SenderChoice,
  senderChoice,
  senderOf,
  sendersInOrder,
} from '../../../src/reconciler/context/sender-choice.ts';
import { rotationOrder } from '../../../src/reconciler/context/sender-rotation.ts';
import { act, contact, maria, member, paul, planInput, sequence, workflow } from '../builders.ts';

const lena: ObservedSender = { email: trustEmail('lena@acme.example'), userId: '7003', ownerId: '93' };
const reps = [maria, paul, lena].map(({ email }) => email);

interface Parts {
  readonly sender?: Sender;
  readonly own?: Sender;
  readonly contact?: Partial<ObservedContact> | undefined;
  readonly entries?: readonly LedgerEntry[];
  readonly users?: readonly ObservedSender[];
}

/** Returns contact 1, declared in a sequence. */
function memberWith(parts: Parts): MemberContext {
  const users = parts.users ?? [maria, paul, lena];
  const planning = makePlanningContext(
    planInput({
      desired: {
        targets: [
          sequence({
            ...(parts.sender ? { sender: parts.sender } : {}),
            members: [member(1, parts.own ? { sender: parts.own } : {})],
          }),
        ],
      },
      contacts: 'contact' in parts && parts.contact === undefined ? [] : [contact(1, parts.contact)],
      observed: {
        senders: new Map(
          users.flatMap((user) => [[user.email, user] as const, [user.ownerId ?? '', user] as const]),
        ),
      },
      entries: parts.entries ?? [],
    }),
  );
  const [target] = planning.targets;
  const [declared] = target?.declarations.members ?? [];
  if (!target || !declared) throw new Error('no member');
  return declaredMemberContext(planning, target, declared);
}

/** Returns the users of the rotation of a contact; none without a rotation. */
function rotatingSenders(of: MemberContext): readonly ObservedSender[] {
  const found = rotationOf(of);
  return found ? sendersInOrder(found, of) : [];
}

const rotation = (parts: Partial<SenderRotation> = {}): SenderRotation => ({ rotate: reps, ...parts });
const sentBy = (user: ObservedSender, parts: Partial<LedgerEntry> = {}) =>
  act({ senderUserId: user.userId, ...parts });

/** Returns the contact's rep by the hash, and the other two. */
function inOrder(): readonly [ObservedSender, ObservedSender, ObservedSender] {
  const [first, second, third] = rotationOrder(reps, '1').map((email) =>
    [maria, paul, lena].find((user) => user.email === email),
  );
  if (!first || !second || !third) throw new Error('no rep');
  return [first, second, third];
}

describe('the sender of a contact', () => {
  it.each<[string, () => Parts, (reps: ReturnType<typeof inOrder>) => SenderChoice | undefined]>([
    [
      'is the rep of the target',
      () => ({ sender: { email: paul.email } }),
      () => ({ by: 'file', email: paul.email }),
    ],
    [
      'is the rep of the line instead',
      () => ({ sender: { email: paul.email }, own: { email: lena.email } }),
      () => ({ by: 'file', email: lena.email }),
    ],
    [
      'is the owner',
      () => ({ sender: 'contact-owner', contact: { ownerId: '92' } }),
      () => ({ by: 'owner', ownerId: '92' }),
    ],
    [
      'is the owner, and the contact has none',
      () => ({ sender: 'contact-owner' }),
      () => ({ by: 'owner', ownerId: undefined }),
    ],
    [
      'is the owner, and the contact is unknown',
      () => ({ sender: 'contact-owner', contact: undefined }),
      () => ({ by: 'owner', ownerId: undefined }),
    ],
    [
      'is the owner before the fallback',
      () => ({
        sender: { prefer: 'contact-owner', fallback: { email: maria.email } },
        contact: { ownerId: '92' },
      }),
      () => ({ by: 'owner', ownerId: '92' }),
    ],
    [
      'is the fallback without an owner',
      () => ({ sender: { prefer: 'contact-owner', fallback: { email: maria.email } } }),
      () => ({ by: 'file', email: maria.email }),
    ],
    [
      'is the fallback for an unknown contact',
      () => ({ sender: { prefer: 'contact-owner', fallback: { email: maria.email } }, contact: undefined }),
      () => ({ by: 'file', email: maria.email }),
    ],
    [
      'is the first rep by the hash',
      () => ({ sender: rotation() }),
      ([first]) => ({ by: 'hash', rotation: rotation(), email: first.email }),
    ],
    ['does not exist in a rotation without reps', () => ({ sender: { rotate: [] } }), () => undefined],
    [
      'is the rep of the latest request in the target, before later ones elsewhere',
      () => {
        const [, second, third] = inOrder();
        return { sender: rotation(), entries: [sentBy(second), sentBy(third, { targetId: '777' })] };
      },
      ([, second]) => ({ by: 'record', rotation: rotation(), email: second.email, entry: sentBy(second) }),
    ],
    [
      'is the rep of the latest request elsewhere',
      () => {
        const [, second, third] = inOrder();
        return {
          sender: rotation(),
          entries: [sentBy(third, { targetId: '777' }), sentBy(second, { targetId: '777' })],
        };
      },
      ([, second]) => ({
        by: 'record',
        rotation: rotation(),
        email: second.email,
        entry: sentBy(second, { targetId: '777' }),
      }),
    ],
    [
      'is by the hash if the records are removals, adoptions, or of other users',
      () => {
        const [, second] = inOrder();
        const { senderUserId: _none, ...adopted } = act({ state: 'adopted' });
        return {
          sender: rotation(),
          entries: [sentBy(second, { action: 'unenroll' }), adopted, act({ senderUserId: '7009' })],
        };
      },
      ([first]) => ({ by: 'hash', rotation: rotation(), email: first.email }),
    ],
    [
      'is by the hash if the recorded rep is no longer a user',
      () => {
        const [first, second, third] = inOrder();
        return { sender: rotation(), users: [first, third], entries: [sentBy(second)] };
      },
      ([first]) => ({ by: 'hash', rotation: rotation(), email: first.email }),
    ],
  ])('%s', (_case, partsOf, expected) => {
    expect(senderChoice(memberWith(partsOf()))).toEqual(expected(inOrder()));
  });

  it('does not exist in a workflow', () => {
    const planning = makePlanningContext(
      planInput({ desired: { targets: [workflow({ members: [member(1)] })] }, contacts: [contact(1)] }),
    );
    const [target] = planning.targets;
    if (!target) throw new Error('no target');
    const inWorkflow = memberContextOf(planning, target, '1');
    expect(senderChoice(inWorkflow)).toBeUndefined();
    expect(senderOf(inWorkflow)).toBeUndefined();
    expect(rotatingSenders(inWorkflow)).toEqual([]);
    expect(rotationOf(inWorkflow)).toBeUndefined();
  });

  it('is a user of the account: the owner by id, a rep by email', () => {
    expect(senderOf(memberWith({ sender: 'contact-owner', contact: { ownerId: '92' } }))).toEqual(paul);
    expect(senderOf(memberWith({ sender: 'contact-owner' }))).toBeUndefined();
    expect(senderOf(memberWith({ sender: { email: lena.email } }))).toEqual(lena);
    expect(senderOf(memberWith({ sender: { email: lena.email }, users: [maria] }))).toBeUndefined();
  });
});

describe('the rotation of a contact', () => {
  it('has its users in the order of the contact, without reps that are not users', () => {
    const [first, second, third] = inOrder();
    expect(rotatingSenders(memberWith({ sender: rotation() }))).toEqual([first, second, third]);
    expect(rotatingSenders(memberWith({ sender: rotation(), users: [first, third] }))).toEqual([
      first,
      third,
    ]);
    expect(
      rotatingSenders(memberWith({ sender: { prefer: 'contact-owner', fallback: rotation() } })),
    ).toEqual([first, second, third]);
  });

  it('is empty for one rep and for an owner', () => {
    expect(rotatingSenders(memberWith({ sender: { email: paul.email } }))).toEqual([]);
    expect(rotatingSenders(memberWith({ sender: 'contact-owner', contact: { ownerId: '92' } }))).toEqual([]);
    expect(rotatingSenders(memberWith({ sender: { rotate: [] } }))).toEqual([]);
  });

  it.each<[string, Sender, boolean]>([
    ['a rotation with `whenFull: next`', rotation({ whenFull: 'next' }), true],
    [
      'a fallback with `whenFull: next`',
      { prefer: 'contact-owner', fallback: rotation({ whenFull: 'next' }) },
      true,
    ],
    ['a rotation without it', rotation(), false],
    ['a fallback that is one rep', { prefer: 'contact-owner', fallback: { email: maria.email } }, false],
    ['one rep', { email: maria.email }, false],
    ['the owner', 'contact-owner', false],
  ])('passes contacts on: %s', (_case, sender, expected) => {
    expect(rotationOf(memberWith({ sender }))?.whenFull === 'next').toBe(expected);
  });
});
