import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { needsEnrollment, sequenceState } from '../../../src/hubspot/read/sequence-state.ts';
import type { Properties } from '../../../src/hubspot/read/sequence-state.ts';

const day = (n: number): string => `2026-11-${String(n).padStart(2, '0')}T09:00:00.000Z`;
const person = { optedOut: false, bounced: false };

const active: Properties = {
  hs_sequences_is_enrolled: 'true',
  hs_latest_sequence_enrolled: '5',
  hs_latest_sequence_enrolled_date: day(2),
  hs_sequences_enrolled_count: '1',
  hs_sequences_actively_enrolled_count: '1',
};
const over: Properties = {
  ...active,
  hs_sequences_is_enrolled: 'false',
  hs_sequences_actively_enrolled_count: '0',
  hs_latest_sequence_ended_date: day(9),
};

describe('a contact that was never in a sequence', () => {
  test.each([
    [{}],
    [{ hs_sequences_is_enrolled: 'false' }],
    [{ hs_sequences_is_enrolled: null, hs_latest_sequence_enrolled: '' }],
    [{ hs_sequences_enrolled_count: '0' }],
  ])('has no enrollment: %j', (properties) => {
    expect(sequenceState(properties, person)).toEqual({});
  });
});

describe('a contact in a sequence', () => {
  test('is active since its date', () => {
    expect(sequenceState(active, person)).toEqual({
      enrollment: { kind: 'sequence', targetId: '5', enrolledAt: day(2), state: 'active' },
    });
  });

  test('is active although an earlier sequence ended, even in the same second', () => {
    for (const end of [1, 2]) {
      const properties = {
        ...active,
        hs_latest_sequence_ended_date: day(end),
        hs_latest_sequence_finished_date: day(end),
      };
      expect(sequenceState(properties, person)).toMatchObject({ enrollment: { state: 'active' } });
    }
  });

  test('shows the user that enrolled the contact, only for the returned enrollment', () => {
    const enrolledBy = { userId: '7001' };
    const asked = (at: string) => ({ sequenceId: '5', id: '77', enrolledAt: at, enrolledBy });
    for (const properties of [active, over]) {
      expect(sequenceState(properties, person, asked(day(2)))).toMatchObject({ enrollment: { enrolledBy } });
      // It began after the latest one that the properties show.
      expect(sequenceState(properties, person, asked(day(3)))).toMatchObject({
        enrollment: { enrolledAt: day(3), enrolledBy },
      });
      for (const other of [asked(day(1)), { ...asked(day(2)), sequenceId: '6' }]) {
        const { enrollment } = sequenceState(properties, person, other) as { enrollment: object };
        expect(enrollment).not.toHaveProperty('enrolledBy');
      }
    }
  });

  test('uses the date of the enrollment route if the properties lack it', () => {
    const properties = { ...active, hs_latest_sequence_enrolled_date: null };
    expect(needsEnrollment(properties)).toBe(true);
    const asked = { sequenceId: '5', id: '77', enrolledAt: day(2) };
    expect(sequenceState(properties, person, asked)).toEqual({
      enrollment: { kind: 'sequence', targetId: '5', id: '77', enrolledAt: day(2), state: 'active' },
    });
    expect(sequenceState(properties, person)).toEqual({
      enrollment: { kind: 'sequence', targetId: '5', state: 'active' },
    });
  });

  test('does not use the date of another sequence', () => {
    const properties = { ...active, hs_latest_sequence_enrolled_date: null };
    const state = sequenceState(properties, person, { sequenceId: '6', enrolledAt: day(1) });
    expect(state).toEqual({ enrollment: { kind: 'sequence', targetId: '5', state: 'active' } });
  });

  test('is read from the enrollment if the properties lack the sequence', () => {
    const properties = { hs_sequences_is_enrolled: 'true' };
    expect(needsEnrollment(properties)).toBe(true);
    expect(sequenceState(properties, person, { sequenceId: '6', enrolledAt: day(3) })).toMatchObject({
      enrollment: { targetId: '6', state: 'active', enrolledAt: day(3) },
    });
    expect(sequenceState(properties, person)).toHaveProperty('unreadable');
  });

  test('reads dates in milliseconds', () => {
    const properties = { ...active, hs_latest_sequence_enrolled_date: String(Date.parse(day(2))) };
    expect(sequenceState(properties, person)).toMatchObject({ enrollment: { enrolledAt: day(2) } });
  });
});

describe('a contact with an ended sequence', () => {
  test.each([
    ['finished', { hs_latest_sequence_finished_date: day(9) }, person],
    ['finished', { hs_latest_sequence_finished_date: day(9) }, { optedOut: true, bounced: false }],
    ['opted-out', { hs_latest_sequence_unenrolled_date: day(9) }, { optedOut: true, bounced: false }],
    ['bounced', { hs_latest_sequence_unenrolled_date: day(9) }, { optedOut: false, bounced: true }],
    ['unexplained', { hs_latest_sequence_unenrolled_date: day(9) }, person],
    ['unexplained', {}, person],
    [
      'unexplained',
      { hs_latest_sequence_finished_date: day(1), hs_latest_sequence_unenrolled_date: day(9) },
      person,
    ],
    [
      'unexplained',
      { hs_latest_sequence_finished_date: day(2), hs_latest_sequence_unenrolled_date: day(9) },
      person,
    ],
  ] as const)('ended %s: %j %j', (how, properties, who) => {
    expect(sequenceState({ ...over, ...properties }, who)).toEqual({
      enrollment: {
        kind: 'sequence',
        targetId: '5',
        enrolledAt: day(2),
        state: 'ended',
        endedAt: day(9),
        how,
      },
    });
  });
});

describe('properties that contradict each other', () => {
  test.each([
    ['active in 0 sequences', { ...active, hs_sequences_actively_enrolled_count: '0' }],
    ['active and ended since', { ...active, hs_latest_sequence_ended_date: day(3) }],
    ['in none and in one', { ...over, hs_sequences_actively_enrolled_count: '1' }],
    ['over without an end', { ...over, hs_latest_sequence_ended_date: null }],
    ['over, with only the end of the one before', { ...over, hs_latest_sequence_ended_date: day(1) }],
    ['enrolled 0 times', { ...over, hs_sequences_enrolled_count: '0' }],
    [
      'neither active nor ended',
      { ...active, hs_sequences_is_enrolled: null, hs_sequences_actively_enrolled_count: null },
    ],
    [
      'finished and unenrolled',
      { ...over, hs_latest_sequence_finished_date: day(9), hs_latest_sequence_unenrolled_date: day(5) },
    ],
    ['a date that is none', { ...active, hs_latest_sequence_enrolled_date: 'yesterday' }],
  ])('are unreadable: %s', (_, properties) => {
    expect(sequenceState(properties, person)).toHaveProperty('unreadable');
  });

  test('never make an inactive contact active, and never throw', () => {
    const value = fc.oneof(
      fc.constantFrom(null, undefined, '', 'true', 'false', '0', '1', '5', day(1), day(2), day(3)),
      fc.string(),
    );
    const names = [
      ...Object.keys(over),
      'hs_latest_sequence_finished_date',
      'hs_latest_sequence_unenrolled_date',
    ];
    const properties = fc.record(Object.fromEntries(names.map((name) => [name, value])));
    fc.assert(
      fc.property(properties, (given) => {
        const state = sequenceState(given, person);
        if ('unreadable' in state || !state.enrollment) return;
        expect(state.enrollment.state === 'active').toBe(given['hs_sequences_is_enrolled'] === 'true');
        expect(state.enrollment.targetId).toBe(given['hs_latest_sequence_enrolled']);
      }),
    );
  });
});

describe('an active contact whose latest sequence finished at the time of its enrollment', () => {
  const finished: Properties = { ...active, hs_latest_sequence_finished_date: day(2) };

  test('is in that sequence: the end belongs to the sequence before', () => {
    expect(sequenceState(finished, person)).toMatchObject({ enrollment: { state: 'active' } });
  });

  test('is unreadable after a merge: the other contact may be in another sequence', () => {
    const merged: Properties = { ...finished, hs_merged_object_ids: '1;2' };
    expect(sequenceState(merged, person)).toEqual({
      unreadable: 'it is in sequence 5, but has an end date after its enrollment',
    });
  });

  test('is unreadable after a merge, even if the sequence of the other contact ended', () => {
    const properties: Properties = {
      ...finished,
      hs_sequences_is_enrolled: 'false',
      hs_sequences_actively_enrolled_count: '0',
      hs_latest_sequence_unenrolled_date: day(4),
      hs_merged_object_ids: '1;2',
    };
    expect(sequenceState(properties, person)).toHaveProperty('unreadable');
  });
});
