/** `apply --unattended`: a schedule continues what was reviewed, and sends nothing else. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemsOf } from '../render/output-validator.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';

interface Rows {
  readonly members?: readonly string[];
  readonly limits?: string;
  readonly suppress?: string;
  readonly pace?: number;
  readonly onLeave?: string;
  readonly definition?: string;
}

const people = ['ana@northwind.example', 'bo@northwind.example', 'liam@fabrikam.example'];

function file({ members = people, limits, suppress, pace = 1, onLeave = 'keep', definition }: Rows): string {
  return `version: 1
portal: simulated
${limits === undefined ? '' : `limits: ${limits}\n`}${suppress === undefined ? '' : `suppress: ["${suppress}"]\n`}audiences:
  all: [${members.join(', ')}]
sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
${definition === undefined ? '' : `    definition: ${definition}\n`}    pace: { perDay: ${pace} }
    unenroll: { workflow: 7781 }
    allowEmpty: true
    onLeave: ${onLeave}
    members: [{ audience: all }]
`;
}

interface Shown {
  readonly outcomes?: readonly { readonly address: string; readonly status: string }[];
  readonly exitReasons?: readonly string[];
  readonly error?: { readonly message: string };
  readonly diagnostics?: readonly { readonly message: string }[];
}

function folder(rows: Rows = {}) {
  const cwd = folderWith({ 'enrollments.yaml': file(rows) });
  const run = (line: string, env: Readonly<Record<string, string>> = {}) =>
    rollcallInProcess(line.split(' '), { cwd, env });
  const write = (next: Rows): void => writeFileSync(join(cwd, 'enrollments.yaml'), file(next));
  const unattended = async () => {
    const { exit, stdout } = await run('apply --unattended --format json');
    const { outcomes = [], exitReasons = [], diagnostics = [], error }: Shown = JSON.parse(stdout);
    const done = outcomes.filter(({ status }) => status === 'done').map(({ address }) => address);
    return {
      exit,
      done,
      why: [error?.message, ...exitReasons, ...diagnostics.map(({ message }) => message)].join('\n'),
    };
  };
  const review = async (): Promise<void> => {
    await run('plan --out plan.json');
    expect(await run('apply plan.json --auto-approve')).toMatchObject({ exit: 0 });
  };
  return { run, write, unattended, review };
}

describe('apply --unattended', () => {
  it('enrolls the contacts of the reviewed configuration in their turn, and asks nothing', async () => {
    const { run, review, unattended } = folder();
    await review();
    expect(await unattended()).toMatchObject({ exit: 0, done: [] });
    await run('simulator advance 1d');
    expect(await unattended()).toMatchObject({ exit: 0, done: ['sequences.q4-outbound/1042'] });
    expect(await unattended()).toMatchObject({ exit: 0, done: [] });
  });

  it('enrolls no one before the first reviewed plan', async () => {
    const { run, unattended } = folder();
    await run('apply --auto-approve');
    await run('simulator advance 1d');
    const { exit, why, done } = await unattended();
    expect({ exit, done }).toEqual({ exit: 8, done: [] });
    expect(why).toContain('was not reviewed: no apply has used a reviewed plan');
  });

  it.each([
    [
      'a part of the files',
      'plan --out plan.json --only *1041',
      'apply plan.json --only *1041 --auto-approve',
    ],
    ['a canary', 'plan --out plan.json', 'apply plan.json --canary 1 --auto-approve'],
    ['a change of other files', 'plan --out plan.json', 'apply --auto-approve'],
  ])('does not take %s for a review of the configuration', async (_, plan, apply) => {
    const { run, unattended } = folder({ pace: 2 });
    await run(plan);
    await run(apply);
    await run('simulator advance 1d');
    expect(await unattended()).toMatchObject({ exit: 8, done: [] });
  });

  it('takes an apply of the reviewed plan id for a review', async () => {
    const { run, unattended } = folder();
    await run('ledger create');
    const { planId }: { planId: string } = JSON.parse((await run('plan --format json')).stdout);
    expect(await run(`apply --auto-approve --expect ${planId}`)).toMatchObject({ exit: 0 });
    await run('simulator advance 1d');
    expect(await unattended()).toMatchObject({ exit: 0, done: ['sequences.q4-outbound/1042'] });
  });

  it('waits for the merge when the files change, and names the reviewed plan', async () => {
    const { run, write, review, unattended } = folder();
    await review();
    write({ members: [...people, 'gus@contoso.example'] });
    await run('simulator advance 1d');
    const { exit, why, done } = await unattended();
    expect({ exit, done }).toEqual({ exit: 8, done: [] });
    expect(why).toMatch(/differs from that of the last reviewed plan, plan [0-9a-f]{16}/u);
    await review();
    await run('simulator advance 1d');
    expect(await unattended()).toMatchObject({ exit: 0, done: ['sequences.q4-outbound/1043'] });
  });

  it('unenrolls suppressed contacts even if the files were not reviewed', async () => {
    const { run, write, review, unattended } = folder();
    await review();
    write({ suppress: 'ana@northwind.example' });
    await run('simulator advance 1d');
    const { exit, done, why } = await unattended();
    expect({ exit, done }).toEqual({ exit: 8, done: ['sequences.q4-outbound/1041'] });
    expect(why).toContain('differs from that of the last reviewed plan');
    expect(await unattended()).toMatchObject({ exit: 8, done: [] });
  });

  it('counts the whole day against limits.enroll', async () => {
    const members = [...people, 'gus@contoso.example', 'hanna@adatum.example'];
    const { run, write, review, unattended } = folder({ limits: '{ enroll: 2 }', members, pace: 2 });
    await review();
    write({ limits: '{ enroll: 2 }', members, pace: 3 });
    await run('pause');
    await review();
    await run('resume');
    const { exit, done, why } = await unattended();
    expect({ exit, done }).toEqual({ exit: 5, done: [] });
    expect(why).toContain('The plan has 1 enrollment (after 2 earlier today); `limits.enroll` is 2');
    await run('simulator advance 1d');
    expect(await unattended()).toMatchObject({ exit: 5 });
    expect((await unattended()).why).toContain('The plan has 3 enrollments; `limits.enroll` is 2');
  });

  it('leaves repeated enrollments and removals for a reviewed plan, exits with 0, and shows them', async () => {
    const { run, review, unattended } = folder({ members: ['{ list: 482 }'], pace: 60, onLeave: 'unenroll' });
    await review();
    await run('simulator act leave-list 1001 --with 482');
    await run('simulator advance 1d');
    const { exit, stdout, stderr } = await run('apply --unattended', { GITHUB_ACTIONS: 'true' });
    expect(exit).toBe(0);
    expect(stdout).toContain('Apply finished. No changes; 1 left for a reviewed plan');
    expect(stdout).toContain(
      'Next: review the change that waits for a reviewed plan: `rollcall plan --out plan.json`',
    );
    expect(stderr).toContain('::warning title=rollcall apply::1 change waits for a reviewed plan');
    const { stdout: json } = await run('apply --unattended --format json');
    expect(problemsOf('report', JSON.parse(json))).toEqual([]);
    expect(JSON.parse(json)).toMatchObject({ exitCode: 0, exitReasons: [], forReview: 1 });
    expect((await run('status')).stdout).toContain('1 waiting, 1 change left for a reviewed plan');
    const { stdout: status } = await run('status --format json');
    expect(problemsOf('status', JSON.parse(status))).toEqual([]);
    expect(JSON.parse(status)).toMatchObject({ left: { waiting: 1, forReview: 1 } });
    await review();
    expect(await unattended()).toMatchObject({ exit: 0, done: [] });
    expect((await run('status')).stdout).toContain('left       nothing');
  });

  it('leaves the enrollments in a sequence that was edited for a reviewed plan, every day until one is applied', async () => {
    const { run, review, unattended } = folder();
    await review();
    await run('simulator act edit-target 5510021 --with delay:2=9d');
    for (let day = 0; day < 2; day += 1) {
      await run('simulator advance 1d');
      expect(await unattended()).toMatchObject({ exit: 0, done: [] });
    }
    const { stdout } = await run('apply --unattended');
    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain(
      'sequences.q4-outbound: The sequence was edited since the last apply. 2 enrollments wait for a reviewed plan. sequence step 2 now waits 9 days (before: 3 days).',
    );
    expect((await run('status')).stdout).toContain('2 changes left for a reviewed plan');
    expect((await run('drift')).stdout).toContain('edited');
    await review();
    await run('simulator advance 1d');
    expect(await unattended()).toMatchObject({ exit: 0, done: ['sequences.q4-outbound/1043'] });
  });

  it('takes a reviewed plan without changes for a review of an edit, and shows the edit in it', async () => {
    const { run, review, unattended } = folder();
    await review();
    await run('simulator act edit-target 5510021 --with delay:2=9d');
    const plan = (await run('plan')).stdout.replaceAll(/\s+/gu, ' ');
    expect(plan).toContain(
      'sequences.q4-outbound: The sequence was edited since the last apply. After this plan, later applies enroll 2 waiting contacts there. sequence step 2 now waits 9 days (before: 3 days).',
    );
    await review();
    expect((await run('drift')).exit).toBe(0);
    await run('simulator advance 1d');
    expect(await unattended()).toMatchObject({ exit: 0, done: ['sequences.q4-outbound/1042'] });
  });

  it.each(['--suppressions', '--undo-run 1'])(
    'does not take an apply with %s for a review of an edit',
    async (flags) => {
      const { run, review, unattended } = folder();
      await review();
      await run('simulator act edit-target 5510021 --with delay:2=9d');
      expect((await run(`apply ${flags} --auto-approve`)).stdout).toContain('Apply complete');
      await run('resume');
      await run('simulator advance 1d');
      expect(await unattended()).toMatchObject({ exit: 0, done: [] });
      expect((await run('drift')).stdout).toContain('sequence step 2 now waits 9 days');
    },
  );

  it('does not take a pulled definition for a review of an edit', async () => {
    const { run, write, review, unattended } = folder();
    write({ definition: 'sequences/q4-outbound.yaml' });
    await run('sequences pull');
    await review();
    await run('simulator act edit-target 5510021 --with delay:2=9d');
    await run('simulator advance 1d');
    expect((await run('sequences pull')).stdout).toContain('1 updated');
    expect(await unattended()).toMatchObject({ exit: 0, done: [] });
    await review();
    await run('simulator advance 1d');
    expect(await unattended()).toMatchObject({ exit: 0, done: ['sequences.q4-outbound/1043'] });
  });

  it.each([
    ['--only sequences.*', '--only'],
    ['--max-enroll 9', '--max-'],
    ['--canary 1', '--canary'],
    ['--suppressions', '--suppressions'],
    ['--allow-archive', '--allow-archive'],
    ['--expect 0123456789abcdef', '--expect'],
    ['--undo-run 1', '--undo-run'],
    ['--new-ledger', '--new-ledger'],
  ])('is not possible with %s', async (flags, named) => {
    const { run } = folder();
    const { exit, stderr } = await run(`apply --unattended ${flags}`);
    expect(exit).toBe(1);
    expect(stderr).toContain(`--unattended cannot be used with ${named}`);
  });
});
