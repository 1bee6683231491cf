/** The days that a plan gives are those on which later plans enroll. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ledgerEntries } from '../../src/model/ledger/ledger-entries.ts';
import type { DesiredEntry, DesiredTarget, Sender } from '../../src/model/desired-state.ts';
import { trustEmail } from '../../src/model/email.ts';
import { omitUndefined } from '../../src/model/omit-undefined.ts';
import { targetIdentityKey } from '../../src/model/target.ts';
import { addDays, dayOf, weekdays } from '../../src/model/time.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import type { Plan } from '../../src/model/results/plan.ts';
import type { PlanInput } from '../../src/reconciler/plan-input.ts';
import {
  act,
  at,
  contact,
  limits,
  maria,
  member,
  now,
  observedTarget,
  paul,
  planInput,
  running,
  sequence,
  workflow,
} from './builders.ts';

const days = fc.subarray([...weekdays], { minLength: 1 });
const stop = { at: '2026-11-18T09:00:00.000Z', reason: 'no inbox' };
const pace = fc.option(
  fc.record(
    { perDay: fc.integer({ min: 1, max: 3 }), days, source: fc.constant(at(9)) },
    { requiredKeys: ['source'] },
  ),
  { nil: undefined },
);
const day = fc.integer({ min: -1, max: 12 }).map((step) => addDays('2026-11-20', step));

const rosa = { email: trustEmail('rosa@acme.example'), userId: '7003', ownerId: '93' };
const rotate = [maria.email, paul.email, rosa.email];
const senders: Readonly<Record<string, Sender>> = {
  paul: { email: paul.email },
  rotation: { rotate },
  two: { rotate: [paul.email, rosa.email], whenFull: 'next' },
  next: { rotate, whenFull: 'next' },
};

interface Person {
  readonly target: number;
  /** A key of `senders`; absent for the sender of the target. */
  readonly sender: string | undefined;
  readonly since: string | undefined;
  readonly failed: number | undefined;
  /** The second sequence declares the contact, too, perhaps for a later day. */
  readonly again: boolean;
  readonly againSince: string | undefined;
}

const people = fc.array(
  fc.record<Person>({
    target: fc.integer({ min: 0, max: 2 }),
    sender: fc.option(fc.constantFrom(...Object.keys(senders)), { nil: undefined }),
    since: fc.option(day, { nil: undefined, freq: 3 }),
    again: fc.integer({ min: 0, max: 5 }).map((roll) => roll === 5),
    againSince: fc.option(day, { nil: undefined }),
    failed: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined, freq: 3 }),
  }),
  { minLength: 1, maxLength: 14 },
);

const worlds = fc
  .record({
    paces: fc.tuple(pace, pace, pace),
    people,
    perSenderPerDay: fc.integer({ min: 1, max: 4 }),
    freeze: fc.array(fc.tuple(day, fc.integer({ min: 0, max: 3 })), { maxLength: 2 }),
    stopped: fc.subarray([maria.userId, paul.userId, rosa.userId]),
    sent: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ paces, people: all, perSenderPerDay, freeze, stopped, sent }): PlanInput => {
    const membersOf = (target: number): readonly DesiredEntry[] =>
      all.flatMap((one, index) => {
        const again = one.again && one.target === 0 && target === 1;
        if (one.target !== target && !again) return [];
        const since = again ? one.againSince : one.since;
        const sender = target < 2 ? senders[one.sender ?? ''] : undefined;
        return member(index + 1, omitUndefined({ since, sender }));
      });
    const [a, b, c] = paces;
    const targets: readonly DesiredTarget[] = [
      sequence({ members: membersOf(0), ...(a ? { pace: a } : {}) }),
      sequence({ key: 'b', id: '501', members: membersOf(1), ...(b ? { pace: b } : {}) }),
      workflow({ members: membersOf(2), ...(c ? { pace: c } : {}) }),
    ];
    return planInput({
      desired: {
        targets,
        limits: limits({ perSenderPerDay }),
        freeze: freeze.map(([from, length]) => ({ from, to: addDays(from, length), source: at(3) })),
      },
      contacts: all.map((_, index) => contact(index + 1)),
      observed: {
        targets: targets.map(({ kind, id }) => observedTarget({ kind, id })),
        senders: new Map([maria, paul, rosa].map((sender) => [sender.email, sender])),
      },
      entries: all.flatMap(({ failed, target, since }, index) =>
        failed === undefined
          ? []
          : act({
              contactId: String(index + 1),
              state: 'refused',
              at: `2026-11-0${failed}T09:00:00.000Z`,
              kind: target === 2 ? 'workflow' : 'sequence',
              targetId: ['500', '501', '900'][target] ?? '',
              ...(since === undefined ? {} : { since }),
            }),
      ),
      ledger: {
        startedAt: '2026-01-01T00:00:00.000Z',
        coversFrom: '2026-01-01T00:00:00.000Z',
        stoppedSenders: new Map(stopped.map((userId) => [userId, stop])),
        sentToday: new Map([[maria.userId, sent]]),
        enrolledToday: new Map([[targetIdentityKey({ kind: 'sequence', id: '500' }), sent]]),
      },
    });
  });

/** Returns the input of the next day, after the changes of a plan took effect. */
function nextDay(input: PlanInput): PlanInput {
  const plan = makePlan(input);
  const contacts = new Map(input.observed.contacts);
  const stopped = new Map(input.ledger.stoppedSenders);
  const { observedAt } = input.observed;
  const entries = plan.changes.flatMap((change) => {
    if (change.action !== 'enroll') return [];
    const { id } = change.contact;
    const { kind, id: targetId } = change.target;
    const before = contacts.get(id);
    if (before)
      contacts.set(id, {
        ...before,
        enrollments: [...before.enrollments, running({ kind, targetId, enrolledAt: observedAt })],
      });
    stopped.delete(change.senderUserId ?? '');
    return act({
      kind,
      targetId,
      contactId: id,
      at: observedAt,
      senderUserId: change.senderUserId,
      ...(change.since === undefined ? {} : { since: change.since }),
    });
  });
  return {
    ...input,
    observed: { ...input.observed, contacts, observedAt: nextMoment(observedAt) },
    ledger: {
      ...input.ledger,
      entries: ledgerEntries([...input.ledger.entries, ...entries]),
      stoppedSenders: stopped,
      sentToday: new Map(),
      enrolledToday: new Map(),
    },
  };
}

function nextMoment(moment: string): string {
  return `${addDays(moment.slice(0, 10), 1)}${now.slice(10)}`;
}

/** Checks that no sender and no target of a plan has more enrollments than one day allows. */
function expectWithinLimits({ desired, ledger }: PlanInput, changes: Plan['changes']): void {
  const used = new Map([...ledger.sentToday, ...ledger.enrolledToday]);
  for (const change of changes) {
    const keys = change.action === 'enroll' ? [change.senderUserId, targetIdentityKey(change.target)] : [];
    for (const key of keys) if (key !== undefined) used.set(key, (used.get(key) ?? 0) + 1);
  }
  const isAbove = (key: string, limit: number, before = 0): boolean =>
    (used.get(key) ?? 0) > Math.max(limit, before);
  for (const { userId } of [maria, paul, rosa])
    expect(isAbove(userId, desired.limits.perSenderPerDay, ledger.sentToday.get(userId))).toBe(false);
  for (const target of desired.targets) {
    const key = targetIdentityKey(target);
    expect(isAbove(key, target.pace?.perDay ?? Infinity, ledger.enrolledToday.get(key))).toBe(false);
  }
}

test('planning again on each day enrolls each contact on the day that the first plan gave', () => {
  fc.assert(
    fc.property(worlds, (first) => {
      const promised = new Map(
        makePlan(first).unchanged.flatMap(({ address, until }) =>
          until === undefined ? [] : [[address, until]],
        ),
      );
      const enrolled = new Map<string, string>();
      const { timeZone } = first.observed.account;
      const lastPromised = [...promised.values()].reduce((a, b) => (a > b ? a : b), '');
      let input = first;
      // At least 60 days, and beyond the last promised one: a pace of one day a week takes longer.
      for (let step = 0; ; step += 1) {
        const today = dayOf(input.observed.observedAt, timeZone);
        if (step >= 60 && today > lastPromised) break;
        const { changes } = makePlan(input);
        expectWithinLimits(input, changes);
        for (const change of changes) if (step > 0) enrolled.set(change.address, today);
        input = nextDay(input);
      }
      expect(Object.fromEntries(enrolled)).toEqual(Object.fromEntries(promised));
    }),
    { numRuns: 150 },
  );
});
