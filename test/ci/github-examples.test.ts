import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { enrollments } from './crm-world.ts';
import { githubWorld, pullRequest } from './github-world.ts';
import type { GithubWorld } from './github-world.ts';
import { githubExamples } from './paths.ts';
import { runJob } from './run-job.ts';

const both = ['gus@contoso.example', 'hanna@adatum.example'];

function filesWith({ simulator }: GithubWorld, members: readonly string[]): Readonly<Record<string, string>> {
  return { 'enrollments.yaml': enrollments(simulator.portalId, members) };
}

/** A pull request that enrolls two people, planned and merged. */
async function reviewedAndMerged(world: GithubWorld) {
  const files = filesWith(world, both);
  world.github.openPull(7);
  const planned = await world.push({ pull: 7, run: '101', files });
  expect(planned.status, planned.log).toBe('success');
  world.github.merge(7, 'merged');
  return { files, planned };
}

function activeIn({ simulator }: GithubWorld): readonly string[] {
  return simulator
    .inspect()
    .enrollments.filter((one) => one.targetId === '5510022' && !one.endedAt)
    .map((one) => one.contactId);
}

describe('a pull request on GitHub', () => {
  it('gets one comment with its plan, which later commits update in place', async () => {
    const world = await githubWorld();
    const pull = world.github.openPull(7);
    world.github.write(7, { by: 'ana', body: 'Please look at `<!-- rollcall:plan:1 -->`' });
    world.github.write(7, { by: 'github-actions[bot]', body: 'Build 12 is green.' });
    const first = await world.push({ pull: 7, run: '101', files: filesWith(world, both) });
    expect(first.status, first.log).toBe('success');
    expect(pull.comments).toHaveLength(3);
    const shown = pull.comments[2]?.body ?? '';
    expect(shown).toMatch(/^<!-- rollcall:plan:\d+ -->\n/u);
    expect(shown).toContain('will email 2 people');
    expect(shown).toContain('Commit 5ca1ab1e00');
    expect(shown).not.toContain('gus@');
    expect(first.summary).toBe(shown);

    const second = await world.push({ pull: 7, run: '102', files: filesWith(world, both.slice(1)) });
    expect(second.status, second.log).toBe('success');
    expect(pull.comments).toHaveLength(3);
    expect(pull.comments[2]?.body).toContain('will email 1 person');
    expect(pull.comments[2]?.body).toContain('run=102 plan=');
    expect(world.writes()).toBe(0);
  });

  it('finds its comment behind more than a hundred others, and leaves a copy by somebody else alone', async () => {
    const world = await githubWorld();
    const pull = world.github.openPull(7);
    for (let count = 0; count < 120; count += 1) world.github.write(7, { by: 'ana', body: 'Nice.' });
    await world.push({ pull: 7, run: '101', files: filesWith(world, both) });
    const ours = pull.comments.at(-1);
    const copy = { id: 1, user: { login: 'mallory' }, body: ours?.body ?? '' };
    pull.comments.unshift(copy);
    const again = await world.push({ pull: 7, run: '102', files: filesWith(world, both) });
    expect(again.status, again.log).toBe('success');
    expect(pull.comments).toHaveLength(122);
    expect(ours?.body).toContain('run=102');
    expect(copy.body).toContain('run=101');
  });

  it('is told at the lines what is wrong with the files, and the job fails', async () => {
    const world = await githubWorld();
    const pull = world.github.openPull(7);
    await world.push({ pull: 7, run: '101', files: filesWith(world, both) });
    const files = {
      'enrollments.yaml': filesWith(world, both)['enrollments.yaml']?.replace('sender:', 'sendr:') ?? '',
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

  it('is only checked when it comes from a fork, which has no secrets', async () => {
    const world = await githubWorld();
    const trigger = { run: '101', sha: 'fork', secrets: {}, event: pullRequest(7, 'mallory/crm') };
    const files = filesWith(world, both);
    const workflow = `${githubExamples}/rollcall-plan.yml`;
    const plan = await runJob({ workflow, name: 'plan' }, { machine: world.machine(files), trigger });
    expect(plan.ran).toBe(false);
    const check = await runJob({ workflow, name: 'check' }, { machine: world.machine(files), trigger });
    expect(check).toMatchObject({ ran: true, status: 'success' });
    expect(check.summary).toContain('The files are valid');
    const ours = { ...trigger, event: pullRequest(7, 'acme/crm') };
    expect(
      (await runJob({ workflow, name: 'check' }, { machine: world.machine(files), trigger: ours })).ran,
    ).toBe(false);
  });
});

describe('a merge on GitHub', () => {
  it('applies exactly the plan that the pull request showed, once', async () => {
    const world = await githubWorld();
    const { files } = await reviewedAndMerged(world);
    const applied = await world.applyOnMain({ run: '201', sha: 'merged', files });
    expect(applied.status, applied.log).toBe('success');
    expect(activeIn(world)).toHaveLength(2);
    expect(applied.summary).toContain('2 of 2 changes applied');
    expect(world.writes()).toBe(2);
    const again = await world.applyOnMain({ run: '202', sha: 'merged', files });
    expect(again.status).toBe('failure');
    expect(again.log).toContain('exit code 8');
    expect(world.writes()).toBe(2);
  });

  it('sends nothing when the files are not the reviewed ones, and offers the plan that they make now', async () => {
    const world = await githubWorld();
    await reviewedAndMerged(world);
    const files = filesWith(world, both.slice(0, 1));
    const refused = await world.applyOnMain({ run: '201', sha: 'merged', files });
    expect(refused.status).toBe('failure');
    expect(refused.log).toContain('plan-files-changed');
    expect(refused.log).toContain('::error title=rollcall apply%3A exit code 8::');
    expect(world.writes()).toBe(0);

    const [, plan = ''] = /"Run workflow" with run 201 and plan ([0-9a-f]+)/u.exec(refused.summary) ?? [];
    expect(plan).not.toBe('');
    const byHand = await world.applyOnMain({
      run: '202',
      sha: 'merged',
      files,
      inputs: { run: '201', plan },
    });
    expect(byHand.status, byHand.log).toBe('success');
    expect(activeIn(world)).toHaveLength(1);
  });

  it('refuses a kept plan that is another than the comment shows', async () => {
    const world = await githubWorld();
    const { files } = await reviewedAndMerged(world);
    const comment = world.github.issues[0]?.comments[0];
    if (comment) comment.body = comment.body.replace(/plan=[0-9a-f]+/u, 'plan=0123456789abcdef');
    const refused = await world.applyOnMain({ run: '201', sha: 'merged', files });
    expect(refused.log).toContain('plan-unexpected');
    expect(world.writes()).toBe(0);
  });

  it('sends nothing for a commit that no pull request brought, or whose plan is gone', async () => {
    const world = await githubWorld();
    const { files } = await reviewedAndMerged(world);
    const pushed = await world.applyOnMain({ run: '201', sha: 'pushed-to-main', files });
    expect(pushed.status).toBe('failure');
    expect(pushed.log).toContain('this commit does not belong to a pull request');
    expect(pushed.summary).toContain('"Run workflow" with run 201');
    const gone = await world.applyOnMain({
      run: '202',
      sha: 'merged',
      files,
      inputs: { run: '999', plan: '0123456789abcdef' },
    });
    expect(gone.status).toBe('failure');
    expect(gone.summary).toContain('The reviewed plan was not applied');
    expect(world.writes()).toBe(0);
  });

  it('waits for a run that holds the lock, and says so when it lasts', async ({ skip }) => {
    const world = await githubWorld();
    if (!world.manyConnections) skip('this PostgreSQL serves one connection at a time');
    const { files } = await reviewedAndMerged(world);
    const ledger = await openLedger({ address: world.secrets.ROLLCALL_LEDGER, mode: 'write' });
    await ledger?.acquire({
      portalId: world.simulator.portalId,
      owner: 'CI job 12 on runner-1',
      lifetimeMilliseconds: 600_000,
    });
    await ledger?.close();
    const workflow = join(world.folder, 'impatient.yml');
    writeFileSync(
      workflow,
      readFileSync(`${githubExamples}/rollcall-apply.yml`, 'utf8').replace('30m', '1s'),
    );
    const locked = await runJob(
      { workflow, name: 'apply' },
      {
        machine: world.machine(files),
        trigger: { run: '201', sha: 'merged', secrets: world.secrets, event: {} },
      },
    );
    expect(locked.status).toBe('failure');
    expect(locked.log).toContain('CI job 12 on runner-1');
    expect(locked.log).toContain('::error title=rollcall apply%3A exit code 9::');
    expect(world.writes()).toBe(0);
  });
});

describe('drift on GitHub', () => {
  it('opens one issue, updates it, and closes it when nothing differs any more', async () => {
    const world = await githubWorld();
    const { github, simulator } = world;
    const { files } = await reviewedAndMerged(world);
    await world.applyOnMain({ run: '201', sha: 'merged', files });
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

  it('leaves the issue alone when the account cannot be read', async () => {
    const world = await githubWorld();
    const { files } = await reviewedAndMerged(world);
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

describe('what a job leaves behind', () => {
  it('holds no secret: not in logs, comments, summaries or artifacts', async () => {
    const world = await githubWorld();
    const { files, planned } = await reviewedAndMerged(world);
    const applied = await world.applyOnMain({ run: '201', sha: 'merged', files });
    const artifacts = join(world.folder, 'artifacts');
    const unchanged = readdirSync(artifacts, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFileSync(join(artifacts, name), 'utf8'));
    expect(unchanged).not.toHaveLength(0);
    const everything = [
      ...[planned, applied].flatMap(({ log, summary, outputs }) => [log, summary, JSON.stringify(outputs)]),
      ...world.github.issues.flatMap(({ comments }) => comments.map(({ body }) => body)),
      ...unchanged,
    ].join('\n');
    for (const secret of [world.simulator.token, world.secrets.ROLLCALL_LEDGER, 'job-token', ...both]) {
      expect(everything).not.toContain(secret);
    }
  });

  it('comes from inputs that no shell reads', async () => {
    const world = await githubWorld();
    const workflow = join(world.folder, 'nasty.yml');
    const nasty = '$(touch pwned)`touch pwned`"; touch pwned; "';
    writeFileSync(
      workflow,
      readFileSync(`${githubExamples}/rollcall-apply.yml`, 'utf8')
        .replace('files: enrollments.yaml', 'files: ${{ github.event.nasty }}')
        .replace('lock-timeout: 30m', 'lock-timeout: ${{ github.event.nasty }}'),
    );
    const machine = world.machine(filesWith(world, both));
    const trigger = {
      run: '1',
      sha: nasty,
      secrets: world.secrets,
      event: { nasty },
      inputs: { run: nasty, plan: nasty },
    };
    const result = await runJob({ workflow, name: 'apply' }, { machine, trigger });
    expect(result.status).toBe('failure');
    const made = readdirSync(machine.workspace, { recursive: true, encoding: 'utf8' });
    expect(made.filter((name) => name.includes('pwned') && !name.includes('node_modules'))).toEqual([]);
    expect(existsSync(join(machine.temp, 'pwned'))).toBe(false);
  });
});
