import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/model/results/plan.ts';
import { expectedRequests } from '../../src/reconciler/plan-summary.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import { contact, member, observedTarget, planInput, sequence, workflow } from './builders.ts';

const people = (count: number) => Array.from({ length: count }, (_none, index) => index + 1);

function planned(target: ReturnType<typeof workflow> | ReturnType<typeof sequence>, count: number) {
  const observed = { targets: [observedTarget({ kind: target.kind, id: target.id })] };
  const desired = { targets: [{ ...target, members: people(count).map((who) => member(who)) }] };
  return makePlan(planInput({ desired, observed, contacts: people(count).map((who) => contact(who)) }));
}

const listOf = (size: number) => ({ active: new Set(people(size).map((who) => `a${who}`)) });

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
      'for a workflow with a list: the list before and after each hundred, if that takes fewer',
      workflow({ id: '900' }),
      150,
      listOf(1_000),
      150 + 2 + 2 * (2 * 4),
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
    expect(expectedRequests(removals, new Map([[name, observedTarget(facts)]]))).toBe(150 + 2 + 7 * 2);
    const singly = new Map([[name, observedTarget({ ...facts, readSingly: true })]]);
    expect(expectedRequests(removals, singly)).toBe(150 + 2 + 150 + 7 * 2);
  });

  it('are part of the plan summary', () => {
    expect(planned(sequence(), 101).summary.requests).toBe(101 + 2);
  });
});
