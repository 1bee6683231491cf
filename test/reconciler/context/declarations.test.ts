import { describe, expect, it } from 'vitest';
import type { DesiredContact, DesiredEntry, DesiredTarget } from '../../../src/model/desired-state.ts';
import { trustEmail } from '../../../src/model/email.ts';
import type { LedgerView } from '../../../src/model/ledger/ledger-view.ts';
import { declarationsOf } from '../../../src/reconciler/context/declarations.ts';
import { memberAndAbsent } from '../../../src/reconciler/diagnostics.ts';
import {
  at,
  contact,
  ledgerView,
  listEntry,
  maria,
  member,
  observedState,
  paul,
  sequence,
  workflow,
} from '../builders.ts';

const second = trustEmail('second@northwind.example');
const people = [
  contact(1, { emails: [trustEmail('p1@northwind.example'), second] }),
  contact(2, { mergedIds: ['102'] }),
  contact(10),
];
const lists = new Map([
  ['482', { id: '482', members: ['10', '102', '1'] }],
  ['483', { id: '483', members: [] }],
  ['484', { id: '484', members: ['1'] }],
]);

function declare(target: DesiredTarget, ledger: Partial<LedgerView> = {}) {
  return declarationsOf(target, {
    observed: observedState(people, { lists }),
    ledger: ledgerView([], ledger),
  });
}
const membersOf = (...members: readonly DesiredEntry[]) => declare(sequence({ members })).members;
const absentOf = (...absent: readonly DesiredContact[]) =>
  declare(sequence({ absent, members: [member(10)] }));
const absent = (person: DesiredContact['person'], line = 40): DesiredContact => ({
  person,
  source: at(line),
});
const email = (name: string) => trustEmail(`${name}@northwind.example`);
const rowOf = (id: string, name: string): DesiredEntry => ({
  type: 'person',
  person: { id, email: email(name) },
  source: at(30),
  literal: true,
});

describe('the members of a target', () => {
  it('have the terms of their line, then those of the target', () => {
    const { members } = declare(
      sequence({
        since: '2026-11-01',
        members: [
          member(1, { since: '2026-11-05', sender: { email: paul.email } }),
          member(2, { source: at(33), literal: false }),
        ],
      }),
    );
    const base = { throughLedger: false, origin: 'text' };
    expect(members).toEqual([
      {
        ...base,
        person: { id: '1' },
        contactId: '1',
        since: '2026-11-05',
        sender: { email: paul.email },
        source: at(30),
        literal: true,
        position: 0,
      },
      {
        ...base,
        person: { id: '2' },
        contactId: '2',
        since: '2026-11-01',
        source: at(33),
        literal: false,
        position: 1,
      },
    ]);
  });

  it('of a list are in the order of their ids as numbers, with the list as their origin', () => {
    const found = membersOf(member('x@northwind.example'), listEntry('482'));
    expect(
      found.map(({ person, contactId, origin, position }) => [person, contactId, origin, position]),
    ).toEqual([
      [{ email: 'x@northwind.example' }, undefined, 'text', 0],
      [{ id: '1' }, '1', 'list:482', 1],
      [{ id: '10' }, '10', 'list:482', 2],
      [{ id: '102' }, '2', 'list:482', 3],
    ]);
  });

  it.each<readonly [string, readonly DesiredEntry[], object]>([
    ['a line after a list', [listEntry('482'), member(1)], { origin: 'text', literal: true, source: at(30) }],
    [
      'a line before a list',
      [member(1), listEntry('482')],
      { origin: 'text', literal: true, source: at(30) },
    ],
    [
      'an audience after a list',
      [listEntry('482'), member(1, { literal: false })],
      { origin: 'text', literal: false, source: at(31) },
    ],
    [
      'a line after another line',
      [member(1), member(1, { source: at(35) })],
      { origin: 'text', literal: true, source: at(30) },
    ],
  ])('are merged for each contact: %s', (_case, members, expected) => {
    expect(declare(sequence({ members })).byContact.get('1')).toMatchObject(expected);
    expect(membersOf(...members).filter(({ contactId }) => contactId === '1')).toHaveLength(1);
  });

  it('of a list have no order of their own', () => {
    for (const order of [
      ['1', '2', '10'],
      ['10', '2', '1'],
      ['2', '10', '1'],
    ]) {
      const found = declarationsOf(sequence({ members: [listEntry('482')] }), {
        observed: observedState(people, { lists: new Map([['482', { id: '482', members: order }]]) }),
        ledger: ledgerView(),
      });
      expect(found.members.map(({ contactId }) => contactId)).toEqual(['1', '2', '10']);
    }
  });

  it('have only the properties that are known', () => {
    const base = { throughLedger: false, origin: 'text', literal: true, source: at(30) };
    expect(membersOf(member('x@northwind.example'), member(2))).toStrictEqual([
      { ...base, person: { email: 'x@northwind.example' }, position: 0 },
      { ...base, person: { id: '2' }, contactId: '2', position: 1 },
    ]);
    expect(membersOf(member('x@northwind.example', { since: '2026-11-05' }))).toStrictEqual([
      { ...base, person: { email: 'x@northwind.example' }, since: '2026-11-05', position: 0 },
    ]);
  });

  const literalList: DesiredEntry = { ...listEntry('482'), literal: true };
  const inAudience = member(1, { literal: false });

  it.each<readonly [string, readonly DesiredEntry[], string]>([
    ['two lists: the first', [listEntry('484'), listEntry('482')], 'list:484'],
    ['a literal list after another list', [listEntry('484'), literalList], 'list:482'],
    ['an audience and a literal list: the text', [inAudience, literalList], 'text'],
    ['a literal list and an audience: the text', [literalList, inAudience], 'text'],
  ])('have one origin: %s', (_case, members, origin) => {
    expect(declare(sequence({ members })).byContact.get('1')?.origin).toBe(origin);
  });

  it('count as declared by a former email only if no other entry declares them', () => {
    const old = member('old@northwind.example');
    const throughLedger = (...members: readonly DesiredEntry[]) =>
      declare(sequence({ members }), { contactOf: () => '1' }).byContact.get('1')?.throughLedger;
    expect(throughLedger(old)).toBe(true);
    expect(throughLedger(old, old)).toBe(true);
    expect(throughLedger(old, member(1))).toBe(false);
    expect(throughLedger(member(1), old)).toBe(false);
  });

  it('are certain if one line names the contact, whatever a contradictory row names', () => {
    const row = rowOf('1', 'p2');
    for (const members of [
      [row, member(1)],
      [member(1), row],
    ]) {
      const { byContact } = declare(sequence({ members }));
      expect(byContact.get('1')?.contradiction).toBeUndefined();
      expect(byContact.get('2')?.contradiction).toMatchObject({ byEmail: '2' });
    }
    expect(declare(sequence({ members: [row, row] })).byContact.get('1')?.contradiction).toBeDefined();
  });

  it('name the lists that declare them', () => {
    const found = declare(sequence({ members: [member(1), listEntry('482'), listEntry('483')] }));
    expect([...found.lists]).toEqual(['482', '483']);
  });

  it('are merged for each unknown email', () => {
    const line = member('x@northwind.example');
    expect(membersOf(line, line, member('y@northwind.example')).map(({ position }) => position)).toEqual([
      0, 1,
    ]);
  });

  it('of a retired workflow are none, and its lists declare none', () => {
    const {
      members,
      byContact,
      lists: named,
      problems,
    } = declare(workflow({ retired: true, allowEmpty: false, members: [member(1), listEntry('482')] }));
    expect([members, byContact.size, named.size, problems]).toEqual([[], 0, 0, []]);
  });
});

describe('the problems of the members', () => {
  const problems = (parts: Parameters<typeof sequence>[0]) => declare(sequence(parts)).problems;
  const codes = (...members: readonly DesiredEntry[]) => problems({ members }).map(({ code }) => code);

  it('are lists that HubSpot does not have', () => {
    expect(problems({ allowEmpty: false, members: [listEntry('777'), listEntry('482')] })).toEqual([
      {
        code: 'list-missing',
        severity: 'error',
        message: 'HubSpot has no list `777`, so the members are unknown.',
        help: 'Correct the list id or name, or remove the line.',
        source: at(31),
      },
    ]);
  });

  it('are members that are empty without `allowEmpty`', () => {
    const empty = {
      code: 'members-empty',
      severity: 'error',
      message: 'sequences.q4 declares members, but all of its lists are empty, so it would have no members.',
      help: 'If that is intended, add `allowEmpty: true` to the target; otherwise check the lists in HubSpot.',
      source: at(10),
    };
    expect(problems({ allowEmpty: false, members: [listEntry('483')] })).toEqual([empty]);
    expect(problems({ allowEmpty: true, members: [listEntry('483')] })).toEqual([]);
    expect(problems({ allowEmpty: false, members: [listEntry('483'), member(1)] })).toEqual([]);
    const { members: _members, ...undefinedMembers } = sequence({ allowEmpty: false });
    expect(declare(undefinedMembers).problems).toEqual([]);
  });

  const byEmail = (line: number, terms: Parameters<typeof member>[1] = {}) =>
    member(second, { source: at(line), ...terms });

  it('are contacts declared twice under different names, in one warning', () => {
    expect(problems({ members: [member(1), byEmail(34)] })).toEqual([
      {
        code: 'same-person-twice',
        severity: 'warning',
        message:
          'One contact is declared twice in sequences.q4, with different ids or emails. rollcall enrolls it once.',
        help: 'Keep one of the two lines.',
        source: at(30),
        related: [at(34)],
      },
    ]);
    const twice = [member(1), byEmail(34), member(2), member('p2@northwind.example', { source: at(35) })];
    expect(problems({ members: twice })).toEqual([
      {
        code: 'same-person-twice',
        severity: 'warning',
        message:
          '2 contacts are declared twice in sequences.q4, with different ids or emails. rollcall enrolls each once: enrollments.yaml:30:1 and enrollments.yaml:34:1; enrollments.yaml:30:1 and enrollments.yaml:35:1.',
        help: 'Keep one line for each contact.',
        source: at(30),
      },
    ]);
  });

  const bothNames = rowOf('1', 'p1');
  const listOf = (sender: typeof paul.email): DesiredEntry => ({
    ...listEntry('482'),
    literal: true,
    sender: { email: sender },
  });

  it.each<readonly [string, readonly DesiredEntry[], readonly string[]]>([
    ['the same name twice', [member(1), member(1)], []],
    ['a list and another name', [listEntry('482'), byEmail(34)], []],
    ['another name and a list', [byEmail(34), listEntry('482')], []],
    ['an id, and a row with the id and an email', [member(1), bothNames], []],
    ['a row with the id and an email, and the id', [bothNames, member(1)], []],
    ['two emails of one contact', [member(email('p1')), byEmail(34)], ['same-person-twice']],
    ['two ids of one contact', [member(2), member(102)], ['same-person-twice']],
    ['two senders, one of a list', [listOf(paul.email), member(1)], []],
    ['two senders, one of a list after', [member(1), listOf(paul.email)], []],
    ['two senders', [member(1, { sender: { email: paul.email } }), member(1)], ['two-senders']],
    [
      'the same sender twice',
      [member(1, { sender: { email: paul.email } }), member(1, { sender: { email: paul.email } })],
      [],
    ],
    [
      'two senders, one in an audience',
      [
        member(1, { sender: { email: paul.email } }),
        member(1, { sender: { email: maria.email }, literal: false }),
      ],
      [],
    ],
    [
      'two senders, one in an audience before',
      [
        member(1, { sender: { email: paul.email }, literal: false }),
        member(1, { sender: { email: maria.email } }),
      ],
      [],
    ],
  ])('depend on the lines: %s', (_case, members, expected) => {
    expect(codes(...members)).toEqual(expected);
  });

  it('show both lines of two senders', () => {
    expect(
      problems({ members: [member(1), member(1, { sender: { email: paul.email }, source: at(36) })] }),
    ).toEqual([
      {
        code: 'two-senders',
        severity: 'error',
        message:
          'One contact is declared twice in sequences.q4, with different ids or emails and with two senders.',
        help: 'Keep one of the two lines.',
        source: at(36),
        related: [at(30)],
      },
    ]);
  });

  it('are literal members that are also absent; an audience just omits them', () => {
    const absents = [absent({ id: '1' })];
    expect(problems({ members: [member(second)], absent: absents })).toEqual([
      memberAndAbsent('sequences.q4', at(30), at(40)),
    ]);
    for (const entry of [member(1, { literal: false }), { ...listEntry('482'), literal: true }]) {
      const found = declare(sequence({ members: [entry], absent: absents }));
      expect(found.problems).toEqual([]);
      expect(found.byContact.has('1')).toBe(false);
    }
  });
});

describe('the contacts under `absent`', () => {
  it('are those of the ids and emails, and of former emails according to the ledger', () => {
    const found = declare(
      sequence({
        absent: [absent({ id: '102' }), absent({ email: second }, 41), absent({ email: email('old') }, 42)],
      }),
      { contactsOf: (name) => ({ [email('old')]: ['102', '8'], [second]: ['8'] })[name] ?? [] },
    );
    const lines = (map: ReadonlyMap<string, DesiredContact>) =>
      [...map].map(([id, { source }]) => [id, source.line]);
    expect(lines(found.absent)).toEqual([
      ['2', 40],
      ['1', 41],
    ]);
    expect(lines(found.formerlyAbsent)).toEqual([
      ['8', 41],
      ['2', 42],
    ]);
  });

  it('are none for an email that no contact has or had', () => {
    const found = absentOf(absent({ email: email('x') }));
    expect([found.absent.size, found.formerlyAbsent.size]).toEqual([0, 0]);
  });

  it('do not include former contacts for an entry by id', () => {
    const found = declare(sequence({ absent: [absent({ id: '1' })] }), { contactsOf: () => ['8'] });
    expect([...found.formerlyAbsent]).toEqual([]);
  });

  it('are contradictory if the id and the email of a row differ; another entry overrides that', () => {
    const row = absent({ id: '1', email: email('p2') });
    const found = absentOf(row, absent({ id: '2' }, 41), absent({ id: '2' }, 42));
    expect(
      [...found.absent].map(([id, entry]) => [id, entry.source.line, entry.contradiction?.byEmail]),
    ).toEqual([
      ['1', 40, '2'],
      ['2', 41, undefined],
    ]);
    expect(found.problems).toEqual([
      {
        code: 'absent-contradicts',
        severity: 'warning',
        message:
          'The id and email of this `absent` row of sequences.q4 do not match, so it unenrolls no contact: id 1 is contact 1 (p•••@northwind.example), and p•••@northwind.example is contact 2.',
        help: 'Correct the id or the email, or remove one of them.',
        source: at(40),
      },
    ]);
  });

  const unmatched = (person: string, line: number, hint = '') => ({
    code: 'absent-unmatched',
    severity: 'warning',
    message: `This \`absent\` entry of sequences.q4 matches no contact: ${person}. It unenrolls no contact.`,
    help: `${hint}Correct the entry, or remove it if the contact was deleted.`,
    source: at(line),
  });

  it('that match no contact cause a warning each', () => {
    const target = sequence({
      absent: [
        absent({ id: '7' }, 41),
        absent({ email: email('x') }, 42),
        absent({ id: '8', email: email('y') }, 43),
        absent({ id: '1' }, 44),
      ],
    });
    const similarContacts = new Map([[email('x'), { id: '1', email: email('p1') }]]);
    expect(
      declarationsOf(target, { observed: observedState(people, { similarContacts }), ledger: ledgerView() })
        .problems,
    ).toEqual([
      unmatched('id 7', 41),
      unmatched('x•••@northwind.example', 42, 'Did you mean p•••@northwind.example, contact 1? '),
      unmatched('id 8, y•••@northwind.example', 43),
    ]);
  });

  it('that match no contact share one warning if they are more than five', () => {
    const many = (count: number) =>
      absentOf(...Array.from({ length: count }, (_none, index) => absent({ id: `7${index}` }, 50 + index)))
        .problems;
    expect(many(5)).toHaveLength(5);
    expect(many(6)).toEqual([
      {
        code: 'absent-unmatched',
        severity: 'warning',
        message:
          '6 `absent` entries of sequences.q4 match no contact and unenroll no contact: enrollments.yaml:50:1, enrollments.yaml:51:1, enrollments.yaml:52:1 and 3 more.',
        help: 'Correct these entries, or remove them if the contacts were deleted.',
        source: at(50),
      },
    ]);
  });
});
