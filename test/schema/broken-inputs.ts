import { head } from './load.ts';
import type { Files } from './load.ts';

/** An invalid configuration with exactly the problems that loading it must report. */
export interface BrokenInput {
  readonly name: string;
  readonly files: Files;
  /** `file:line:column code`, in the order of the diagnostics. */
  readonly expected: readonly string[];
}

/** Returns an input whose `body` follows the two lines of `head`: line numbers in `expected` begin at 3. */
function broken(name: string, body: string, ...expected: readonly string[]): BrokenInput {
  return {
    name,
    files: { 'e.yaml': head + body, 'people.csv': 'email\nana@northwind.example\n' },
    expected: expected.map((line) => `e.yaml:${line}`),
  };
}

function raw(name: string, files: Files, ...expected: readonly string[]): BrokenInput {
  return { name, files, expected };
}

const latin1 = Uint8Array.from(Buffer.from('version: 1\nportal: simulated # für alle\n', 'latin1'));
const utf16 = Uint8Array.from(Buffer.from('\uFEFFversion: 1\n', 'utf16le'));

export const brokenYaml: readonly BrokenInput[] = [
  raw('an empty file', { 'e.yaml': '' }, 'e.yaml:1:1 empty-file'),
  raw('a file of comments', { 'e.yaml': '# later\n' }, 'e.yaml:1:1 empty-file'),
  raw('a list instead of keys', { 'e.yaml': '- a\n' }, 'e.yaml:1:1 not-a-map'),
  raw('a binary file', { 'e.yaml': 'version: 1\nportal\0: 1\n' }, 'e.yaml:2:7 binary-file'),
  raw('a file in Latin-1', { 'e.yaml': latin1 }, 'e.yaml:2:22 not-utf8'),
  raw('a file in UTF-16', { 'e.yaml': utf16 }, 'e.yaml:1:1 not-utf8'),
  raw('a line above 1 MB', { 'e.yaml': `${head}# ${'x'.repeat(1_000_000)}\n` }, 'e.yaml:3:1 line-too-long'),
  broken('two documents', '---\nversion: 1\n', '3:1 yaml-two-documents'),
  broken('a tab as indentation', 'limits:\n\tenroll: 1\n', '4:1 yaml-tab'),
  broken('an unclosed quote', 'ledger: "x\n', '4:1 yaml-syntax'),
  broken('inconsistent indentation', 'limits:\n    enroll: 1\n  unenroll: 2\n', '5:1 yaml-indentation'),
  broken('a custom tag', 'ledger: !secret x\n', '3:9 yaml-tag'),
  broken('a pattern without quotes', 'suppress:\n  - *@competitor.example\n', '4:5 yaml-alias'),
  broken('an alias of itself', 'suppress: &all\n  - *all\n', '4:5 yaml-alias'),
  broken('a merge key with a text value', 'limits:\n  <<: nothing\n', '4:3 yaml-merge'),
  broken('a list as a key', '? [a]\n: b\n', '3:3 yaml-key'),
  broken('1,000 nested brackets', `suppress: ${'['.repeat(1000)}\n`, '3:110 yaml-too-deep'),
  raw(
    'aliases that expand too far',
    { 'e.yaml': `${head}${expandingAliases()}` },
    'e.yaml:8:29 yaml-alias-expansion',
  ),
  broken(
    'a duplicate key',
    'sequences:\n  a: { id: 1, sender: m@acme.example }\n  a: { id: 2, sender: m@acme.example }\n',
    '5:3 duplicate-key',
  ),
  raw(
    'a key in two files',
    {
      'a.yaml': `${head}audiences:\n  x: [ana@northwind.example]\nlimits: { enroll: 1 }\n`,
      'b.yaml':
        'version: 1\nportal: simulated\naudiences:\n  x: [liam@fabrikam.example]\nlimits: { enroll: 2, unenroll: 3 }\n',
    },
    'b.yaml:2:1 duplicate-key',
    'b.yaml:4:3 duplicate-key',
    'b.yaml:5:11 duplicate-key',
  ),
  broken('a boolean as a key', 'audiences:\n  on: [ana@northwind.example]\n', '4:3 boolean-key'),
];

export const brokenShape: readonly BrokenInput[] = [
  raw('no version', { 'e.yaml': 'portal: simulated\n' }, 'e.yaml:1:1 missing-version'),
  raw(
    'an unsupported version',
    { 'e.yaml': 'version: 2\nportal: simulated\n' },
    'e.yaml:1:10 unsupported-version',
  ),
  raw('no portal', { 'e.yaml': 'version: 1\n' }, 'e.yaml:1:1 missing-portal'),
  raw('an invalid portal', { 'e.yaml': 'version: 1\nportal: mine\n' }, 'e.yaml:2:9 bad-portal'),
  broken('an unknown key', 'sequnces: {}\n', '3:1 unknown-key'),
  broken('an unknown nested key', 'limits:\n  enrol: 5\n', '4:3 unknown-key'),
  broken('a wrong type', 'sequences: [a]\nlimits: { enroll: lots }\n', '3:12 wrong-value', '4:19 bad-limit'),
  broken(
    'values out of range',
    'rate: 120%\nexpires: soon\nlimits: { enroll: 101%, unenroll: -1, perSenderPerDay: 10% }\n',
    '3:7 bad-rate',
    '4:10 bad-duration',
    '5:19 bad-limit',
    '5:35 bad-limit',
    '5:56 bad-limit',
  ),
  broken(
    'unknown enum values',
    'dialect: documentd\napiVersion: v3\nworkflowApiVersion: 2026-09\nsequenceRoutes: v4\n',
    '3:10 wrong-value',
    '4:13 wrong-value',
    '5:21 wrong-value',
    '6:1 replaced-key',
  ),
  broken(
    'nulls',
    'limits:\nsuppress:\n  -\nsequences:\n  a: { id: 1, sender: m@acme.example, members: }\n  b: ~\n',
    '3:1 null-value',
    '5:4 null-value',
    '7:39 null-value',
    '8:3 null-value',
  ),
  broken(
    'nulls in every list and block',
    'sequences: { a: { id: ~, sender: null, members: [~], absent: [null], since: } }\naudiences: { x: }\nfreeze: ~\n',
    '3:19 null-value',
    '3:26 null-value',
    '3:50 null-value',
    '3:63 null-value',
    '3:70 null-value',
    '4:14 null-value',
    '5:1 null-value',
  ),
  broken(
    'the replaced key `assumeNever`',
    'workflows:\n  w: { id: 1, assumeNever: true }\nsequences:\n  a: { id: 2, sender: m@acme.example, assumeNever: false }\n',
    '4:15 replaced-key',
    '6:39 replaced-key',
  ),
  broken(
    'invalid values of history keys',
    'ledgerId: "no id"\nworkflows:\n  w: { id: 1, noHistoryBefore: true, replaces: nothing }\n',
    '3:11 bad-ledger-id',
    '5:32 bad-date',
    '5:48 bad-id',
  ),
  broken('a sequence without a sender', 'sequences:\n  a:\n    id: 1\n', '4:3 sequence-without-sender'),
  broken('a sequence without an id', 'sequences:\n  a: { sender: m@acme.example }\n', '4:3 missing-key'),
  broken(
    'a workflow with a sender',
    'workflows:\n  w:\n    id: 1\n    sender: m@acme.example\n    members: [{ email: ana@northwind.example, sender: m@acme.example }]\n',
    '6:5 workflow-with-sender',
    '7:47 workflow-with-sender',
  ),
  broken(
    'workflow keys in a sequence',
    'sequences:\n  a: { id: 1, sender: m@acme.example, retired: true, via: { list: 3 } }\n',
    '4:39 workflow-key-in-sequence',
    '4:54 workflow-key-in-sequence',
  ),
  broken(
    'YAML 1.1 booleans as ids',
    'sequences:\n  a: { id: yes, sender: m@acme.example, members: [{ id: on }] }\nworkflows:\n  w: { id: "off" }\n  v: { id: true }\n',
    '4:12 boolean-as-id',
    '4:57 boolean-as-id',
    '6:12 boolean-as-id',
    '7:12 boolean-as-id',
  ),
  broken(
    'an id that is a name',
    'workflows:\n  w: { id: onboarding }\n  v: { id: 1.5 }\n',
    '4:12 bad-id',
    '5:12 bad-id',
  ),
  broken('a name with a slash', 'audiences:\n  a/b: [ana@northwind.example]\n', '4:3 bad-name'),
  broken(
    'invalid dates',
    'freeze:\n  - { from: 2026-02-30, to: 2026-03-02 }\n  - { from: 2026-05-02, to: 2026-05-01 }\n  - { from: 1.5.2026, to: 2026-05-01 }\nsequences:\n  a: { id: 1, sender: m@acme.example, since: 2026-13-01 }\n',
    '4:13 bad-date',
    '5:5 freeze-ends-before-start',
    '6:13 bad-date',
    '8:46 bad-date',
  ),
  broken('a freeze window without an end', 'freeze: [{ from: 2026-12-24 }]\n', '3:10 missing-key'),
  broken(
    'a password in the ledger address',
    'ledger: postgres://rollcall:hunter2@db.acme.example/rollcall\n',
    '3:9 ledger-password',
  ),
  broken('a ledger of an unsupported kind', 'ledger: mysql://db.acme.example/x\n', '3:9 bad-ledger'),
  broken(
    'an invalid unenroll route',
    'sequences:\n  a: { id: 1, sender: m@acme.example, unenroll: { workflow: 2, property: leave } }\n  b: { id: 2, sender: m@acme.example, unenroll: {} }\n  c: { id: 3, sender: m@acme.example, unenroll: { value: x } }\nworkflows:\n  w: { id: 4, unenroll: { property: leave } }\n',
    '4:49 bad-unenroll',
    '5:49 bad-unenroll',
    '6:49 bad-unenroll',
    '8:15 missing-key',
    '8:27 unknown-key',
  ),
];

const sequence = 'sequences:\n  a:\n    id: 1\n    sender: m@acme.example\n    members:\n';

export const brokenPeople: readonly BrokenInput[] = [
  broken(
    'invalid email addresses',
    `${sequence}      - ana.northwind.example\n      - ana@northwind\n      - "*@northwind.example"\n      - Ana <ana@northwind.example>\n      - { email: a@@b.example }\n      - { email: ana@northwind.example, sender: maria }\n`,
    '8:9 bad-email',
    '9:9 bad-email',
    '10:9 bad-email',
    '11:9 bad-email',
    '12:18 bad-email',
    '13:49 bad-email',
  ),
  broken('an invalid sender', 'sequences:\n  a: { id: 1, sender: maria }\n', '4:23 bad-email'),
  broken(
    'invalid entries',
    `${sequence}      - 1042\n      - [ana@northwind.example]\n      - { file: people.csv }\n      - { since: 2026-11-01 }\n      - { id: 1, email: ana@northwind.example }\n      - { emial: ana@northwind.example }\n      - { id: 12, since: 2026-02-30 }\n`,
    '8:9 wrong-entry',
    '9:9 wrong-entry',
    '10:11 misplaced-entry',
    '11:9 unclear-entry',
    '12:9 unclear-entry',
    '13:11 unknown-key',
    '14:26 bad-date',
  ),
  broken('an unknown audience', `${sequence}      - audience: q4\n`, '8:19 unknown-audience'),
  broken(
    'a duplicate audience',
    `${sequence}      - audience: x\n      - audience: x\naudiences:\n  x: [ana@northwind.example]\n`,
    '9:9 duplicate-audience',
  ),
  broken(
    'a duplicate member',
    `${sequence}      - ana@northwind.example\n      - email: ANA@northwind.example\n      - id: 7\n      - id: "7"\n`,
    '9:9 duplicate-member',
    '11:9 duplicate-member',
  ),
  broken(
    'two senders for one contact',
    `${sequence}      - { id: 7, sender: m@acme.example }\n      - { id: 7, sender: contact-owner }\n`,
    '9:9 two-senders',
  ),
  broken(
    'a member that is also absent',
    `${sequence}      - ana@northwind.example\n    absent: [ana@northwind.example]\n`,
    '9:14 member-and-absent',
  ),
  broken(
    'a duplicate entry of absent',
    `${sequence}      - id: 1\n    absent: [{ id: 2 }, { id: 2 }]\n`,
    '9:25 duplicate-absent',
  ),
  broken(
    'empty members',
    'sequences:\n  a: { id: 1, sender: m@acme.example, members: [] }\nworkflows:\n  w: { id: 2, members: [{ audience: x }], absent: [ana@northwind.example] }\naudiences:\n  x: [ana@northwind.example]\n',
    '4:39 empty-members',
    '6:15 empty-members',
  ),
  broken(
    'exclusive without members',
    'workflows:\n  w: { id: 2, exclusive: true, activeList: 5 }\n',
    '4:15 exclusive-without-members',
  ),
  broken(
    'a retired workflow without a list or with members',
    'workflows:\n  w: { id: 2, retired: true }\n  v: { id: 3, retired: archive, activeList: 4, members: [ana@northwind.example] }\n',
    '4:15 retired-without-active-list',
    '5:48 retired-with-members',
  ),
  broken(
    'a list that feeds a workflow and is its audience',
    'workflows:\n  w: { id: 2, via: { list: 482 }, members: [{ audience: x }] }\naudiences:\n  x: [{ list: 482 }]\n',
    '4:15 via-list-is-audience',
  ),
  broken(
    'targets that refer to themselves',
    'workflows:\n  w: { id: 2, replaces: 2 }\n  v: { id: 3, unenroll: { workflow: 3 } }\n',
    '4:15 replaces-itself',
    '5:15 unenroll-itself',
  ),
  broken(
    'a sender alias with contact-owner',
    'sequences:\n  s: { id: 2, sender: contact-owner, senderAlias: sales@acme.example }\n',
    '4:38 alias-of-contact-owner',
  ),
  broken(
    'a sender alias with a rotation',
    'sequences:\n  s: { id: 2, sender: { rotate: [m@acme.example, p@acme.example] }, senderAlias: sales@acme.example }\n',
    '4:69 alias-of-rotation',
  ),
  broken(
    'a sender alias with a fallback',
    'sequences:\n  s: { id: 2, sender: { prefer: contact-owner, fallback: m@acme.example }, senderAlias: s@acme.example }\n',
    '4:76 alias-of-contact-owner',
  ),
  broken(
    'invalid rotations',
    [
      'sequences:',
      '  a: { id: 2, sender: { rotate: [] } }',
      '  b: { id: 3, sender: { rotate: m@acme.example } }',
      '  c: { id: 4, sender: { rotate: [m@acme.example, M@ACME.example ] } }',
      '  d: { id: 5, sender: { rotate: [maria] } }',
      '  e: { id: 6, sender: { rotate: [m@acme.example], whenFull: wait } }',
      '  f: { id: 7, sender: { rotat: [m@acme.example] } }',
      '  g: { id: 8, sender: { whenFull: next } }',
      '  h: { id: 9, sender: { rotate: [m@acme.example], fallback: p@acme.example } }',
      '  i: { id: 10, sender: {} }',
      '',
    ].join('\n'),
    '4:33 bad-sender',
    '5:33 bad-sender',
    '6:50 duplicate-sender',
    '7:34 bad-email',
    '8:61 bad-sender',
    '9:25 unknown-key',
    '10:23 bad-sender',
    '11:25 bad-sender',
    '12:24 bad-sender',
  ),
  broken(
    'invalid fallbacks of contact-owner',
    [
      'sequences:',
      '  a: { id: 2, sender: { prefer: contact-owner } }',
      '  b: { id: 3, sender: { fallback: m@acme.example } }',
      '  c: { id: 4, sender: { prefer: m@acme.example, fallback: p@acme.example } }',
      '  d: { id: 5, sender: { prefer: contact-owner, fallback: contact-owner } }',
      '  e: { id: 6, sender: { prefer: contact-owner, fallback: { rotate: [] } } }',
      '  f: { id: 7, sender: { prefer: contact-owner, fallback: m@acme.example, whenFull: next } }',
      '',
    ].join('\n'),
    '4:23 bad-sender',
    '5:23 bad-sender',
    '6:33 bad-sender',
    '7:58 bad-email',
    '8:68 bad-sender',
    '9:74 bad-sender',
  ),
  broken(
    'invalid rotations of members',
    'sequences:\n  s:\n    id: 2\n    sender: m@acme.example\n    members:\n      - { id: 4, sender: { rotate: [m@acme.example, m@acme.example] } }\n      - { id: 5, sender: { rotat: [m@acme.example] } }\n      - { id: 6, sender: [m@acme.example] }\n',
    '8:53 duplicate-sender',
    '9:28 unknown-key',
    '10:26 bad-email',
  ),
  broken('a target under two keys', 'workflows:\n  w: { id: 2 }\n  v: { id: "2" }\n', '5:3 duplicate-target'),
  broken(
    'conditions without a test, with two tests, and with values that are not texts',
    'sequences:\n  a: { id: 1, sender: m@acme.example, require: [First name, { property: stage }, { property: stage, is: a, not: b }] }\n  b: { id: 2, sender: m@acme.example, require: [{ property: stage, is: true }, { property: stage, not: [] }, { is: a }, 7] }\naudiences:\n  x: { require: [firstname] }\n  z: { members: [], requires: [] }\n',
    '4:49 bad-requirement',
    '4:61 bad-requirement',
    '4:82 bad-requirement',
    '5:72 wrong-value',
    '5:104 wrong-value',
    '5:110 bad-requirement',
    '5:121 bad-requirement',
    '7:3 missing-key',
    '8:21 unknown-key',
  ),
  broken(
    'patterns that match no contact or all contacts',
    'suppress: [competitor.example, "*@*"]\nlimits: { recipients: [me, "*@acme.example"] }\n',
    '3:12 bad-pattern',
    '3:32 bad-pattern',
    '4:24 bad-pattern',
  ),
];

function csv(name: string, text: string | Uint8Array, ...expected: readonly string[]): BrokenInput {
  return raw(name, { 'e.yaml': `${head}audiences:\n  x:\n    - file: p.csv\n`, 'p.csv': text }, ...expected);
}

export const brokenCsv: readonly BrokenInput[] = [
  raw(
    'a missing include',
    { 'd/e.yaml': `${head}suppress: [{ file: none.csv }]\naudiences:\n  x: [{ file: ../gone.csv }]\n` },
    'd/e.yaml:3:20 include-not-found',
    'd/e.yaml:5:15 include-not-found',
  ),
  csv(
    'a CSV without an email or id column',
    'Name;Address\nAna;ana@northwind.example\n',
    'p.csv:1:1 csv-column',
  ),
  csv('a CSV without a header', 'ana@northwind.example\nliam@fabrikam.example\n', 'p.csv:1:1 csv-column'),
  csv('an empty CSV', '', 'p.csv:1:1 csv-column'),
  csv('a binary CSV', 'email\nx\0\n', 'p.csv:2:2 binary-file'),
  csv(
    'invalid cells',
    'name,email,since,sender\n"Ana, CEO",ana,,\nLiam,liam@fabrikam.example,2026-02-30,\nNoor,noor@contoso.example,,paul\nEva,,,\n',
    'p.csv:2:12 bad-email',
    'p.csv:3:28 bad-date',
    'p.csv:4:28 bad-email',
    'p.csv:5:5 csv-empty-cell',
  ),
  csv('invalid ids', 'id\n12\nyes\n0\n', 'p.csv:3:1 bad-id', 'p.csv:4:1 bad-id'),
  csv(
    'rows of a different length',
    'email,id\n"a\nb@northwind.example",7,8\nana@northwind.example\n',
    'p.csv:2:1 csv-row',
    'p.csv:4:1 csv-row',
  ),
  csv('an unclosed quote', 'email\n"ana@northwind.example\n', 'p.csv:2:1 csv-syntax'),
];

/** Returns nested lists of ten aliases each: five levels expand to 100,000 values, seven to 10 million. */
function expandingAliases(): string {
  const levels = ['a: &a [1,1,1,1,1,1,1,1,1,1]'];
  for (const [name, of] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf'].map((pair) => [pair[0], pair[1]])) {
    levels.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${of}`).join(',')}]`);
  }
  return `${levels.join('\n')}\n`;
}
