import { describe, expect, test } from 'vitest';
import { desiredOf, head, load } from './load.ts';
import { memoryFiles } from './memory-files.ts';

const whole = `${head}dialect: guide
sequenceRoutes: 2026-09
ledger: postgres://rollcall@db.acme.example/rollcall
rate: 50%
expires: 90m
limits:
  enroll: 10
  unenroll: 25%
  perSenderPerDay: 100
  recipients: ["*@ACME.example"]
freeze:
  - { from: 2026-12-24, to: 2027-01-01, reason: holidays }
suppress:
  - "*@competitor.example"
  - file: do-not-contact.csv
  - id: 99
audiences:
  q4:
    - Ana@Northwind.example
    - id: 1042
    - { email: eva@contoso.example, sender: paul@acme.example, since: 2026-10-01 }
    - file: prospects.csv
    - list: 482
    - list: Q4 prospects
sequences:
  q4-outbound:
    id: 5510021
    replaces: "5510020"
    sender: Maria@acme.example
    senderAlias: hello@acme.example
    members:
      - { audience: q4, since: 2026-10-15, sender: contact-owner }
      - liam@fabrikam.example
      - { email: noor@contoso.example, sender: paul@acme.example, since: 2026-11-10 }
    absent: [old@contoso.example, { id: 7 }]
    exclusive: true
    since: 2026-11-01
    unenroll: { property: leave_sequence }
    assumeNever: true
    onLeave: unenroll
    limits: { enroll: 5, reenroll: 10% }
workflows:
  onboarding:
    id: 900100
    members: [{ audience: q4 }]
    via: { list: 611 }
    activeList: 553
    everList: Ever onboarded
    unenroll: { workflow: 7781 }
  old:
    id: 900101
    activeList: 554
    retired: archive
`;

const csvFiles = {
  'do-not-contact.csv': 'ID;Email\n12;\n;*@rival.example\n13;x@rival.example\n',
  'prospects.csv':
    '\uFEFFEmail\tSender\tSince\r\nlee@fabrikam.example\tPaul@acme.example\t2026-10-02\r\n\r\n',
};

describe('a configuration with every key', () => {
  test('becomes the desired state that it says', async () => {
    const desired = await desiredOf({ 'e.yaml': whole, ...csvFiles });

    await expect(`${JSON.stringify(desired, null, 2)}\n`).toMatchFileSnapshot('golden/desired-state.json');
  });

  test('names the files read with their digests, includes last', async () => {
    const { files } = await desiredOf({ 'e.yaml': whole, ...csvFiles });

    expect(files.map(({ path }) => path)).toEqual(['e.yaml', 'do-not-contact.csv', 'prospects.csv']);
    expect(files.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
  });
});

test('what a file leaves out has the defaults of the design', async () => {
  const desired = await desiredOf({ 'e.yaml': `${head}workflows: { w: { id: 1 } }\n` });

  expect(desired).toMatchObject({
    portal: 'simulated',
    dialect: 'documented',
    sequenceRoutes: '2026-03',
    ledger: '.rollcall/ledger.db',
    ratePercent: 80,
    planLifetime: 24 * 3_600_000,
    limits: {
      enroll: { count: 50 },
      unenroll: { percent: 25 },
      reenroll: { count: 0 },
      perSenderPerDay: 200,
      at: {},
    },
  });
  expect(desired.targets[0]).not.toHaveProperty('members');
});

test.each(['2026-03', '2026-09', 'v4'])('the sequence routes %s need no quotes', async (routes) => {
  expect(await desiredOf({ 'e.yaml': `${head}sequenceRoutes: ${routes}\n` })).toMatchObject({
    sequenceRoutes: routes,
  });
});

test('a dialect asked for stands in place of the one in the file', async () => {
  const desired = await desiredOf({ 'e.yaml': `${head}dialect: guide\n` }, { dialect: 'documented' });

  expect(desired.dialect).toBe('documented');
});

test('an id beyond the precision of numbers keeps its digits', async () => {
  const desired = await desiredOf({ 'e.yaml': `${head}workflows: { w: { id: 9007199254740993 } }\n` });

  expect(desired.targets[0]?.id).toBe('9007199254740993');
});

describe('what must work in YAML', () => {
  const sequence = 'sequences:\n  a: { id: 1, sender: m@acme.example, members: [ana@northwind.example] }\n';

  test('a byte order mark moves no column', async () => {
    const desired = await desiredOf({ 'e.yaml': `\uFEFF${head}${sequence}` });
    const { diagnostics } = await load({ 'e.yaml': '\uFEFFversionn: 1\n' });

    expect(desired.targets).toHaveLength(1);
    expect(diagnostics.find(({ code }) => code === 'unknown-key')?.source?.column).toBe(1);
  });

  test('Windows line ends move no line', async () => {
    const desired = await desiredOf({ 'e.yaml': `${head}${sequence}`.replaceAll('\n', '\r\n') });

    expect(desired.targets[0]?.source).toEqual({ file: 'e.yaml', line: 4, column: 3 });
  });

  test('anchors, aliases and merge keys mean what they would mean written out', async () => {
    const short = `${head}audiences:
  x: &people [ana@northwind.example, { id: 7 }]
sequences:
  a: &base
    id: 1
    sender: &rep m@acme.example
    members: [{ audience: x }]
    limits: &low { enroll: 1, unenroll: 2 }
  b:
    <<: *base
    id: 2
    members: *people
    limits:
      <<: [*low, { reenroll: 3 }]
      enroll: 9
  c: { id: 3, sender: *rep }
`;
    const long = `${head}audiences:
  x: [ana@northwind.example, { id: 7 }]
sequences:
  a: { id: 1, sender: m@acme.example, members: [{ audience: x }], limits: { enroll: 1, unenroll: 2 } }
  b:
    id: 2
    sender: m@acme.example
    members: [ana@northwind.example, { id: 7 }]
    limits: { enroll: 9, unenroll: 2, reenroll: 3 }
  c: { id: 3, sender: m@acme.example }
`;
    const [one, other] = [await desiredOf({ 'e.yaml': short }), await desiredOf({ 'e.yaml': long })];

    expect(one.configHash).toBe(other.configHash);
  });

  test('an alias may be used many times', async () => {
    const targets = Array.from({ length: 500 }, (_, n) => `  s${n}: { id: ${n + 1}, sender: *rep }\n`);
    const text = `${head}limits: { enroll: &n 5, unenroll: *n }\nsequences:\n  first: { id: 9999, sender: &rep m@acme.example }\n`;

    expect((await desiredOf({ 'e.yaml': text + targets.join('') })).targets).toHaveLength(501);
  });

  test('a %YAML 1.1 line brings no other meaning of words and dates', async () => {
    const text = `%YAML 1.1\n---\n${head}freeze: [{ from: 2026-01-01, to: 2026-01-02, reason: yes }]\n`;

    expect(await desiredOf({ 'e.yaml': text })).toMatchObject({
      freeze: [{ from: '2026-01-01', reason: 'yes' }],
    });
  });

  test('names of JavaScript are names like others', async () => {
    const text = `${head}audiences: { constructor: [ana@northwind.example] }\nworkflows: { toString: { id: 1, members: [{ audience: constructor }] } }\n`;

    expect((await desiredOf({ 'e.yaml': text })).targets[0]?.members).toHaveLength(1);
    expect((await load({ 'e.yaml': `${head}__proto__: { a: 1 }\n` })).diagnostics).toMatchObject([
      { code: 'unknown-key', source: { line: 3, column: 1 } },
    ]);
  });
});

describe('CSV includes', () => {
  const audience = `${head}audiences: { x: [{ file: p.csv }] }\nworkflows: { w: { id: 1, members: [{ audience: x }] } }\n`;

  test.each([
    ['commas', 'email,name\nana@northwind.example,"Ana, CEO"\n'],
    ['semicolons', 'name;email\n"Ana; CEO";ana@northwind.example\n'],
    ['tabs', 'email\tname\nana@northwind.example\tAna\n'],
    ['capitals and spaces', ' EMAIL ,name\n ANA@northwind.example ,Ana'],
    ['a byte order mark', '\uFEFFemail\nana@northwind.example\n'],
    ['one column and empty lines', 'email\n\nana@northwind.example\n\n'],
    ['an empty row of a spreadsheet', 'email,name\nana@northwind.example,Ana\n,\n'],
  ])('%s are read', async (_, text) => {
    const desired = await desiredOf({ 'e.yaml': audience, 'p.csv': text });

    expect(desired.targets[0]?.members).toMatchObject([
      { person: { email: 'ana@northwind.example' }, source: { file: 'p.csv' } },
    ]);
  });

  test('a row keeps its line when cells before it hold line ends', async () => {
    const text = 'note,email\n"two\nlines",ana@northwind.example\nx,liam@fabrikam.example\n';
    const desired = await desiredOf({ 'e.yaml': audience, 'p.csv': text });

    expect(desired.targets[0]?.members?.map(({ source }) => source.line)).toEqual([2, 4]);
  });

  test('a contact id goes before an address in the same row', async () => {
    const desired = await desiredOf({
      'e.yaml': audience,
      'p.csv': 'id,email\n7,ana@northwind.example\n,eva@b.example\n',
    });

    expect(desired.targets[0]?.members).toMatchObject([
      { person: { id: '7' } },
      { person: { email: 'eva@b.example' } },
    ]);
  });

  test('paths are relative to the file that names them', async () => {
    const files = { 'conf/teams/e.yaml': audience.replace('p.csv', '../p.csv'), 'conf/p.csv': 'id\n1\n' };

    expect((await desiredOf(files)).files.map(({ path }) => path)).toEqual([
      'conf/teams/e.yaml',
      'conf/p.csv',
    ]);
  });

  test('a thousand bad rows are a hundred problems and a count', async () => {
    const { diagnostics } = await load({ 'e.yaml': audience, 'p.csv': `id\n${'x\n'.repeat(1000)}` });

    expect(diagnostics).toHaveLength(101);
    expect(diagnostics.at(-1)).toMatchObject({ code: 'bad-id', source: { line: 1001 } });
    expect(diagnostics.at(-1)?.message).toMatch(/^900 more/);
  });

  test('only a file that somebody has to look at keeps its text', async () => {
    const good = await load({ 'e.yaml': audience, 'p.csv': 'id\n1\n' });
    const bad = await load({ 'e.yaml': audience, 'p.csv': 'id\nx\n' });

    expect([...good.texts.keys()]).toEqual(['e.yaml']);
    expect([...bad.texts.keys()]).toEqual(['e.yaml', 'p.csv']);
  });
});

describe('several files', () => {
  const parts = {
    'c/b.yml': 'version: 1\nlimits: { unenroll: 3 }\nsequences:\n  b: { id: 2, sender: m@acme.example }\n',
    'c/a.yaml': `${head}limits: { enroll: 2 }\nsequences:\n  a: { id: 1, sender: m@acme.example }\n`,
    'c/notes.txt': 'not read',
    'c/sub/x.yaml': 'not: read',
  };

  test('a folder is its YAML files in order of name, without folders in it', async () => {
    const listing = {
      ...memoryFiles(parts),
      list: async (path: string) => (path === 'c' ? ['sub', 'b.yml', 'notes.txt', 'a.yaml'] : undefined),
    };
    const { desired } = await load(parts, { paths: ['c'], files: listing });

    expect(desired?.files.map(({ path }) => path)).toEqual(['c/a.yaml', 'c/b.yml']);
    expect(desired?.limits).toMatchObject({ enroll: { count: 2 }, unenroll: { count: 3 } });
    expect(desired?.targets.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  test('a file named twice is read once', async () => {
    const { desired } = await load(parts, { paths: ['c/a.yaml', './c/a.yaml'] });

    expect(desired?.files).toHaveLength(1);
  });

  test('a folder without YAML and a file that is not there are told apart', async () => {
    const { diagnostics } = await load({ 'd/readme.md': '' }, { paths: ['d', 'gone.yaml'] });

    expect(diagnostics.map(({ code, source }) => [code, source?.file])).toEqual([
      ['empty-folder', 'd'],
      ['file-not-found', 'gone.yaml'],
    ]);
  });

  test('a file that cannot be parsed is not blamed on the others', async () => {
    const other = `version: 1\nworkflows: { w: { id: 1, members: [{ audience: x }] } }\n`;
    const { diagnostics } = await load({ 'a.yaml': `${head}audiences: {\n`, 'b.yaml': other });

    expect([...new Set(diagnostics.map(({ source }) => source?.file))]).toEqual(['a.yaml']);
  });
});
