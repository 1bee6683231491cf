/** Stories on a snapshot: its addresses are pseudonyms, and stories name real ones. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StoryResult } from '../../src/model/results/story-result.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';

const file = `version: 1
portal: simulated
suppress: ["*@competitor.example"]
sequences:
  q4-outbound:
    id: 5510021
    sender: { rotate: [maria@acme.example, paul@acme.example] }
    members:
      - ana@northwind.example
      - bo@northwind.example
      - liam@fabrikam.example
`;

/** Takes a snapshot, and returns a function that plays a story on it. */
async function snapshot(flags = '') {
  const cwd = folderWith({ 'enrollments.yaml': file });
  const run = (line: string) => rollcallInProcess(line.split(' ').filter(Boolean), { cwd });
  expect(await run(`snapshot --out account.json ${flags}`)).toMatchObject({ exit: 0 });
  const play = async (steps: string, given = 'snapshot: account.json'): Promise<StoryResult> => {
    writeFileSync(join(cwd, 'one.story.yaml'), `given: { ${given} }\nsteps:\n${steps}`);
    const { stdout, stderr } = await run('test --format json');
    expect(stderr).toBe('');
    return JSON.parse(stdout).stories[0];
  };
  return { cwd, run, play };
}

const applied = '  - apply: reviewed\n';

describe('a story on a snapshot with its key', () => {
  it('names contacts and reps by their real addresses', async () => {
    const { play } = await snapshot();
    const steps = `${applied}  - expect: { contact: ana@northwind.example, enrolledIn: q4-outbound }
  - expect: { contact: 1041, emails: 1, in: q4-outbound }
  - expect: { enrollments: 3, in: q4-outbound, day: 2026-11-02 }
  - reply: bo@northwind.example
  - expect: { contact: bo@northwind.example, plan: ended }
  - disconnect: maria@acme.example
  - edit: { file: enrollments.yaml, replace: liam@fabrikam.example, with: "{ email: liam@fabrikam.example, since: 2026-11-01 }" }
`;
    const { failures, diagnostics, status } = await play(steps);
    expect({ failures, diagnostics, status }).toEqual({ failures: [], diagnostics: [], status: 'passed' });
  });

  it('refuses an edit that needs a property which the snapshot does not have', async () => {
    const { play } = await snapshot();
    const steps = `${applied}  - edit: { file: enrollments.yaml, replace: "    members:", with: "    require: [jobtitle]\\n    members:" }
  - apply: reviewed
`;
    const { failures, status } = await play(steps);
    expect(status).toBe('failed');
    expect(failures[0]?.actual).toContain(
      'the contact property `jobtitle`, which the snapshot does not have',
    );
  });

  it('counts the emails of a rep, and shows the real address', async () => {
    const { play } = await snapshot();
    const { failures } = await play(`${applied}  - expect: { emails: 50, by: maria@acme.example }\n`);
    expect(failures).toMatchObject([{ expected: '50 emails by maria@acme.example' }]);
    expect(failures[0]?.actual).toMatch(/^[1-9]\d* emails?$/u);
    const [, ...events] = failures[0]?.timeline ?? [];
    expect(events.length).toBeGreaterThan(0);
    for (const line of events) expect(line).toMatch(/: contact 10\d\d, .*, maria@acme\.example$/u);
    expect(JSON.stringify(failures)).not.toContain('senders.example');
  });

  it('changes the contacts that `given` names', async () => {
    const { play } = await snapshot();
    const given =
      'snapshot: account.json, optedOut: [ana@northwind.example, 1042], owners: [{ email: paul@acme.example, inbox: false }]';
    const { failures } = await play(
      `${applied}  - expect: { exit: 6, contact: ana@northwind.example, plan: blocked, reason: opted out }\n  - expect: { contact: 1042, plan: blocked, reason: opted out }\n  - expect: { contact: 1043, emails: 9 }\n`,
      given,
    );
    expect(failures.map(({ source }) => source.line)).toEqual([6]);
  });

  it('states of another contact or rep only that it is not in the snapshot', async () => {
    const { play } = await snapshot();
    const contact = await play('  - reply: kira@tailspin.example\n');
    expect(contact.failures[0]?.actual).toMatch(
      /^The snapshot account\.json has no k•••@tailspin\.example\. .* Take a new snapshot/u,
    );
    const rep = await play(`${applied}  - expect: { emails: 0, by: nina@acme.example }\n`);
    expect(rep.failures[0]?.actual).toMatch(/^The snapshot account\.json has no n•••@acme\.example\./u);
    const id = await play('  - expect: { contact: 1061, plan: none }\n');
    expect(id.failures[0]?.actual).toContain('The snapshot account.json has no 1061.');
    const added = await play(
      `  - edit: { file: enrollments.yaml, replace: 'ana@northwind.example"', with: "ana@northwind.example\\"\\n      - kira@tailspin.example" }\n  - expect: { plan: blocked, reason: the snapshot has no contact with this email address }\n`,
    );
    expect(added.failures).toEqual([]);
  });

  it('is not an account without its files', async () => {
    const { play } = await snapshot();
    const { failures } = await play(applied, 'account: account.json');
    expect(failures).toMatchObject([{ source: { line: 1 } }]);
    expect(failures[0]?.actual).toContain('account.json is a snapshot, which has files and pseudonyms.');
  });

  it('refuses a pattern that the snapshot does not know', async () => {
    const { play } = await snapshot();
    const edit = (pattern: string) =>
      `  - edit: { file: enrollments.yaml, replace: '*@competitor.example', with: '${pattern}' }\n`;
    expect((await play(edit('*@competitor.example", "gus@contoso.example'))).failures).toEqual([]);
    expect((await play(edit('*@northwind.example'))).failures[0]?.actual).toContain(
      'The files have a pattern for addresses that the snapshot does not know.',
    );
  });
});

describe('a story on a snapshot without its key', () => {
  it.each([
    ['  - reply: ana@northwind.example\n', 'a•••@northwind.example'],
    ['  - expect: { contact: ana@northwind.example, plan: none }\n', 'a•••@northwind.example'],
    ['  - disconnect: paul@acme.example\n', 'p•••@acme.example'],
    ['  - expect: { emails: 0, by: paul@acme.example }\n', 'p•••@acme.example'],
  ])('refuses a real address, with the next step: %j', async (step, shown) => {
    const { play } = await snapshot('--discard-key');
    const { failures } = await play(step);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.actual).toContain(
      `its key is neither in ROLLCALL_SNAPSHOT_KEY nor in .rollcall/snapshot.key: rollcall cannot know which of them is ${shown}. Name a contact by its id`,
    );
  });

  it('refuses an opt-out of a real address, and accepts ids', async () => {
    const { play } = await snapshot('--discard-key');
    const refused = await play(applied, 'snapshot: account.json, optedOut: [ana@northwind.example]');
    expect(refused.failures).toMatchObject([{ source: { line: 1 } }]);
    const { failures } = await play(
      `${applied}  - expect: { contact: 1041, plan: blocked }\n`,
      'snapshot: account.json, optedOut: [1041]',
    );
    expect(failures).toEqual([]);
  });
});
