import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { folderWith } from '../cli/folder.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { gitlabWorld } from './gitlab-world.ts';
import { startNpmMirror } from './npm-mirror.ts';

const exec = promisify(execFile);

it('from an empty repository to a closed drift issue, with npm behind a mirror that has no rollcall', async () => {
  const world = await gitlabWorld();
  const { gitlab, simulator, secrets, env } = world;
  const from = folderWith({});
  const PATH = `${dirname(process.execPath)}:${process.env['PATH']}`;
  const rollcall = async (...args: readonly string[]): Promise<void> => {
    const ran = await rollcallInProcess(args, { cwd: from, env: { ...env, ...secrets, PATH } });
    expect(ran.exit, ran.stderr).toBe(0);
  };
  const portal = String(simulator.portalId);
  await rollcall('init', '--portal', portal, '--ledger', secrets.ROLLCALL_LEDGER, '--ci', 'gitlab');
  await rollcall('apply', '--auto-approve');

  const { stdout: cache } = await exec('npm', ['config', 'get', 'cache']);
  const { packages } = JSON.parse(readFileSync(join(from, '.rollcall/ci/package-lock.json'), 'utf8'));
  const mirror = await startNpmMirror(packages, cache.trim());
  const variables = {
    // The real npm, not a fake.
    PATH,
    npm_config_registry: mirror.url,
    npm_config_cache: join(world.folder, 'npm-cache'),
    npm_config_fetch_retries: '0',
  };
  const files = {
    'enrollments.yaml': `${readFileSync(join(from, 'enrollments.yaml'), 'utf8')}
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

  // The merge request.
  const planned = await world.pipeline({ from, files, source: 'merge_request_event', variables });
  expect(planned.exit, planned.log).toBe(0);
  const note = gitlab.notes[0]?.body ?? '';
  expect(note).toContain('**Merging applies exactly this plan.**');
  expect(note).toMatch(/\[the plan as a page\]\(.*\/artifacts\/file\/rollcall-plan\.html\)/u);
  expect(planned.readFile('rollcall-plan.html')).toContain('<!doctype html>');
  const [, run = ''] = /run=(\d+) plan=[0-9a-f]+/u.exec(note) ?? [];
  for (const kept of ['rollcall-plan.json', 'rollcall-plan.md']) {
    gitlab.artifacts.set(`${run}/${kept}`, planned.readFile(kept) ?? '');
  }
  gitlab.head = planned.commit;
  gitlab.jobs.set(run, {
    name: 'rollcall plan',
    pipeline: { sha: planned.commit, ref: 'refs/merge-requests/7/head' },
    commit: { parent_ids: [] },
    tag: false,
    started_at: '2026-11-02T11:00:00.000Z',
  });

  // The merge.
  const applied = await world.pipeline({ from, files, source: 'push', merged: true, variables });
  expect(applied.exit, applied.log).toBe(0);
  expect(world.writes()).toBe(1);
  expect(gitlab.notes[1]?.body).toContain('**1 contact waits.**');

  // The rest of the day after.
  await simulator.advance('1d');
  const scheduled = { from, files, source: 'schedule' } as const;
  const continued = await world.pipeline({
    ...scheduled,
    variables: { ...variables, ROLLCALL_JOB: 'continue' },
  });
  expect(continued.exit, continued.log).toBe(0);
  expect(world.writes()).toBe(2);
  expect(gitlab.notes[1]?.body).toContain('Nothing waits.');

  // A rep enrolls by hand, and removes the contact again.
  await simulator.act({ what: 'enroll', who: 'liam@fabrikam.example', target: '5510022' });
  expect(await world.pipeline({ ...scheduled, variables })).toMatchObject({ exit: 0 });
  expect(gitlab.issues).toMatchObject([{ state: 'opened' }]);
  await simulator.act({ what: 'unenroll', who: 'liam@fabrikam.example', target: '5510022' });
  expect(await world.pipeline({ ...scheduled, variables })).toMatchObject({ exit: 0 });
  expect(gitlab.issues).toMatchObject([{ state: 'closed' }]);
  expect(world.writes()).toBe(2);
  expect(mirror.requested).toContain('libsql');
  expect(mirror.requested).not.toContain('rollcall');
}, 300_000);
