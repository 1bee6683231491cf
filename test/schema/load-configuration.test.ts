import { defaultVersions } from '../../src/model/desired-state.ts';
import { describe, expect, test } from 'vitest';
import { formatSource } from '../../src/model/results/diagnostic.ts';
import { desiredOf, errorsOf, head, load } from './load.ts';
import { memoryFiles } from './memory-files.ts';

const everyKey = `${head}dialect: guide
apiVersion: 2026-03
ledger: postgres://rollcall@db.acme.example/rollcall
ledgerId: 5b1e0c7a
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
    noHistoryBefore: 2026-09-01
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
  test('is read into the desired state', async () => {
    const desired = await desiredOf({ 'e.yaml': everyKey, ...csvFiles });

    await expect(`${JSON.stringify(desired, null, 2)}\n`).toMatchFileSnapshot('golden/desired-state.json');
  });

  test('lists the files read with their digests, includes last', async () => {
    const { files } = await desiredOf({ 'e.yaml': everyKey, ...csvFiles });

    expect(files.map(({ path }) => path)).toEqual(['e.yaml', 'do-not-contact.csv', 'prospects.csv']);
    expect(files.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
  });
});

test('omitted keys have their defaults', async () => {
  const desired = await desiredOf({ 'e.yaml': `${head}workflows: { w: { id: 1 } }\n` });

  expect(desired).toMatchObject({
    portal: 'simulated',
    dialect: 'documented',
    ...defaultVersions,
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

test.each(['2026-09', '2026-03', 'legacy'])('the API version %s does not need quotes', async (apiVersion) => {
  expect(await desiredOf({ 'e.yaml': `${head}apiVersion: ${apiVersion}\n` })).toMatchObject({
    apiVersion,
    workflowApiVersion: 'v4',
  });
});

test('the version of the workflow routes is a key of its own', async () => {
  const text = `${head}apiVersion: legacy\nworkflowApiVersion: 2026-09-beta\n`;
  expect(await desiredOf({ 'e.yaml': text })).toMatchObject({
    apiVersion: 'legacy',
    workflowApiVersion: '2026-09-beta',
  });
});

test('the former key `sequenceRoutes` is an error that names the new one', async () => {
  const { diagnostics } = await load({ 'e.yaml': `${head}sequenceRoutes: v4\n` });
  expect(diagnostics).toMatchObject([
    {
      code: 'replaced-key',
      severity: 'error',
      message: expect.stringContaining('`sequenceRoutes` was replaced by `apiVersion`'),
      help: expect.stringContaining('`apiVersion: legacy`'),
    },
  ]);
});

test('the dialect of the request overrides the dialect in the file', async () => {
  const desired = await desiredOf({ 'e.yaml': `${head}dialect: guide\n` }, { dialect: 'documented' });

  expect(desired.dialect).toBe('documented');
});

test('a quoted id beyond the precision of numbers keeps its digits', async () => {
  const desired = await desiredOf({ 'e.yaml': `${head}workflows: { w: { id: "9007199254740993" } }\n` });

  expect(desired.targets[0]?.id).toBe('9007199254740993');
});

test.each(['5b1e0c7a', '"12345e67"', '12345e67', '12345678'])(
  'the ledger id %s is read as text',
  async (written) => {
    const desired = await desiredOf({ 'e.yaml': `${head}ledgerId: ${written}\n` });

    expect(desired.ledgerId).toBe(written.replaceAll('"', ''));
  },
);

test('`replaces: none` is read as `none`, not as an id', async () => {
  const desired = await desiredOf({ 'e.yaml': `${head}workflows: { w: { id: 1, replaces: none } }\n` });

  expect(desired.targets[0]?.replaces).toBe('none');
});

test('`ledgerId`, `replaces` and `noHistoryBefore` change the hash', async () => {
  const hashes = await Promise.all(
    ['', 'ledgerId: 5b1e0c7a\n', 'ledgerId: 6c1e0c7a\n'].flatMap((top) =>
      ['', ', replaces: none', ', noHistoryBefore: 2026-09-01'].map(async (more) => {
        const text = `${head}${top}workflows: { w: { id: 1${more} } }\n`;
        return (await desiredOf({ 'e.yaml': text })).configHash;
      }),
    ),
  );

  expect(new Set(hashes).size).toBe(9);
});

describe('an id that is not written as plain digits', () => {
  const places: readonly (readonly [name: string, body: (id: string) => string])[] = [
    ['portal', (id) => `version: 1\nportal: ${id}\n`],
    ['a sequence', (id) => `${head}sequences: { a: { sender: m@acme.example, id: ${id} } }\n`],
    ['a workflow', (id) => `${head}workflows: { w: { id: ${id} } }\n`],
    ['replaces', (id) => `${head}workflows: { w: { id: 1, replaces: ${id} } }\n`],
    ['a member', (id) => `${head}workflows: { w: { id: 1, members: [{ id: ${id} }] } }\n`],
    ['absent', (id) => `${head}workflows: { w: { id: 1, absent: [{ id: ${id} }] } }\n`],
    ['suppress', (id) => `${head}suppress: [{ id: ${id} }]\n`],
    ['an audience', (id) => `${head}audiences: { x: [{ id: ${id} }] }\n`],
    ['a list of an audience', (id) => `${head}audiences: { x: [{ list: ${id} }] }\n`],
    ['via', (id) => `${head}workflows: { w: { id: 1, via: { list: ${id} } } }\n`],
    ['activeList', (id) => `${head}workflows: { w: { id: 1, activeList: ${id} } }\n`],
    ['everList', (id) => `${head}workflows: { w: { id: 1, everList: ${id} } }\n`],
    ['an unenroll workflow', (id) => `${head}workflows: { w: { id: 1, unenroll: { workflow: ${id} } } }\n`],
  ];
  const numbers = [
    '1.51235E+11',
    '1e3',
    '1042.0',
    '0x412',
    '0o2022',
    '+1042',
    '01042',
    '-1042',
    '1042.5',
    '9007199254740993',
  ];

  test.each(places)('is an error as the id of: %s', async (_, body) => {
    for (const id of numbers) {
      const text = body(id);
      const errors = errorsOf(await load({ 'e.yaml': text }));
      const line = text.split('\n').findIndex((candidate) => candidate.includes(id));
      const column = (text.split('\n')[line] ?? '').indexOf(id) + 1;

      expect(errors, id).toMatchObject([{ source: { line: line + 1, column } }]);
      expect(errors[0]?.code).toMatch(/^bad-(id|portal|list)$/);
      expect(errors[0]?.message).toContain(id);
    }
  });

  // YAML 1.2 reads these as text. They are tested as contact ids, because a list may have any name.
  test.each(['0b101', '1_042', '1,042'])('%s is an error too', async (id) => {
    const { diagnostics } = await load({ 'e.yaml': `${head}suppress:\n  - id: ${id}\n` });

    expect(diagnostics).toMatchObject([{ code: 'bad-id', source: { line: 4, column: 9 } }]);
    expect(diagnostics[0]?.message).toContain(id);
  });

  test('the message shows how YAML reads the number, and what to write', async () => {
    const { diagnostics } = await load({ 'e.yaml': `${head}workflows: { w: { id: 0x412 } }\n` });

    expect(diagnostics[0]).toMatchObject({
      message: 'Invalid id "0x412", which YAML reads as 1042: an id is plain decimal digits.',
      help: expect.stringMatching(/^Write the id as HubSpot shows it, digits only/),
    });
  });
});

describe('YAML syntax', () => {
  const sequence = 'sequences:\n  a: { id: 1, sender: m@acme.example, members: [ana@northwind.example] }\n';

  test('a byte order mark does not change columns', async () => {
    const desired = await desiredOf({ 'e.yaml': `\uFEFF${head}${sequence}` });
    const { diagnostics } = await load({ 'e.yaml': '\uFEFFversionn: 1\n' });

    expect(desired.targets).toHaveLength(1);
    expect(diagnostics.find(({ code }) => code === 'unknown-key')?.source?.column).toBe(1);
  });

  test('Windows line ends do not change lines', async () => {
    const desired = await desiredOf({ 'e.yaml': `${head}${sequence}`.replaceAll('\n', '\r\n') });

    expect(desired.targets[0]?.source).toEqual({ file: 'e.yaml', line: 4, column: 3 });
  });

  test('anchors, aliases and merge keys equal the same values written in full', async () => {
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
    const expected = await desiredOf({ 'e.yaml': long });

    expect((await desiredOf({ 'e.yaml': short })).configHash).toBe(expected.configHash);
  });

  test('an alias can be used many times', async () => {
    const targets = Array.from({ length: 500 }, (_, n) => `  s${n}: { id: ${n + 1}, sender: *rep }\n`);
    const text = `${head}limits: { enroll: &n 5, unenroll: *n }\nsequences:\n  first: { id: 9999, sender: &rep m@acme.example }\n`;

    expect((await desiredOf({ 'e.yaml': text + targets.join('') })).targets).toHaveLength(501);
  });

  test('a %YAML 1.1 line does not change how words and dates are read', async () => {
    const text = `%YAML 1.1\n---\n${head}freeze: [{ from: 2026-01-01, to: 2026-01-02, reason: yes }]\n`;

    expect(await desiredOf({ 'e.yaml': text })).toMatchObject({
      freeze: [{ from: '2026-01-01', reason: 'yes' }],
    });
  });

  test('property names of JavaScript objects are ordinary names', async () => {
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

  test('a row after cells with line ends has the correct line', async () => {
    const text = 'note,email\n"two\nlines",ana@northwind.example\nx,liam@fabrikam.example\n';
    const desired = await desiredOf({ 'e.yaml': audience, 'p.csv': text });

    expect(desired.targets[0]?.members?.map(({ source }) => source.line)).toEqual([2, 4]);
  });

  test('a contact id and an email in the same row are both kept', async () => {
    const desired = await desiredOf({
      'e.yaml': audience,
      'p.csv': 'id,email\n7,ana@northwind.example\n,eva@b.example\n',
    });

    expect(desired.targets[0]?.members).toMatchObject([
      { person: { id: '7', email: 'ana@northwind.example' } },
      { person: { email: 'eva@b.example' } },
    ]);
  });

  test('a suppress row with an id and an email gives two entries', async () => {
    const { suppress } = await desiredOf({
      'e.yaml': `${head}suppress: [{ file: p.csv }]\n`,
      'p.csv': 'id,email\n7,ana@northwind.example\n',
    });

    expect(suppress.map(({ match }) => match)).toEqual([{ email: 'ana@northwind.example' }, { id: '7' }]);
  });

  test('paths are relative to the file that includes them', async () => {
    const files = { 'conf/teams/e.yaml': audience.replace('p.csv', '../p.csv'), 'conf/p.csv': 'id\n1\n' };

    expect((await desiredOf(files)).files.map(({ path }) => path)).toEqual([
      'conf/teams/e.yaml',
      'conf/p.csv',
    ]);
  });

  test('1,000 bad rows result in 100 diagnostics and a count', async () => {
    const { diagnostics } = await load({ 'e.yaml': audience, 'p.csv': `id\n${'x\n'.repeat(1000)}` });

    expect(diagnostics).toHaveLength(101);
    expect(diagnostics.at(-1)).toMatchObject({ code: 'bad-id', source: { line: 1001 } });
    expect(diagnostics.at(-1)?.message).toMatch(/^900 more/);
  });

  test('texts contains no CSV file, which may hold names and phone numbers', async () => {
    const good = await load({ 'e.yaml': audience, 'p.csv': 'id\n1\n' });
    const bad = await load({ 'e.yaml': audience, 'p.csv': 'id\nx\n' });

    expect([...good.texts.keys()]).toEqual(['e.yaml']);
    expect([...bad.texts.keys()]).toEqual(['e.yaml']);
  });
});

describe('several files', () => {
  const parts = {
    'c/b.yml': 'version: 1\nlimits: { unenroll: 3 }\nsequences:\n  b: { id: 2, sender: m@acme.example }\n',
    'c/a.yaml': `${head}limits: { enroll: 2 }\nsequences:\n  a: { id: 1, sender: m@acme.example }\n`,
    'c/notes.txt': 'not read',
    'c/sub/x.yaml': 'not: read',
  };

  test('reads the YAML files of a folder sorted by name, without subfolders', async () => {
    const listing = {
      ...memoryFiles(parts),
      list: async (path: string) => (path === 'c' ? ['sub', 'b.yml', 'notes.txt', 'a.yaml'] : undefined),
    };
    const { desired } = await load(parts, { paths: ['c'], files: listing });

    expect(desired?.files.map(({ path }) => path)).toEqual(['c/a.yaml', 'c/b.yml']);
    expect(desired?.limits).toMatchObject({ enroll: { count: 2 }, unenroll: { count: 3 } });
    expect(desired?.targets.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  test('reads a file that is given twice once', async () => {
    const { desired } = await load(parts, { paths: ['c/a.yaml', './c/a.yaml'] });

    expect(desired?.files).toHaveLength(1);
  });

  test('reports a folder without YAML files and a missing file with different codes', async () => {
    const { diagnostics } = await load({ 'd/readme.md': '' }, { paths: ['d', 'missing.yaml'] });

    expect(diagnostics.map(({ code, source }) => [code, source?.file])).toEqual([
      ['empty-folder', 'd'],
      ['file-not-found', 'missing.yaml'],
    ]);
  });

  test.each([
    ['one file', { 'a.yaml': `${head}audiences:\n  x: []\n  x: []\n` }, ['a.yaml:5:3', 'a.yaml:4:3']],
    [
      'two files',
      {
        'a.yaml': `${head}workflows:\n  x: { id: 1 }\n`,
        'b.yaml': 'version: 1\nworkflows:\n  x: { id: 2 }\n',
      },
      ['b.yaml:3:3', 'a.yaml:4:3'],
    ],
    ['the top level of a file', { 'a.yaml': `${head}rate: 50%\nrate: 60%\n` }, ['a.yaml:4:1', 'a.yaml:3:1']],
  ])('reports a key that is duplicated in %s at both places', async (_, files, [second, first]) => {
    const { diagnostics, desired } = await load(files);
    const [problem] = diagnostics.filter(({ code }) => code === 'duplicate-key');

    expect(desired).toBeUndefined();
    expect(problem?.source && formatSource(problem.source)).toBe(second);
    expect(problem?.related?.map(formatSource)).toEqual([first]);
  });

  test('reports no missing names in other files if a file cannot be parsed', async () => {
    const other = `version: 1\nworkflows: { w: { id: 1, members: [{ audience: x }] } }\n`;
    const { diagnostics } = await load({ 'a.yaml': `${head}audiences: {\n`, 'b.yaml': other });

    expect([...new Set(diagnostics.map(({ source }) => source?.file))]).toEqual(['a.yaml']);
  });
});
