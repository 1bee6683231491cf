import { describe, expect, it } from 'vitest';
import type { Change, EnrollChange, Unchanged, UnchangedStatus } from '../../src/model/results/plan.ts';
import { defaultPollDelays } from '../../src/executor/apply-ports.ts';
import { expectedRequests, summarize } from '../../src/reconciler/plan-summary.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import { at, contact, member, observedTarget, planInput, sequence, workflow } from './builders.ts';

const people = (count: number) => Array.from({ length: count }, (_none, index) => index + 1);

function planned(target: ReturnType<typeof workflow> | ReturnType<typeof sequence>, count: number) {
  const observed = { targets: [observedTarget({ kind: target.kind, id: target.id })] };
  const desired = { targets: [{ ...target, members: people(count).map((who) => member(who)) }] };
  return makePlan(planInput({ desired, observed, contacts: people(count).map((who) => contact(who)) }));
}

const listOf = (size: number) => ({ active: new Set(people(size).map((who) => `a${who}`)) });

/** The polls of the executor until it sees a removal that takes 80 seconds: one at once, and one after each delay. */
const polls = defaultPollDelays.removal.reduce(
  ({ count, elapsed }, delay) =>
    elapsed < 80_000 ? { count: count + 1, elapsed: elapsed + delay } : { count, elapsed },
  { count: 1, elapsed: 0 },
).count;

describe('the expected requests', () => {
  it.each([
    [
      'for a sequence: one for each contact, and one for each hundred read again',
      sequence(),
      150,
      {},
      150 + 2,
    ],
    [
      'for a sequence whose members are read one by one: no contact is in it yet',
      sequence(),
      150,
      { readSingly: true },
      150 + 2,
    ],
    [
      'for a workflow read contact by contact: before and after',
      workflow({ id: '900' }),
      150,
      { readSingly: true },
      150 + 2 + 2 * 150,
    ],
    [
      'for a workflow with a list: one read of list memberships before and after each hundred',
      workflow({ id: '900' }),
      150,
      listOf(1_000),
      150 + 2 + 2 * (2 * 1),
    ],
    [
      'for a workflow that a list feeds: a thousand at a time',
      workflow({ id: '900', viaList: '611' }),
      1_500,
      listOf(1_000),
      2 + 15 + 2 * 4,
    ],
    ['for no contact', sequence(), 0, {}, 0],
  ])('%s', (...[, target, count, facts, requests]) => {
    const { changes } = planned({ ...target, allowEmpty: true }, count);
    expect(changes).toHaveLength(count);
    const targets = new Map([
      [`${target.kind}:${target.id}`, observedTarget({ kind: target.kind, id: target.id, ...facts })],
    ]);
    expect(expectedRequests(changes, targets)).toBe(requests);
  });

  it('for removals from a sequence include polls for the unenroll workflow', () => {
    const target = sequence();
    const name = `${target.kind}:${target.id}`;
    const removals = planned(target, 150).changes.map((one) => ({ ...one, action: 'unenroll' }) as Change);
    const facts = { kind: target.kind, id: target.id } as const;
    expect(expectedRequests(removals, new Map([[name, observedTarget(facts)]]))).toBe(150 + 2 + polls * 2);
    const singly = new Map([[name, observedTarget({ ...facts, readSingly: true })]]);
    expect(expectedRequests(removals, singly)).toBe(150 + 2 + 150 + polls * 2);
  });

  it('are part of the plan summary', () => {
    expect(planned(sequence(), 101).summary.requests).toBe(101 + 2);
  });
});

const base = { address: 'a', reason: 'r', reversible: false, source: at(1) } as const;
const inSequence = { kind: 'sequence', key: 'q4', id: '500' } as const;
const inWorkflow = { kind: 'workflow', key: 'onboarding', id: '900' } as const;
type Target = typeof inSequence | typeof inWorkflow;

const enrollOf = (id: number, target: Target, parts: Partial<EnrollChange> = {}): EnrollChange => ({
  ...base,
  action: 'enroll',
  effect: 'sends',
  contact: { id: String(id) },
  target,
  origin: 'text',
  reenroll: false,
  ...parts,
});
const unenrollOf = (id: number, target: Target): Change => ({
  ...base,
  action: 'unenroll',
  effect: 'stops',
  contact: { id: String(id) },
  target,
  origin: 'text',
  suppressed: false,
  owned: true,
});
const archiveOf = (target: Target): Change => ({ ...base, action: 'archive', effect: 'stops', target });

describe('the summary of a plan', () => {
  it('counts each kind of change, each status, and each contact and sender once', () => {
    const numbers: readonly (readonly [UnchangedStatus, number])[] = [
      ['active', 1],
      ['ended', 2],
      ['waiting', 3],
      ['blocked', 4],
      ['unknown', 5],
      ['unmanaged', 6],
      ['manual', 7],
      ['left-audience', 8],
      ['orphan', 9],
    ];
    const unchanged = numbers.flatMap(([status, count]) =>
      people(count).map((): Unchanged => ({ address: 'a', status, reason: 'r', target: inSequence })),
    );
    const changes = [
      enrollOf(1, inSequence, { emails: 3, senderUserId: '7001' }),
      enrollOf(2, inSequence, { emails: 3, senderUserId: '7001', reenroll: true }),
      enrollOf(3, inSequence, { emails: 2, senderUserId: '7002', reenroll: true }),
      enrollOf(1, inWorkflow),
      unenrollOf(4, inSequence),
      unenrollOf(5, inSequence),
      unenrollOf(4, inWorkflow),
      archiveOf(inWorkflow),
    ];
    const { requests, ...summary } = summarize(changes, unchanged, new Map());
    expect(summary).toEqual({
      enroll: 4,
      reenroll: 2,
      unenroll: 3,
      archive: 1,
      active: 1,
      ended: 2,
      waiting: 3,
      blocked: 4,
      unknown: 5,
      unmanaged: 6,
      manual: 7,
      leftAudience: 8,
      orphans: 9,
      emails: 8,
      people: 3,
      senders: 2,
    });
    expect(requests).toBe(expectedRequests(changes, new Map()));
  });

  it('counts nothing in an empty plan', () => {
    expect(new Set(Object.values(summarize([], [], new Map())))).toEqual(new Set([0]));
  });
});

describe('the expected requests of mixed changes', () => {
  const many = (count: number, change: (id: number) => Change): readonly Change[] =>
    people(count).map(change);
  const viaList = { viaList: '611' };

  // The terms of each sum: reads of contacts before the changes, requests of the changes, reads after them.
  it.each<readonly [string, readonly Change[], object, number]>([
    ['one deletion, without a contact', [archiveOf(inWorkflow)], {}, 0 + 1],
    [
      'one removal from a workflow, read by its list',
      [unenrollOf(1, inWorkflow)],
      listOf(1),
      1 + 1 + (1 + 2),
    ],
    [
      'one removal from a workflow, read singly',
      [unenrollOf(1, inWorkflow)],
      { readSingly: true },
      1 + 1 + (1 + 2),
    ],
    [
      'removals from a workflow without a known list',
      many(101, (id) => unenrollOf(id, inWorkflow)),
      {},
      2 + 101 + (2 + 2 * 2),
    ],
    [
      'removals from a workflow, read singly',
      many(101, (id) => unenrollOf(id, inWorkflow)),
      { readSingly: true },
      2 + 101 + (2 + 2 * 101),
    ],
    [
      'two enrollments in a workflow whose list has more pages',
      many(2, (id) => enrollOf(id, inWorkflow)),
      listOf(1_000),
      1 + 2 + 2 * 1,
    ],
    [
      'enrollments in a workflow whose list has 251 members: one read of list memberships instead of two pages',
      many(100, (id) => enrollOf(id, inWorkflow)),
      listOf(251),
      1 + 100 + 2 * 1,
    ],
    [
      'enrollments in a workflow whose list has 250 members: one page',
      many(100, (id) => enrollOf(id, inWorkflow)),
      listOf(250),
      1 + 100 + 2 * 1,
    ],
    [
      'a thousand contacts of a list',
      many(1_000, (id) => enrollOf(id, inWorkflow, viaList)),
      listOf(1),
      10 + 1 + (1 + 1),
    ],
    [
      'contacts of a list, read singly',
      many(1_001, (id) => enrollOf(id, inWorkflow, viaList)),
      { readSingly: true },
      11 + 2 + 2 * 1_001,
    ],
    [
      'contacts of a list, removals and a deletion',
      [
        ...many(3, (id) => enrollOf(id, inWorkflow, viaList)),
        ...many(2, (id) => unenrollOf(id + 3, inWorkflow)),
        archiveOf(inWorkflow),
      ],
      listOf(1),
      1 + (1 + 2 + 1) + (1 + 2 * 1 + 1 + 1),
    ],
    [
      'enrollments in a sequence and removals from it, read singly',
      [...many(2, (id) => enrollOf(id, inSequence)), ...many(3, (id) => unenrollOf(id + 2, inSequence))],
      { readSingly: true },
      1 + 5 + (3 + polls),
    ],
    [
      'a contact in two targets, which is read once',
      [enrollOf(1, inSequence), enrollOf(1, inWorkflow)],
      listOf(1),
      1 + 1 + (1 + 2),
    ],
  ])('%s', (...[, changes, facts, requests]) => {
    const targets = new Map(
      [inSequence, inWorkflow].map(({ kind, id }) => [
        `${kind}:${id}`,
        observedTarget({ kind, id, ...facts }),
      ]),
    );
    expect(expectedRequests(changes, targets)).toBe(requests);
  });

  it('of a target that was not read', () => {
    expect(expectedRequests([enrollOf(1, inWorkflow)], new Map())).toBe(1 + 1 + 2);
    expect(expectedRequests([unenrollOf(1, inSequence)], new Map())).toBe(1 + 1 + polls);
  });
});
