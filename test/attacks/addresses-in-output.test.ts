import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hubspotErrorOf } from '../../src/hubspot/http/errors.ts';
import { maskEmails } from '../../src/model/text/mask-emails.ts';
import { maskSentences } from '../../src/model/text/mask-text.ts';
import { renderDiagnosticsMarkdown } from '../../src/render/markdown/diagnostics.ts';
import { renderDiagnostics } from '../../src/render/text/diagnostics.ts';
import { loadConfiguration } from '../../src/schema/load-configuration.ts';
import { memoryFiles } from '../schema/memory-files.ts';

const head = 'version: 1\nportal: simulated\n';
const workflow = 'workflows: { w: { id: 1, members: [{ file: p.csv }] } }\n';
const cell = (entry: string): string => `"${entry.replaceAll('"', '""')}"`;

/** The files for an entry, for each place in which an entry can be written. */
const filesByPlace: Readonly<Record<string, (entry: string) => Readonly<Record<string, string>>>> = {
  'a suppress entry': (entry) => ({ 'e.yaml': `${head}suppress:\n  - ${JSON.stringify(entry)}\n` }),
  'a suppress entry in single quotes': (entry) => ({
    'e.yaml': `${head}suppress: ['${entry.replaceAll("'", "''")}', bo@x.example]\n`,
  }),
  'a suppress entry without quotes': (entry) => ({ 'e.yaml': `${head}suppress:\n  - ${entry}\n` }),
  'a member': (entry) => ({
    'e.yaml': `${head}workflows: { w: { id: 1, members: [{ email: ${JSON.stringify(entry)}, since: 2026-01-01 }] } }\n`,
  }),
  'an unknown key': (entry) => ({ 'e.yaml': `${head}${JSON.stringify(entry)}: 1\n` }),
  'a do-not-contact row': (entry) => ({
    'e.yaml': `${head}suppress: [{ file: p.csv }]\n`,
    'p.csv': `name,email,phone\nMaria Neighbor,${cell(entry)},+49 171 5550100\n`,
  }),
  'a row of members': (entry) => ({
    'e.yaml': head + workflow,
    'p.csv': `name,email,phone\nMaria Neighbor,${cell(entry)},+49 171 5550100\n`,
  }),
  'a row that is too long': (entry) => ({
    'e.yaml': head + workflow,
    'p.csv': `name,email,phone\nMaria Neighbor,${cell(entry)},+49 171 5550100,x\n`,
  }),
  'an id cell': (entry) => ({
    'e.yaml': head + workflow,
    'p.csv': `name,id,phone\nMaria Neighbor,${cell(entry)},+49 171 5550100\n`,
  }),
};

async function outputsFor(files: Readonly<Record<string, string>>): Promise<string> {
  const { diagnostics, texts } = await loadConfiguration({ paths: ['e.yaml'], files: memoryFiles(files) });
  return [
    ...[200, 60].map((width) => renderDiagnostics(diagnostics, { color: false, width, texts })),
    renderDiagnosticsMarkdown(diagnostics, {}),
    ...diagnostics.map(({ message }) => maskSentences(message)),
  ].join('\n');
}

/** Each local part begins with `qz` and ends with `zq`, which no message contains. */
const malformedEntries: readonly string[] = [
  '"qz john doe zq"@x',
  '"qz, john zq"@x.example',
  "'qz.ruiz.zq'@x",
  '<qz.ruiz.zq>@x',
  'qz.ruiz.zq @x',
  'qz.ruiz.zq\uFF20x',
  'qz.ruiz.zq\uFE6Bx',
  'qz.ruiz.zq%40x',
  'qz.ruiz.zq%2540x',
  "qz.o'brien.zq@x..y",
  `qz${'a'.repeat(70)}zq@x.example`,
  'qz*ruiz*zq@x',
  'qz@ruiz@zq@x',
  'qz(work)zq@x',
  'qz;ruiz;zq@x',
  'Qz <qz.ruiz.zq@x.example>',
  'qz ruiz zq@x.example',
  'qz\\ruiz\\zq@x.example',
  'qz{"@zq"@x',
  'qz "ruiz zq@x.example"',
];

describe('the local part of a malformed entry', () => {
  test.each(Object.keys(filesByPlace))('is in no output for %s', async (place) => {
    for (const entry of malformedEntries) {
      const printed = await outputsFor(filesByPlace[place]?.(entry) ?? {});
      expect(printed, entry).not.toMatch(/qz|zq/iu);
      expect(printed).not.toMatch(/Neighbor|5550100/u);
    }
  });

  const piece = fc.constantFrom(...Array.from('aé.,;:"\'`<>()[]{}*!#%&+/=?\\ -_@\u200B'));
  const signs = fc.constantFrom('@', ' @', '\uFF20', '%40', '@@', '"@', '>@');

  test('is in no output for any entry', async () => {
    const entries = fc.tuple(
      fc.array(piece, { maxLength: 12 }),
      signs,
      fc.constantFrom('x', 'x.example', ''),
    );
    await fc.assert(
      fc.asyncProperty(
        entries,
        fc.constantFrom(...Object.keys(filesByPlace)),
        async ([inner, sign, domain], place) => {
          const entry = `qz${inner.join('')}zq${sign}${domain}`;
          // In YAML without quotes, these characters separate entries, begin a value, or begin a comment.
          fc.pre(!place.endsWith('without quotes') || !/[,:-] | #/u.test(entry));
          const printed = await outputsFor(filesByPlace[place]?.(entry) ?? {});
          expect(printed).not.toMatch(/qz|zq|Neighbor|5550100/u);
        },
      ),
      { numRuns: 1_500 },
    );
  });
});

describe('the local part of an address in an error of HubSpot', () => {
  const sentences: readonly ((entry: string) => string)[] = [
    (entry) => `Email address ${entry} is invalid`,
    (entry) => `Contact already exists (${entry}), id 12`,
    (entry) => `email=${entry}`,
    (entry) => `{"email":${JSON.stringify(entry)}}`,
  ];

  test.each(malformedEntries.filter((entry) => !/^[Qq]z[ ;({]/u.test(entry)))('%s is masked', (entry) => {
    for (const sentence of sentences) {
      const { message } = hubspotErrorOf({
        status: 400,
        headers: {},
        text: JSON.stringify({ status: 'error', message: sentence(entry) }),
      });
      expect(message).not.toMatch(/qz|zq/u);
      expect(message).toContain('•••');
    }
  });

  test('the rest of the sentence is unchanged', () => {
    expect(maskEmails('Contact ana@x.example, owner "bo@y.example", is /v3/contacts/cy%40z.example.')).toBe(
      'Contact a•••@x.example, owner "b•••@y.example", is /v3/contacts/c•••%40z.example.',
    );
    expect(maskEmails('all of "*@x.example", @ once')).toBe('all of "*@x.example", @ once');
  });
});
