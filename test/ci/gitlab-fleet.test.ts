import { expect, it, onTestFinished } from 'vitest';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { enrollments } from './crm-world.ts';
import { gitlabWorld } from './gitlab-world.ts';
import { startGateway } from './hubspot-gateway.ts';
import { gitlabFleetExample } from './paths.ts';

async function startAccount(portalId: number): Promise<Simulator> {
  const account = { ...defaultAccount(), portalId, enrollments: [] };
  const simulator = await startSimulator({ account, lagMilliseconds: 0 });
  onTestFinished(() => simulator.close());
  return simulator;
}

function activeIn(account: Simulator): number {
  return account.inspect().enrollments.filter(({ targetId, endedAt }) => targetId === '5510022' && !endedAt)
    .length;
}

it('a fleet on GitLab: plans what changed, applies it after the merge, and reports drift in one issue', async () => {
  const world = await gitlabWorld(gitlabFleetExample);
  const { gitlab } = world;
  const [eu, us] = [await startAccount(99_000_012), await startAccount(99_000_013)];
  const url = await startGateway(
    new Map([
      ['write-eu', { account: eu, token: eu.token }],
      ['write-us', { account: us, token: us.token }],
    ]),
  );
  const file = (account: Simulator, name: string, members: readonly string[]) => ({
    [`accounts/${name}/enrollments.yaml`]: enrollments(account.portalId, members).replace(
      'sequences:',
      `token: HUBSPOT_TOKEN_${name.toUpperCase()}\nsequences:`,
    ),
  });
  const before = { ...file(eu, 'eu', []), ...file(us, 'us', []) };
  const files = { ...before, ...file(eu, 'eu', ['gus@contoso.example', 'hanna@adatum.example']) };
  const variables = { HUBSPOT_BASE_URL: url, HUBSPOT_TOKEN_EU: 'write-eu', HUBSPOT_TOKEN_US: 'write-us' };

  const planned = await world.pipeline({ before, files, source: 'merge_request_event', variables });
  expect(planned.exit, planned.log).toBe(0);
  expect(gitlab.notes).toHaveLength(1);
  const note = gitlab.notes[0]?.body ?? '';
  expect(note).toContain('### rollcall plan: 1 account\n');
  expect(note).toMatch(
    /^\| \[eu\]\(.*\) \| 99000012 \| 1 sender will email 2 people.* \| 2 \| `[0-9a-f]{16}` \|$/mu,
  );
  expect(us.requests()).toEqual([]);

  const [, run = ''] = /run=(\d+) plan=[0-9a-f]+/u.exec(note) ?? [];
  for (const kept of ['rollcall-plan-eu.json', 'rollcall-fleet.md']) {
    gitlab.artifacts.set(`${run}/${kept}`, planned.readFile(kept) ?? '');
  }
  gitlab.head = planned.commit;
  const pipeline = { sha: planned.commit, ref: 'refs/merge-requests/7/head' };
  const started = { commit: { parent_ids: [] }, tag: false, started_at: '2026-11-02T11:00:00.000Z' };
  gitlab.jobs.set(run, { name: 'rollcall plan: [eu]', pipeline, ...started });
  const refused = await world.pipeline({ before, files, source: 'push', merged: true, variables });
  expect(refused.log).toContain('it is the job "rollcall plan: [eu]", not "rollcall plan summary"');
  expect(activeIn(eu)).toBe(0);

  gitlab.jobs.set(run, { name: 'rollcall plan summary', pipeline, ...started });
  const applied = await world.pipeline({ before, files, source: 'push', merged: true, variables });
  expect(applied.exit, applied.log).toBe(0);
  expect(activeIn(eu)).toBe(2);
  expect(gitlab.notes[1]?.body).toContain('2 of 2 changes applied');
  expect(us.requests()).toEqual([]);

  await us.act({ what: 'enroll', who: 'liam@fabrikam.example', target: '5510022' });
  await eu.act({ what: 'enroll', who: 'liam@fabrikam.example', target: '5510022' });
  const drifted = await world.pipeline({ files, source: 'schedule', variables });
  expect(drifted.exit, drifted.log).toBe(0);
  // The account us was never applied, so that nothing there is drift.
  expect(gitlab.issues).toMatchObject([
    { state: 'opened', title: 'HubSpot differs from its files in 1 of 2 accounts' },
  ]);
});

it('an account that the matrix does not list fails the summary', async () => {
  const world = await gitlabWorld(gitlabFleetExample);
  const eu = await startAccount(99_000_012);
  const text = enrollments(eu.portalId, []).replace('sequences:', 'token: HUBSPOT_TOKEN_EU\nsequences:');
  const files = {
    'accounts/eu/enrollments.yaml': text,
    'accounts/new/enrollments.yaml': text.replace('99000012', '99000014').replace('_EU', '_NEW'),
  };
  const url = await startGateway(new Map([['write-eu', { account: eu, token: eu.token }]]));
  const variables = { HUBSPOT_BASE_URL: url, HUBSPOT_TOKEN_EU: 'write-eu' };
  const planned = await world.pipeline({ files, source: 'merge_request_event', variables });
  expect(planned.exit).not.toBe(0);
  expect(world.gitlab.notes[0]?.body).toContain('| new | 99000014 | **No result: its job failed early');
  expect(world.gitlab.notes[0]?.body).toMatch(/^\| \[eu\]/mu);
});
