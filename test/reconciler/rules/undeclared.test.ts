import { describe, expect, it } from 'vitest';
import type { DesiredTarget, Dialect } from '../../../src/model/desired-state.ts';
import { trustEmail } from '../../../src/model/email.ts';
import type { LedgerEntry } from '../../../src/model/ledger/ledger-view.ts';
import type { ObservedTarget } from '../../../src/model/observed-state.ts';
import type { Kind } from '../../../src/model/target.ts';
import type { PlanInput } from '../../../src/reconciler/plan-input.ts';
import {
  act,
  at,
  contact,
  endedEnrollment,
  member,
  observedTarget,
  planInput,
  running,
  sequence,
  workflow,
} from '../builders.ts';
import { changeAt, entryAt, explainedRule, unchangedAt } from './entry-of.ts';

type Parts = Parameters<typeof planInput>[0];

const inFlow = { kind: 'workflow', targetId: '900' } as const;
const end = { seenAt: '2026-11-19T09:00:00.000Z', how: 'finished' } as const;

/** Returns the plan input of a target that declares no member. */
const undeclaredIn = (target: DesiredTarget, more: Parts = {}): PlanInput =>
  planInput({ contacts: [contact(1)], ...more, desired: { targets: [target], ...more.desired } });

const entryOf = (input: PlanInput): string => entryAt(input, 'sequences.q4/1');
const entryInFlow = (input: PlanInput): string => entryAt(input, 'workflows.onboarding/1');

describe('an enrollment in a workflow that was not read', () => {
  const unread = contact(1, { workflowsRead: [] });
  const withEntries = (
    entries: readonly LedgerEntry[],
    parts: Parameters<typeof workflow>[0] = {},
    who = unread,
  ): PlanInput => undeclaredIn(workflow(parts), { contacts: [who], entries });
  const adopted = act({ ...inFlow, state: 'adopted' });

  it.each([
    ['enrolled', act(inFlow)],
    ['enrolled', act({ ...inFlow, state: 'accepted' })],
    ['seen active', adopted],
  ])('is unknown if the contact was %s by a run', (done, entry) => {
    expect(entryInFlow(withEntries([entry]))).toBe(
      `unknown: not read: ${done} by run 3 on 2026-11-10; HubSpot did not show whether the contact is still active`,
    );
  });

  it.each([
    ['a run recorded its end', withEntries([act({ ...inFlow, end })])],
    ['HubSpot refused the request', withEntries([act({ ...inFlow, state: 'refused' })])],
    [
      'rollcall unenrolled the contact',
      withEntries([act(inFlow), act({ ...inFlow, action: 'unenroll', at: '2026-11-12T09:00:00.000Z' })]),
    ],
    [
      'HubSpot shows its end',
      withEntries(
        [act(inFlow)],
        {},
        contact(1, { workflowsRead: [], enrollments: [endedEnrollment(inFlow)] }),
      ),
    ],
    ['the contact was read', withEntries([act(inFlow)], {}, contact(1))],
    [
      'someone else made it and the workflow has an `activeList`',
      withEntries([adopted], { activeList: '640' }),
    ],
  ])('is not missing if %s', (_case, input) => {
    expect(explainedRule(input, 'workflows.onboarding/1', 'not-read')).toEqual({
      rule: 'not-read',
      holds: false,
      saw: 'every ledger enrollment in this target was read',
    });
  });

  it('does not delay the removal of the contact from another id of the same history', () => {
    const flow = (id: string): ObservedTarget => observedTarget({ kind: 'workflow', id });
    const inFormer = { kind: 'workflow', targetId: '800' } as const;
    const input = undeclaredIn(workflow({ replaces: '800' }), {
      observed: { targets: [flow('900'), flow('800')] },
      contacts: [contact(1, { workflowsRead: ['800'], enrollments: [running(inFormer)] })],
      entries: [act(inFlow), act(inFormer)],
    });
    expect(changeAt(input, 'workflows.onboarding/1')).toMatchObject({
      action: 'unenroll',
      target: { id: '800' },
      reason: 'no longer declared, enrolled by run 3',
    });
  });
});

describe('contradictory properties', () => {
  const withEntries = (...entries: readonly LedgerEntry[]): PlanInput =>
    undeclaredIn(sequence(), { contacts: [contact(1, { unreadable: 'two at once' })], entries });

  it.each(['proved', 'accepted'] as const)('make an enrollment unknown whose request is %s', (state) => {
    expect(entryOf(withEntries(act({ state })))).toBe('unknown: unreadable: two at once; enrolled by run 3');
  });

  it.each([
    ['HubSpot refused', withEntries(act({ state: 'refused' }))],
    ['someone else made', withEntries(act({ state: 'adopted' }))],
    ['ended, as a run recorded', withEntries(act({ end }))],
    ['rollcall ended', withEntries(act(), act({ action: 'unenroll', at: '2026-11-12T09:00:00.000Z' }))],
  ])('do not concern an enrollment that %s', (_case, input) => {
    expect(explainedRule(input, 'sequences.q4/1', 'unreadable')?.holds).toBe(false);
  });
});

describe('`absent`', () => {
  const formerEmail = trustEmail('old@northwind.example');
  const target = sequence({ absent: [{ person: { email: formerEmail }, source: at(40) }] });
  const ledger = { contactsOf: (email: string) => (email === formerEmail ? ['1'] : []) };
  const contacts = [contact(1, { enrollments: [running()] })];

  it('names the contact that had the email when rollcall enrolled it', () => {
    const input = undeclaredIn(target, { contacts, ledger, entries: [act()] });
    expect(changeAt(input, 'sequences.q4/1')).toMatchObject({
      action: 'unenroll',
      reason: 'listed under `absent`',
      source: at(40),
    });
  });

  it('does not name a former email of a contact that someone else enrolled', () => {
    expect(entryOf(undeclaredIn(target, { contacts, ledger }))).toBe(
      'unmanaged: enrolled on 2026-11-10 by someone else; left alone',
    );
  });
});

describe('a contact in a target that left the files', () => {
  const orphanOf = (kind: Kind, dialect: Dialect) => {
    const where = { kind, targetId: '500' };
    const input = planInput({
      desired: { dialect },
      ledger: { targets: [{ kind, id: '500', key: 'q3', status: 'ready' }] },
      observed: { targets: [observedTarget({ kind, id: '500' })] },
      contacts: [contact(1, { enrollments: [running(where)] })],
      entries: [act(where)],
    });
    return unchangedAt(input, `${kind}s.q3/1`);
  };

  it.each<[Kind, Dialect, string]>([
    [
      'sequence',
      'documented',
      'sequences: { q3: { id: 500, sender: contact-owner, unenroll: { workflow: ID }, members',
    ],
    ['sequence', 'guide', 'sequences: { q3: { id: 500, sender: contact-owner, members'],
    ['workflow', 'documented', 'workflows: { q3: { id: 500, members'],
  ])('is an orphan with the lines that unenroll all members: %s, dialect %s', (kind, dialect, lines) => {
    expect(orphanOf(kind, dialect)).toMatchObject({
      status: 'orphan',
      reason: `active since 2026-11-10, enrolled by run 3; the files no longer name the ${kind}`,
      help: `To unenroll all of its members, declare it again with \`members: []\`: \`${lines}: [], allowEmpty: true } }\``,
    });
  });
});

describe('a declared email that now belongs to another contact', () => {
  const input = (entries: readonly LedgerEntry[]): PlanInput =>
    undeclaredIn(sequence({ members: [member('p2@northwind.example')] }), {
      contacts: [contact(1, { enrollments: [running()] }), contact(2)],
      ledger: { contactsOf: () => ['1', '2'] },
      entries,
    });

  it('keeps the contact enrolled that rollcall enrolled for it', () => {
    expect(entryOf(input([act()]))).toBe(
      'active: active since 2026-11-10, enrolled by run 3, for a declared email that now belongs to contact 2',
    );
  });

  it('does not concern a contact that someone else enrolled', () => {
    expect(entryOf(input([]))).toBe('unmanaged: enrolled on 2026-11-10 by someone else; left alone');
  });
});

describe('an enrollment by someone else', () => {
  const contacts = [contact(1, { enrollments: [running()] })];
  const earlierGap = { gap: { from: '2026-10-02T09:00:00.000Z', markedAt: '2026-10-03T09:00:00.000Z' } };

  it.each([
    [false, 'unmanaged: enrolled on 2026-11-10 by someone else; left alone'],
    [true, 'unenroll: enrolled on 2026-11-10 by someone else and not declared; the target is exclusive'],
  ])('is after a gap of the ledger, with `exclusive: %s`', (exclusive, expected) => {
    expect(entryOf(undeclaredIn(sequence({ exclusive }), { contacts, ledger: earlierGap }))).toBe(expected);
  });

  it.each([false, true])('has no entry in a replaced target, with `exclusive: %s`', (exclusive) => {
    const inFormer = [contact(1, { enrollments: [running({ targetId: '400' })] })];
    expect(entryOf(undeclaredIn(sequence({ exclusive, replaces: '400' }), { contacts: inFormer }))).toBe(
      'nothing',
    );
  });

  it.each([false, true])('has no entry in a target without `members`, with `exclusive: %s`', (exclusive) => {
    const { members: _members, ...withoutMembers } = sequence({ exclusive });
    expect(entryOf(undeclaredIn(withoutMembers, { contacts }))).toBe('nothing');
  });
});

describe('a suppressed contact that a joined target declares', () => {
  const joined = (entries: readonly LedgerEntry[], ledger: Parts['ledger'] = {}): PlanInput =>
    planInput({
      desired: {
        targets: [sequence({ replaces: '400', members: [member(1)] }), sequence({ key: 'old', id: '400' })],
        suppress: [{ match: { email: trustEmail('old@northwind.example') }, source: at(5) }],
      },
      contacts: [contact(1, { enrollments: [running({ targetId: '400' })] })],
      ledger: { contactsOf: (email) => (email === 'old@northwind.example' ? ['1'] : []), ...ledger },
      entries,
    });

  it('is unenrolled by a former email if rollcall enrolled it', () => {
    expect(changeAt(joined([act({ targetId: '400' })]), 'sequences.old/1')).toMatchObject({
      action: 'unenroll',
      suppressed: true,
      reason: 'active and suppressed (enrollments.yaml:5:1)',
    });
  });

  it('stays by a former email if someone else enrolled it', () => {
    expect(entryAt(joined([act({ targetId: '400', state: 'adopted' })]), 'sequences.old/1')).toMatch(
      /^active: active since 2026-11-10, enrolled by someone else; declared in sequences.q4/,
    );
  });
});
