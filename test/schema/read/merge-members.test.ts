import { describe, expect, test } from 'vitest';
import type { DesiredTarget } from '../../../src/model/desired-state.ts';
import { desiredOf, head, load } from '../load.ts';

async function target(body: string): Promise<DesiredTarget> {
  const [only] = (await desiredOf({ 'e.yaml': head + body })).targets;
  if (!only) throw new Error('the configuration has no target');
  return only;
}

const audiences = `audiences:
  one: [{ email: ana@northwind.example, sender: paul@acme.example, since: 2026-01-01 }, { id: 7 }]
  two: [{ email: ANA@northwind.example, sender: eva@acme.example }, { list: 5 }, { id: 8 }]
`;

const sequenceWith = (keys: string): string =>
  `${audiences}sequences:\n  a: { id: 1, sender: m@acme.example, ${keys} }\n`;

describe('the members of a target', () => {
  test('include each contact once, through its first audience', async () => {
    const { members } = await target(sequenceWith('members: [{ audience: one }, { audience: two }]'));

    expect(members).toMatchObject([
      { person: { email: 'ana@northwind.example' }, sender: { email: 'paul@acme.example' }, literal: false },
      { person: { id: '7' } },
      { type: 'list', list: '5' },
      { person: { id: '8' } },
    ]);
  });

  test('use the entry at the target instead of one in an audience', async () => {
    const { members } = await target(sequenceWith('members: [{ audience: one }, ana@northwind.example]'));

    expect(members).toHaveLength(2);
    expect(members?.[0]).toMatchObject({ literal: true, source: { line: 7 } });
    expect(members?.[0]).not.toHaveProperty('sender');
  });

  test('exclude absent contacts that only an audience declares', async () => {
    const { members, absent } = await target(
      sequenceWith('members: [{ audience: one }], absent: [ana@northwind.example]'),
    );

    expect(members).toMatchObject([{ person: { id: '7' } }]);
    expect(absent).toHaveLength(1);
  });

  test('have the options of the audience reference unless they have their own', async () => {
    const { members } = await target(
      sequenceWith('members: [{ audience: one, since: 2026-02-02, sender: contact-owner }]'),
    );

    expect(members).toMatchObject([
      { since: '2026-01-01', sender: { email: 'paul@acme.example' } },
      { since: '2026-02-02', sender: 'contact-owner' },
    ]);
  });

  test('have no sender in a workflow, even if an audience sets one', async () => {
    const { members } = await target(
      `${audiences}workflows:\n  w: { id: 1, members: [{ audience: one }] }\n`,
    );

    expect(members?.map((member) => member.sender)).toEqual([undefined, undefined]);
  });

  test('can be empty with `allowEmpty`', async () => {
    expect((await target('workflows:\n  w: { id: 1, members: [], allowEmpty: true }\n')).members).toEqual([]);
  });

  test('can be a HubSpot list', async () => {
    const { members } = await target(
      'audiences: { x: [{ list: 5 }] }\nworkflows:\n  w: { id: 1, members: [{ audience: x }] }\n',
    );

    expect(members).toMatchObject([{ type: 'list', list: '5' }]);
  });
});

describe('a contact in two sequences', () => {
  const sequences = (people: string): string =>
    `${head}audiences:\n  x: [${people}]\nsequences:\n  a: { id: 1, sender: m@acme.example, members: [{ audience: x }] }\n  b: { id: 2, sender: m@acme.example, members: [{ audience: x }] }\n  c: { id: 3, sender: m@acme.example, members: [{ audience: x }] }\n`;
  const warningsOf = async (text: string) =>
    (await load({ 'e.yaml': text })).diagnostics.filter(({ code }) => code === 'member-of-two-sequences');

  test('causes one warning with both places and without the email', async () => {
    const text = `${head}sequences:\n  a: { id: 1, sender: m@acme.example, members: [ana@northwind.example] }\n  b: { id: 2, sender: m@acme.example, members: [ana@northwind.example] }\n  c: { id: 3, sender: m@acme.example, members: [ana@northwind.example] }\n`;

    expect(await warningsOf(text)).toMatchObject([
      { severity: 'warning', source: { line: 5 }, related: [{ line: 4 }] },
    ]);
    expect((await warningsOf(text))[0]?.message).not.toContain('ana@');
  });

  test('is counted in one warning if there are more than ten', async () => {
    const people = (count: number): string =>
      Array.from({ length: count }, (_, n) => `{ id: ${n + 1} }`).join(', ');

    expect(await warningsOf(sequences(people(10)))).toHaveLength(10);
    expect(await warningsOf(sequences(people(11)))).toMatchObject([
      { message: expect.stringMatching(/^11 contacts/) },
    ]);
  });
});
