import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { crmWorld } from './crm-world.ts';
import { startFakeGithub } from './fake-github.ts';
import { gitRepository } from './git-repository.ts';
import { headCommit, pullRequest } from './github-world.ts';
import { startNpmMirror } from './npm-mirror.ts';

const exec = promisify(execFile);

it('from an empty repository to a closed drift issue, with npm behind a mirror that has no rollcall', async () => {
  const world = await crmWorld();
  const { simulator, secrets, env } = world;
  const github = await startFakeGithub();
  const repository = await gitRepository(world, github);
  await repository.commit({ 'README.md': '# CRM\n' });

  // Steps on the machine of a user: the pipeline, and the first apply.
  const cwd = repository.folder;
  const rollcall = async (...args: readonly string[]): Promise<void> => {
    const ran = await rollcallInProcess(args, {
      cwd,
      env: { ...env, ...secrets, PATH: process.env['PATH'] ?? '' },
    });
    expect(ran.exit, ran.stderr).toBe(0);
  };
  const portal = String(simulator.portalId);
  await rollcall('init', '--portal', portal, '--ledger', secrets.ROLLCALL_LEDGER, '--ci', 'github');
  await rollcall('doctor');
  await rollcall('apply', '--auto-approve');
  await repository.commit();

  const { stdout: cache } = await exec('npm', ['config', 'get', 'cache']);
  const { packages } = JSON.parse(readFileSync(join(cwd, '.rollcall/ci/package-lock.json'), 'utf8'));
  const mirror = await startNpmMirror(packages, cache.trim());
  const jobEnv = {
    // The real npm, not a fake.
    PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
    npm_config_registry: mirror.url,
    npm_config_cache: join(world.folder, 'npm-cache'),
    npm_config_fetch_retries: '0',
  };
  const start = (name: string, trigger: object, files?: Readonly<Record<string, string>>) => {
    const complete = {
      sha: 'head-of-main',
      event: {},
      event_name: 'schedule',
      run: '1',
      secrets,
      ...trigger,
    };
    const workflow = `.github/workflows/rollcall-${name}.yml`;
    return repository.runWorkflow({ workflow, trigger: complete, env: jobEnv, ...(files ? { files } : {}) });
  };

  // The first pull request.
  const files = {
    'enrollments.yaml': `${readFileSync(join(cwd, 'enrollments.yaml'), 'utf8')}
sequences:
  renewal-check-in:
    id: 5510022
    sender: maria@acme.example
    exclusive: true
    pace: { perDay: 1 }
    unenroll: { workflow: 7781 }
    members: [gus@contoso.example, hanna@adatum.example]
`,
  };
  const pull = github.openPull(7);
  github.startRun('101', { head_sha: headCommit });
  const trigger = { run: '101', sha: 'merge-of-7', branch: '7/merge', event: pullRequest(7, 'acme/crm') };
  const planned = await start('plan', trigger, files);
  expect(planned.results, planned.log).toEqual({
    changes: 'success',
    plan: 'success',
    check: 'skipped',
    rollcall: 'success',
  });
  expect(pull.comments).toHaveLength(1);
  expect(pull.comments[0]?.body).toContain('**Merging applies exactly this plan.**');
  expect(pull.comments[0]?.body).toContain(
    '[the plan as a page](https://github.example/acme/crm/actions/runs/101#artifacts)',
  );
  const page = readFileSync(
    join(world.folder, 'artifacts/101/rollcall-plan.html/rollcall-plan.html'),
    'utf8',
  );
  expect(page).toContain('<!doctype html>');
  expect(page).not.toContain('gus@contoso.example');
  expect(world.writes()).toBe(0);

  // The merge.
  const before = await repository.head();
  await repository.commit(files);
  const sha = github.merge(7, { head: headCommit, how: 'merge commit' });
  const path = '.github/workflows/rollcall-apply.yml';
  github.startRun('201', { head_sha: sha, head_branch: 'main', event: 'push', path });
  const applied = await start('apply', { run: '201', sha, event: { before }, event_name: 'push' });
  expect(applied.results, applied.log).toEqual({ apply: 'success', continue: 'skipped' });
  expect(world.writes()).toBe(1);
  expect(pull.comments[1]?.body).toContain('**1 contact waits.**');

  // The rest of the day after.
  await simulator.advance('1d');
  const continued = await start('apply', { run: '202' });
  expect(continued.results, continued.log).toEqual({ apply: 'skipped', continue: 'success' });
  expect(world.writes()).toBe(2);
  expect(pull.comments).toHaveLength(2);
  expect(pull.comments[1]?.body).toContain('Nothing waits.');

  // A rep enrolls by hand, and removes the contact again.
  await simulator.act({ what: 'enroll', who: 'liam@fabrikam.example', target: '5510022' });
  const drifted = await start('drift', { run: '301' });
  expect(drifted.results, drifted.log).toEqual({ drift: 'success' });
  expect(github.issues).toMatchObject([
    { number: 7 },
    { state: 'open', title: `HubSpot account ${portal} differs from its files` },
  ]);
  await simulator.act({ what: 'unenroll', who: 'liam@fabrikam.example', target: '5510022' });
  const resolved = await start('drift', { run: '302' });
  expect(resolved.results, resolved.log).toEqual({ drift: 'success' });
  expect(github.issues[1]?.state).toBe('closed');
  expect(world.writes()).toBe(2);

  expect(mirror.requested).toContain('libsql');
  expect(mirror.requested).not.toContain('rollcall');
}, 300_000);
