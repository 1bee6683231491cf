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

describe('the members of a target', () => {
  test('are everybody once, through the audience that comes first', async () => {
    const { members } = await target(
      `${audiences}sequences:\n  a: { id: 1, sender: m@acme.example, members: [{ audience: one }, { audience: two }] }\n`,
    );

    expect(members).toMatchObject([
      { person: { email: 'ana@northwind.example' }, sender: { email: 'paul@acme.example' }, literal: false },
      { person: { id: '7' } },
      { type: 'list', list: '5' },
      { person: { id: '8' } },
    ]);
  });

  test('keep to what is written at the target, where it meets an audience', async () => {
    const { members } = await target(
      `${audiences}sequences:\n  a: { id: 1, sender: m@acme.example, members: [{ audience: one }, ana@northwind.example] }\n`,
    );

    expect(members).toHaveLength(2);
    expect(members?.[0]).toMatchObject({ literal: true, source: { line: 7 } });
    expect(members?.[0]).not.toHaveProperty('sender');
  });

  test('leave out who is absent, where only an audience names them', async () => {
    const { members, absent } = await target(
      `${audiences}sequences:\n  a: { id: 1, sender: m@acme.example, members: [{ audience: one }], absent: [ana@northwind.example] }\n`,
    );

    expect(members).toMatchObject([{ person: { id: '7' } }]);
    expect(absent).toHaveLength(1);
  });

  test('have the terms of the reference where they have none of their own', async () => {
    const { members } = await target(
      `${audiences}sequences:\n  a: { id: 1, sender: m@acme.example, members: [{ audience: one, since: 2026-02-02, sender: contact-owner }] }\n`,
    );

    expect(members).toMatchObject([
      { since: '2026-01-01', sender: { email: 'paul@acme.example' } },
      { since: '2026-02-02', sender: 'contact-owner' },
    ]);
  });

  test('have no sender in a workflow, whatever an audience says', async () => {
    const { members } = await target(
      `${audiences}workflows:\n  w: { id: 1, members: [{ audience: one }] }\n`,
    );

    expect(members?.map((member) => member.sender)).toEqual([undefined, undefined]);
  });

  test('may be nobody when that is meant', async () => {
    expect((await target('workflows:\n  w: { id: 1, members: [], allowEmpty: true }\n')).members).toEqual([]);
  });

  test('may be a list whose people are not known here', async () => {
    const { members } = await target(
      'audiences: { x: [{ list: 5 }] }\nworkflows:\n  w: { id: 1, members: [{ audience: x }] }\n',
    );

    expect(members).toMatchObject([{ type: 'list', list: '5' }]);
  });
});

describe('a person in two sequences', () => {
  const sequences = (people: string): string =>
    `${head}audiences:\n  x: [${people}]\nsequences:\n  a: { id: 1, sender: m@acme.example, members: [{ audience: x }] }\n  b: { id: 2, sender: m@acme.example, members: [{ audience: x }] }\n  c: { id: 3, sender: m@acme.example, members: [{ audience: x }] }\n`;
  const warningsOf = async (text: string) =>
    (await load({ 'e.yaml': text })).diagnostics.filter(({ code }) => code === 'member-of-two-sequences');

  test('is warned of once, with both places and without the address', async () => {
    const text = `${head}sequences:\n  a: { id: 1, sender: m@acme.example, members: [ana@northwind.example] }\n  b: { id: 2, sender: m@acme.example, members: [ana@northwind.example] }\n  c: { id: 3, sender: m@acme.example, members: [ana@northwind.example] }\n`;

    expect(await warningsOf(text)).toMatchObject([
      { severity: 'warning', source: { line: 5 }, related: [{ line: 4 }] },
    ]);
    expect((await warningsOf(text))[0]?.message).not.toContain('ana@');
  });

  test('is one of a number when they are more than ten', async () => {
    const people = (count: number): string =>
      Array.from({ length: count }, (_, n) => `{ id: ${n + 1} }`).join(', ');

    expect(await warningsOf(sequences(people(10)))).toHaveLength(10);
    expect(await warningsOf(sequences(people(11)))).toMatchObject([
      { message: expect.stringMatching(/^11 contacts/) },
    ]);
  });
});
