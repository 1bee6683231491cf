import { describe, expect, it } from 'vitest';
import type { HistoryRecord } from '../../src/model/ledger/ledger.ts';
import { tally } from './tally.ts';

const ana = { kind: 'sequence', targetId: '5510021', contactId: '7' } as const;
const effect = { ...ana, enrolledAt: '2026-11-02T09:00:00.000Z', endedAt: null, endReason: null };
const request = {
  method: 'POST',
  path: '/automation/sequences/2026-09/enrollments?userId=7001',
  body: '{"contactId":"7","sequenceId":"5510021"}',
};

function record(state: HistoryRecord['state']): HistoryRecord {
  return {
    ...ana,
    id: 1,
    action: 'enroll',
    state,
    targetKey: 'outbound',
    origin: 'text',
    at: '2026-11-02T09:00:00.000Z',
    run: 1,
    planId: 'plan',
    actor: 'tester',
  };
}

const noProblems = { duplicates: [], lost: [], unrecorded: [] };
const anaKey = ['sequence 5510021 7'];

describe('tally', () => {
  it.each([
    ['one proof with one effect', { records: [record('proved')], enrollments: [effect], writes: [request] }],
    ['an unknown with an effect', { records: [record('open')], enrollments: [effect], writes: [request] }],
    ['an unknown without one', { records: [record('open')], enrollments: [], writes: [] }],
    [
      'a refusal before a proof',
      { records: [record('refused'), record('proved')], enrollments: [effect], writes: [request, request] },
    ],
  ])('finds no problem with %s', (_name, evidence) => {
    expect(tally(evidence)).toMatchObject(noProblems);
  });

  it.each([
    ['two effects', { records: [record('proved')], enrollments: [effect, effect], writes: [request] }],
    ['two proofs', { records: [record('proved'), record('proved')], enrollments: [effect], writes: [] }],
  ])('reports %s as a duplicate', (_name, evidence) => {
    expect(tally(evidence).duplicates).toEqual(anaKey);
  });

  it('reports a proof without an effect as lost', () => {
    expect(tally({ records: [record('accepted')], enrollments: [], writes: [request] }).lost).toEqual(anaKey);
  });

  it.each([
    ['an effect without an intent', { records: [], enrollments: [effect], writes: [] }],
    ['an effect of a refusal', { records: [record('refused')], enrollments: [effect], writes: [request] }],
    ['a request without an intent', { records: [], enrollments: [], writes: [request] }],
    [
      'two requests for one intent',
      { records: [record('proved')], enrollments: [effect], writes: [request, request] },
    ],
  ])('reports %s as unrecorded', (_name, evidence) => {
    expect(tally(evidence).unrecorded).toEqual(anaKey);
  });
});
