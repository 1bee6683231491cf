/** Why an enrollment with a rotation waits. The limits themselves: `turns/enrollment-days.test.ts`. */
import { describe, expect, it } from 'vitest';
import { trustEmail } from '../../../src/model/email.ts';
import type { ObservedSender } from '../../../src/model/observed-state.ts';
import { rotationOrder } from '../../../src/reconciler/context/sender-rotation.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import { at, contact, limits, maria, member, paul, planInput, sequence } from '../builders.ts';

const lena: ObservedSender = { email: trustEmail('lena@acme.example'), userId: '7003', ownerId: '93' };

/** Returns contacts whose first sender is Maria, in a rotation of Maria and each other sender. */
const mariasOwn = Array.from({ length: 60 }, (_, index) => index + 1).filter((id) =>
  [paul, lena].every(({ email }) => rotationOrder([maria.email, email], String(id))[0] === maria.email),
);

interface World {
  /** The other sender of each contact. */
  readonly with: readonly ObservedSender[];
  readonly users?: readonly ObservedSender[];
  readonly stopped?: readonly ObservedSender[];
  readonly sent?: Readonly<Record<string, number>>;
  readonly perSenderPerDay?: number;
  readonly perDay?: number;
}

function plan({ users = [maria, paul, lena], stopped = [], sent = {}, ...world }: World) {
  const members = world.with.map(({ email }, index) =>
    member(mariasOwn[index] ?? 0, { sender: { rotate: [maria.email, email], whenFull: 'next' } }),
  );
  const stop = { at: '2026-11-18T09:00:00.000Z', reason: 'no inbox' };
  return makePlan(
    planInput({
      desired: {
        targets: [
          sequence({
            members,
            ...(world.perDay === undefined ? {} : { pace: { perDay: world.perDay, source: at(9) } }),
          }),
        ],
        limits: limits({ perSenderPerDay: world.perSenderPerDay ?? 1 }),
      },
      contacts: mariasOwn.map((id) => contact(id)),
      observed: { senders: new Map(users.map((user) => [user.email, user])) },
      ledger: {
        sentToday: new Map(Object.entries(sent)),
        stoppedSenders: new Map(stopped.map(({ userId }) => [userId, stop])),
      },
    }),
  );
}

const reasons = (world: World) => plan(world).unchanged.map(({ reason }) => reason);
const senders = (world: World) =>
  plan(world).changes.map((change) => (change.action === 'enroll' ? change.sender : ''));

describe('a rotation without an enrollment left today', () => {
  it('shows each sender with its enrollments of earlier runs and of this plan', () => {
    const world = { with: [paul, paul, paul], perSenderPerDay: 2, sent: { 7001: 1, 7002: 1 } };
    expect(senders(world)).toEqual([maria.email, paul.email]);
    expect(reasons(world)).toEqual([
      'no sender of the rotation has an enrollment left today, counting this plan: maria@acme.example has 2 of 2; paul@acme.example has 2 of 2 (default)',
    ]);
  });

  it('shows a full stopped sender as full, not as stopped', () => {
    expect(reasons({ with: [paul], stopped: [maria], sent: { 7001: 1, 7002: 1 } })).toEqual([
      'no sender of the rotation has an enrollment left today, counting this plan: maria@acme.example has 1 of 1; paul@acme.example has 1 of 1 (default)',
    ]);
  });

  it('has the text of one sender if the account has only one of them', () => {
    expect(reasons({ with: [paul], users: [maria], sent: { 7001: 1 } })).toEqual([
      'daily limit of the sender reached: maria@acme.example has 1 enrollment today and 0 in this plan; the limit is 1 (default)',
    ]);
  });
});

it('contacts of one target with different rotations pass on to their own senders', () => {
  const world = { with: [paul, lena], sent: { 7001: 1, 7002: 1 } };
  expect(senders(world)).toEqual([lena.email]);
  expect(reasons(world)).toEqual([expect.stringContaining('paul@acme.example has 1 of 1')]);
});

describe('a contact that waits for the pace', () => {
  const paced = { with: [paul, paul], perSenderPerDay: 9, perDay: 1 };
  const reached =
    'pace reached: sequences.q4 has 0 enrollments today and 1 in this plan; the pace is 1 a day';

  it('passes on from a stopped sender if the other one works, so its reason is only the pace', () => {
    expect(reasons({ ...paced, stopped: [maria] })).toEqual([`${reached} (enrollments.yaml:9:1)`]);
  });

  it('comes after the contacts of other senders if every sender of its rotation is stopped', () => {
    expect(reasons({ ...paced, stopped: [maria, paul] })).toEqual([
      `${reached} (enrollments.yaml:9:1); HubSpot refused the last request of maria@acme.example, so one of its contacts goes first and the others come after those of all other senders`,
    ]);
  });
});
