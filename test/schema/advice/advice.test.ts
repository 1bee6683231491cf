import { describe, expect, test } from 'vitest';
import { head, load } from '../load.ts';

interface Case {
  readonly code: string;
  readonly given: string;
  /** Line of the advice. */
  readonly line: number;
  /** The nearest configuration that needs no such advice. */
  readonly silent: string;
}

const people = (count: number): string =>
  Array.from({ length: count }, (_, n) => `      - p${n}@northwind.example\n`).join('');
const sequence = 'sequences:\n  a:\n    id: 1\n    sender: m@acme.example\n';

const cases: readonly Case[] = [
  {
    code: 'sequence-looks-like-broadcast',
    given: `${sequence}    members:\n${people(200)}`,
    line: 4,
    silent: `${sequence}    members:\n${people(199)}      - { id: 5, sender: paul@acme.example }\n`,
  },
  {
    code: 'workflow-for-one-person',
    given: 'workflows:\n  w: { id: 1, members: [ana@northwind.example] }\n',
    line: 4,
    silent:
      'workflows:\n  w: { id: 1, members: [{ audience: x }] }\naudiences: { x: [ana@northwind.example] }\n',
  },
  {
    code: 'audience-unused',
    given: 'audiences:\n  x: [ana@northwind.example]\n',
    line: 4,
    silent:
      'workflows:\n  w: { id: 1, members: [{ audience: x }] }\naudiences: { x: [ana@northwind.example] }\n',
  },
  {
    code: 'suppressed-member',
    given: `suppress: ["*@northwind.example"]\n${sequence}    members: [ana@northwind.example]\n`,
    line: 8,
    silent: `suppress: ["*@northwind.example", id: 7]\n${sequence}    members: [{ audience: x }, liam@fabrikam.example]\naudiences: { x: [ana@northwind.example, id: 7] }\n`,
  },
  {
    code: 'since-in-future',
    given: `${sequence}    since: 2026-11-03\n`,
    line: 4,
    silent: `${sequence}    since: 2026-11-02\n`,
  },
  {
    code: 'since-in-future',
    given: `${sequence}    members:\n      - { id: 1 }\n      - { id: 2, since: 2027-01-01 }\n`,
    line: 9,
    silent: `${sequence}    members:\n      - { id: 2, since: 2026-01-01 }\n`,
  },
  {
    code: 'removal-needs-a-route',
    given: `${sequence}    absent: [{ id: 1 }]\n`,
    line: 4,
    silent: `dialect: guide\n${sequence}    absent: [{ id: 1 }]\n`,
  },
  {
    code: 'removal-needs-a-route',
    given: 'dialect: guide\nworkflows:\n  w: { id: 1, absent: [{ id: 1 }] }\n',
    line: 5,
    silent: 'dialect: guide\nworkflows:\n  w: { id: 1, absent: [{ id: 1 }], unenroll: { workflow: 2 } }\n',
  },
];

async function adviceOf(code: string, body: string) {
  const { desired, diagnostics } = await load({ 'e.yaml': head + body });
  expect(desired).toBeDefined();
  return diagnostics.filter((diagnostic) => diagnostic.code === code);
}

describe('advice', () => {
  test.each(cases)('$code is given once, at its line', async ({ code, given, line }) => {
    expect(await adviceOf(code, given)).toMatchObject([
      { severity: 'advice', source: { file: 'e.yaml', line } },
    ]);
  });

  test.each(cases)('$code is not given where it does not fit', async ({ code, silent }) => {
    expect(await adviceOf(code, silent)).toEqual([]);
  });
});
