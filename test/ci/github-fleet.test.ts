import { describe, expect, it } from 'vitest';
import { fleetWorld } from './fleet-world.ts';
import type { AccountName, FleetWorld } from './fleet-world.ts';

const gus = 'gus@contoso.example';
const hanna = 'hanna@adatum.example';

function activeIn({ accounts }: FleetWorld, name: AccountName): number {
  return accounts[name]
    .inspect()
    .enrollments.filter(({ targetId, endedAt }) => targetId === '5510022' && !endedAt).length;
}

async function start(world: FleetWorld): Promise<void> {
  await world.commit({ ...world.fileOf('ap', []), ...world.fileOf('eu', []), ...world.fileOf('us', []) });
  world.github.openPull(7);
}

describe('a fleet on GitHub', () => {
  it('plans only the accounts that changed, and applies exactly these plans after the merge', async () => {
    const world = await fleetWorld();
    await start(world);
    const files = { ...world.fileOf('eu', [gus, hanna]), ...world.fileOf('us', [gus]) };
    const planned = await world.plan('101', files);
    expect(planned.results, planned.log).toEqual({
      accounts: 'success',
      plan: 'success',
      summary: 'success',
      check: 'skipped',
      rollcall: 'success',
    });
    expect(planned.jobs.map(({ name }) => name)).toEqual([
      'accounts',
      'plan eu',
      'plan us',
      'summary',
      'rollcall',
    ]);
    const comments = world.github.issues[0]?.comments ?? [];
    expect(comments).toHaveLength(1);
    const comment = comments[0]?.body ?? '';
    expect(comment).toContain('### rollcall plan: 2 accounts\n');
    expect(comment).toContain('**Merging applies exactly these plans.**');
    expect(comment).toMatch(
      /^\| \[eu\]\(.*\) \| 99000012 \| 1 sender will email 2 people.* \| 2 \| `[0-9a-f]{16}` \|$/mu,
    );
    expect(comment).toMatch(
      /^\| \[us\]\(.*\) \| 99000013 \| 1 sender will email 1 person.* \| 1 \| `[0-9a-f]{16}` \|$/mu,
    );
    expect(world.requestsOf('ap')).toEqual([]);

    const applied = await world.merge('201', files);
    expect(applied.results, applied.log).toMatchObject({
      apply: 'success',
      continue: 'skipped',
      summary: 'success',
    });
    expect(applied.jobs.map(({ name }) => name)).toEqual(['accounts', 'apply eu', 'apply us', 'summary']);
    expect([activeIn(world, 'eu'), activeIn(world, 'us')]).toEqual([2, 1]);
    expect(world.requestsOf('ap')).toEqual([]);
    expect(comments).toHaveLength(2);
    expect(comments[1]?.body).toContain('2 of 2 changes applied');
    expect(comments[1]?.body).toContain('Nothing waits.');
  });

  it('stops only the account with a token of another account', async () => {
    const world = await fleetWorld(['ap', 'us']);
    await start(world);
    const files = { ...world.fileOf('ap', [gus]), ...world.fileOf('eu', [gus]) };
    const planned = await world.plan('101', files);
    expect(planned.results, planned.log).toMatchObject({
      plan: 'failure',
      summary: 'failure',
      rollcall: 'failure',
    });
    const comment = world.github.issues[0]?.comments[0]?.body ?? '';
    expect(comment).toContain('### rollcall plan: 2 accounts, 1 failed\n');
    expect(comment).toMatch(/\| 99000011 \| \*\*Exit code 4\./u);
    expect(comment).toContain('**Merging applies exactly this plan.**');
    const applied = await world.merge('201', files);
    expect(applied.jobs.map(({ name, status }) => [name, status])).toEqual([
      ['accounts', 'success'],
      ['apply ap', 'failure'],
      ['apply eu', 'success'],
      ['summary', 'failure'],
    ]);
    expect([activeIn(world, 'ap'), activeIn(world, 'eu'), activeIn(world, 'us')]).toEqual([0, 1, 0]);
  });

  it('refuses a plan of an edited comment, and applies a new plan by hand in one account', async () => {
    const world = await fleetWorld();
    await start(world);
    const files = { ...world.fileOf('eu', [gus]), ...world.fileOf('us', [gus]) };
    const planned = await world.plan('101', files);
    expect(planned.results['summary'], planned.log).toBe('success');
    const comment = world.github.issues[0]?.comments[0];
    if (comment) comment.body = comment.body.replace('will email 1 person', 'will email 9 people');
    const refused = await world.merge('201', files);
    expect(refused.results['apply']).toBe('failure');
    expect(refused.log).toContain('its comment was edited after the run');
    expect([activeIn(world, 'eu'), activeIn(world, 'us')]).toEqual([0, 0]);
    const result = world.github.issues[0]?.comments[1]?.body ?? '';
    const [, plan = ''] = /with account eu, run 201 and plan ([0-9a-f]+)/u.exec(result) ?? [];
    expect(plan, result).not.toBe('');
    world.github.startRun('202', { head_sha: 'x', head_branch: 'main', event: 'workflow_dispatch' });
    const inputs = { account: 'eu', run: '201', plan };
    const byHand = await world.onMain('apply', { run: '202', event_name: 'workflow_dispatch', inputs });
    expect(byHand.results['apply'], byHand.log).toBe('success');
    expect([activeIn(world, 'eu'), activeIn(world, 'us')]).toEqual([1, 0]);
  });

  it('continues what waits in every account, and reports drift in one issue', async () => {
    const world = await fleetWorld();
    await start(world);
    const head = 'limits: { perSenderPerDay: 1 }\n';
    const files = { ...world.fileOf('eu', [gus, hanna], head), ...world.fileOf('us', [gus]) };
    await world.plan('101', files);
    const applied = await world.merge('201', files);
    expect(applied.results['apply'], applied.log).toBe('success');
    const comments = world.github.issues[0]?.comments ?? [];
    expect(comments[1]?.body).toContain('**1 contact waits.**');
    await world.accounts.eu.advance('1d');
    const continued = await world.onMain('apply', { run: '202' });
    expect(continued.results, continued.log).toMatchObject({ continue: 'failure', summary: 'failure' });
    // ap has never had a reviewed plan.
    expect(continued.jobs.filter(({ status }) => status !== 'success').map(({ name }) => name)).toEqual([
      'continue ap',
      'summary',
    ]);
    expect([activeIn(world, 'eu'), activeIn(world, 'us')]).toEqual([2, 1]);
    expect(comments[1]?.body).toContain('Nothing waits.');
    expect(comments).toHaveLength(2);

    const clean = await world.onMain('drift', { run: '301' });
    expect(clean.results, clean.log).toMatchObject({ drift: 'success', summary: 'success' });
    expect(world.github.issues).toHaveLength(1);
    await world.accounts.us.act({ what: 'enroll', who: 'liam@fabrikam.example', target: '5510022' });
    const drifted = await world.onMain('drift', { run: '302' });
    expect(drifted.results, drifted.log).toMatchObject({ drift: 'success', summary: 'success' });
    expect(world.github.issues[1]).toMatchObject({
      title: 'HubSpot differs from its files in 1 of 3 accounts',
      state: 'open',
    });
    await world.accounts.us.act({ what: 'unenroll', who: 'liam@fabrikam.example', target: '5510022' });
    await world.onMain('drift', { run: '303' });
    expect(world.github.issues[1]?.state).toBe('closed');
  });
});
