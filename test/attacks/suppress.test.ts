import { describe, expect, test } from 'vitest';
import { makeSuppression } from '../../src/reconciler/context/suppression.ts';
import { loadConfiguration } from '../../src/schema/load-configuration.ts';
import { normalizeEmail } from '../../src/model/email.ts';
import { memoryFiles } from '../schema/memory-files.ts';
import { attempt, expectClean } from './attempt.ts';

const head = 'version: 1\nportal: simulated\n';

/** The author of each entry meant the contact of its row. */
const matched: readonly (readonly [name: string, entry: string, contact: string])[] = [
  ['capitals and spaces', ' ANA@Northwind.Example ', 'ana@northwind.example'],
  ['a no-break space at the end', 'ana@northwind.example\u00A0', 'ana@northwind.example'],
  ['a byte order mark at the start', '\uFEFFana@northwind.example', 'ana@northwind.example'],
  ['a zero-width space in the domain', 'ana@north\u200Bwind.example', 'ana@northwind.example'],
  ['a soft hyphen in the domain', 'ana@north\u00ADwind.example', 'ana@northwind.example'],
  ['Unicode next to Punycode', 'ana@m\u00FCnchen.example', 'ana@xn--mnchen-3ya.example'],
  ['Punycode next to Unicode', 'ana@xn--mnchen-3ya.example', 'ana@m\u00FCnchen.example'],
  ['a decomposed umlaut', 'ana@mu\u0308nchen.example', 'ana@m\u00FCnchen.example'],
  ['a decomposed local part', 'zoe\u0308@northwind.example', 'zo\u00EB@northwind.example'],
  ['a pattern in Unicode', '*@m\u00FCnchen.example', 'ana@xn--mnchen-3ya.example'],
  ['a pattern in Punycode', '*@*.xn--mnchen-3ya.example', 'ana@crm.m\u00FCnchen.example'],
  ['a pattern with a decomposed umlaut', '*@MU\u0308NCHEN.example', 'ana@xn--mnchen-3ya.example'],
];

const refused: readonly (readonly [name: string, entry: string])[] = [
  ['a semicolon', 'ana@northwind.example;'],
  ['a comma', 'ana@northwind.example,'],
  ['a dot at the end', 'ana@northwind.example.'],
  ['angle brackets', '<ana@northwind.example>'],
  ['a name', 'Ana Ruiz <ana@northwind.example>'],
  ['a mailto scheme', 'mailto:ana@northwind.example'],
  ['quotation marks', "'ana@northwind.example'"],
  ["a spreadsheet's apostrophe", "'ana@northwind.example"],
  ['typographic quotation marks', '\u201Cana@northwind.example\u201D'],
  ['a zero-width space', 'a\u200Bna@northwind.example'],
  ['a soft hyphen', 'a\u00ADna@northwind.example'],
  ['a zero-width joiner in the domain', 'ana@north\u200Dwind.example'],
  ['a direction mark', '\u202Eana@northwind.example'],
  ['a no-break space inside', 'ana\u00A0@northwind.example'],
  ['two addresses', 'ana@northwind.example,bo@northwind.example'],
  ['no domain', 'ana@'],
  ['a domain without a dot', 'ana@northwind'],
  ['a full-width at sign', 'ana\uFF20northwind.example'],
  ['a pattern that no address can match', '*@competitor'],
  ['a pattern with a dot at the end', '*@competitor.example.'],
  ['a pattern with a mailto scheme', 'mailto:*@competitor.example'],
  ['a pattern with a semicolon', '*@competitor.example;'],
  ['a pattern that starts a label', '*@.competitor.example'],
  ['a pattern within an international label', '*@m\u00FC*.example'],
  ['a pattern for all addresses', '*@*.*'],
];

/** The files with an entry in YAML or in a CSV file, and the expected error. */
const formats = [
  [
    'YAML',
    (entry: string) => ({ 'e.yaml': `${head}suppress:\n  - ${JSON.stringify(entry)}\n` }),
    'e.yaml:4:5 bad-pattern',
  ],
  [
    'CSV',
    (entry: string) => ({
      'e.yaml': `${head}suppress: [{ file: no.csv }]\n`,
      'no.csv': `email\tnote\n"${entry}"\tx\n`,
    }),
    'no.csv:2:1 bad-pattern',
  ],
] as const;

describe.each(formats)('a do-not-contact entry in %s', (_, filesOf, place) => {
  test.each(matched)('matches its contact despite %s', async (_name, entry, contact) => {
    const { desired, printed } = await attempt(memoryFiles(filesOf(entry)));

    expect(printed).toBe('');
    expect(makeSuppression(desired?.suppress ?? [])({ ids: [], emails: [contact] })).toBeDefined();
  });

  test.each(refused)('is refused at its position instead of never matching: %s', async (_name, entry) => {
    const { errors, printed, desired } = await attempt(memoryFiles(filesOf(entry)));

    expect(errors).toEqual([place]);
    expect(desired).toBeUndefined();
    expectClean(printed);
  });
});

const others: readonly (readonly [key: string, code: string, body: (entry: string) => string])[] = [
  [
    'a member',
    'bad-email',
    (entry) => `sequences: { a: { id: 1, sender: m@acme.example, members: [${entry}] } }`,
  ],
  ['an absent contact', 'bad-email', (entry) => `workflows: { a: { id: 1, absent: [${entry}] } }`],
  ['a sender', 'bad-email', (entry) => `sequences: { a: { id: 1, sender: ${entry} } }`],
  [
    'an alias',
    'bad-email',
    (entry) => `sequences: { a: { id: 1, sender: m@acme.example, senderAlias: ${entry} } }`,
  ],
  ['an audience', 'bad-email', (entry) => `audiences: { a: [${entry}] }`],
  ['a recipient', 'bad-pattern', (entry) => `limits: { recipients: [${entry}] }`],
];

describe.each(others)('%s', (_, code, body) => {
  test.each(refused.slice(0, 13))('is refused with %s', async (_name, entry) => {
    const files = memoryFiles({ 'e.yaml': `${head}${body(JSON.stringify(entry))}\n` });
    const { errors, printed } = await attempt(files);

    expect(errors.map((error) => error.split(' ')[1])).toEqual([code]);
    expectClean(printed);
  });
});

test('the message names the invisible character, which the masked address hides', async () => {
  const { printed } = await attempt(
    memoryFiles({ 'e.yaml': `${head}suppress: ["an\u200Ba@northwind.example"]\n` }),
  );

  expect(printed).toContain('with the invisible character `\\u200b` at position 3');
});

const lookalikes: readonly (readonly [name: string, entry: string])[] = [
  ['a Cyrillic letter among Latin ones', '\u0430na@northwind.example'],
  ['a Greek letter among Latin ones', 'z\u03BFe@northwind.example'],
  ['a Cyrillic letter in a pattern', '\u0430na*@northwind.example'],
  ['full-width letters', '\uFF41\uFF4E\uFF41@northwind.example'],
  ['a ligature', '\uFB01ona@northwind.example'],
  ['a mathematical letter', '\u{1D41A}na@northwind.example'],
  ['a question mark', 'zo?@northwind.example'],
];

describe('an entry of suppress that looks like another address', () => {
  test.each(lookalikes)('is a warning at its position: %s', async (_, entry) => {
    for (const [, filesOf, place] of formats) {
      const { diagnostics } = await loadConfiguration({
        paths: ['e.yaml'],
        files: memoryFiles(filesOf(entry)),
      });
      const [{ code, severity, source } = { source: undefined }] = diagnostics;
      expect({ code, severity }).toEqual({ code: 'suppression-lookalike', severity: 'warning' });
      expect(source && place.startsWith(`${source.file}:${source.line}:`)).toBe(true);
    }
  });

  test.each([
    ['only Cyrillic letters', '\u0430\u043D\u043D\u0430@northwind.example'],
    ['only Greek letters', '\u03B6\u03C9\u03B7@northwind.example'],
    ['an umlaut', 'zo\u00EB@northwind.example'],
    ['a pattern', '*@northwind.example'],
  ])('is none with %s', async (_, entry) => {
    for (const [, filesOf] of formats) {
      const { diagnostics } = await loadConfiguration({
        paths: ['e.yaml'],
        files: memoryFiles(filesOf(entry)),
      });
      expect(diagnostics).toEqual([]);
    }
  });
});

test('the excerpt masks invisible characters with the local part, and the caret marks the entry', async () => {
  const { printed } = await attempt(
    memoryFiles({ 'e.yaml': `${head}suppress: ["\u202E*@x.example", "x;"]\n` }),
  );
  const [, line = '', caret = ''] =
    /\| (.*)\n.*\| (.*\^)/.exec(printed.slice(printed.lastIndexOf('error['))) ?? [];

  expect(line).toContain('"\\•••@x.example", "x;"');
  expect(line.slice(caret.length - 1)).toMatch(/^"x;"/);
});

test('an entry and the address of its contact have equal normal forms', () => {
  for (const [, entry, contact] of matched.slice(0, 9))
    expect(normalizeEmail(entry)).toBe(normalizeEmail(contact));
});
