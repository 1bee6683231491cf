import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/model/plan.ts';
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

describe('the expected calls', () => {
  it.each([
    ['of a sequence: one each, one for each hundred read again', sequence(), 150, {}, 150 + 2],
    [
      'of a sequence whose members are read one by one: none is in it yet',
      sequence(),
      150,
      { readSingly: true },
      150 + 2,
    ],
    [
      'of a workflow read person by person: before and after',
      workflow({ id: '900' }),
      150,
      { readSingly: true },
      150 + 2 + 2 * 150,
    ],
    [
      'of a workflow with a list: the list before and after each hundred, where that is less',
      workflow({ id: '900' }),
      150,
      listOf(1_000),
      150 + 2 + 2 * (2 * 4),
    ],
    [
      'of a workflow fed by a list: a thousand at a time',
      workflow({ id: '900', viaList: '611' }),
      1_500,
      listOf(1_000),
      2 + 15 + 2 * 4,
    ],
    ['of nobody', sequence(), 0, {}, 0],
  ])('%s', (...[, target, count, facts, requests]) => {
    const { changes } = planned({ ...target, allowEmpty: true }, count);
    expect(changes).toHaveLength(count);
    const targets = new Map([
      [`${target.kind}:${target.id}`, observedTarget({ kind: target.kind, id: target.id, ...facts })],
    ]);
    expect(expectedRequests(changes, targets)).toBe(requests);
  });

  it('of removals from a sequence: the person looked for until the bridge has worked', () => {
    const target = sequence();
    const name = `${target.kind}:${target.id}`;
    const removals = planned(target, 150).changes.map((one) => ({ ...one, action: 'unenroll' }) as Change);
    const facts = { kind: target.kind, id: target.id } as const;
    expect(expectedRequests(removals, new Map([[name, observedTarget(facts)]]))).toBe(150 + 2 + 7 * 2);
    const singly = new Map([[name, observedTarget({ ...facts, readSingly: true })]]);
    expect(expectedRequests(removals, singly)).toBe(150 + 2 + 150 + 7 * 2);
  });

  it('stand in the plan', () => {
    expect(planned(sequence(), 101).summary.requests).toBe(101 + 2);
  });
});
