/** The forecast of a plan in pull requests and merge requests. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { enrollments } from './crm-world.ts';
import { githubWorld, headCommit, pullRequest } from './github-world.ts';
import { gitlabWorld } from './gitlab-world.ts';
import { githubExamples } from './paths.ts';
import { runJob } from './run-job.ts';

const contacts = ['gus@contoso.example', 'hanna@adatum.example'];
const forecast = /Forecast of 14 days, to 2026-11-1\d: 2 enrollments, /u;

describe('a pull request on GitHub', () => {
  it('shows the forecast that the input rehearse asks for, in the comment and on the page', async () => {
    const world = await githubWorld();
    const pull = world.github.openPull(7);
    world.github.startRun('101', { head_sha: headCommit });
    const workflow = join(world.folder, 'forecast.yml');
    const text = readFileSync(`${githubExamples}/rollcall-plan.yml`, 'utf8');
    writeFileSync(
      workflow,
      text.replace('          command: plan\n', '          command: plan\n          rehearse: 14d\n'),
    );
    const machine = world.machine({ 'enrollments.yaml': enrollments(world.simulator.portalId, contacts) });
    const secrets = { ...world.secrets, HUBSPOT_ACCESS_TOKEN: 'simulated-read-token' };
    const trigger = {
      run: '101',
      sha: 'merge',
      branch: '7/merge',
      secrets,
      event: pullRequest(7, 'acme/crm'),
    };
    const { status, log } = await runJob({ workflow, name: 'plan' }, { machine, trigger });
    expect(status, log).toBe('success');
    expect(pull.comments.at(-1)?.body).toMatch(forecast);
    expect(readFileSync(join(machine.workspace, 'rollcall-plan.html'), 'utf8')).toMatch(forecast);
    expect(world.writes()).toBe(0);
  });
});

describe('a merge request on GitLab', () => {
  it('shows the forecast that ROLLCALL_REHEARSE asks for', async () => {
    const world = await gitlabWorld();
    const files = { 'enrollments.yaml': enrollments(world.simulator.portalId, contacts) };
    const variables = { ROLLCALL_REHEARSE: '14d' };
    const { exit, log } = await world.pipeline({ files, source: 'merge_request_event', variables });
    expect(exit, log).toBe(0);
    expect(world.gitlab.notes.at(-1)?.body).toMatch(forecast);
    expect(world.writes()).toBe(0);
  });
});
