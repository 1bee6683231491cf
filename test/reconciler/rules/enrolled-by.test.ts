import { describe, expect, it } from 'vitest';
import type { LedgerEntry, LedgerView } from '../../../src/model/ledger/ledger-view.ts';
import type { ActiveEnrollment } from '../../../src/model/observed-state.ts';
import { act, contact, endedEnrollment, member, planInput, running, sequence } from '../builders.ts';
import { entryAt } from './entry-of.ts';

const enrolledAt = '2026-11-10T09:00:00.000Z';
const { enrolledAt: _date, ...undated } = running();

interface Known {
  readonly entries?: readonly LedgerEntry[];
  readonly ledger?: Partial<LedgerView>;
  readonly shown?: ActiveEnrollment;
}

/** Returns the words of the plan about who enrolled an active contact that the files do not declare. */
function enroller({ shown = running(), ...known }: Known): string {
  const contacts = [contact(1, { enrollments: [shown] })];
  const entry = entryAt(
    planInput({ desired: { targets: [sequence()] }, contacts, ...known }),
    'sequences.q4/1',
  );
  return (
    /^unmanaged: enrolled(?: on 2026-11-10)? (?<by>.+); left alone$/.exec(entry)?.groups?.['by'] ?? entry
  );
}

describe('who enrolled a contact that rollcall has no proof for', () => {
  it('is someone else', () => {
    expect(enroller({})).toBe('by someone else');
    expect(enroller({ shown: undated })).toBe('by someone else');
  });

  it('is not known if the contact was erased from the history', () => {
    expect(enroller({ ledger: { isForgotten: ({ id }) => id === '1' } })).toBe(
      'by an unknown user (erased from the history)',
    );
  });
});

describe('a request that was settled by an active enrollment without a date', () => {
  const settled = (parts: Partial<LedgerEntry> = {}): readonly LedgerEntry[] => [
    act({ state: 'adopted', requested: true, at: enrolledAt, ...parts }),
  ];
  const unknown = 'by an unknown user (rollcall or someone else)';

  it('leaves open who enrolled the contact', () => {
    expect(enroller({ entries: settled(), shown: undated })).toBe(unknown);
  });

  it('does not concern an enrollment that began before the request', () => {
    const begunAt = (at: string): string =>
      enroller({ entries: settled(), shown: running({ enrolledAt: at }) });
    expect(begunAt('2026-11-10T08:59:59.999Z')).toBe('by someone else');
    expect(begunAt(enrolledAt)).toBe(unknown);
    expect(begunAt('2026-11-10T09:00:00.001Z')).toBe(unknown);
  });

  it('does not concern a later enrollment, once an end is recorded', () => {
    const end = { seenAt: '2026-11-09T09:00:00.000Z', how: 'unexplained' } as const;
    expect(enroller({ entries: settled({ end }), shown: undated })).toBe('by someone else');
  });

  it('is an enrollment by someone else if its date is known or nothing was requested', () => {
    expect(enroller({ entries: settled({ effectAt: enrolledAt }) })).toBe('by someone else');
    expect(enroller({ entries: [act({ state: 'adopted', at: enrolledAt })] })).toBe('by someone else');
  });

  it('counts among other records of the contact', () => {
    const older = act({ state: 'refused', at: '2026-10-05T09:00:00.000Z' });
    expect(enroller({ entries: [older, ...settled()], shown: undated })).toBe(unknown);
  });
});

describe('a gap in the ledger', () => {
  const gap = { from: '2026-11-09T09:00:00.000Z', markedAt: '2026-11-11T09:00:00.000Z' };
  const unknown = 'by an unknown user (the ledger has a gap from 2026-11-09 to 2026-11-11)';

  it.each([
    ['just before it', '2026-11-09T08:59:59.999Z', 'by someone else'],
    ['at its start', gap.from, unknown],
    ['in it', enrolledAt, unknown],
    ['at its end', gap.markedAt, unknown],
    ['just after it', '2026-11-11T09:00:00.001Z', 'by someone else'],
  ])('concerns an enrollment that began %s', (_when, begunAt, expected) => {
    const enrollments = [endedEnrollment({ enrolledAt: begunAt })];
    const desired = { targets: [sequence({ members: [member(1)] })] };
    const input = planInput({ desired, contacts: [contact(1, { enrollments })], ledger: { gap } });
    expect(entryAt(input, 'sequences.q4/1')).toBe(
      `ended: finished on 2026-11-15, enrolled on ${begunAt.slice(0, 10)} ${expected}`,
    );
  });

  it('may contain an enrollment without a date', () => {
    expect(enroller({ ledger: { gap }, shown: undated })).toBe(unknown);
  });
});
