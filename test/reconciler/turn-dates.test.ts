/** The days that a plan gives are those on which later plans enroll. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DesiredEntry, DesiredTarget } from '../../src/model/desired-state.ts';
import { targetIdentityKey } from '../../src/model/target.ts';
import { addDays, dayOf, weekdays } from '../../src/model/time.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import type { PlanInput } from '../../src/reconciler/plan-input.ts';
import {
  act,
  at,
  contact,
  limits,
  maria,
  member,
  now,
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

interface Person {
  readonly target: number;
  readonly byPaul: boolean;
  readonly since: string | undefined;
  readonly failed: number | undefined;
}

const people = fc.array(
  fc.record<Person>({
    target: fc.integer({ min: 0, max: 2 }),
    byPaul: fc.boolean(),
    since: fc.option(day, { nil: undefined, freq: 3 }),
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
    stopped: fc.subarray([maria.userId, paul.userId]),
    sent: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ paces, people: all, perSenderPerDay, freeze, stopped, sent }): PlanInput => {
    const membersOf = (target: number): readonly DesiredEntry[] =>
      all.flatMap((one, index) =>
        one.target === target
          ? member(index + 1, {
              ...(one.since === undefined ? {} : { since: one.since }),
              ...(one.byPaul && target < 2 ? { sender: { email: paul.email } } : {}),
            })
          : [],
      );
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
      ...(change.since === undefined ? {} : { since: change.since }),
    });
  });
  return {
    ...input,
    observed: { ...input.observed, contacts, observedAt: nextMoment(observedAt) },
    ledger: {
      ...input.ledger,
      entries: [...input.ledger.entries, ...entries],
      stoppedSenders: stopped,
      sentToday: new Map(),
      enrolledToday: new Map(),
    },
  };
}

function nextMoment(moment: string): string {
  return `${addDays(moment.slice(0, 10), 1)}${now.slice(10)}`;
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
      let input = first;
      for (let step = 0; step < 60; step += 1) {
        const { timeZone } = input.observed.account;
        const today = dayOf(input.observed.observedAt, timeZone);
        for (const change of makePlan(input).changes) if (step > 0) enrolled.set(change.address, today);
        input = nextDay(input);
      }
      expect(Object.fromEntries(enrolled)).toEqual(Object.fromEntries(promised));
    }),
    { numRuns: 150 },
  );
});
