/** The outcomes and the stop that the batches of a run share. */
import { describe, expect, test } from 'vitest';
import { watchResponses } from '../../src/executor/response-watch.ts';
import {
  adjustSentCount,
  recordOutcome,
  senderOf,
  stopRun,
  type RunOutcomes,
  unrecordedOutcome,
  viaListOf,
} from '../../src/executor/run-outcomes.ts';
import type { Outcome } from '../../src/model/results/report.ts';
import { archive, enroll, unenroll, workflow } from './play.ts';

function emptyRun(): { outcomes: RunOutcomes; reported: Outcome[] } {
  const reported: Outcome[] = [];
  const outcomes: RunOutcomes = {
    runNumber: 1,
    planId: 'p1',
    byChange: new Map(),
    responses: watchResponses(),
    sent: new Map(),
    enrolled: new Map(),
    onOutcome: (outcome) => void reported.push(outcome),
  };
  return { outcomes, reported };
}

test.each([
  { which: 'the second if it is more serious', first: 'quota', second: 'ledger-lost', kept: 'the second' },
  { which: 'the first if it is more serious', first: 'ledger-lost', second: 'quota', kept: 'the first' },
  { which: 'the first if both have the same cause', first: 'quota', second: 'quota', kept: 'the first' },
] as const)('of two stops, the run keeps $which', ({ first, second, kept }) => {
  const { outcomes } = emptyRun();
  stopRun(outcomes, { why: first, reason: 'the first' });
  stopRun(outcomes, { why: second, reason: 'the second' });
  expect(outcomes.stop?.reason).toBe(kept);
});

describe('an outcome', () => {
  const unknown = { status: 'unknown', reason: 'no usable response', help: 'Check it.' } as const;
  const named = { address: 'sequences.q4/1', action: 'enroll' } as const;

  test('replaces the earlier outcome of the same change, and no other', () => {
    const { outcomes } = emptyRun();
    recordOutcome(outcomes, enroll(1), unknown);
    recordOutcome(outcomes, enroll(2), { status: 'done', reason: 'second' });
    recordOutcome(outcomes, enroll(1), { status: 'done', reason: 'seen in the account' });
    expect([...outcomes.byChange.values()]).toEqual([
      { ...named, status: 'done', reason: 'seen in the account' },
      { ...named, address: 'sequences.q4/2', status: 'done', reason: 'second' },
    ]);
  });

  test('is reported if its status or its reason is new', () => {
    const { outcomes, reported } = emptyRun();
    const failed = { ...unknown, status: 'failed' } as const;
    const explained = { ...failed, reason: 'the contact is still active' };
    for (const outcome of [unknown, unknown, failed, failed, explained, { ...explained, help: 'Look.' }]) {
      recordOutcome(outcomes, enroll(1), outcome);
    }
    expect(reported).toEqual([
      { ...named, ...unknown },
      { ...named, ...failed },
      { ...named, ...explained },
    ]);
  });

  test('of a response that the ledger could not record is unknown', () => {
    expect(unrecordedOutcome).toEqual({
      status: 'unknown',
      reason: 'the request was sent, and the ledger could not record the response',
      help: 'Run apply again when the ledger can be written: it reads back the open intents.',
    });
  });
});

test('enrollments are counted by sender and by target', () => {
  const { outcomes } = emptyRun();
  const paul = { senderUserId: '7002' };
  for (const change of [
    enroll(1),
    enroll(2),
    enroll(3, paul),
    unenroll(4),
    enroll(5, { target: workflow }),
  ]) {
    adjustSentCount(outcomes, change, 1);
  }
  adjustSentCount(outcomes, enroll(3, paul), -1);
  expect(Object.fromEntries(outcomes.sent)).toEqual({ 7001: 2, 7002: 0 });
  expect(Object.fromEntries(outcomes.enrolled)).toEqual({ 'sequence:500': 2, 'workflow:900': 1 });
});

test.each([
  ['an enrollment in a sequence', enroll(1), { sender: '7001' }],
  ['an enrollment in a workflow', enroll(1, { target: workflow }), {}],
  ['an enrollment through a list', enroll(1, { target: workflow, viaList: '611' }), { list: '611' }],
  ['a removal', unenroll(1), {}],
  ['a deletion', archive(), {}],
])('the sender and the list of a change: %s', (_, change, expected) => {
  expect({ sender: senderOf(change), list: viaListOf(change) }).toEqual(expected);
});

test('no change has no list', () => {
  expect(viaListOf(undefined)).toBeUndefined();
});
