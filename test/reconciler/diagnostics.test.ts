import { expect, it, describe } from 'vitest';
import { trustEmail } from '../../src/model/email.ts';
import type { Diagnostic } from '../../src/model/results/diagnostic.ts';
import * as diagnostics from '../../src/reconciler/diagnostics.ts';
import { at, sequence, workflow } from './builders.ts';

const ana = trustEmail('ana@northwind.example');
const byEmail = { person: { email: ana }, source: at(40) };
const condition = { property: 'lifecycle_stage', test: 'is', values: ['leads'], source: at(12) } as const;
const byBoth = { person: { id: '6', email: ana }, source: at(41) };

describe('a diagnostic has a code, a severity, the problem, the next step and the place', () => {
  it.each<{ readonly diagnose: () => Diagnostic; readonly expected: Diagnostic }>([
    {
      diagnose: () => diagnostics.listMissing('Leads', at(31)),
      expected: {
        code: 'list-missing',
        severity: 'error',
        message: 'HubSpot has no list `Leads`, so the members are unknown.',
        help: 'Correct the list id or name, or remove the line.',
        source: at(31),
      },
    },
    {
      diagnose: () => diagnostics.propertyMissing(condition, ['lifecyclestage', 'country']),
      expected: {
        code: 'property-missing',
        severity: 'error',
        message: 'Contacts have no property `lifecycle_stage`, which `require` names.',
        help: 'Write the internal name of a contact property (HubSpot: Settings > Properties). Did you mean `lifecyclestage`?',
        source: at(12),
      },
    },
    {
      diagnose: () => diagnostics.propertyOptionMissing(condition, 'leads', ['lead', 'customer']),
      expected: {
        code: 'property-option-missing',
        severity: 'error',
        message: 'The contact property `lifecycle_stage` has no value `leads`, which `require` names.',
        help: 'Write the internal name of one of its values: `lead`, `customer`. Did you mean `lead`?',
        source: at(12),
      },
    },
    {
      diagnose: () =>
        diagnostics.propertyOptionMissing(
          condition,
          'x',
          Array.from({ length: 12 }, (_, index) => `value ${index}`),
        ),
      expected: {
        code: 'property-option-missing',
        severity: 'error',
        message: 'The contact property `lifecycle_stage` has no value `x`, which `require` names.',
        help: 'Write the internal name of one of its values: `value 0`, `value 1`, `value 2`, `value 3`, `value 4`, `value 5`, `value 6`, `value 7`, `value 8`, `value 9` and 2 more.',
        source: at(12),
      },
    },
    {
      diagnose: () => diagnostics.archiveNeedsReview('workflows.a', at(3)),
      expected: {
        code: 'archives-need-review',
        severity: 'warning',
        message: 'An unattended apply archives no workflow: workflows.a.',
        help: 'Plan, review that plan, and apply it with --allow-archive.',
        source: at(3),
      },
    },
    {
      diagnose: () => diagnostics.membersEmpty(sequence()),
      expected: {
        code: 'members-empty',
        severity: 'error',
        message:
          'sequences.q4 declares members, but all of its lists are empty, so it would have no members.',
        help: 'If that is intended, add `allowEmpty: true` to the target; otherwise check the lists in HubSpot.',
        source: at(10),
      },
    },
    {
      diagnose: () => diagnostics.memberAndAbsent('sequences.q4', at(30), at(40)),
      expected: {
        code: 'member-and-absent',
        severity: 'error',
        message:
          'One contact is a member of sequences.q4 and listed under its `absent`, with a different id or email.',
        help: 'Keep one of the two lines.',
        source: at(30),
        related: [at(40)],
      },
    },
    {
      diagnose: () => diagnostics.absentUnmatched('sequences.q4', byEmail, undefined),
      expected: {
        code: 'absent-unmatched',
        severity: 'warning',
        message:
          'This `absent` entry of sequences.q4 matches no contact: a•••@northwind.example. It unenrolls no contact.',
        help: 'Correct the entry, or remove it if the contact was deleted.',
        source: at(40),
      },
    },
    {
      diagnose: () =>
        diagnostics.absentUnmatched('sequences.q4', byBoth, { id: '7', email: trustEmail('ann@a.example') }),
      expected: {
        code: 'absent-unmatched',
        severity: 'warning',
        message:
          'This `absent` entry of sequences.q4 matches no contact: id 6, a•••@northwind.example. It unenrolls no contact.',
        help: 'Did you mean a•••@a.example, contact 7? Correct the entry, or remove it if the contact was deleted.',
        source: at(41),
      },
    },
    {
      diagnose: () =>
        diagnostics.absentUnmatched('sequences.q4', { person: { id: '6' }, source: at(42) }, undefined),
      expected: {
        code: 'absent-unmatched',
        severity: 'warning',
        message: 'This `absent` entry of sequences.q4 matches no contact: id 6. It unenrolls no contact.',
        help: 'Correct the entry, or remove it if the contact was deleted.',
        source: at(42),
      },
    },
    {
      diagnose: () =>
        diagnostics.absentUnmatchedMany(
          'sequences.q4',
          [40, 41, 42, 43, 44, 45].map((line) => ({ ...byEmail, source: at(line) })),
        ),
      expected: {
        code: 'absent-unmatched',
        severity: 'warning',
        message:
          '6 `absent` entries of sequences.q4 match no contact and unenroll no contact: enrollments.yaml:40:1, enrollments.yaml:41:1, enrollments.yaml:42:1 and 3 more.',
        help: 'Correct these entries, or remove them if the contacts were deleted.',
        source: at(40),
      },
    },
    {
      diagnose: () =>
        diagnostics.absentRowContradictory('sequences.q4', byBoth, { byId: { id: '6' }, byEmail: '7' }),
      expected: {
        code: 'absent-contradicts',
        severity: 'warning',
        message:
          'The id and email of this `absent` row of sequences.q4 do not match, so it unenrolls no contact: id 6 is contact 6, and a•••@northwind.example is contact 7.',
        help: 'Correct the id or the email, or remove one of them.',
        source: at(41),
      },
    },
    {
      diagnose: () => diagnostics.twoSenders('sequences.q4', at(31), at(30)),
      expected: {
        code: 'two-senders',
        severity: 'error',
        message:
          'One contact is declared twice in sequences.q4, with different ids or emails and with two senders.',
        help: 'Keep one of the two lines.',
        source: at(31),
        related: [at(30)],
      },
    },
    {
      diagnose: () => diagnostics.targetIdChanged(sequence({ id: '501' }), '500'),
      expected: {
        code: 'target-id-changed',
        severity: 'error',
        message:
          'sequences.q4 had the id 500 when it was last applied and now has 501. The ledger treats that as a new target, so all of its members could be enrolled again.',
        help: 'If it replaces 500, add `replaces: 500`: members enrolled there count as enrolled. To enroll all members again, set `since`.',
        source: at(10),
      },
    },
    {
      diagnose: () => diagnostics.targetNotReady(workflow(), 'the workflow is turned off'),
      expected: {
        code: 'target-not-ready',
        severity: 'warning',
        message: 'No contact can be enrolled in workflows.onboarding: the workflow is turned off.',
        help: 'Fix it in HubSpot, or correct the `id`.',
        source: at(20),
      },
    },
    {
      diagnose: () => diagnostics.retiredUnreadable(workflow()),
      expected: {
        code: 'retired-target-unreadable',
        severity: 'warning',
        message:
          'workflows.onboarding is retired, but its active contacts cannot be read; rollcall unenrolls only contacts that the ledger or the files name.',
        help: 'Create a HubSpot list of its active contacts, and set `activeList` to it.',
        source: at(20),
      },
    },
    {
      diagnose: () => diagnostics.suppressionsOnlyNotice(true),
      expected: {
        code: 'only-suppressions',
        severity: 'advice',
        message: 'This run makes only the removals that `suppress` requires, because the rest is refused.',
        help: 'Run `rollcall plan` to see all other changes.',
      },
    },
    {
      diagnose: () => diagnostics.suppressionsOnlyNotice(false),
      expected: {
        code: 'only-suppressions',
        severity: 'advice',
        message: 'This plan contains only the removals that `suppress` requires (--suppressions).',
        help: 'Run `rollcall plan` to see all other changes.',
      },
    },
    {
      diagnose: () => diagnostics.filterUnmatched('--only', 'sequences.tpyo'),
      expected: {
        code: 'filter-matches-nothing',
        severity: 'warning',
        message: '`--only sequences.tpyo` matches no target and no contact of these files.',
        help: 'Write addresses as `rollcall plan` shows them: sequences.q4-outbound, sequences.q4-outbound/1042, workflows.*.',
      },
    },
    {
      diagnose: () => diagnostics.nothingToUndo(7),
      expected: {
        code: 'nothing-to-undo',
        severity: 'warning',
        message: 'Run 7 enrolled no contact, so there is nothing to undo.',
        help: 'Run `rollcall history` to list the runs and their changes.',
      },
    },
    {
      diagnose: () => diagnostics.noLedger,
      expected: {
        code: 'no-ledger',
        severity: 'warning',
        message:
          'No ledger found. Enrollments that have ended may be unknown without it, so this plan cannot be applied.',
        help: 'Restore the ledger. If this account never had one, apply with --new-ledger.',
      },
    },
  ])('$expected.code: $expected.message', ({ diagnose, expected }) => {
    expect(diagnose()).toEqual(expected);
  });
});

describe('contacts that are declared twice', () => {
  const twice = (...lines: readonly number[]): Diagnostic =>
    diagnostics.samePersonTwice('sequences.q4', lines.map(at));

  it('have both lines of a single contact', () => {
    expect(twice(30, 31)).toEqual({
      code: 'same-person-twice',
      severity: 'warning',
      message:
        'One contact is declared twice in sequences.q4, with different ids or emails. rollcall enrolls it once.',
      help: 'Keep one of the two lines.',
      source: at(30),
      related: [at(31)],
    });
  });

  it.each([
    [
      [30, 31, 32, 33],
      '2',
      'enrollments.yaml:30:1 and enrollments.yaml:31:1; enrollments.yaml:32:1 and enrollments.yaml:33:1',
    ],
    [
      [30, 31, 32, 33, 34, 35],
      '3',
      'enrollments.yaml:30:1 and enrollments.yaml:31:1; enrollments.yaml:32:1 and enrollments.yaml:33:1; enrollments.yaml:34:1 and enrollments.yaml:35:1',
    ],
    [
      [30, 31, 32, 33, 34, 35, 36, 37, 38, 39],
      '5',
      'enrollments.yaml:30:1 and enrollments.yaml:31:1; enrollments.yaml:32:1 and enrollments.yaml:33:1; enrollments.yaml:34:1 and enrollments.yaml:35:1; and 2 more',
    ],
  ])('are named in pairs of lines, at most three: %o', (lines, count, places) => {
    expect(twice(...lines)).toEqual({
      code: 'same-person-twice',
      severity: 'warning',
      message: `${count} contacts are declared twice in sequences.q4, with different ids or emails. rollcall enrolls each once: ${places}.`,
      help: 'Keep one line for each contact.',
      source: at(30),
    });
  });
});

describe('suppressed contacts that stay enrolled', () => {
  it.each([
    [
      { count: 1, byOthers: true },
      'One suppressed contact is active in sequences.q4, enrolled by someone else, and stays enrolled.',
    ],
    [
      { count: 2, byOthers: true },
      '2 suppressed contacts are active in sequences.q4, enrolled by someone else, and stay enrolled.',
    ],
    [
      { count: 1, byOthers: false },
      'One suppressed contact is active in sequences.q4, and the ledger does not show who enrolled it, and stays enrolled.',
    ],
    [
      { count: 2, byOthers: false },
      '2 suppressed contacts are active in sequences.q4, and the ledger does not show who enrolled them all, and stay enrolled.',
    ],
  ])('are counted with who enrolled them: %o', (contacts, message) => {
    expect(diagnostics.suppressedUnmanaged(sequence(), contacts)).toEqual({
      code: 'suppressed-unmanaged',
      severity: 'warning',
      message,
      help: 'To unenroll them, list them under `absent`, or set `exclusive: true`.',
      source: at(10),
    });
  });
});
