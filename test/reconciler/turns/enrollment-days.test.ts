/** Compares the queue with a simple definition of it: each day, one pass over all enrollments that may be made. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Day, weekdayOf, weekdays } from '../../../src/model/time.ts';
import { enrollmentDays, enrollmentsToday } from '../../../src/reconciler/turns/enrollment-days.ts';
import type { DayRules, QueuedEnrollment, QueuedTarget } from '../../../src/reconciler/turns/queue.ts';
import { at } from '../builders.ts';

const today = '2026-11-20';
const horizon = 150;
const senders = ['7001', '7002', undefined] as const;

interface Case {
  readonly queue: readonly QueuedEnrollment[];
  readonly rules: DayRules;
}

const targets = fc.tuple(...[0, 1, 2].map(targetAt));

function targetAt(order: number): fc.Arbitrary<QueuedTarget> {
  return fc.record({
    order: fc.constant(order),
    pace: fc.option(
      fc.record(
        {
          perDay: fc.integer({ min: 1, max: 3 }),
          days: fc.subarray([...weekdays], { minLength: 1 }),
          source: fc.constant(at(9)),
        },
        { requiredKeys: ['source'] },
      ),
      { nil: undefined },
    ),
    enrolledToday: fc.nat({ max: 2 }),
  });
}

const rules: fc.Arbitrary<DayRules> = fc.record({
  today: fc.constant(today),
  freeze: fc.array(
    fc.tuple(fc.integer({ min: -2, max: 8 }), fc.nat({ max: 4 })).map(([from, length]) => ({
      from: addDays(today, from),
      to: addDays(today, from + length),
      source: at(3),
    })),
    { maxLength: 2 },
  ),
  perSender: fc.record({ today: fc.nat({ max: 3 }), later: fc.nat({ max: 3 }) }),
  sentToday: fc.nat({ max: 2 }).map((sent) => new Map([['7001', sent]])),
  stopped: fc.subarray(['7001', '7002']).map((ids) => new Set(ids)),
});

const entries = fc.array(
  fc.record({
    target: fc.nat({ max: 2 }),
    sender: fc.constantFrom(...senders),
    wait: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 9 })),
    contact: fc.option(fc.nat({ max: 5 }), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 14 },
);

const cases: fc.Arbitrary<Case> = fc.record({ targets, rules, entries }).map((made) => ({
  rules: made.rules,
  queue: withoutSharedContacts(
    made.entries.map(({ target, sender, wait, contact }) => ({
      target: required(made.targets[target]),
      sender,
      from: addDays(today, wait),
      contact: contact === undefined ? undefined : String(contact),
    })),
  ),
}));

/** Earlier steps leave a contact at most one enrollment in a target, and at most one that may be made today. */
function withoutSharedContacts(queue: readonly QueuedEnrollment[]): readonly QueuedEnrollment[] {
  const taken = new Set<string>();
  return queue.filter(({ contact, target, from }) => {
    if (contact === undefined) return true;
    const keys = [`${contact} in ${target.order}`, ...(from === today ? [`${contact} today`] : [])];
    if (keys.some((key) => taken.has(key))) return false;
    for (const key of keys) taken.add(key);
    return true;
  });
}

/** What one day makes, and what it makes wait. */
interface ExpectedDay {
  readonly made: readonly number[];
  readonly tested: ReadonlyMap<string, number>;
  readonly paced: readonly number[];
}

function expectedDay(
  day: Day,
  candidates: readonly number[],
  { queue, rules: { perSender, sentToday, stopped, ...limits } }: Case,
): ExpectedDay {
  const made: number[] = [];
  const paced: number[] = [];
  const tested = new Map<string, number>();
  const countOf = (isCounted: (one: QueuedEnrollment) => boolean): number =>
    made.filter((index) => isCounted(required(queue[index]))).length;
  const isFull = (target: QueuedTarget): boolean =>
    target.pace !== undefined &&
    ((target.pace.days !== undefined && !target.pace.days.includes(weekdayOf(day))) ||
      (day === limits.today ? target.enrolledToday : 0) + countOf((one) => one.target === target) >=
        (target.pace.perDay ?? Infinity));
  const isUsedUp = (sender: string): boolean =>
    countOf((one) => one.sender === sender) >=
    (day === limits.today ? perSender.today - (sentToday.get(sender) ?? 0) : perSender.later);
  const visit = (index: number): void => {
    const { target, sender } = required(queue[index]);
    if (isFull(target)) paced.push(index);
    else if (sender === undefined || !isUsedUp(sender)) {
      made.push(index);
      if (sender !== undefined && stopped.has(sender) && !tested.has(sender)) tested.set(sender, index);
    }
  };
  const late: number[] = [];
  for (const index of candidates) {
    if (tested.has(queue[index]?.sender ?? '')) late.push(index);
    else visit(index);
  }
  for (const index of late) visit(index);
  return { made, tested, paced };
}

/** Returns the enrollments that may be made on a day: of a contact in several sequences, the first in file order. */
function candidatesOn(day: Day, { queue }: Case, days: readonly (Day | undefined)[]): readonly number[] {
  const arrived = [...queue.keys()].filter((index) => required(queue[index]).from <= day);
  return arrived.filter((index) => {
    const { contact, target } = required(queue[index]);
    if (days[index] !== undefined) return false;
    return !arrived.some((other) => {
      const rival = required(queue[other]);
      if (contact === undefined || other === index || rival.contact !== contact) return false;
      return days[other] !== undefined || rival.target.order < target.order;
    });
  });
}

function isFrozen(day: Day, { freeze }: DayRules): boolean {
  return freeze.some(({ from, to }) => from <= day && day <= to);
}

function expectedDays(one: Case): readonly (Day | undefined)[] {
  const days: (Day | undefined)[] = one.queue.map(() => undefined);
  let stopped = one.rules.stopped;
  for (let step = 0; step < horizon; step += 1) {
    const day = addDays(today, step);
    if (isFrozen(day, one.rules)) continue;
    const candidates = candidatesOn(day, one, days);
    const { made, tested } = expectedDay(day, candidates, { ...one, rules: { ...one.rules, stopped } });
    for (const index of made) days[index] = day;
    stopped = new Set([...stopped].filter((sender) => !tested.has(sender)));
  }
  return days;
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('unexpected undefined');
  return value;
}

describe('the days of a queue', () => {
  it('are those of one pass over all enrollments each day', () => {
    fc.assert(
      fc.property(cases, (one) => {
        expect(enrollmentDays(one.queue, one.rules)).toEqual(expectedDays(one));
      }),
      { numRuns: 250 },
    );
  });

  it('begin with the enrollments of today, and with the reason for those that wait', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const arrived = [...one.queue.keys()].filter((index) => required(one.queue[index]).from <= today);
        const { made, testedAt, byTarget, bySender, isPaced } = enrollmentsToday(one.queue, one.rules);
        if (isFrozen(today, one.rules)) {
          expect([made, [...testedAt]]).toEqual([[], []]);
          return;
        }
        const expected = expectedDay(today, arrived, one);
        expect(made).toEqual(expected.made);
        expect(testedAt).toEqual(expected.tested);
        const waiting = arrived.filter((index) => !made.includes(index));
        expect(waiting.filter((index) => isPaced(index, required(one.queue[index])))).toEqual(
          expected.paced.toSorted((a, b) => a - b),
        );
        const targetsMade = made.map((index) => required(one.queue[index]).target);
        for (const target of new Set(one.queue.map((queued) => queued.target)))
          expect(byTarget.get(target) ?? 0).toBe(targetsMade.filter((other) => other === target).length);
        for (const sender of ['7001', '7002'])
          expect(bySender.get(sender) ?? 0).toBe(
            made.filter((index) => one.queue[index]?.sender === sender).length,
          );
      }),
      { numRuns: 250 },
    );
  });

  const free: DayRules = {
    today,
    freeze: [],
    perSender: { today: 200, later: 200 },
    sentToday: new Map(),
    stopped: new Set(),
  };
  const workflow: QueuedTarget = { order: 0, pace: undefined, enrolledToday: 0 };

  it('end before the first day of a year with five digits', () => {
    const freezeUntil = (to: Day): DayRules => ({ ...free, freeze: [{ from: today, to, source: at(3) }] });
    const queue = [{ target: workflow, from: today }];
    expect(enrollmentDays(queue, freezeUntil('9999-12-29'))).toEqual(['9999-12-30']);
    expect(enrollmentDays(queue, freezeUntil('9999-12-30'))).toEqual([undefined]);
    expect(enrollmentDays(queue, freezeUntil('9999-12-31'))).toEqual([undefined]);
  });

  it('skip the time in which no enrollment may be made', () => {
    const queue = [
      { target: workflow, from: '2026-11-21' },
      { target: workflow, from: '9000-01-01' },
    ];
    expect(enrollmentDays(queue, free)).toEqual(['2026-11-21', '9000-01-01']);
  });

  it('are unknown if a sender may send nothing on later days, and other enrollments have theirs', () => {
    const queue = [
      { target: workflow, from: today, sender: '7001' },
      { target: workflow, from: today, sender: '7001' },
      { target: workflow, from: '2027-01-01' },
    ];
    expect(enrollmentDays(queue, { ...free, perSender: { today: 1, later: 0 } })).toEqual([
      today,
      undefined,
      '2027-01-01',
    ]);
  });
});
