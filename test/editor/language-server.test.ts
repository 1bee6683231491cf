import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedSchema } from '../../src/schema/write/editor-line.ts';
import { firstConfiguration } from '../../src/schema/write/init-files.ts';
import { startEditor } from './language-server.ts';
import type { Completion, Editor, Position } from './language-server.ts';

const root = new URL('../../', import.meta.url);
const schema = readFileSync(new URL('src/schema/rollcall.schema.json', root));
const head = '# yaml-language-server: $schema=./schema.json\nversion: 1\n';

/** Its folder contains the schema twice: at the path of the installed package, and next to the files. */
let editor: Editor;
let folder: string;
let opened = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-editor-'));
  for (const path of ['schema.json', installedSchema]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), schema);
  }
  editor = await startEditor(pathToFileURL(join(folder, '/')));
});

afterAll(() => {
  editor.close();
  rmSync(folder, { recursive: true });
});

/** Returns an unused file name. */
const newName = (): string => `file-${(opened += 1)}.yaml`;

/** Returns the text without the `|` that marks the cursor, and the position of the cursor. */
function cursor(marked: string): { readonly text: string; readonly at: Position } {
  const lines = marked.slice(0, marked.indexOf('|')).split('\n');
  return {
    text: marked.replace('|', ''),
    at: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
  };
}

async function completionsAt(body: string) {
  const { text, at } = cursor(head + body);
  const name = newName();
  await editor.open(name, text);
  return { text, at, completions: await editor.complete(name, at) };
}

const labelsOf = async (body: string): Promise<readonly string[]> =>
  (await completionsAt(body)).completions.map(({ label }) => label);

/** Applies a completion as an editor does: fills placeholders, and indents all lines like the first. */
function applyCompletion(text: string, at: Position, { textEdit }: Completion): string {
  const lines = text.split('\n').slice(0, at.line + 1);
  const indent = /^ */u.exec(lines.at(-1) ?? '')?.[0] ?? '';
  const filled = (textEdit?.newText ?? '')
    .replace(/\$\{\d+:([^}]*)\}/gu, '$1')
    .replaceAll('\n', `\n${indent}`);
  return `${lines.join('\n')}${filled}\n`;
}

const sequence = 'sequences:\n  q4:\n    id: 1\n    sender: maria@acme.example\n';

describe('completion', () => {
  it.each([
    ['at the top', '|', ['portal', 'ledger', 'limits', 'suppress', 'audiences', 'sequences', 'workflows']],
    [
      'inside a sequence',
      'sequences:\n  q4:\n    |',
      ['id', 'sender', 'members', 'absent', 'exclusive', 'since', 'unenroll', 'limits'],
    ],
    ['inside a workflow', 'workflows:\n  w:\n    |', ['id', 'members', 'via', 'activeList', 'everList']],
    ['inside members', `${sequence}    members:\n      - |`, ['audience', 'email', 'id', 'since', 'sender']],
    ['inside limits', 'limits:\n  |', ['enroll', 'unenroll', 'reenroll', 'perSenderPerDay', 'recipients']],
    ['inside an audience', 'audiences:\n  x:\n    - |', ['email', 'id', 'file', 'list']],
  ])('offers the keys %s', async (_place, body, expected) => {
    expect(await labelsOf(body)).toEqual(expect.arrayContaining(expected));
  });

  it('does not offer `sender` in a workflow', async () => {
    expect(await labelsOf('workflows:\n  w:\n    |')).not.toContain('sender');
  });

  it.each([
    ['dialect: |', ['documented', 'guide']],
    ['workflows:\n  w:\n    id: 1\n    retired: |', ['false', 'true', 'archive']],
    ['workflows:\n  w:\n    id: 1\n    onLeave: |', ['keep', 'unenroll']],
    [`${sequence}    exclusive: |`, ['true', 'false']],
  ])('offers the values of %j', async (body, expected) => {
    expect((await labelsOf(body)).toSorted()).toEqual(expected.toSorted());
  });

  it.each([
    ['', 'limits', '|'],
    ['', 'Freeze window', 'freeze:\n  - |'],
    [
      'audiences:\n  q4-prospects: [ana@northwind.example]\n',
      'All contacts of an audience',
      `${sequence}    members:\n      - |`,
    ],
    ['', 'A contact by email', `${sequence}    members:\n      - |`],
    ['', 'workflow', `${sequence}    unenroll:\n      |`],
  ])('inserts valid text (%s%s)', async (before, label, body) => {
    const { text, at, completions } = await completionsAt(`portal: simulated\n${before}${body}`);
    const completion = completions.find((candidate) => candidate.label === label);
    expect(completion?.textEdit?.newText).toMatch(/\w/u);
    expect(await editor.open(newName(), applyCompletion(text, at, completion!))).toEqual([]);
  });
});

describe('hover over the keys of a daily drip', () => {
  const text = `${head}portal: simulated
sequences:
  q4:
    id: 1
    sender:
      rotate: [maria@acme.example, paul@acme.example]
      whenFull: next
    members:
      - email: ana@northwind.example
        sender:
          prefer: contact-owner
          fallback: maria@acme.example
    require:
      - firstname
    pace:
      perDay: 5
      days: [mon]
`;

  it.each([
    ['      rotate', 'Rotating senders', 'Each contact keeps its rep'],
    ['      whenFull', 'When a sender is full', 'another rep of the rotation sends'],
    ['          prefer', 'Preferred sender', 'The owner of each contact sends'],
    ['          fallback', 'Fallback', 'without an owner who can send'],
    ['    require', 'Conditions', 'an existing enrollment continues'],
    ['    pace', 'Pace', 'The others wait for their turn'],
    ['      perDay', 'on one day', 'Example'],
    ['      days', 'day', 'Example'],
  ])('shows the description of %j', async (key, title, description) => {
    const name = newName();
    expect(await editor.open(name, text)).toEqual([]);
    const line = text.split('\n').findIndex((candidate) => candidate.startsWith(`${key}:`));
    const hoverText = await editor.hover(name, { line, character: key.length - 1 });
    expect(hoverText).toContain(title);
    expect(hoverText).toContain(description);
  });
});

describe('hover', () => {
  const text = `${head}portal: simulated
audiences:
  x: [ana@northwind.example]
${sequence}    members:
      - audience: x
        since: 2026-11-01
    unenroll:
      workflow: 7781
limits:
  enroll: 5
`;

  it.each([
    ['portal', 'HubSpot account'],
    ['  x', 'Audience'],
    ['  q4', 'Sequence'],
    ['    sender', 'whose inbox sends'],
    ['    members', 'not managed'],
    ['        since', 'on or after this day'],
    ['      workflow', 'Unenroll workflow'],
    ['  enroll', 'refuses a plan'],
  ])('shows the description of %j', async (key, expected) => {
    const name = newName();
    await editor.open(name, text);
    const line = text.split('\n').findIndex((candidate) => candidate.startsWith(`${key}:`));
    const hoverText = await editor.hover(name, { line, character: key.length - 1 });
    expect(hoverText).toContain(expected);
    expect(hoverText).toContain('Example');
  });
});

describe('diagnostics', () => {
  it.each([
    ['a wrong key of a sequence', `${sequence}    membres: []\n`, { at: [6, 4, 11], contains: 'membres' }],
    ['a wrong key at the top', 'sequence: {}\n', { at: [2, 0, 8], contains: 'sequence' }],
    [
      'a sender in a workflow',
      'workflows:\n  w:\n    id: 1\n    sender: a@b.example\n',
      { at: [5, 4, 10], contains: 'sender' },
    ],
    ['an unknown dialect', 'dialect: spoken\n', { at: [2, 9, 15], contains: 'documented' }],
    ['an invalid limit', 'limits:\n  enroll: many\n', { at: [3, 10, 14], contains: 'pattern' }],
    ['a sequence without a sender', 'sequences:\n  q4:\n    id: 1\n', { at: [3, 2, 4], contains: 'sender' }],
  ])('mark %s at its place', async (_name, body, { at: [line, from, to], contains }) => {
    const diagnostics = await editor.open(newName(), head + body);
    expect(diagnostics.map(({ range }) => range)).toEqual([
      { start: { line, character: from }, end: { line, character: to } },
    ]);
    expect(diagnostics[0]?.message).toContain(contains);
  });

  it('are empty for the example, whose comment refers to the schema', async () => {
    const inProject = await startEditor(root);
    const text = readFileSync(new URL('examples/enrollments.yaml', root), 'utf8');
    const broken = text.replace('sequences:', 'sequencs:');
    const [valid, invalid] = [
      await inProject.open('examples/enrollments.yaml', text),
      await inProject.open('examples/broken.yaml', broken),
    ];
    inProject.close();
    expect(valid).toEqual([]);
    expect(invalid).toHaveLength(1);
  });

  it.each([
    ['the simulated account', { portal: 'simulated', ledger: '.rollcall/ledger.db' } as const],
    ['a real account', { portal: 7, ledger: 'postgres://db.acme.example/ledger' } as const],
  ])('are empty for the file that init writes for %s', async (_account, first) => {
    expect(await editor.open(newName(), firstConfiguration(first))).toEqual([]);
    expect(await editor.open(newName(), `${firstConfiguration(first)}wrong: 1\n`)).toHaveLength(1);
  });
});
