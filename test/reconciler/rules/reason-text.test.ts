import { describe, expect, it } from 'vitest';
import type { EntryEnd } from '../../../src/model/ledger/ledger-view.ts';
import type { ObservedTarget } from '../../../src/model/observed-state.ts';
import {
  act,
  contact,
  endedEnrollment,
  member,
  observedTarget,
  planInput,
  running,
  sequence,
} from '../builders.ts';
import { entryAt } from './entry-of.ts';

type Parts = Parameters<typeof planInput>[0];

const entryOf = (more: Parts): string =>
  entryAt(
    planInput({
      desired: { targets: [sequence({ members: [member(1)] })] },
      contacts: [contact(1)],
      ...more,
    }),
    'sequences.q4/1',
  );

describe('a recorded end', () => {
  const endedWith = (end: Partial<EntryEnd>): string =>
    entryOf({ entries: [act({ end: { seenAt: '2026-11-18T09:00:00.000Z', how: 'unexplained', ...end } })] });

  it.each<[string, Partial<EntryEnd>, string]>([
    ['by its cause', { how: 'finished' }, 'ended: finished, enrolled by run 3'],
    [
      'by its date',
      { endedAt: '2026-11-15T09:00:00.000Z' },
      'ended: ended on 2026-11-15 before its last step (cause not visible), enrolled by run 3',
    ],
    [
      'by both',
      { how: 'bounced', endedAt: '2026-11-15T09:00:00.000Z' },
      'ended: ended on 2026-11-15 before its last step (an email bounced), enrolled by run 3',
    ],
    [
      'by neither: only the enrollment is known',
      {},
      'ended: enrolled by run 3 on 2026-11-10, no longer active',
    ],
  ])('is described %s', (_case, end, expected) => {
    expect(endedWith(end)).toBe(expected);
  });
});

describe('the end of an enrollment in a deleted target', () => {
  const observed = { targets: [observedTarget({ kind: 'sequence', id: '500', status: 'missing' })] } as const;

  it.each([
    ['unexplained', 'ended on 2026-11-15 before its last step (the sequence was deleted)'],
    ['bounced', 'ended on 2026-11-15 before its last step (an email bounced)'],
    ['opted-out', 'ended on 2026-11-15 before its last step (the contact opted out)'],
    ['finished', 'finished on 2026-11-15'],
  ] as const)('names the deletion only without another cause: %s', (how, text) => {
    const contacts = [contact(1, { enrollments: [endedEnrollment({ how })] })];
    expect(entryOf({ contacts, observed })).toBe(`ended: ${text}, enrolled on 2026-11-10 by someone else`);
  });
});

describe('another sequence', () => {
  const contacts = [contact(1, { enrollments: [running({ targetId: '777' })] })];
  const named = (parts: Partial<ObservedTarget>): Parts => ({
    contacts,
    observed: {
      targets: ['500', '777'].map((id) =>
        observedTarget({ kind: 'sequence', id, ...(id === '777' ? parts : {}) }),
      ),
    },
  });
  const waits = 'since 2026-11-10; waits until that ends';

  it('is named by its id', () => {
    expect(entryOf({ contacts })).toBe(`waiting: active in sequence 777 ${waits}`);
    expect(entryOf(named({}))).toBe(`waiting: active in sequence 777 ${waits}`);
  });

  it('is named by its name in HubSpot', () => {
    expect(entryOf(named({ name: 'Spring trial' }))).toBe(
      `waiting: active in sequence "Spring trial" (777) ${waits}`,
    );
  });

  it('is named by its address in the files', () => {
    const targets = [
      sequence({ members: [member(1)] }),
      sequence({ key: 'spring', id: '777', members: [member(1)] }),
    ];
    expect(entryOf({ ...named({ name: 'Spring trial' }), desired: { targets } })).toBe(
      `waiting: active in sequences.spring ${waits}`,
    );
  });
});

it('an adoption has the day on which the run saw it', () => {
  const adopted = act({
    state: 'adopted',
    effectAt: '2026-11-10T09:00:00.000Z',
    at: '2026-11-12T09:00:00.000Z',
    run: 4,
  });
  expect(entryOf({ entries: [adopted] })).toBe('ended: seen active by run 4 on 2026-11-12, no longer active');
});

it('a request has the day on which it took effect', () => {
  expect(entryOf({ entries: [act({ effectAt: '2026-11-11T09:00:00.000Z' })] })).toBe(
    'ended: enrolled by run 3 on 2026-11-11, no longer active',
  );
});
