/** Expectations of stories that would pass whatever happens, and the evidence of those that fail. */
import { describe, expect, it } from 'vitest';
import type { StoryResult, StoryResults } from '../../src/model/results/story-result.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';

const file = `version: 1
portal: simulated
sequences:
  q4-outbound:
    id: 5510021
    sender: { rotate: [maria@acme.example, paul@acme.example] }
    pace: { perDay: 2, days: [mon, tue, wed, thu, fri] }
    members: [ana@northwind.example, bo@northwind.example, liam@fabrikam.example]
`;

async function play(steps: string, given = ''): Promise<StoryResult> {
  const cwd = folderWith({ 'enrollments.yaml': file, 'one.story.yaml': `${given}steps:\n${steps}` });
  const { stdout, stderr } = await rollcallInProcess(['test', '--format', 'json'], { cwd });
  expect(stderr).toBe('');
  const { stories }: StoryResults = JSON.parse(stdout);
  const [story] = stories;
  if (!story) throw new Error('no story was played');
  return story;
}

const applied = '  - apply: reviewed\n';

describe('a story is invalid', () => {
  it.each([
    ['emails: 0, day: 2026-02-31', '"2026-02-31" is not a day of the calendar.'],
    ['exit: 0, day: 2026-11-02', '`day` alone expects nothing'],
    ['exit: 0, by: paul@acme.example', '`by` alone expects nothing'],
    ['exit: 0, in: q4-outbound', '`in` alone expects nothing'],
    ['contact: ana@northwind.example', '`contact` alone expects nothing'],
    ['notEnrolledIn: q4-outbound', '`notEnrolledIn` alone expects nothing'],
    ['enrolledIn: q4-outbound', '`enrolledIn` alone expects nothing'],
  ])('at the value of { %s }', async (keys, message) => {
    const { status, diagnostics } = await play(`${applied}  - expect: { ${keys} }\n`);
    expect(status).toBe('invalid');
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.message).toContain(message);
    const column = `  - expect: { ${keys} }`.lastIndexOf(': ') + 3;
    expect(diagnostics[0]?.source).toEqual({ file: 'one.story.yaml', line: 3, column });
  });

  it.each([
    ['advance: soon', 'it must be a duration such as 3d or 12h'],
    ['daily: often', 'it must be a whole number'],
    ['reply: [1041]', 'it must be a text or a whole number'],
    ['expect: { emails: 1, day: friday }', 'it must be a day such as 2026-11-05'],
  ])('for another form of a value: %s', async (step, message) => {
    const { status, diagnostics } = await play(`  - ${step}\n`);
    expect(status).toBe('invalid');
    expect(diagnostics.map((one) => one.message)).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    ['account: empty, snapshot: account.json', '`account` and `snapshot` are two accounts', 36],
    ['contacts: [ana@northwind.example, "1041"]', 'needs a valid email address', 44],
    ['owners: [{ email: maria }]', 'needs a valid email address', 19],
  ])('for given: { %s }', async (given, message, column) => {
    const { status, diagnostics } = await play(applied, `given: { ${given} }\n`);
    expect(status).toBe('invalid');
    expect(diagnostics.map((one) => one.message)).toEqual([expect.stringContaining(message)]);
    expect(diagnostics[0]?.source).toMatchObject({ line: 1, column });
  });

  it.each(['2026-02-31 09:00', '2026-11-02 24:30', '2026-13-01'])('if it begins at %s', async (now) => {
    const { status, diagnostics } = await play(applied, `given: { now: "${now}" }\n`);
    expect(status).toBe('invalid');
    expect(diagnostics[0]?.source).toMatchObject({ line: 1 });
    expect(diagnostics[0]?.message).toMatch(/is not a (?:day of the calendar|time of day)/u);
  });
});

describe('a story fails', () => {
  it.each([
    [
      'by a rep that the account does not have',
      '{ emails: 0, by: mara@acme.example }',
      /no rep m•••@acme\.example\. .*maria@acme\.example, paul@acme\.example.* Did you mean `maria@acme\.example`\?/u,
    ],
    [
      'on a day to come',
      '{ emails: 0, day: 2026-11-03 }',
      /It is 2026-11-02 at this step, so nothing has happened on 2026-11-03/u,
    ],
    ['on a day before it begins', '{ emails: 0, day: 2026-11-01 }', /The story begins on 2026-11-02/u],
  ])('for an amount %s', async (_what, expectation, actual) => {
    const { status, failures } = await play(`${applied}  - expect: ${expectation}\n`);
    expect(status).toBe('failed');
    expect(failures).toMatchObject([{ source: { line: 3 }, expected: 'a step that can be played' }]);
    expect(failures[0]?.actual).toMatch(actual);
  });

  it.each([
    ['  - disconnect: mara@acme.example\n', ''],
    ['  - reconnect: mara@acme.example\n', ''],
    [applied, 'given: { contacts: [{ email: ana@northwind.example, owner: mara@acme.example }] }\n'],
  ])('for a rep that the account does not have: %j %j', async (steps, given) => {
    const { failures } = await play(steps, given);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.actual).toContain('Did you mean `maria@acme.example`?');
    if (given !== '') expect(failures[0]?.source).toMatchObject({ line: 1 });
  });

  it('for a refused apply that no expectation names, at its place and with its reason', async () => {
    const edit =
      '  - edit: { file: enrollments.yaml, replace: "perDay: 2", with: "perDay: 3" }\n  - daily: 3\n';
    const { failures } = await play(`${applied}${edit}`);
    expect(failures).toMatchObject([
      {
        source: { line: 4 },
        expected: 'exit code 0, because no `exit` and no `code` is expected before the next apply',
      },
    ]);
    expect(failures[0]?.actual).toMatch(/^on 2026-11-03 and 2 later days, exit code 8: \S/u);
    const invalid = '  - edit: { file: enrollments.yaml, replace: "id: 5510021", with: "id: x" }\n';
    const refused = await play(`${invalid}${applied}  - expect: { exit: 3 }\n${applied}`);
    expect(refused.failures).toMatchObject([{ source: { line: 5 } }]);
    expect(refused.failures[0]?.actual).toContain('exit code 3: enrollments.yaml:5: ');
  });

  it.each(['exit: 8', 'code: configuration-unreviewed'])(
    'not for a refused apply if %s is expected next',
    async (end) => {
      const edit = '  - edit: { file: enrollments.yaml, replace: "perDay: 2", with: "perDay: 3" }\n';
      const { status } = await play(
        `${applied}${edit}  - daily: 3\n  - advance: 1h\n  - expect: { ${end} }\n`,
      );
      expect(status).toBe('passed');
    },
  );

  it.each(['{ contact: ana@northwind.example, plan: none }', 'no email in a freeze'])(
    'for invalid files, which have neither a plan nor a freeze: %s',
    async (expectation) => {
      const edit = '  - edit: { file: enrollments.yaml, replace: "id: 5510021", with: "id: x" }\n';
      const { failures } = await play(`${edit}  - expect: ${expectation}\n`);
      expect(failures).toHaveLength(1);
      expect(failures[0]?.actual).toContain('the files are invalid');
    },
  );

  it('for the days of a daily job that end differently from the last one', async () => {
    const steps = `  - disconnect: maria@acme.example
  - disconnect: paul@acme.example
  - daily: 1
  - edit: { file: enrollments.yaml, replace: "perDay: 2", with: "perDay: 3" }
  - daily: 2
  - expect: { exit: 8 }
`;
    const { failures } = await play(steps);
    expect(failures.map(({ source, actual }) => [source.line, /exit code \d+/u.exec(actual)?.[0]])).toEqual([
      [4, expect.stringMatching(/^exit code [1-9]/u)],
    ]);
  });
});

describe('the evidence of a failed expectation', () => {
  it('is in the time zone of the account', async () => {
    const { failures } = await play(
      `${applied}  - expect: { contact: ana@northwind.example, notEnrolledIn: q4-outbound }\n`,
    );
    expect(failures[0]?.timeline).toEqual([
      'In the time zone of the account, Europe/Berlin:',
      '2026-11-02 10:00  enrolled by apply 1: a•••@northwind.example, sequences.q4-outbound, paul@acme.example',
      '2026-11-02 10:00  email of step 1: a•••@northwind.example, sequences.q4-outbound, paul@acme.example',
    ]);
  });

  it('is on the days that the expectations name, also around midnight', async () => {
    const { failures } = await play(
      `  - apply: reviewed\n  - expect: { emails: 0, day: 2026-11-03 }\n`,
      'given: { now: "2026-11-03 00:20" }\n',
    );
    expect(failures[0]?.timeline.slice(1).every((line) => line.startsWith('2026-11-03 00:2'))).toBe(true);
    expect(failures[0]?.timeline.length).toBeGreaterThan(1);
  });

  it('are the counted events, else those of the contact and the target', async () => {
    const steps = (expectation: string) => `${applied}  - daily: 4\n  - expect: { ${expectation} }\n`;
    const counted = await play(steps('emails: 9, day: 2026-11-02, by: maria@acme.example'));
    expect(counted.failures[0]).toMatchObject({
      expected: '9 emails on 2026-11-02 by maria@acme.example',
    });
    const [zone, ...events] = counted.failures[0]?.timeline ?? [];
    expect(zone).toContain('Europe/Berlin');
    expect(events.length).toBeGreaterThan(0);
    for (const line of events) expect(line).toMatch(/^2026-11-02 .* email of step .*, maria@acme\.example$/u);
    const none = await play(
      steps('enrollments: 1, day: 2026-11-06, contact: liam@fabrikam.example, in: q4-outbound'),
    );
    expect(none.failures[0]).toMatchObject({
      expected: '1 enrollment on 2026-11-06 in q4-outbound',
      actual: '0 enrollments',
    });
    for (const line of none.failures[0]?.timeline.slice(1) ?? []) expect(line).toContain('l•••@fabrikam');
    expect(none.failures[0]?.timeline.join('\n')).toContain('2026-11-03 08:00  enrolled by apply 2');
  });

  it('blames a line only for what an apply enrolled', async () => {
    const steps = `  - enroll: { contact: liam@fabrikam.example, in: q4-outbound }
${applied}  - enroll: { contact: gus@contoso.example, in: q4-outbound }
  - advance: 30d
  - expect: no email on a weekend
`;
    const { failures } = await play(steps, 'given: { now: "2026-11-05 09:00" }\n');
    const causes = failures.map(({ actual }) =>
      actual.replace(/^(.)\S+: .*?, (\S+).*\((.*)\)$/u, '$1 $2 ($3)'),
    );
    expect(new Set(causes)).toEqual(
      new Set([
        'a sequences.q4-outbound (enrollments.yaml:8)',
        'b sequences.q4-outbound (enrollments.yaml:8)',
        // Declared in the files now, but a rep enrolled it before.
        'l sequences.q4-outbound (enrolled by hand or by HubSpot)',
        'g sequences.q4-outbound (enrolled by hand or by HubSpot, and not declared in the files)',
        'o sequences.q4-outbound (enrolled before the story, and not declared in the files)',
      ]),
    );
  });
});

describe('a contact by its id', () => {
  it('may be a number in every step and expectation', async () => {
    const steps = `${applied}  - expect: { contact: 1041, enrolledIn: q4-outbound }
  - expect: { contact: "1041", plan: active }
  - reply: 1041
  - meeting: 1042
  - enroll: { contact: 1043, in: 5510022 }
  - unenroll: { contact: 1043, from: 5510022 }
  - optOut: 1043
  - bounce: 1044
  - expect: { contact: 1060, plan: none }
`;
    const { failures, diagnostics, status } = await play(steps, 'given: { optedOut: [1060] }\n');
    expect({ failures, diagnostics, status }).toEqual({ failures: [], diagnostics: [], status: 'passed' });
  });

  it('must exist', async () => {
    expect((await play('  - reply: 777\n')).failures[0]?.actual).toContain('has no contact 777');
    const { failures } = await play(applied, 'given: { optedOut: [777] }\n');
    expect(failures[0]?.actual).toContain('no contact 777, which `optedOut` names');
  });
});

describe('a step that proves nothing fails', () => {
  it.each([
    [
      'a rule before anything happened',
      '  - expect: no email on a weekend\n',
      'nothing happened before this step',
    ],
    [
      'an edit that changes nothing',
      '  - edit: { file: enrollments.yaml, replace: "perDay: 2", with: "perDay: 2" }\n',
      'changes nothing',
    ],
    [
      'an edit of a file that does not exist',
      '  - edit: { file: enrolments.yaml, with: "version: 9" }\n',
      'does not exist',
    ],
  ])('%s', async (_, steps, message) => {
    const { status, failures } = await play(steps);
    expect(status).toBe('failed');
    expect(failures[0]?.actual).toContain(message);
  });

  it('an empty reason is invalid', async () => {
    const { status } = await play(
      `${applied}  - expect: { contact: ana@northwind.example, plan: active, reason: "" }\n`,
    );
    expect(status).toBe('invalid');
  });
});
