import { describe, expect, test } from 'vitest';
import { head, load } from '../load.ts';

interface Case {
  readonly code: string;
  readonly body: string;
  /** The line of the diagnostic. */
  readonly line: number;
  /** The most similar configuration without this advice. */
  readonly bodyWithout: string;
}

const people = (count: number): string =>
  Array.from({ length: count }, (_, n) => `      - p${n}@northwind.example\n`).join('');
const sequence = 'sequences:\n  a:\n    id: 1\n    sender: m@acme.example\n';

const cases: readonly Case[] = [
  {
    code: 'sequence-looks-like-broadcast',
    body: `${sequence}    members:\n${people(200)}`,
    line: 4,
    bodyWithout: `${sequence}    members:\n${people(199)}      - { id: 5, sender: paul@acme.example }\n`,
  },
  {
    code: 'workflow-for-one-person',
    body: 'workflows:\n  w: { id: 1, members: [ana@northwind.example] }\n',
    line: 4,
    bodyWithout:
      'workflows:\n  w: { id: 1, members: [{ audience: x }] }\naudiences: { x: [ana@northwind.example] }\n',
  },
  {
    code: 'audience-unused',
    body: 'audiences:\n  x: [ana@northwind.example]\n',
    line: 4,
    bodyWithout:
      'workflows:\n  w: { id: 1, members: [{ audience: x }] }\naudiences: { x: [ana@northwind.example] }\n',
  },
  {
    code: 'suppressed-member',
    body: `suppress: ["*@northwind.example"]\n${sequence}    members: [ana@northwind.example]\n`,
    line: 8,
    bodyWithout: `suppress: ["*@northwind.example", id: 7]\n${sequence}    members: [{ audience: x }, liam@fabrikam.example]\naudiences: { x: [ana@northwind.example, id: 7] }\n`,
  },
  {
    code: 'since-in-future',
    body: `${sequence}    since: 2026-11-03\n`,
    line: 4,
    bodyWithout: `${sequence}    since: 2026-11-02\n`,
  },
  {
    code: 'since-in-future',
    body: `${sequence}    members:\n      - { id: 1 }\n      - { id: 2, since: 2027-01-01 }\n`,
    line: 9,
    bodyWithout: `${sequence}    members:\n      - { id: 2, since: 2026-01-01 }\n`,
  },
  {
    code: 'pace-above-limit',
    body: `${sequence}    pace: { perDay: 51 }\n`,
    line: 7,
    bodyWithout: `${sequence}    pace: { perDay: 51 }\n    limits: { enroll: 51 }\n`,
  },
  {
    code: 'pace-above-limit',
    body: `limits: { enroll: 80 }\n${sequence}    pace: { perDay: 51 }\n    limits: { enroll: 50 }\n`,
    line: 8,
    bodyWithout: `${sequence}    pace: { perDay: 50 }\n    limits: { enroll: 50 }\n`,
  },
  {
    code: 'pace-above-limit',
    body: `${sequence}    pace: { perDay: 30 }\nworkflows:\n  w: { id: 1, pace: { perDay: 30, days: [mon, tue] } }\n`,
    line: 7,
    bodyWithout: `${sequence}    pace: { perDay: 30, days: [wed] }\nworkflows:\n  w: { id: 1, pace: { perDay: 30, days: [mon, tue] } }\n`,
  },
  {
    code: 'no-unenroll-route',
    body: `${sequence}    absent: [{ id: 1 }]\n`,
    line: 4,
    bodyWithout: `dialect: guide\n${sequence}    absent: [{ id: 1 }]\n`,
  },
  {
    code: 'no-unenroll-route',
    body: 'dialect: guide\nworkflows:\n  w: { id: 1, absent: [{ id: 1 }] }\n',
    line: 5,
    bodyWithout:
      'dialect: guide\nworkflows:\n  w: { id: 1, absent: [{ id: 1 }], unenroll: { workflow: 2 } }\n',
  },
];

async function adviceOf(code: string, body: string) {
  const { desired, diagnostics } = await load({ 'e.yaml': head + body });
  expect(desired).toBeDefined();
  return diagnostics.filter((diagnostic) => diagnostic.code === code);
}

describe('advice', () => {
  test.each(cases)('reports $code once, at its line', async ({ code, body, line }) => {
    expect(await adviceOf(code, body)).toMatchObject([
      { severity: 'advice', source: { file: 'e.yaml', line } },
    ]);
  });

  test.each(cases)('does not report $code for a similar configuration', async ({ code, bodyWithout }) => {
    expect(await adviceOf(code, bodyWithout)).toEqual([]);
  });
});
