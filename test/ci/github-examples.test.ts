import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { openPostgres } from '../../src/ledger/postgres/open-postgres.ts';
import { toFormat1, toFormat2, toFormat3 } from '../../src/ledger/schema/formats.ts';
import { migrate } from '../../src/ledger/schema/migrate.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { enrollments } from './crm-world.ts';
import type { FakeRun, MergeMethod } from './fake-github.ts';
import { githubWorld, headCommit, pullRequest } from './github-world.ts';
import type { GithubWorld } from './github-world.ts';
import { commitAll } from './gitlab-world.ts';
import { githubExamples, packageRoot } from './paths.ts';
import { runJob } from './run-job.ts';
import { run } from './run-shell.ts';

const contacts = ['gus@contoso.example', 'hanna@adatum.example'];

function filesWith({ simulator }: GithubWorld, members: readonly string[]): Readonly<Record<string, string>> {
  return { 'enrollments.yaml': enrollments(simulator.portalId, members) };
}

/** Plans and merges a pull request that enrolls two contacts. */
async function planAndMerge(world: GithubWorld, how: MergeMethod = 'squash') {
  const files = filesWith(world, contacts);
  world.github.openPull(7);
  const planned = await world.push({ pull: 7, run: '101', files });
  expect(planned.status, planned.log).toBe('success');
  const merged = world.github.merge(7, { head: headCommit, how });
  return { files, planned, merged };
}

function activeIn({ simulator }: GithubWorld): readonly string[] {
  return simulator
    .inspect()
    .enrollments.filter(({ targetId, endedAt }) => targetId === '5510022' && !endedAt)
    .map(({ contactId }) => contactId);
}

describe('a pull request on GitHub', () => {
  it('gets one comment with its plan, which later commits update', async () => {
    const world = await githubWorld();
    const pull = world.github.openPull(7);
    world.github.write(7, { by: 'ana', body: 'Please check `<!-- rollcall:plan:1 -->`' });
    world.github.write(7, { by: 'github-actions[bot]', body: 'Build 12 is green.' });
    const first = await world.push({ pull: 7, run: '101', files: filesWith(world, contacts) });
    expect(first.status, first.log).toBe('success');
    expect(pull.comments).toHaveLength(3);
    const comment = pull.comments[2]?.body ?? '';
    expect(comment).toMatch(/^<!-- rollcall:plan:\d+ -->\n/u);
    expect(comment).toContain('will email 2 people');
    expect(comment).toContain('Commit 5ca1ab1e00');
    expect(comment).not.toContain('gus@');
    expect(first.summary).toBe(comment);

    const second = await world.push({ pull: 7, run: '102', files: filesWith(world, contacts.slice(1)) });
    expect(second.status, second.log).toBe('success');
    expect(pull.comments).toHaveLength(3);
    expect(pull.comments[2]?.body).toContain('will email 1 person');
    expect(pull.comments[2]?.body).toContain('run=102 plan=');
    expect(world.writes()).toBe(0);
  });

  it('finds its comment after 100 others, and does not change a copy by another user', async () => {
    const world = await githubWorld();
    const pull = world.github.openPull(7);
    for (let count = 0; count < 120; count += 1) world.github.write(7, { by: 'ana', body: 'Nice.' });
    await world.push({ pull: 7, run: '101', files: filesWith(world, contacts) });
    const original = pull.comments.at(-1);
    const copy = { id: 1, user: { login: 'mallory' }, body: original?.body ?? '' };
    pull.comments.unshift(copy);
    const again = await world.push({ pull: 7, run: '102', files: filesWith(world, contacts) });
    expect(again.status, again.log).toBe('success');
    expect(pull.comments).toHaveLength(122);
    expect(original?.body).toContain('run=102');
    expect(copy.body).toContain('run=101');
  });

  it('shows the errors of the files at their lines, and the job fails', async () => {
    const world = await githubWorld();
    const pull = world.github.openPull(7);
    await world.push({ pull: 7, run: '101', files: filesWith(world, contacts) });
    const files = {
      'enrollments.yaml': filesWith(world, contacts)['enrollments.yaml']?.replace('sender:', 'sendr:') ?? '',
    };
    const broken = await world.push({ pull: 7, run: '102', files });
    expect(broken.status).toBe('failure');
    expect(broken.log).toMatch(
      /^::error file=enrollments\.yaml,line=6,col=5,title=rollcall%3A unknown-key::/mu,
    );
    expect(broken.log).toContain('::error title=rollcall plan%3A exit code 3::');
    expect(pull.comments).toHaveLength(1);
    expect(pull.comments[0]?.body).toContain('The files are not valid');
    expect(pull.comments[0]?.body).toContain('run=102 plan=none');
  });

  it('from a fork, which has no secrets, is only validated', async () => {
    const world = await githubWorld();
    const trigger = { run: '101', sha: 'fork', secrets: {}, event: pullRequest(7, 'mallory/crm') };
    const files = filesWith(world, contacts);
    const workflow = `${githubExamples}/rollcall-plan.yml`;
    const plan = await runJob({ workflow, name: 'plan' }, { machine: world.machine(files), trigger });
    expect(plan.ran).toBe(false);
    const check = await runJob({ workflow, name: 'check' }, { machine: world.machine(files), trigger });
    expect(check).toMatchObject({ ran: true, status: 'success' });
    expect(check.summary).toContain('The files are valid');
    const ownTrigger = { ...trigger, event: pullRequest(7, 'acme/crm') };
    expect(
      (await runJob({ workflow, name: 'check' }, { machine: world.machine(files), trigger: ownTrigger })).ran,
    ).toBe(false);
  });
});

describe('a merge on GitHub', () => {
  it('applies exactly the plan of the pull request, only once', async () => {
    const world = await githubWorld();
    const { files, merged } = await planAndMerge(world);
    const applied = await world.applyOnMain({ run: '201', sha: merged, files });
    expect(applied.status, applied.log).toBe('success');
    expect(activeIn(world)).toHaveLength(2);
    expect(applied.summary).toContain('2 of 2 changes applied');
    expect(world.writes()).toBe(2);
    const again = await world.applyOnMain({ run: '202', sha: merged, files });
    expect(again.status).toBe('failure');
    expect(again.log).toContain('exit code 8');
    expect(world.writes()).toBe(2);
  });

  it('sends nothing if the files differ from the reviewed ones, and reports their current plan', async () => {
    const world = await githubWorld();
    const { merged } = await planAndMerge(world);
    const files = filesWith(world, contacts.slice(0, 1));
    const refused = await world.applyOnMain({ run: '201', sha: merged, files });
    expect(refused.status).toBe('failure');
    expect(refused.log).toContain('plan-files-changed');
    expect(refused.log).toContain('::error title=rollcall apply%3A exit code 8::');
    expect(world.writes()).toBe(0);

    const [, plan = ''] = /"Run workflow" with run 201 and plan ([0-9a-f]+)/u.exec(refused.summary) ?? [];
    expect(plan).not.toBe('');
    const byHand = await world.applyOnMain({
      run: '202',
      sha: merged,
      files,
      inputs: { run: '201', plan },
    });
    expect(byHand.status, byHand.log).toBe('success');
    expect(activeIn(world)).toHaveLength(1);
  });

  it.each(['merge commit', 'squash', 'rebase'] as const)('by %s applies the reviewed plan', async (how) => {
    const world = await githubWorld();
    const { files, merged } = await planAndMerge(world, how);
    const applied = await world.applyOnMain({ run: '201', sha: merged, files });
    expect(applied.status, applied.log).toBe('success');
    expect(activeIn(world)).toHaveLength(2);
  });

  it('refuses a plan whose run, comment or artifact is not the reviewed one', async () => {
    const world = await githubWorld();
    const { github } = world;
    const { files, merged } = await planAndMerge(world);
    github.openPull(8);
    await world.push({ pull: 8, run: '102', files: filesWith(world, ['liam@fabrikam.example']) });
    const [comment = { body: '' }] = github.issues[0]?.comments ?? [];
    const artifactOf = (run: string): string => join(world.folder, 'artifacts', run, 'rollcall-plan');
    const reviewed = comment.body;
    cpSync(artifactOf('101'), artifactOf('kept'), { recursive: true });
    const restore = (): void => {
      comment.body = reviewed;
      github.startRun('101', { head_sha: headCommit });
      github.otherPulls.length = 0;
      github.events.length = 0;
      cpSync(artifactOf('kept'), artifactOf('101'), { recursive: true });
    };
    const edited = 'its comment was edited after the run';
    const edit = (from: string | RegExp, to: string) => (): void => {
      comment.body = comment.body.replace(from, to);
    };
    const run = (changes: Partial<FakeRun>) => (): void =>
      github.startRun('101', { head_sha: headCommit, ...changes });
    const fork = { head_repository: { full_name: 'mallory/crm' } };
    const tamperings: readonly (readonly [reason: string, tamper: () => void])[] = [
      [edited, edit(/plan=[0-9a-f]+/u, 'plan=0123456789abcdef')],
      [edited, edit('will email 2 people', 'will email 1 person')],
      [edited, () => cpSync(artifactOf('102'), artifactOf('101'), { recursive: true })],
      ['it planned commit 01de700000, but the merged', run({ head_sha: '01de700000000000' })],
      ['it is a run of .github/workflows/evil.yml', run({ path: '.github/workflows/evil.yml@more-people' })],
      ['it ran on workflow_dispatch, not on pull_request', run({ event: 'workflow_dispatch' })],
      ['its commit is from mallory/crm, not from acme/crm', run(fork)],
      ['returned 404', () => void github.runs.delete('101')],
      ['it ran again after the merge', run({ run_started_at: '2026-11-02T13:00:00Z' })],
      [
        'its commit was also planned for evil-base, in pull request #9',
        () => void github.otherPulls.push({ number: 9, base: 'evil-base' }),
      ],
      ['the base of the pull request was changed', () => void github.events.push('base_ref_changed')],
      [
        'the base of the pull request was changed',
        () => void github.events.push('automatic_base_change_succeeded'),
      ],
      [
        'it ran for branch feature-2, but the merged pull request is of branch',
        run({ head_branch: 'feature-2' }),
      ],
      [
        'Refused the plan of run 666: it planned commit bad0000000',
        () => {
          github.startRun('666', { head_sha: 'bad0000000000000', head_branch: 'mallory' });
          edit('run=101', 'run=666')();
        },
      ],
    ];
    for (const [reason, tamper] of tamperings) {
      restore();
      tamper();
      const refused = await world.applyOnMain({ run: '201', sha: merged, files });
      expect(refused.log).toContain(reason);
      expect(refused.log).toContain('exit code 8');
      expect(refused.summary).toContain('The reviewed plan was not applied');
      expect([refused.status, world.writes()]).toEqual(['failure', 0]);
    }
    restore();
    const applied = await world.applyOnMain({ run: '202', sha: merged, files });
    expect(applied.status, applied.log).toBe('success');
  });

  it('does not refuse a reviewed plan because GitHub is down', async () => {
    const world = await githubWorld();
    const { files, merged } = await planAndMerge(world);
    world.github.outage = 502;
    const failed = await world.applyOnMain({ run: '201', sha: merged, files });
    expect(failed.status).toBe('failure');
    expect(failed.log).toMatch(/returned 502: .* Nothing was sent\. Run this job again\./u);
    expect(failed.outputs['rollcall']?.['plan-id'] ?? '').toBe('');
    world.github.outage = undefined;
    const again = await world.applyOnMain({ run: '201', sha: merged, files });
    expect(again.status, again.log).toBe('success');
    expect(activeIn(world)).toHaveLength(2);
  });

  it('runs and applies no file of the artifact or the checkout but the reviewed plan', async () => {
    const world = await githubWorld();
    const { files, merged } = await planAndMerge(world);
    const artifact = join(world.folder, 'artifacts', '101', 'rollcall-plan');
    const tool = '.rollcall/ci/node_modules/rollcall/ci';
    mkdirSync(join(artifact, tool), { recursive: true });
    writeFileSync(join(artifact, tool, 'main.mjs'), "console.log('pwned');");
    const applied = await world.applyOnMain({ run: '201', sha: merged, files });
    expect(applied.status, applied.log).toBe('success');
    expect(applied.log).not.toContain('pwned');

    const other = await githubWorld();
    const second = await planAndMerge(other);
    const kept = join(other.folder, 'artifacts', '101', 'rollcall-plan');
    const committed = Object.fromEntries(
      ['rollcall-plan.json', 'rollcall-plan.md'].map((name) => [
        name,
        readFileSync(join(kept, name), 'utf8'),
      ]),
    );
    rmSync(kept, { recursive: true });
    const refused = await other.applyOnMain({
      run: '201',
      sha: second.merged,
      files: { ...second.files, ...committed },
    });
    expect(refused.log).toContain('Run 101 has kept no plan, or its artifact has expired.');
    expect([refused.status, other.writes()]).toEqual(['failure', 0]);
  });

  it('by hand refuses the plan of a run that was not an apply on main', async () => {
    const world = await githubWorld();
    const { files, planned } = await planAndMerge(world);
    const [, plan = ''] = /plan=([0-9a-f]+) -->\s*$/u.exec(planned.summary) ?? [];
    expect(plan).toMatch(/^[0-9a-f]{16}$/u);
    const trusted = { event: 'push', head_branch: 'main', path: '.github/workflows/rollcall-apply.yml' };
    const inputs = { run: '101', plan };
    const rows: readonly (readonly [string, Partial<FakeRun>])[] = [
      ['it ran on pull_request', { event: 'pull_request' }],
      ['it ran on branch mallory, not on main', { head_branch: 'mallory' }],
      ['it is a run of .github/workflows/evil.yml', { path: '.github/workflows/evil.yml' }],
    ];
    for (const [reason, run] of rows) {
      world.github.startRun('101', { head_sha: headCommit, ...trusted, ...run });
      const refused = await world.applyOnMain({ run: '201', sha: 'head-of-main', files, inputs });
      expect(refused.log).toContain(reason);
      expect([refused.status, world.writes()]).toEqual(['failure', 0]);
    }
    world.github.startRun('101', { head_sha: headCommit, ...trusted });
    world.github.elsewhere.add(headCommit);
    const ofTag = await world.applyOnMain({ run: '201', sha: 'head-of-main', files, inputs });
    expect(ofTag.log).toContain('its commit 5ca1ab1e00 is not on main');
    expect([ofTag.status, world.writes()]).toEqual(['failure', 0]);
    world.github.elsewhere.clear();
    const applied = await world.applyOnMain({ run: '202', sha: 'head-of-main', files, inputs });
    expect(applied.status, applied.log).toBe('success');
  });

  it('refuses a plan with a flag that the job does not have', async () => {
    const world = await githubWorld();
    const workflow = join(world.folder, 'rollcall-plan.yml');
    const text = readFileSync(`${githubExamples}/rollcall-plan.yml`, 'utf8');
    writeFileSync(
      workflow,
      text.replace(
        'comment: true',
        'comment: true\n          args: |\n            --only\n            sequences.*',
      ),
    );
    const files = filesWith(world, contacts);
    world.github.openPull(7);
    const event = pullRequest(7, 'acme/crm');
    const trigger = { run: '101', sha: 'merge', branch: '7/merge', secrets: world.secrets, event };
    world.github.startRun('101', { head_sha: headCommit });
    const planned = await runJob({ workflow, name: 'plan' }, { machine: world.machine(files), trigger });
    expect(planned.status, planned.log).toBe('success');
    expect(world.github.issues[0]?.comments[0]?.body).toContain("--only 'sequences.");
    const sha = world.github.merge(7, { head: headCommit, how: 'squash' });
    const refused = await world.applyOnMain({ run: '201', sha, files });
    expect(refused.status).toBe('failure');
    expect(refused.log).toContain('plan-other-flags');
    expect(world.writes()).toBe(0);
  });

  it('sends nothing for a commit without a pull request, or without a saved plan', async () => {
    const world = await githubWorld();
    const { files, merged } = await planAndMerge(world);
    const pushed = await world.applyOnMain({ run: '201', sha: 'pushed-to-main', files });
    expect(pushed.status).toBe('failure');
    expect(pushed.log).toContain('this commit does not belong to a pull request');
    expect(pushed.summary).toContain('"Run workflow" with run 201');
    const withoutPlan = await world.applyOnMain({
      run: '202',
      sha: merged,
      files,
      inputs: { run: '999', plan: '0123456789abcdef' },
    });
    expect(withoutPlan.status).toBe('failure');
    expect(withoutPlan.summary).toContain('The reviewed plan was not applied');
    expect(world.writes()).toBe(0);
  });

  it('waits for the run that holds the lock, and reports the holder after the timeout', async ({ skip }) => {
    const world = await githubWorld();
    if (!world.manyConnections) skip('this PostgreSQL accepts only one connection at a time');
    const { files, merged } = await planAndMerge(world);
    const ledger = await openLedger({ location: world.secrets.ROLLCALL_LEDGER, mode: 'write' });
    await ledger?.acquire({
      portalId: world.simulator.portalId,
      owner: 'CI job 12 on runner-1',
      lifetimeMilliseconds: 600_000,
    });
    await ledger?.close();
    const workflow = join(world.folder, 'short-timeout.yml');
    writeFileSync(
      workflow,
      readFileSync(`${githubExamples}/rollcall-apply.yml`, 'utf8').replace('30m', '1s'),
    );
    const locked = await runJob(
      { workflow, name: 'apply' },
      {
        machine: world.machine(files),
        trigger: { run: '201', sha: merged, secrets: world.secrets, event: {} },
      },
    );
    expect(locked.status).toBe('failure');
    expect(locked.log).toContain('CI job 12 on runner-1');
    expect(locked.log).toContain('::error title=rollcall apply%3A exit code 9::');
    expect(world.writes()).toBe(0);
  });
});

describe('the schedule on GitHub', () => {
  it('enrolls what waits in its turn, and updates the comment of the merged pull request until nothing waits', async () => {
    const world = await githubWorld();
    const { simulator, github } = world;
    const files = {
      'enrollments.yaml': enrollments(simulator.portalId, contacts, '    pace: { perDay: 1 }\n'),
    };
    const pull = github.openPull(7);
    await world.push({ pull: 7, run: '101', files });
    const sha = github.merge(7, { head: headCommit, how: 'squash' });
    const applied = await world.applyOnMain({ run: '201', sha, files });
    expect(applied.status, applied.log).toBe('success');
    expect(pull.comments).toHaveLength(2);
    const progress = () => pull.comments[1]?.body ?? '';
    expect(progress()).toContain('1 of 1 change applied');
    expect(progress()).toMatch(/\*\*1 contact waits\.\*\* The first is expected on 2026-11-\d\d\./u);

    const early = await world.continueWaiting('301', files);
    expect(early.status, early.log).toBe('success');
    expect(activeIn(world)).toHaveLength(1);
    await simulator.advance('1d');
    const next = await world.continueWaiting('302', files);
    expect(next.status, next.log).toBe('success');
    expect(activeIn(world)).toHaveLength(2);
    expect(pull.comments).toHaveLength(2);
    expect(progress()).toContain('Nothing waits.');
    expect(progress()).toContain('run=302');
    await world.continueWaiting('303', files);
    expect(progress()).toContain('run=302');
  });

  it('enrolls no one from files that no reviewed plan covers', async () => {
    const world = await githubWorld();
    const { merged, files } = await planAndMerge(world);
    await world.applyOnMain({ run: '201', sha: merged, files });
    const edited = filesWith(world, [...contacts, 'liam@fabrikam.example']);
    const refused = await world.continueWaiting('301', edited);
    expect(refused.status).toBe('failure');
    expect(refused.log).toContain(
      'The configuration of commit head-of-main differs from that of the last reviewed plan',
    );
    expect(refused.log).toContain('exit code 8');
    expect(activeIn(world)).toHaveLength(2);
  });
});

describe('the required check on GitHub', () => {
  const workflow = `${githubExamples}/rollcall-plan.yml`;

  it('knows whether a change is ours', async () => {
    const world = await githubWorld();
    const rows = [
      ['enrollments.yaml', 'true'],
      ['lists/people.csv', 'true'],
      ['.rollcall/ci/package-lock.json', 'true'],
      ['README.md', undefined],
    ] as const;
    for (const [path, ours] of rows) {
      const machine = world.machine({ [path]: 'x\n' });
      await commitAll(machine.workspace, machine.env);
      const trigger = { run: '1', sha: 'merge', secrets: {}, event: pullRequest(7, 'acme/crm') };
      const { status, log, outputs } = await runJob({ workflow, name: 'changes' }, { machine, trigger });
      expect(status, log).toBe('success');
      expect(outputs['diff']?.['ours'], path).toBe(ours);
    }
  });

  it('plans again if a later commit reverts the change, so that no promise remains', async () => {
    const world = await githubWorld();
    const machine = world.machine({ 'README.md': 'x\n' });
    await commitAll(machine.workspace, machine.env);
    // The merge of a branch with two commits.
    const script = `git checkout -q -b more && echo a > people.csv && git add . && git commit -q -m add
git rm -q people.csv && git commit -q -m revert && git checkout -q main && git merge -q --no-ff --no-edit more`;
    const made = await run(['bash', '-e', '-c', script], { cwd: machine.workspace, env: machine.env });
    expect(made.exit, made.log).toBe(0);
    const trigger = { run: '1', sha: 'merge', secrets: {}, event: pullRequest(7, 'acme/crm') };
    const { outputs, log } = await runJob({ workflow, name: 'changes' }, { machine, trigger });
    expect(outputs['diff']?.['ours'], log).toBe('true');
  });

  it('succeeds if the other jobs succeeded or were skipped', async () => {
    const world = await githubWorld();
    const rows = [
      ['skipped', 'skipped', 'success'],
      ['success', 'skipped', 'success'],
      ['skipped', 'success', 'success'],
      ['failure', 'skipped', 'failure'],
      ['skipped', 'failure', 'failure'],
      ['cancelled', 'skipped', 'failure'],
    ] as const;
    for (const [plan, check, status] of rows) {
      const needs = { changes: { result: 'success' }, plan: { result: plan }, check: { result: check } };
      const trigger = { run: '1', sha: 'merge', secrets: {}, event: {}, needs };
      const result = await runJob({ workflow, name: 'rollcall' }, { machine: world.machine({}), trigger });
      expect(result, `${plan} ${check}`).toMatchObject({ ran: true, status });
    }
  });

  it('does not plan when no file of ours changed', async () => {
    const world = await githubWorld();
    const needs = { changes: { result: 'success', outputs: {} } };
    const trigger = { run: '1', sha: 'merge', secrets: {}, event: pullRequest(7, 'acme/crm'), needs };
    for (const name of ['plan', 'check']) {
      expect((await runJob({ workflow, name }, { machine: world.machine({}), trigger })).ran).toBe(false);
    }
  });
});

describe('drift on GitHub', () => {
  it('opens one issue, updates it, and closes it when the drift has ended', async () => {
    const world = await githubWorld();
    const { github, simulator } = world;
    const { files, merged } = await planAndMerge(world);
    await world.applyOnMain({ run: '201', sha: merged, files });
    const issues = () => github.issues.filter(({ user }) => user.login !== 'ana');

    expect(await world.drift('301', files)).toMatchObject({ status: 'success' });
    expect(issues()).toHaveLength(0);

    await simulator.act({ what: 'enroll', who: 'liam@fabrikam.example', target: '5510022' });
    const found = await world.drift('302', files);
    expect(found.status, found.log).toBe('success');
    expect(issues()).toMatchObject([
      { state: 'open', title: expect.stringContaining(`${simulator.portalId}`) },
    ]);
    expect(issues()[0]?.body).toContain('run=302');

    await world.drift('303', files);
    expect(issues()).toHaveLength(1);
    expect(issues()[0]?.body).toContain('run=303');

    await simulator.act({ what: 'unenroll', who: 'liam@fabrikam.example', target: '5510022' });
    const clean = await world.drift('304', files);
    expect(clean.status, clean.log).toBe('success');
    expect(issues()).toMatchObject([
      { state: 'closed', comments: [{ body: expect.stringContaining('No drift') }] },
    ]);
  });

  it('does not change the issue if the account cannot be read', async () => {
    const world = await githubWorld();
    const { files } = await planAndMerge(world);
    const before = world.github.requests.length;
    const failed = await runJob(
      { workflow: `${githubExamples}/rollcall-drift.yml`, name: 'drift' },
      {
        machine: world.machine(files),
        trigger: {
          run: '301',
          sha: 'head-of-main',
          secrets: { ...world.secrets, HUBSPOT_ACCESS_TOKEN: 'revoked' },
          event: {},
        },
      },
    );
    expect(failed.status).toBe('failure');
    expect(failed.log).toContain('exit code 4');
    expect(world.github.requests).toHaveLength(before);
  });
});

describe('the action', () => {
  it('of a package without a build fails, and installs nothing', async () => {
    const world = await githubWorld();
    const machine = world.machine({
      ...filesWith(world, contacts),
      'tool/action.yml': readFileSync(`${packageRoot}action.yml`, 'utf8'),
    });
    const workflow = join(world.folder, 'unbuilt.yml');
    const step = { uses: './tool', with: { command: 'plan' } };
    writeFileSync(workflow, JSON.stringify({ jobs: { plan: { steps: [step] } } }));
    const trigger = { run: '1', sha: 'head', secrets: world.secrets, event: {} };
    const result = await runJob({ workflow, name: 'plan' }, { machine, trigger });
    expect(result.status).toBe('failure');
    expect(result.log).toContain('has no dist/cli/main.js');
    expect(readdirSync(machine.workspace).toSorted()).toEqual(['enrollments.yaml', 'tool']);
  });
});

describe('a job', () => {
  it('with the reading secrets can write neither to HubSpot nor to the ledger', async ({ skip }) => {
    const world = await githubWorld();
    skip(!world.manyConnections, 'the ledger has no roles');
    const { HUBSPOT_ACCESS_TOKEN, ROLLCALL_LEDGER, ROLLCALL_LEDGER_READ } = world.secrets;
    const files = filesWith(world, contacts);
    const content = async (): Promise<unknown> =>
      world.query(ROLLCALL_LEDGER, 'select * from rollcall_runs order by 1');
    const before = await content();
    const apply = (secrets: Readonly<Record<string, string>>) =>
      rollcallInProcess(['apply', '--auto-approve'], {
        cwd: world.checkout(files),
        env: { ...world.env, ...secrets },
      });
    const read = { HUBSPOT_ACCESS_TOKEN: 'simulated-read-token', ROLLCALL_LEDGER: ROLLCALL_LEDGER_READ };
    expect((await apply(read)).exit).not.toBe(0);
    // Also not if one of the two leaked.
    expect((await apply({ ...read, HUBSPOT_ACCESS_TOKEN })).exit).toBe(1);
    expect(world.writes()).toBe(0);
    expect(await content()).toEqual(before);
    expect((await apply({ ...read, ROLLCALL_LEDGER })).exit).toBe(4);
    expect(activeIn(world)).toEqual([]);
  });

  it('writes no secret to logs, comments, summaries or artifacts', async () => {
    const world = await githubWorld();
    const { files, planned, merged } = await planAndMerge(world);
    const applied = await world.applyOnMain({ run: '201', sha: merged, files });
    const artifacts = join(world.folder, 'artifacts');
    const artifactTexts = readdirSync(artifacts, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFileSync(join(artifacts, name), 'utf8'));
    expect(artifactTexts).not.toHaveLength(0);
    const everything = [
      ...[planned, applied].flatMap(({ log, summary, outputs }) => [log, summary, JSON.stringify(outputs)]),
      ...world.github.issues.flatMap(({ comments }) => comments.map(({ body }) => body)),
      ...artifactTexts,
    ].join('\n');
    for (const secret of [...Object.values(world.secrets), 'job-token', ...contacts]) {
      expect(everything).not.toContain(secret);
    }
  });

  it('passes no input to a shell as code', async () => {
    const world = await githubWorld();
    const workflow = join(world.folder, 'injection.yml');
    const injection = '$(touch pwned)`touch pwned`"; touch pwned; "';
    writeFileSync(
      workflow,
      readFileSync(`${githubExamples}/rollcall-apply.yml`, 'utf8')
        .replace('files: enrollments.yaml', 'files: ${{ github.event.injection }}')
        .replace('lock-timeout: 30m', 'lock-timeout: ${{ github.event.injection }}'),
    );
    const machine = world.machine(filesWith(world, contacts));
    const trigger = {
      run: '1',
      sha: injection,
      secrets: world.secrets,
      event: { injection },
      inputs: { run: injection, plan: injection },
    };
    const result = await runJob({ workflow, name: 'apply' }, { machine, trigger });
    expect(result.status).toBe('failure');
    const createdFiles = readdirSync(machine.workspace, { recursive: true, encoding: 'utf8' });
    expect(createdFiles.filter((name) => name.includes('pwned') && !name.includes('node_modules'))).toEqual(
      [],
    );
    expect(existsSync(join(machine.temp, 'pwned'))).toBe(false);
  });
});

describe('a pull request that upgrades rollcall', () => {
  it('is planned on a ledger of the previous format, which the plan leaves as it is', async ({ skip }) => {
    const world = await githubWorld();
    if (!world.manyConnections) skip('this PostgreSQL has no roles to log in with');
    const { ROLLCALL_LEDGER: location } = world.secrets;
    const tables = await world.query(
      location,
      'select tablename from pg_tables where schemaname = current_schema()',
    );
    await world.query(location, `drop table ${tables.map(({ tablename }) => tablename).join(', ')}`);
    const store = await openPostgres(location);
    await migrate(store, [toFormat1, toFormat2, toFormat3]);
    await store.close();
    world.github.openPull(7);
    const planned = await world.push({ pull: 7, run: '101', files: filesWith(world, contacts) });
    expect(planned.status, planned.log).toBe('success');
    expect(planned.outputs).toMatchObject({ 'step-3': { changes: '2' } });
    expect(await world.query(location, 'select format from rollcall_meta')).toEqual([{ format: 3 }]);

    const merged = world.github.merge(7, { head: headCommit, how: 'squash' });
    const applied = await world.applyOnMain({
      run: '201',
      sha: merged,
      files: filesWith(world, contacts),
    });
    expect(applied.status, applied.log).toBe('success');
    expect(await world.query(location, 'select format from rollcall_meta')).toEqual([{ format: 4 }]);
    expect(activeIn(world)).toHaveLength(2);
    // The reader may read the new table.
    expect(await world.drift('301', filesWith(world, contacts))).toMatchObject({ status: 'success' });
  });
});
