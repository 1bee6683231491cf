import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Diagnostic } from '../../../src/model/results/diagnostic.ts';
import { maskExcerpt } from '../../../src/model/text/mask-text.ts';
import { renderDiagnostics } from '../../../src/render/text/diagnostics.ts';

const file = 'enrollments.yaml';

const text = [
  'version: 1',
  'portal: simulated',
  'ledger: postgres://rollcall:hunter2@db.example/ledger',
  'sequences:',
  '  q4-outbound:',
  '    id: 5510021',
  '    membres:',
  '      - { email: ana.silva@northwind.example, since: 2026-13-01 }',
  '      - ana.silva@northwind.example',
  '    absent: [ana.silva@northwind.example]',
].join('\n');

const diagnostics: readonly Diagnostic[] = [
  {
    code: 'workflow-for-one-person',
    severity: 'advice',
    message: 'This workflow has one member. A sequence suits a single contact better.',
    help: 'Consider a sequence.',
    source: { file: 'more.yaml', line: 4, column: 3 },
  },
  {
    code: 'member-of-two-sequences',
    severity: 'warning',
    message: 'A contact is a member of two sequences; the one declared first is enrolled first.',
    help: 'Remove one of them if this is not intended.',
    source: { file, line: 9, column: 9 },
  },
  {
    code: 'member-and-absent',
    severity: 'error',
    message: 'A contact is a member and is listed in `absent`.',
    help: 'Keep one of the two lines.',
    source: { file, line: 10, column: 14 },
    related: [{ file, line: 9, column: 9 }],
  },
  {
    code: 'bad-date',
    severity: 'error',
    message: 'Invalid date 2026-13-01.',
    help: 'Write YYYY-MM-DD.',
    source: { file, line: 8, column: 53 },
  },
  {
    code: 'unknown-key',
    severity: 'error',
    message: 'Unknown key "membres" in a sequence.',
    help: 'Did you mean "members"?',
    source: { file, line: 7, column: 5 },
  },
  {
    code: 'ledger-password',
    severity: 'error',
    message: 'The ledger address contains a password.',
    help: 'Set it as ROLLCALL_LEDGER in the environment.',
    source: { file, line: 3, column: 9 },
  },
  {
    code: 'empty-folder',
    severity: 'error',
    message: 'No file matches *.yml.',
    help: 'Pass a file or a folder.',
  },
];

const options = { color: false, width: 100, texts: new Map([[file, text]]) };

describe('renderDiagnostics', () => {
  it.each([
    ['diagnostics', options],
    ['diagnostics-60', { ...options, width: 60 }],
    ['diagnostics-without-texts', { color: false, width: 100 }],
  ])('matches %s.txt', async (name, chosen) => {
    await expect(renderDiagnostics(diagnostics, chosen)).toMatchFileSnapshot(`../golden/${name}.txt`);
  });

  it('is empty for no diagnostics', () => {
    expect(renderDiagnostics([], options)).toBe('');
  });

  it('quotes only the surroundings of the column in a very long line', () => {
    const long = `members: [${'x'.repeat(500_000)}, ana@northwind.example, ${'y'.repeat(500_000)}]`;
    const column = long.indexOf('ana@') + 1;
    const diagnostic: Diagnostic = {
      code: 'bad-line',
      severity: 'error',
      message: 'Too long.',
      help: 'Break it.',
      source: { file, line: 1, column },
    };
    const output = renderDiagnostics([diagnostic], {
      color: false,
      width: 80,
      texts: new Map([[file, long]]),
    });
    const [, quoted = '', caret = ''] = output.split('\n');
    expect(quoted.length).toBeLessThanOrEqual(80);
    expect(quoted.slice(caret.indexOf('^'))).toMatch(/^a•••@northwind\.example/);
  });

  it('quotes no line that is beyond the end of the file', () => {
    const beyond = { ...diagnostics[4]!, source: { file, line: 99, column: 1 } };
    expect(renderDiagnostics([beyond], options)).not.toContain(' |');
  });

  it('skips a byte order mark and carriage returns', () => {
    const diagnostic = { ...diagnostics[4]!, source: { file, line: 1, column: 1 } };
    const output = renderDiagnostics([diagnostic], {
      ...options,
      texts: new Map([[file, '\uFEFFmembres:\r\n']]),
    });
    expect(output).toContain('    1 | membres:\n      | ^\n');
  });
});

describe('maskExcerpt', () => {
  it.each([
    ['- ana@northwind.example', '- a•••@northwind.example'],
    ['[ana+x@a.example, "bo@b.example"]', '[a•••@a.example, "b•••@b.example"]'],
    ['suppress: ["*@competitor.example"]', 'suppress: ["*@competitor.example"]'],
    ['ledger: postgres://u:p@ss:w/rd@db.example/l', 'ledger: postgres://•••@db.example/l'],
    ["- 'john o''brien'@x", "- 'j•••@x"],
    ['- john doe @x', '- j•••@x'],
    ['{ email: a.b\uFF20x, since: 2026-01-01 }', '{ email: a•••\uFF20x, since: 2026-01-01 }'],
    ['key: pat-na1-0f3c-aa', 'key: pat-•••'],
    ['  token: "abc def"', '  token: ••• def"'],
    ['portal: 12', 'portal: 12'],
  ])('masks %j as %j', (line, masked) => {
    expect(maskExcerpt(line, 0).text).toBe(masked);
  });

  it('keeps the caret on the same character, or moves it to the start of the masked range', () => {
    const word = fc.stringMatching(/^[a-z .,-]{0,20}$/);
    const email = fc.stringMatching(/^[a-z]{1,12}@[a-z]{1,8}\.example$/);
    fc.assert(
      fc.property(word, email, word, (before, address, after) => {
        const line = `${before}, ${address} ${after}|end`;
        const shown = maskExcerpt(line, line.indexOf('|'));
        expect(shown.text[shown.caret]).toBe('|');
        const inside = maskExcerpt(line, before.length + 2);
        expect(inside.text.slice(inside.caret)).toContain(`${address[0] ?? ''}•••@`);
      }),
    );
  });
});
