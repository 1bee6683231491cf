import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { addEntry, type MemberList, removeEntries } from '../../../src/schema/write/edit-members.ts';

const list: MemberList = { kind: 'sequence', key: 'a', list: 'members' };
const named = (...emails: string[]) => ({ emails, ids: [] });

const file = `# Our sequences
version: 1
sequences:
  a:
    id:   1       # odd spaces stay
    members:      # who
      # the first
      - ana@northwind.example
      - Bo@Northwind.example   # met in May
      - id: 1042
      # the last
      - { email: noor@contoso.example, since: 2026-11-10 } # twice

    absent: [old@contoso.example]   # gone
  b: { id: 2, members: [liam@fabrikam.example,   gus@contoso.example] } # one line
`;

/** Returns the lines that only one of two texts has. */
function changed(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}

describe('removing an entry', () => {
  it.each([
    [
      'an email in any spelling',
      named('bo@northwind.example'),
      '      - Bo@Northwind.example   # met in May',
    ],
    ['an id', { emails: [], ids: ['1042'] }, '      - id: 1042'],
    [
      'a block',
      named('noor@contoso.example'),
      '      - { email: noor@contoso.example, since: 2026-11-10 } # twice',
    ],
  ])('removes the line of %s and no other', (_name, contact, line) => {
    const { text = '', count } = removeEntries(file, list, contact);
    expect(count).toBe(1);
    expect(changed(file, text)).toEqual([`-${line}`]);
  });

  it('returns the comment of the line, for a move', () => {
    expect(removeEntries(file, list, named('bo@northwind.example')).comment).toBe('# met in May');
  });

  it('keeps the rest of a line in brackets', () => {
    const of = { ...list, key: 'b' };
    expect(changed(file, removeEntries(file, of, named('liam@fabrikam.example')).text ?? '')).toEqual([
      '-  b: { id: 2, members: [liam@fabrikam.example,   gus@contoso.example] } # one line',
      '+  b: { id: 2, members: [gus@contoso.example] } # one line',
    ]);
    expect(removeEntries(file, of, named('gus@contoso.example')).text).toContain(
      'members: [liam@fabrikam.example] } #',
    );
  });

  it('leaves an empty list, not an empty value', () => {
    const text = 'sequences:\n  a:\n    members: # who\n      - ana@northwind.example\n    id: 1\n';
    expect(removeEntries(text, list, named('ana@northwind.example')).text).toBe(
      'sequences:\n  a:\n    members: [] # who\n    id: 1\n',
    );
  });

  it.each([
    '      - id: 1042\n',
    '      - { id: 1042, since: 2026-11-10 } # twice\n',
    '      - id: 1042\n        since: 2026-11-10\n',
    '      - id: "1042" # note: by hand\n',
  ])('leaves an empty list after the last entry, and all other lines: %j', (entry) => {
    const text = (members: string): string =>
      `sequences:\n  b: {members: [gus@contoso.example,], id:   2}\n  a:\n    members:${members}    id:   1   # odd\n`;
    const removed = removeEntries(text(` # who\n${entry}`), list, { emails: [], ids: ['1042'] });
    expect(removed.text).toBe(text(' [] # who\n'));
  });

  it('changes nothing for a contact that the list does not have, and reports a list that it cannot edit', () => {
    expect(removeEntries(file, list, named('nora@nowhere.example'))).toEqual({ text: file, count: 0 });
    const shared = 'people: &people [ana@northwind.example]\nsequences:\n  a:\n    members: *people\n';
    expect(removeEntries(shared, list, named('ana@northwind.example'))).toEqual({ count: 0 });
    const merged = 'base: &base { members: [ana@northwind.example] }\nsequences:\n  a: *base\n';
    expect(removeEntries(merged, list, named('ana@northwind.example'))).toEqual({ count: 0 });
  });
});

describe('adding an entry', () => {
  const add = (text: string, of: MemberList, entry: object) =>
    addEntry(text, of, { entry, createList: of.list === 'absent' }).text ?? '';

  it.each([
    [{ email: 'new@contoso.example' }, '      - new@contoso.example'],
    [{ id: '77' }, '      - id: 77'],
    [{ id: '77', since: '2026-11-20' }, '      - { id: 77, since: 2026-11-20 }'],
    [
      { email: 'new@contoso.example', sender: 'paul@acme.example' },
      '      - { email: new@contoso.example, sender: paul@acme.example }',
    ],
  ])('adds the line of %o', (entry, line) => {
    expect(changed(file, add(file, list, entry))).toEqual([`+${line}`]);
  });

  it('adds to a list in brackets, to an empty one, and creates `absent`', () => {
    const of = { ...list, list: 'absent' as const };
    expect(add(file, of, { id: '9' })).toContain('    absent: [old@contoso.example, { id: 9 }]   # gone\n');
    const empty = 'sequences:\r\n  a:\r\n    members: [] # none\r\n    id: 1\r\n';
    expect(add(empty, list, { email: 'new@contoso.example' })).toBe(
      'sequences:\r\n  a:\r\n    members: [new@contoso.example] # none\r\n    id: 1\r\n',
    );
    expect(add(empty, of, { email: 'new@contoso.example' })).toBe(
      'sequences:\r\n  a:\r\n    members: [] # none\r\n    absent: [new@contoso.example]\r\n    id: 1\r\n',
    );
    expect(addEntry(empty, of, { entry: { id: '9' }, createList: false })).toEqual({ count: 0 });
  });

  it('adds a last line without a line end', () => {
    const text = 'sequences:\n  a:\n    members:\n      - ana@northwind.example';
    expect(add(text, list, { id: '9' })).toBe(`${text}\n      - id: 9\n`);
  });
});

const email = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z0-9.+_-]{0,6}[a-z0-9]$/u),
    fc.constantFrom('contoso.example', 'x.example'),
  )
  .filter(([local]) => !local.includes('..'))
  .map((parts) => parts.join('@'));

const entry = fc.oneof(
  email,
  fc.integer({ min: 1, max: 9999 }).map((id) => ({ id })),
  email.map((address) => ({ email: address, since: '2026-11-10' })),
  fc.constant({ audience: 'all' }),
);

/** A list as people write it: on lines with comments and odd indentation, or in brackets. */
const written = fc
  .tuple(
    fc.array(entry, { maxLength: 6 }),
    fc.constantFrom('block', 'flow'),
    fc.constantFrom('', '  '),
    fc.boolean(),
  )
  .map(([items, style, indent, comments]) => {
    const flow = (item: unknown): string =>
      typeof item === 'string'
        ? item
        : `{ ${Object.entries(item as object)
            .map(([key, value]) => `${key}: ${value}`)
            .join(', ')} }`;
    if (style === 'flow' || items.length === 0) return `    members: [${items.map(flow).join(', ')}]\n`;
    const lines = items.map(
      (item, index) =>
        `${comments && index % 2 === 0 ? `    ${indent}# note ${index}\n` : ''}    ${indent}- ${flow(item)}${comments ? ` # of ${index}` : ''}\n`,
    );
    return `    members:\n${lines.join('')}`;
  })
  .map((members) => `version: 1 # one\nsequences:\n  a:\n    id:  5\n${members}    absent: []\n# end\n`);

describe('any list', () => {
  it('loses or gains exactly the entry, and each other line stays as it is', () => {
    fc.assert(
      fc.property(written, email, (text, address) => {
        const before = parse(text).sequences.a.members;
        const added = addEntry(text, list, { entry: { email: address }, createList: false }).text ?? '';
        expect(parse(added).sequences.a.members).toEqual([...before, address]);
        expect(changed(text, added).length).toBeLessThanOrEqual(2);

        const { text: removed = '' } = removeEntries(added, list, named(address));
        const others = before.filter(
          (one: unknown) => one !== address && (one as { email?: string }).email !== address,
        );
        expect(parse(removed).sequences.a.members).toEqual(others);
        expect(parse(removed).sequences.a).toMatchObject({ id: 5, absent: [] });
        if (others.length === before.length) expect(removed).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});
