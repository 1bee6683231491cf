import { describe, expect, it } from 'vitest';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import { at, contact, member, planInput, sequence } from '../builders.ts';

describe('a freeze window', () => {
  const plan = (observedAt: string) =>
    makePlan(
      planInput({
        desired: {
          freeze: [
            { from: '2026-11-01', to: '2026-11-02', source: at(3) },
            { from: '2026-11-24', to: '2026-11-26', source: at(4) },
          ],
          targets: [sequence({ members: [member(1), member(2)] })],
        },
        contacts: [contact(1), contact(2, { optedOut: true })],
        observed: { observedAt },
      }),
    ).unchanged.map(({ address, status, reason }) => [address, status, reason]);

  const blocked = ['sequences.q4/2', 'blocked', expect.stringContaining('opted out')];

  it.each([
    ['2026-11-23T12:00:00.000Z', []],
    ['2026-11-24T12:00:00.000Z', ['frozen through 2026-11-26 (enrollments.yaml:4:1)']],
    ['2026-11-25T12:00:00.000Z', ['frozen through 2026-11-26 (enrollments.yaml:4:1)']],
    ['2026-11-26T12:00:00.000Z', ['frozen through 2026-11-26 (enrollments.yaml:4:1)']],
    ['2026-11-27T12:00:00.000Z', []],
  ])('decides only about enrollments: at %s', (observedAt, reasons) => {
    const waiting = reasons.map((reason) => ['sequences.q4/1', 'waiting', reason]);
    expect(plan(observedAt)).toEqual([...waiting, blocked]);
  });
});
