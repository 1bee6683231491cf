import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/model/results/diagnostic.ts';
import { formatSource } from '../../src/model/results/diagnostic.ts';
import type { Plan } from '../../src/model/results/plan.ts';
import type { Ran } from './rollcall.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';

type Content = string | Uint8Array;
type Files = Readonly<Record<string, Content>>;

interface Broken {
  readonly name: string;
  /** One file, or several files by name. */
  readonly files: Content | Files;
  /** `file:line:column code` of every error, in the order of the report. */
  readonly errors: readonly string[];
}

const head = 'version: 1\nportal: simulated\n';

/** A sequence with these members, on lines from 8. */
const members = (lines: string): string =>
  `${head}sequences:\n  q4:\n    id: 5510021\n    sender: maria@acme.example\n    members:\n${lines}`;

const withCsv = (csv: Content): Files => ({
  'enrollments.yaml': `${head}audiences:\n  fair:\n    - file: people.csv\n`,
  'people.csv': csv,
});

function broken(name: string, files: Broken['files'], ...errors: readonly string[]): Broken {
  const isOne = typeof files === 'string' || files instanceof Uint8Array;
  return { name, files, errors: errors.map((error) => (isOne ? `enrollments.yaml:${error}` : error)) };
}

const cases: readonly Broken[] = [
  broken(
    'a wrong type',
    `${head}sequences: [q4]\nlimits: { enroll: lots }\n`,
    '3:12 wrong-value',
    '4:19 bad-limit',
  ),
  broken('an unknown key', `${head}sequnces: {}\n`, '3:1 unknown-key'),
  broken(
    'a duplicate key',
    `${head}workflows:\n  news: { id: 900200 }\n  news: { id: 900100 }\n`,
    '5:3 duplicate-key',
  ),
  broken(
    'a key in two files',
    {
      'a.yaml': `${head}audiences:\n  fair: [eve@wingtip.example]\n`,
      'b.yaml': 'version: 1\naudiences:\n  fair: [bo@northwind.example]\n',
    },
    'b.yaml:3:3 duplicate-key',
  ),
  broken('null', `${head}limits:\nsequences:\n  q4: ~\n`, '3:1 null-value', '5:3 null-value'),
  broken('a missing include', `${head}suppress:\n  - file: do-not-contact.csv\n`, '4:11 include-not-found'),
  broken('a folder as an include', `${head}suppress:\n  - file: .\n`, '4:11 include-is-folder'),
  broken(
    'a CSV file without its column',
    withCsv('Name;Address\nEve;eve@wingtip.example\n'),
    'people.csv:1:1 csv-column',
  ),
  broken('an empty CSV file', withCsv(''), 'people.csv:1:1 csv-column'),
  broken('a bad row in a CSV file', withCsv('email\neve@wingtip.example\neve\n'), 'people.csv:3:1 bad-email'),
  broken(
    'member and absent at once',
    members('      - eve@wingtip.example\n    absent: [eve@wingtip.example]\n'),
    '9:14 member-and-absent',
  ),
  broken(
    'two senders for one person',
    members(
      '      - { id: 1041, sender: maria@acme.example }\n      - { id: 1041, sender: paul@acme.example }\n',
    ),
    '9:9 two-senders',
  ),
  broken(
    'the same person twice',
    members('      - eve@wingtip.example\n      - Eve@Wingtip.example\n'),
    '9:9 duplicate-member',
  ),
  broken(
    'a sequence without sender',
    `${head}sequences:\n  q4:\n    id: 5510021\n`,
    '4:3 sequence-without-sender',
  ),
  broken(
    'a workflow with sender',
    `${head}workflows:\n  news:\n    id: 900200\n    sender: maria@acme.example\n`,
    '6:5 workflow-with-sender',
  ),
  broken(
    'a bad date',
    members('      - { email: eve@wingtip.example, since: 2026-02-30 }\n'),
    '8:46 bad-date',
  ),
  broken(
    'bad email addresses',
    members('      - eve.wingtip.example\n      - Eve Stone <eve@wingtip.example>\n      - eve@wingtip\n'),
    '8:9 bad-email',
    '9:9 bad-email',
    '10:9 bad-email',
  ),
  broken('an unknown audience', members('      - audience: fair\n'), '8:19 unknown-audience'),
  broken('members thatare empty', members('      []\n'), '7:5 empty-members'),
  broken('a tab as indentation', `${head}limits:\n\tenroll: 1\n`, '4:1 yaml-tab'),
  broken('a quote that never closes', `${head}ledger: "x\n`, '4:1 yaml-syntax'),
  broken('aliases that expand too far', `${head}${expandingAliases()}`, '9:38 yaml-alias-expansion'),
  broken('an anchor of itself', `${head}suppress: &all\n  - *all\n`, '4:5 yaml-alias'),
  broken('a line of more than 1 MB', `${head}# ${'x'.repeat(1_000_000)}\n`, '3:1 line-too-long'),
  broken('an empty file', '', '1:1 empty-file'),
  broken('a file of blanks', ' \n\n', '1:1 empty-file'),
  broken('a binary file', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1, 2), '1:5 binary-file'),
  broken('a file in UTF-16', Uint8Array.from(Buffer.from(`\uFEFF${head}`, 'utf16le')), '1:1 not-utf8'),
  broken(
    'YAML 1.1 booleans as ids',
    `${head}workflows:\n  a: { id: yes }\n  b: { id: off }\n  c: { id: true }\n`,
    '4:12 boolean-as-id',
    '5:12 boolean-as-id',
    '6:12 boolean-as-id',
  ),
  broken('two documents', `${head}---\nversion: 1\n`, '3:1 yaml-two-documents'),
  broken('a list instead of keys', '- eve@wingtip.example\n', '1:1 not-a-map'),
  broken('brackets a thousand deep', `${head}suppress: ${'['.repeat(1000)}\n`, '3:110 yaml-too-deep'),
  broken('a newer version', 'version: 2\nportal: simulated\n', '1:10 unsupported-version'),
  broken('no portal', 'version: 1\n', '1:1 missing-portal'),
  broken(
    'a password in the ledger address',
    `${head}ledger: postgres://rollcall:hunter2@db.acme.example/rollcall\n`,
    '3:9 ledger-password',
  ),
  broken(
    'a key that JavaScript objects have',
    `${head}__proto__: { enroll: 1 }\nconstructor: 1\n`,
    '3:1 unknown-key',
    '4:1 unknown-key',
  ),
  broken('a missing file', { 'other.txt': '' }, 'enrollments.yaml:1:1 file-not-found'),
];

/** Returns seven levels of ten aliases, which expand to ten million values. */
function expandingAliases(): string {
  const levels = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name, index, names) => {
    const values = Array.from({ length: 10 }, () =>
      index === 0 ? 'x@a.example' : `*${names[index - 1] ?? ''}`,
    );
    return `  ${name}: &${name} [${values.join(', ')}]\n`;
  });
  return `audiences:\n${levels.join('')}`;
}

// Concurrent tests share their hooks, so one hook removes all folders.
let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'rollcall-broken-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function folderOf(files: Content | Files): string {
  const folder = mkdtempSync(join(root, 'case-'));
  const isOne = typeof files === 'string' || files instanceof Uint8Array;
  for (const [name, content] of Object.entries(isOne ? { 'enrollments.yaml': files } : files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

function planIn(cwd: string, ...flags: readonly string[]): Promise<Ran> {
  const yaml = readdirSync(cwd).filter((name) => name.endsWith('.yaml'));
  return rollcallInProcess(['plan', ...(yaml.length > 1 ? ['.'] : []), '--out', 'plan.json', ...flags], {
    cwd,
  });
}

/** Text that no output may contain: stacks, names of JavaScript errors, full email addresses, secrets. */
const neverShown = /^\s+at |Error:|node:internal|\bundefined\b|[Ee]ve@[Ww]ingtip|hunter2/mu;

describe('a broken file', () => {
  it.concurrent.for(cases)('is refused with its place and next step: $name', async (broken, { expect }) => {
    const cwd = folderOf(broken.files);
    const before = readdirSync(cwd, { recursive: true });
    const text = await planIn(cwd);
    const json = await planIn(cwd, '--format', 'json');

    expect(text).toMatchObject({ exit: 3, stdout: '' });
    const places = [...text.stderr.matchAll(/^(\S+:\d+:\d+): error\[([\w-]+)\]:/gmu)];
    expect(places.map(([, place, code]) => `${place} ${code}`)).toEqual(broken.errors);
    expect(text.stderr.match(/^ {2}help: \S/gmu) ?? []).toHaveLength(broken.errors.length);

    expect(json).toMatchObject({ exit: 3, stderr: '' });
    const { valid, diagnostics }: { valid: boolean; diagnostics: readonly Diagnostic[] } = JSON.parse(
      json.stdout,
    );
    expect(valid).toBe(false);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, source }) => `${source ? formatSource(source) : ''} ${code}`)).toEqual(
      broken.errors,
    );
    expect(errors.every(({ message, help }) => message.length > 10 && help.length > 10)).toBe(true);

    expect(text.stderr + json.stdout).not.toMatch(neverShown);
    expect(text.stderr.length).toBeLessThan(5000);
    expect(readdirSync(cwd, { recursive: true })).toEqual(before);
  });

  it('prevents apply from writing', async () => {
    const cwd = folderOf(`${head}sequnces: {}\n`);
    const ran = await rollcallInProcess(['apply', '--auto-approve'], { cwd });
    expect(ran).toMatchObject({ exit: 3, stdout: '' });
    expect(readdirSync(cwd)).toEqual(['enrollments.yaml']);
  });

  it('is named among valid files, and prevents a plan of all of them', async () => {
    const cwd = folderOf({
      'a.yaml': members('      - eve@wingtip.example\n'),
      'b.yaml': 'version: 1\nworkflows:\n  news: { id: nine }\n',
    });
    const ran = await planIn(cwd);
    expect(ran).toMatchObject({ exit: 3, stdout: '' });
    expect(ran.stderr).toContain('b.yaml:3:15: error[bad-id]');
    expect(readdirSync(cwd)).toEqual(['a.yaml', 'b.yaml']);
  });
});

/** Unusual and valid files. Each declares Ana and Bo in one sequence. */
const unusual: readonly { readonly name: string; readonly files: Content | Files }[] = [
  {
    name: 'in the usual form',
    files: members('      - ana@northwind.example\n      - bo@northwind.example\n'),
  },
  {
    name: 'with a byte order mark and Windows line ends',
    files: `\uFEFF${members('      - ana@northwind.example\n      - bo@northwind.example\n').replaceAll('\n', '\r\n')}`,
  },
  {
    name: 'with anchors and merge keys',
    files: `${head}audiences:
  fair: &people [ana@northwind.example, bo@northwind.example]
  again: *people
sequences:
  renewal: &defaults { id: 5510022, sender: maria@acme.example }
  q4: { <<: *defaults, id: 5510021, members: [{ audience: again }] }
`,
  },
  {
    name: 'in JSON',
    files: JSON.stringify({
      version: 1,
      portal: 'simulated',
      sequences: {
        q4: { id: '5510021', sender: 'maria@acme.example', members: ['ana@northwind.example', { id: 1042 }] },
      },
    }),
  },
  {
    name: 'with contacts in the CSV file of a spreadsheet',
    files: {
      'enrollments.yaml': `${members('      - audience: fair\n')}audiences:\n  fair: [{ file: people.csv }]\n`,
      'people.csv':
        '\uFEFFName;Phone;Email\r\n"Ruiz; Ana";;ANA@northwind.example \r\nNilsen;;bo@northwind.example\r\n',
    },
  },
];

describe('an unusual valid file', () => {
  it.concurrent.for(unusual)('declares its contacts: $name', async ({ files }, { expect }) => {
    const ran = await rollcallInProcess(['plan', '--format', 'json'], { cwd: folderOf(files) });
    expect(ran).toMatchObject({ exit: 0, stderr: '' });
    const { changes }: Plan = JSON.parse(ran.stdout);
    expect(changes.map(({ address }) => address)).toEqual(['sequences.q4/1041', 'sequences.q4/1042']);
  });
});
