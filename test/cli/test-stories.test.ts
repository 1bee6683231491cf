import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { StoryResults } from '../../src/model/results/story-result.ts';
import { problemsOf } from '../render/output-validator.ts';
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

const passing = `story: The drip enrolls two a day, in file order
steps:
  - apply: reviewed
  - expect: { exit: 0 }
  - expect: { enrollments: 2, in: q4-outbound, day: 2026-11-02 }
  - expect: { contact: ana@northwind.example, enrolledIn: q4-outbound }
  - expect: { contact: liam@fabrikam.example, plan: waiting, reason: pace }
  - daily: 1
  - expect: { contact: liam@fabrikam.example, enrolledIn: sequences.q4-outbound, plan: active }
  - reply: ana@northwind.example
  - expect: { contact: ana@northwind.example, notEnrolledIn: 5510021, plan: ended }
  - daily: 3
  - expect: { emails: 1, contact: ana@northwind.example }
`;

/** The first sequence ends with its last email, so that the daily job enrolls in the second one on the same day. */
const twice = {
  'enrollments.yaml': `version: 1
portal: simulated
sequences:
  first: { id: 5510031, sender: maria@acme.example, members: [ana@northwind.example] }
  second:
    id: 5510032
    sender: paul@acme.example
    members:
      - ana@northwind.example
`,
  'outreach.story.yaml': `story: No contact gets two of our emails in one day
given:
  account: empty
  now: 2026-11-02 07:00
  contacts: [ana@northwind.example]
  sequences:
    - { id: 5510031, emails: [0, 2] }
    - { id: 5510032, emails: [0] }
steps:
  - apply: reviewed
  - daily: 4
  - expect: no contact emailed twice in a day
`,
};

function folder(files: Readonly<Record<string, string>>) {
  const cwd = folderWith({ 'enrollments.yaml': file, ...files });
  const run = (line: string) => rollcallInProcess(line.split(' '), { cwd });
  const play = async (flags = ''): Promise<StoryResults & { readonly exit: number | null }> => {
    const { exit, stdout, stderr } = await run(`test --format json${flags}`);
    expect(stderr).toBe('');
    const results: StoryResults = JSON.parse(stdout);
    expect(problemsOf('stories', results)).toEqual([]);
    return { ...results, exit };
  };
  return { cwd, run, play };
}

const story = (steps: string, given = ''): string => `${given}steps:\n${steps}`;

describe('test', () => {
  it('plays a story and changes nothing in its folder', async () => {
    const { cwd, run, play } = folder({ 'drip.story.yaml': passing });
    const { exit, stories, counts } = await play();
    expect(stories[0]?.failures).toEqual([]);
    expect({ exit, counts }).toEqual({ exit: 0, counts: { passed: 1, failed: 0, invalid: 0 } });
    expect(existsSync(join(cwd, '.rollcall'))).toBe(false);
    expect((await run('test')).stdout).toBe(
      '✓ The drip enrolls two a day, in file order (drip.story.yaml)\n1 story: 1 passed\n',
    );
  });

  it('fails for two emails on a day, with the contact, the day and both lines', async () => {
    const { run, play } = folder(twice);
    const { exit, stories } = await play();
    expect(exit).toBe(1);
    expect(stories[0]?.failures).toMatchObject([
      {
        source: { file: 'outreach.story.yaml', line: 12, column: 5 },
        expected: 'no contact emailed twice in a day',
        actual:
          'a•••@northwind.example: 2 emails on 2026-11-04, sequences.first step 2 (enrollments.yaml:4) and sequences.second step 1 (enrollments.yaml:9)',
      },
    ]);
    for (const format of ['text', 'junit', 'markdown']) {
      const { stdout } = await run(`test --format ${format}`);
      await expect(stdout).toMatchFileSnapshot(
        `golden/stories.${format === 'junit' ? 'xml' : format === 'text' ? 'txt' : 'md'}`,
      );
    }
    expect((await run('test --format html')).stdout).toContain('a•••@northwind.example');
  });

  it('passes the same story when the second sequence waits', async () => {
    const files = {
      ...twice,
      'outreach.story.yaml': twice['outreach.story.yaml'].replace(
        'emails: [0, 2] }',
        'emails: [0, 2], ends: 3 }',
      ),
    };
    expect(await folder(files).play()).toMatchObject({ exit: 0 });
  });

  it.each([
    ['an exit code', '  - apply: reviewed\n  - expect: { exit: 5 }\n', 'exit code 5', 'exit code 0'],
    [
      'a failure code',
      '  - apply: unattended\n  - expect: { code: other }\n',
      'failure other',
      'configuration-unreviewed',
    ],
    [
      'an enrollment',
      '  - expect: { contact: ana@northwind.example, enrolledIn: q4-outbound }\n',
      'enrolled in q4-outbound',
      'not enrolled',
    ],
    [
      'no enrollment',
      '  - apply: reviewed\n  - expect: { contact: ana@northwind.example, notEnrolledIn: q4-outbound }\n',
      'not enrolled in q4-outbound',
      'enrolled',
    ],
    [
      'a plan',
      '  - expect: { contact: ana@northwind.example, plan: blocked }\n',
      'plan: blocked',
      /^plan: enroll \(/u,
    ],
    [
      'nothing in the plan',
      '  - expect: { contact: ana@northwind.example, plan: none }\n',
      'plan: none',
      /^plan: enroll \(/u,
    ],
    [
      'emails of a sender',
      '  - apply: reviewed\n  - expect: { emails: 7, by: maria@acme.example, day: 2026-11-02, in: q4-outbound }\n',
      '7 emails on 2026-11-02 by maria@acme.example in q4-outbound',
      '1 email',
    ],
    [
      'a weekend',
      '  - advance: 30d\n  - expect: no email on a weekend\n',
      'no email on a weekend',
      /an email on 2026-11-0[78]/u,
    ],
    [
      'a freeze',
      `  - edit: { file: enrollments.yaml, replace: "portal: simulated", with: "portal: simulated\\nfreeze: [{ from: 2026-11-05, to: 2026-11-05 }]" }\n  - apply: reviewed\n  - daily: 1\n  - advance: 3d\n  - expect: no email in a freeze\n`,
      'no email in a freeze',
      /an email on 2026-11-05, sequences\.q4-outbound step 2 \(enrollments\.yaml:9\)/u,
    ],
    [
      'two sequences',
      '  - enroll: { contact: gus@contoso.example, in: 5510022 }\n  - unenroll: { contact: gus@contoso.example, from: 5510022 }\n  - enroll: { contact: gus@contoso.example, in: q4-outbound }\n  - expect: no contact in two sequences\n',
      'no contact in two sequences',
      /g•••@contoso\.example: 2 enrollments/u,
    ],
    [
      'a contact that does not exist',
      '  - reply: nope@nowhere.example\n',
      'a step that can be played',
      /no contact n•••@nowhere\.example/u,
    ],
    [
      'a target that does not exist',
      '  - enroll: { contact: ana@northwind.example, in: nope }\n',
      'a step that can be played',
      /have a target nope/u,
    ],
    [
      'an edit that is not unique',
      '  - edit: { file: enrollments.yaml, replace: northwind, with: x }\n',
      'a step that can be played',
      /occurs 2 times/u,
    ],
    [
      'a fault that does not exist',
      '  - fault: bananas\n',
      'a step that can be played',
      /unknown kind bananas/u,
    ],
  ])('shows what is wrong with %s', async (...[, steps, expected, actual]) => {
    const { exit, stories } = await folder({ 'one.story.yaml': story(steps) }).play();
    expect(exit).toBe(1);
    expect(stories[0]?.failures).toHaveLength(
      expected.startsWith('no email') ? (stories[0]?.failures.length ?? 0) : 1,
    );
    expect(stories[0]?.failures[0]?.expected).toBe(expected);
    expect(stories[0]?.failures[0]?.actual).toMatch(actual);
  });

  it('edits files for the story alone, plays faults, and breaks and repairs inboxes', async () => {
    const steps = `  - disconnect: maria@acme.example
  - apply: reviewed
  - expect: { exit: 6 }
  - reconnect: maria@acme.example
  - edit: { file: enrollments.yaml, replace: "perDay: 2", with: "perDay: 3" }
  - apply: unattended
  - expect: { exit: 8, code: configuration-unreviewed }
  - apply: reviewed
  - expect: { exit: 0, enrollments: 3, in: q4-outbound }
  - fault: "reset POST /automation/* nth=1 handled"
  - advance: 20m
  - edit: { file: enrollments.yaml, replace: ", liam@fabrikam.example]", with: ", liam@fabrikam.example, noor@contoso.example]" }
  - advance: 1d
  - apply: reviewed
  - expect: { contact: noor@contoso.example, enrolledIn: q4-outbound, exit: 0 }
  - fault: none
`;
    const { stories } = await folder({ 'one.story.yaml': story(steps) }).play();
    expect(stories[0]).toMatchObject({ status: 'passed', failures: [] });
  });

  it('builds the account from contacts, owners, sequences, workflows, opt-outs and files', async () => {
    const given = `files: [flow.yaml]
given:
  account: empty
  now: 2026-12-01 10:30
  contacts:
    - { email: new@northwind.example, properties: { firstname: New }, owner: zoe@acme.example }
    - { email: bounced@northwind.example, bounced: true }
  optedOut: [out@northwind.example]
  owners: [{ email: zoe@acme.example }]
  sequences: [{ id: 7000, name: Short, emails: [0, 1] }]
  workflows: [{ id: 900900, enabled: false }]
  files:
    flow.yaml: |
      version: 1
      portal: 4711
      sequences:
        short: { name: Short, sender: contact-owner, members: [new@northwind.example, bounced@northwind.example, out@northwind.example] }
`;
    const steps = `  - apply: reviewed
  - expect: { contact: new@northwind.example, enrolledIn: short, emails: 1, by: zoe@acme.example, day: 2026-12-01 }
  - expect: { contact: bounced@northwind.example, plan: blocked }
  - expect: { contact: out@northwind.example, plan: blocked, reason: opted out }
`;
    const { stories } = await folder({ 'one.story.yaml': story(steps, given) }).play();
    expect(stories[0]).toMatchObject({ status: 'passed', failures: [] });
  });

  it('finds stories in folders below, plays them by path, and those that --only names', async () => {
    const { run, play } = folder({
      'drip.story.yaml': passing,
      'more/enrollments.yaml': file,
      'more/b.story.yaml': `story: Weekends\n${story('  - apply: reviewed\n')}`,
      'more/deep.er/c.story.yaml': story('  - expect: { exit: 0 }\n', 'files: [../enrollments.yaml]\n'),
      'empty/readme.txt': '',
      'node_modules/x/d.story.yaml': story('  - bananas: 1\n'),
    });
    expect((await play()).stories.map((one) => one.file)).toEqual([
      'drip.story.yaml',
      'more/b.story.yaml',
      'more/deep.er/c.story.yaml',
    ]);
    expect((await play(' more')).stories).toHaveLength(2);
    expect((await play(' more/b.story.yaml')).stories).toHaveLength(1);
    expect((await play(' --only Weekend')).stories.map((one) => one.file)).toEqual(['more/b.story.yaml']);
    expect((await play(' --only more/*.story.yaml')).stories).toHaveLength(2);
    const none = await run('test --only nothing');
    expect(none).toMatchObject({ exit: 1, stdout: '' });
    expect(none.stderr.replaceAll(/\s+/gu, ' ')).toContain(
      '--only nothing matches none of 3 stories: drip.story.yaml (The drip enrolls two a day, in file order), more/b.story.yaml (Weekends), more/deep.er/c.story.yaml.',
    );
    const empty = await run('test empty --only nothing');
    expect(empty.stderr).toContain('There is no file *.story.yaml in empty or below.');
  });

  it.each([
    ['steps:\n  - aply: reviewed\n', '2:5: error[unknown-key]', 'Did you mean `apply`?'],
    ['steps:\n  - apply: sometimes\n', '2:12: error[wrong-value]', '`reviewed`, `unattended`'],
    ['steps:\n  - apply: reviewed\n    advance: 1d\n', '2:5: error[wrong-value]', 'exactly one key'],
    ['steps:\n  - expect: no email at all\n', '2:13: error[wrong-value]', 'no email on a weekend'],
    ['steps:\n  - enroll: { contact: ana@northwind.example }\n', '2:13: error[missing-key]', '`in`'],
    ['steps:\n  - expect: { emails: 1, on: 2026-11-02 }\n', '2:26: error', '`on`'],
    ['story: Nothing\n', '1:1: error[missing-key]', '`steps`'],
    ['steps: [\n', 'error[yaml-indentation]', 'one.story.yaml'],
    ['given: { now: tomorrow }\nsteps: [{ advance: 1d }]\n', '1:15: error[wrong-value]', '2026-11-02 09:00'],
  ])('shows the place of each problem of an invalid story: %j', async (text, place, problem) => {
    const { exit, stderr, stdout } = await folder({ 'one.story.yaml': text }).run('test');
    expect({ exit, stderr }).toEqual({ exit: 3, stderr: '' });
    expect(stdout).toContain(place);
    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain(problem);
  });

  it('is not part of the configuration of its folder', async () => {
    const { run } = folder({ 'drip.story.yaml': passing });
    expect(await run('validate .')).toMatchObject({ exit: 0, stdout: 'Valid: 1 target.\n' });
  });

  it('prints the JSON Schema of a story', async () => {
    const { stdout } = await folder({}).run('schema --of story');
    const isStory = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(stdout));
    expect(isStory({ steps: [{ apply: 'reviewed' }, { expect: 'no email on a weekend' }] })).toBe(true);
    expect(isStory({ steps: [{ expect: { contact: 'ana@northwind.example', plan: 'waiting' } }] })).toBe(
      true,
    );
    expect(isStory({ steps: [{ expect: 'no email at all' }] })).toBe(false);
    expect(isStory({ steps: [] })).toBe(false);
  });

  it('plays again when a file changes', { timeout: 60_000 }, async () => {
    const { cwd } = folder({ 'one.story.yaml': story('  - apply: reviewed\n  - expect: { exit: 5 }\n') });
    const { spawn } = await import('node:child_process');
    const child = spawn(
      process.execPath,
      [new URL('../../dist/cli/main.js', import.meta.url).pathname, 'test', '--watch'],
      { cwd, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let stdout = '';
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    const until = async (text: string): Promise<void> => {
      for (let tries = 0; tries < 300 && !stdout.includes(text); tries += 1) await wait(100);
      expect(stdout).toContain(text);
    };
    try {
      await until('1 story: 0 passed, 1 failed');
      writeFileSync(join(cwd, 'one.story.yaml'), story('  - apply: reviewed\n  - expect: { exit: 0 }\n'));
      await until('1 story: 1 passed');
    } finally {
      child.kill('SIGINT');
    }
    const code = await new Promise((resolve) => void child.once('exit', resolve));
    expect(code).toBe(0);
  });
});
