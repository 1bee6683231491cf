import { describe, expect, it } from 'vitest';
import { enrollments } from './crm-world.ts';
import { type FakeJob, gitlabToken } from './fake-gitlab.ts';
import { gitlabWorld } from './gitlab-world.ts';
import type { GitlabWorld, Pipeline } from './gitlab-world.ts';

const contacts = ['gus@contoso.example', 'hanna@adatum.example'];

function filesWith({ simulator }: GitlabWorld, members: readonly string[]): Readonly<Record<string, string>> {
  return { 'enrollments.yaml': enrollments(simulator.portalId, members) };
}

/** Keeps the saved plan of a pipeline as an artifact, under the run number in its note or log. */
function keepPlan(
  { gitlab }: GitlabWorld,
  pipeline: Pipeline,
): { readonly run: string; readonly plan: string } {
  const text = `${gitlab.notes.at(-1)?.body ?? ''}${pipeline.log}`;
  const [, run = '', plan = ''] = [...text.matchAll(/run=(\d+) plan=([0-9a-f]+)/gu)].at(-1) ?? [];
  for (const file of ['rollcall-plan.json', 'rollcall-plan.md']) {
    gitlab.artifacts.set(`${run}/${file}`, pipeline.readFile(file) ?? '');
  }
  const sha = pipeline.commit;
  if (pipeline.source === 'merge_request_event') gitlab.head = sha;
  gitlab.jobs.set(run, jobOf(pipeline));
  return { run, plan };
}

/** Returns the job of a pipeline that keeps a plan, as GitLab shows it. */
function jobOf({ source, commit: sha }: Pipeline): FakeJob {
  const isPlan = source === 'merge_request_event';
  return {
    name: isPlan ? 'rollcall plan' : 'rollcall apply',
    pipeline: { sha, ref: isPlan ? 'refs/merge-requests/7/head' : 'main' },
    commit: { parent_ids: [] },
    tag: false,
    started_at: '2026-11-02T11:00:00.000Z',
  };
}

function activeIn({ simulator }: GitlabWorld): number {
  return simulator.inspect().enrollments.filter(({ targetId, endedAt }) => targetId === '5510022' && !endedAt)
    .length;
}

describe('a merge request on GitLab', () => {
  it('gets one note with its plan, which later commits update', async () => {
    const world = await gitlabWorld();
    const { notes } = world.gitlab;
    notes.push({ id: 1, author: { id: 5 }, body: 'Approved.' });
    const source = 'merge_request_event';
    const first = await world.pipeline({ files: filesWith(world, contacts), source });
    expect(first.exit, first.log).toBe(0);
    expect(notes).toHaveLength(2);
    expect(notes[1]?.body).toContain('will email 2 people');
    const second = await world.pipeline({ files: filesWith(world, contacts.slice(1)), source });
    expect(second.exit, second.log).toBe(0);
    expect(notes).toHaveLength(2);
    expect(notes[1]?.body).toContain('will email 1 person');
    expect(world.writes()).toBe(0);
    const everything = [first.log, second.log, JSON.stringify(notes), first.readFile('rollcall-plan.json')];
    for (const secret of [gitlabToken, ...Object.values(world.secrets), ...contacts]) {
      expect(everything.join('\n')).not.toContain(secret);
    }
  });

  it('is planned with the ledger of ROLLCALL_LEDGER_READ, not of ROLLCALL_LEDGER', async () => {
    const world = await gitlabWorld();
    const planned = await world.pipeline({
      files: filesWith(world, contacts),
      source: 'merge_request_event',
      variables: { ROLLCALL_LEDGER_READ: 'postgres://reader@127.0.0.1:9/none' },
    });
    expect(planned.exit).toBe(1);
    expect(planned.log).toContain('PostgreSQL 127.0.0.1:9/none (from ROLLCALL_LEDGER) does not respond');
  });

  it('shows the errors of the files at their lines', async () => {
    const world = await gitlabWorld();
    const text = filesWith(world, contacts)['enrollments.yaml']?.replace('sender:', 'sendr:') ?? '';
    const broken = await world.pipeline({
      files: { 'enrollments.yaml': text },
      source: 'merge_request_event',
    });
    expect(broken.exit).toBe(1);
    expect(broken.log).toContain('exit code 3');
    const report: unknown = JSON.parse(broken.readFile('gl-code-quality.json') ?? '');
    expect(report).toContainEqual({
      description: expect.stringContaining('"sendr"'),
      check_name: 'unknown-key',
      fingerprint: expect.stringContaining('enrollments.yaml:6'),
      severity: 'major',
      location: { path: 'enrollments.yaml', lines: { begin: 6 } },
    });
  });

  it('from a fork is only validated', async () => {
    const world = await gitlabWorld();
    const variables = {
      CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '99',
      CI_PROJECT_ID: '99',
      GITLAB_TOKEN: '',
      HUBSPOT_ACCESS_TOKEN: '',
    };
    const files = filesWith(world, contacts);
    const checked = await world.pipeline({ files, source: 'merge_request_event', variables });
    expect(checked.exit, checked.log).toBe(0);
    expect(checked.log).toContain('The files are valid');
    expect(checked.log).not.toContain('rollcall plan');
    expect(world.gitlab.requests).toEqual([]);
  });

  it('reports a missing token by name', async () => {
    const world = await gitlabWorld();
    const result = await world.pipeline({
      files: filesWith(world, contacts),
      source: 'merge_request_event',
      variables: { GITLAB_TOKEN: '' },
    });
    expect(result.exit).toBe(1);
    expect(result.log).toContain('GITLAB_TOKEN is not set');
  });
});

describe('a merge on GitLab', () => {
  it('applies exactly the plan of the merge request, only once', async () => {
    const world = await gitlabWorld();
    const files = filesWith(world, contacts);
    keepPlan(world, await world.pipeline({ files, source: 'merge_request_event' }));
    const applied = await world.pipeline({ files, source: 'push', merged: true });
    expect(applied.exit, applied.log).toBe(0);
    expect(applied.log).toContain('2 of 2 changes applied');
    expect(activeIn(world)).toBe(2);
    const again = await world.pipeline({ files, source: 'push', merged: true });
    expect(again.exit).toBe(1);
    expect(again.log).toContain('exit code 8');
    expect(world.writes()).toBe(2);
  });

  it('sends nothing if the files differ from the reviewed ones, and reports their current plan', async () => {
    const world = await gitlabWorld();
    const reviewed = { files: filesWith(world, contacts), source: 'merge_request_event' } as const;
    keepPlan(world, await world.pipeline(reviewed));
    const files = filesWith(world, contacts.slice(0, 1));
    const refused = await world.pipeline({ files, source: 'push', merged: true });
    expect(refused.exit).toBe(1);
    expect(refused.log).toContain('plan-files-changed');
    expect(world.writes()).toBe(0);
    const { run, plan } = keepPlan(world, refused);
    expect(refused.log).toContain(`with ROLLCALL_REVIEWED ${run} and ROLLCALL_EXPECT ${plan}`);
    const variables = { ROLLCALL_REVIEWED: run, ROLLCALL_EXPECT: plan };
    const byHand = await world.pipeline({ files, source: 'web', variables });
    expect(byHand.exit, byHand.log).toBe(0);
    expect(activeIn(world)).toBe(1);
  });

  it('sends nothing for a commit without a merge request, or without a saved plan', async () => {
    const world = await gitlabWorld();
    const files = filesWith(world, contacts);
    const pushed = await world.pipeline({ files, source: 'push' });
    expect(pushed.exit).toBe(1);
    expect(pushed.log).toContain('No reviewed plan');
    const variables = { ROLLCALL_REVIEWED: '999', ROLLCALL_EXPECT: '0123456789abcdef' };
    const withoutPlan = await world.pipeline({ files, source: 'web', variables });
    expect(withoutPlan.exit).toBe(1);
    expect(withoutPlan.log).toContain('The reviewed plan was not applied');
    expect(world.writes()).toBe(0);
  });
});

describe('the schedule on GitLab', () => {
  it('enrolls what waits in its turn, and updates the note of the merged merge request', async () => {
    const world = await gitlabWorld();
    const { gitlab, simulator } = world;
    const text = enrollments(simulator.portalId, contacts, '    pace: { perDay: 1 }\n');
    const files = { 'enrollments.yaml': text };
    keepPlan(world, await world.pipeline({ files, source: 'merge_request_event' }));
    const applied = await world.pipeline({ files, source: 'push', merged: true });
    expect(applied.exit, applied.log).toBe(0);
    expect(gitlab.notes).toHaveLength(2);
    expect(gitlab.notes[1]?.body).toContain('**1 contact waits.**');
    await simulator.advance('1d');
    const variables = { ROLLCALL_JOB: 'continue' };
    const continued = await world.pipeline({ files, source: 'schedule', variables });
    expect(continued.exit, continued.log).toBe(0);
    expect(continued.log).not.toContain('rollcall drift');
    expect(activeIn(world)).toBe(2);
    expect(gitlab.notes).toHaveLength(2);
    expect(gitlab.notes[1]?.body).toContain('Nothing waits.');
  });
});

describe('a tampered review on GitLab', () => {
  it('is refused with its reason', async () => {
    const world = await gitlabWorld();
    const { gitlab } = world;
    const files = filesWith(world, contacts);
    const planned = await world.pipeline({ files, source: 'merge_request_event' });
    const { run } = keepPlan(world, planned);
    const [note] = gitlab.notes.slice(-1);
    const reviewed = note?.body ?? '';
    const job = jobOf(planned);
    const edit = (from: string | RegExp, to: string) => (): void => {
      if (note) note.body = reviewed.replace(from, to);
    };
    const set = (changes: Partial<FakeJob>) => (): void => void gitlab.jobs.set(run, { ...job, ...changes });
    const ref = job.pipeline.ref;
    const tamperings: readonly (readonly [reason: string, tamper: () => void])[] = [
      ['its comment was edited after the run', edit(/plan=[0-9a-f]+/u, 'plan=0123456789abcdef')],
      ['its comment was edited after the run', edit('will email 2 people', 'will email 1 person')],
      ['it is the job "build", not "rollcall plan"', set({ name: 'build' })],
      ['it planned commit 01de700000', set({ pipeline: { sha: '01de700000000', ref } })],
      [
        'it ran for refs/merge-requests/8/head, not for merge request !7',
        set({ pipeline: { sha: gitlab.head, ref: 'refs/merge-requests/8/head' } }),
      ],
      ['it ran for mallory, not', set({ pipeline: { sha: gitlab.head, ref: 'mallory' } })],
      [
        'it planned commit 3e66ed0000',
        set({
          pipeline: { sha: '3e66ed0000000', ref: 'refs/merge-requests/7/merge' },
          commit: { parent_ids: ['main', 'other'] },
        }),
      ],
      [
        'it planned a merge with commit 0743700000, which is not on main',
        set({
          pipeline: { sha: '3e66ed0000000', ref: 'refs/merge-requests/7/merge' },
          commit: { parent_ids: ['0743700000000', gitlab.head] },
        }),
      ],
      ['it ran after the merge', set({ started_at: '2026-11-02T13:00:00.000Z' })],
      ['returned 404', () => void gitlab.jobs.delete(run)],
    ];
    for (const [reason, tamper] of tamperings) {
      edit('', '')();
      set({})();
      tamper();
      const refused = await world.pipeline({ files, source: 'push', merged: true });
      expect(refused.log).toContain(reason);
      expect(refused.log).toContain('The reviewed plan was not applied');
      expect([refused.exit, world.writes()]).toEqual([1, 0]);
    }
    edit('', '')();
    // A pipeline of merged results runs on a merge commit of the branch.
    set({
      pipeline: { sha: '3e66ed0000000', ref: 'refs/merge-requests/7/merge' },
      commit: { parent_ids: ['commit-of-main', gitlab.head] },
    })();
    const applied = await world.pipeline({ files, source: 'push', merged: true });
    expect(applied.exit, applied.log).toBe(0);
    expect(activeIn(world)).toBe(2);
  });
});

describe('drift on GitLab', () => {
  it('opens one issue, updates it, and closes it when the drift has ended', async () => {
    const world = await gitlabWorld();
    const { gitlab, simulator } = world;
    const files = filesWith(world, []);
    const clean = await world.pipeline({ files, source: 'schedule' });
    expect(clean.exit, clean.log).toBe(0);
    expect(gitlab.issues).toEqual([]);
    await simulator.act({ what: 'enroll', who: 'liam@fabrikam.example', target: '5510022' });
    for (let day = 0; day < 2; day += 1) {
      const found = await world.pipeline({ files, source: 'schedule' });
      expect(found.exit, found.log).toBe(0);
      expect(gitlab.issues).toMatchObject([
        { state: 'opened', title: expect.stringContaining(`${simulator.portalId}`) },
      ]);
    }
    await simulator.act({ what: 'unenroll', who: 'liam@fabrikam.example', target: '5510022' });
    const resolved = await world.pipeline({ files, source: 'schedule' });
    expect(resolved.exit, resolved.log).toBe(0);
    expect(gitlab.issues).toMatchObject([
      { state: 'closed', notes: [{ body: expect.stringContaining('No drift') }] },
    ]);
  });
});
