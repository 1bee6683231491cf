import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/model/ledger/ledger-view.ts';
import type { PlanInput } from '../../../src/reconciler/plan-input.ts';
import { ledgerUpdates } from '../../../src/reconciler/ledger-updates.ts';
import { act, at, contact, member, planInput, running, sequence } from '../builders.ts';
import { changeAt, entryAt, explainedRule } from './entry-of.ts';

type Parts = Parameters<typeof planInput>[0];

const justNow = '2026-11-20T11:55:00.000Z';
const byHand = contact(1, { enrollments: [running()] });

const declared = (more: Parts = {}): PlanInput =>
  planInput({
    contacts: [byHand],
    ...more,
    desired: { targets: [sequence({ members: [member(1)] })], ...more.desired },
  });

const entryOf = (input: PlanInput): string => entryAt(input, 'sequences.q4/1');

describe('a request of less than 15 minutes ago that HubSpot does not show', () => {
  const withEntry = (entry: Partial<LedgerEntry>): string =>
    entryOf(declared({ contacts: [contact(1)], entries: [act({ at: justNow, ...entry })] }));

  it('is a request, not an enrollment, if HubSpot only accepted it', () => {
    expect(withEntry({ state: 'accepted' })).toBe(
      'active: requested by run 3; HubSpot accepted the request and does not show the enrollment yet',
    );
  });

  it('is an enrollment with a proof', () => {
    expect(withEntry({})).toBe('active: active, enrolled by run 3; HubSpot does not show it yet');
  });

  it('is not active 15 minutes later', () => {
    expect(withEntry({ at: '2026-11-20T11:45:00.001Z' })).toMatch(/^active: /);
    expect(withEntry({ at: '2026-11-20T11:45:00.000Z' })).toMatch(/^ended: /);
  });
});

it('an accepted request that HubSpot shows is an enrollment', () => {
  expect(entryOf(declared({ entries: [act({ state: 'accepted', at: '2026-11-10T08:59:00.000Z' })] }))).toBe(
    'active: active since 2026-11-10, enrolled by run 3',
  );
});

it('contradictory properties make an active contact unknown', () => {
  const unreadable = contact(1, { enrollments: [running()], unreadable: 'two at once' });
  const input = declared({ contacts: [unreadable] });
  expect(explainedRule(input, 'sequences.q4/1', 'active')).toMatchObject({
    holds: false,
    saw: 'HubSpot does not show the contact as active in the target',
  });
  expect(entryOf(input)).toBe('unknown: unreadable: two at once');
});

describe('an enrollment by someone else', () => {
  const known = 'active: active since 2026-11-10, enrolled by someone else';
  const adopted = act({
    state: 'adopted',
    effectAt: '2026-11-10T09:00:00.000Z',
    at: '2026-11-12T09:00:00.000Z',
  });

  it('is recorded by the next apply', () => {
    expect(entryOf(declared())).toBe(`${known}; the next apply records it`);
    expect(ledgerUpdates(declared()).adoptions).toMatchObject([
      { targetId: '500', contactId: '1', effectAt: '2026-11-10T09:00:00.000Z' },
    ]);
  });

  it('is not recorded again', () => {
    expect(entryOf(declared({ entries: [adopted] }))).toBe(known);
    expect(ledgerUpdates(declared({ entries: [adopted] })).adoptions).toEqual([]);
  });

  it.each<[string, Partial<LedgerEntry>]>([
    ['is refused by HubSpot', { state: 'refused' }],
    ['is an adoption with a recorded end', { end: { seenAt: '2026-11-14T09:00:00.000Z', how: 'finished' } }],
    ['is an adoption under another id of the same history', { targetId: '400' }],
  ])('is recorded if the ledger entry %s', (_case, entry) => {
    const targets = [sequence({ replaces: '400', members: [member(1)] })];
    const input = declared({ desired: { targets }, entries: [{ ...adopted, ...entry }] });
    expect(entryOf(input)).toBe(`${known}; the next apply records it`);
  });

  it('is by someone else if it began before a gap of the ledger', () => {
    const gap = { from: '2026-11-11T09:00:00.000Z', markedAt: '2026-11-12T09:00:00.000Z' };
    expect(entryOf(declared({ ledger: { gap } }))).toBe(`${known}; the next apply records it`);
  });
});

it('an active and suppressed contact is unenrolled at the suppress entry', () => {
  const suppress = [{ match: { id: '1' }, source: at(5) }];
  expect(changeAt(declared({ desired: { suppress } }), 'sequences.q4/1')).toMatchObject({
    action: 'unenroll',
    reason: 'active and suppressed (enrollments.yaml:5:1)',
    source: at(5),
    suppressed: true,
    owned: false,
  });
});
