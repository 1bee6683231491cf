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
const rotating = ['7001', '7002', '7003'] as const;

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
  stopped: fc.subarray([...rotating]).map((ids) => new Set(ids)),
});

/** A rotation with `whenFull: next`, the sender of one contact, and the senders in the order of that contact. */
const rotations = fc
  .tuple(fc.subarray([...rotating], { minLength: 1 }), fc.nat({ max: 2 }), fc.nat({ max: 2 }))
  .map(([reps, own, turn]) => {
    const inOrder = reps.map((_, index) => required(reps[(index + turn) % reps.length]));
    return {
      sender: required(reps[own % reps.length]),
      passOn: { senders: reps, key: reps.join(' '), inOrder: () => inOrder },
    };
  });

const entries = fc.array(
  fc.record({
    rotation: fc.option(rotations, { nil: undefined, freq: 2 }),
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
    made.entries.map(({ target, sender, wait, contact, rotation }) => ({
      target: required(made.targets[target]),
      sender,
      ...rotation,
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
  readonly passedOn: ReadonlyMap<number, string>;
  readonly tested: ReadonlySet<string>;
  readonly paced: readonly number[];
}

function expectedDay(
  day: Day,
  candidates: readonly number[],
  { queue, rules: { perSender, sentToday, stopped, ...limits } }: Case,
): ExpectedDay {
  const made: { readonly index: number; readonly by: string | undefined }[] = [];
  const paced: number[] = [];
  const tested = new Set<string>();
  const isFull = (target: QueuedTarget): boolean =>
    target.pace !== undefined &&
    ((target.pace.days !== undefined && !target.pace.days.includes(weekdayOf(day))) ||
      (day === limits.today ? target.enrolledToday : 0) +
        made.filter(({ index }) => queue[index]?.target === target).length >=
        (target.pace.perDay ?? Infinity));
  const isUsedUp = (sender: string): boolean =>
    made.filter(({ by }) => by === sender).length >=
    (day === limits.today ? perSender.today - (sentToday.get(sender) ?? 0) : perSender.later);
  const isWorking = (sender: string): boolean => !stopped.has(sender);
  const isTested = (sender: string | undefined): boolean => sender !== undefined && tested.has(sender);
  /** Returns the sender that makes an enrollment now, or nothing if none does. */
  const senderOf = (
    { sender, passOn }: QueuedEnrollment,
    isLast: boolean,
  ): { readonly by?: string } | undefined => {
    if (sender === undefined) return {};
    if (!isUsedUp(sender) && (isLast || !isTested(sender))) return { by: sender };
    const by = passOn?.inOrder().find((one) => isWorking(one) && !isUsedUp(one));
    return by === undefined ? undefined : { by };
  };
  const visit = (index: number, isLast: boolean): void => {
    const queued = required(queue[index]);
    const from = senderOf(queued, isLast);
    if (isFull(queued.target)) paced.push(index);
    else if (from) {
      made.push({ index, by: from.by });
      if (from.by !== undefined && stopped.has(from.by)) tested.add(from.by);
    }
  };
  /** The other enrollments of a stopped sender, if no sender that works is in their rotation, come last. */
  const late: number[] = [];
  for (const index of candidates) {
    const { sender, passOn } = required(queue[index]);
    if (isTested(sender) && !passOn?.senders.some(isWorking)) late.push(index);
    else visit(index, false);
  }
  for (const index of late) visit(index, true);
  return {
    made: made.map(({ index }) => index),
    passedOn: new Map(
      made.flatMap(({ index, by }) =>
        by === undefined || by === queue[index]?.sender ? [] : [[index, by] as const],
      ),
    ),
    tested,
    paced,
  };
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
        const { made, passedOn, tested, byTarget, bySender, isPaced } = enrollmentsToday(
          one.queue,
          one.rules,
        );
        if (isFrozen(today, one.rules)) {
          expect([made, [...tested]]).toEqual([[], []]);
          return;
        }
        const expected = expectedDay(today, arrived, one);
        expect(made).toEqual(expected.made);
        expect(tested).toEqual(expected.tested);
        expect(passedOn).toEqual(expected.passedOn);
        const waiting = arrived.filter((index) => !made.includes(index));
        expect(waiting.filter((index) => isPaced(index, required(one.queue[index])))).toEqual(
          expected.paced.toSorted((a, b) => a - b),
        );
        const targetsMade = made.map((index) => required(one.queue[index]).target);
        for (const target of new Set(one.queue.map((queued) => queued.target)))
          expect(byTarget.get(target) ?? 0).toBe(targetsMade.filter((other) => other === target).length);
        const sent = made.flatMap((index) => passedOn.get(index) ?? one.queue[index]?.sender ?? []);
        expect(Object.fromEntries(bySender)).toEqual(
          Object.fromEntries([...new Set(sent)].map((id) => [id, sent.filter((one) => one === id).length])),
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
    const target = { ...workflow, pace: { perDay: 1, source: at(9) } };
    const last = [1, 2].map(() => ({ target, from: today }));
    expect(enrollmentDays(last, freezeUntil('9999-12-29'))).toEqual(['9999-12-30', undefined]);
  });

  describe('the reason for an enrollment of a stopped sender that waits', () => {
    const passOn = { senders: ['7001', '7002'], key: '7001 7002', inOrder: () => ['7001', '7002'] };
    const perDay = (count: number): QueuedTarget => ({ ...workflow, pace: { perDay: count, source: at(9) } });

    it.each<[string, number, readonly Partial<QueuedEnrollment>[], Partial<DayRules>, boolean]>([
      [
        'is the pace, if it is reached by a later one of another sender',
        2,
        [{ sender: '7001' }, { sender: '7001' }, { sender: '7003' }],
        {},
        true,
      ],
      [
        'is the limit of a working sender of its rotation, also if the pace is reached after it',
        2,
        [{ sender: '7001', passOn }, { sender: '7001', passOn }, { sender: '7003' }],
        { sentToday: new Map([['7002', 200]]) },
        false,
      ],
      [
        'is its own limit, if the pace is reached only by the last ones',
        3,
        [{ sender: '7001' }, { sender: '7001' }, { sender: '7004' }, { sender: '7004' }],
        { perSender: { today: 2, later: 2 }, sentToday: new Map([['7001', 1]]) },
        false,
      ],
    ])('%s', (...[, count, queued, of, paced]) => {
      const target = perDay(count);
      const queue = queued.map((one) => ({ target, from: today, ...one }));
      const use = enrollmentsToday(queue, { ...free, stopped: new Set(['7001', '7004']), ...of });
      expect(use.made).not.toContain(1);
      expect(use.isPaced(1, required(queue[1]))).toBe(paced);
    });

    it('is the pace, if another one of the same sender reached it', () => {
      const target = perDay(2);
      const queue = [1, 2, 3].map(() => ({ target, from: today, sender: '7001' }));
      const use = enrollmentsToday(queue, { ...free, stopped: new Set(['7001']) });
      expect(use.made).toEqual([0, 1]);
      expect(use.isPaced(2, required(queue[2]))).toBe(true);
    });
  });

  it('keep the last enrollment that a sender has left for its own contact', () => {
    const passOn = { senders: ['7001', '7002'], key: '7001 7002', inOrder: () => ['7002', '7001'] };
    const queue = [{ target: workflow, from: today, sender: '7001', passOn }];
    const use = enrollmentsToday(queue, { ...free, perSender: { today: 1, later: 1 } });
    expect([use.made, [...use.passedOn]]).toEqual([[0], []]);
  });

  describe('after a stopped sender sent an enrollment', () => {
    type Waiting = readonly [sender: string, from: Day];
    const target: QueuedTarget = { order: 0, pace: { perDay: 2, source: at(9) }, enrolledToday: 0 };
    const stopped = new Set(['7001', '7003']);
    const daysOf = (queue: readonly Waiting[]) =>
      enrollmentDays(
        queue.map(([sender, from]) => ({ target, sender, from })),
        { ...free, stopped },
      );

    it('have its other enrollments in their turn', () => {
      const queue = ['7001', '7001', '7001', '7002', '7002'].map((sender) => [sender, today] as const);
      expect(daysOf(queue)).toEqual([today, '2026-11-21', '2026-11-21', today, '2026-11-22']);
    });

    it('have those of another stopped sender last, until that one sent an enrollment', () => {
      const later = '2026-11-21';
      const queue: readonly Waiting[] = [
        ['7001', today],
        ['7003', later],
        ['7003', later],
        ['7002', later],
      ];
      expect(daysOf(queue)).toEqual([today, later, '2026-11-22', later]);
    });
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
