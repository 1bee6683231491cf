import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/results/plan.ts';
import type { Fault } from '../../src/simulator/server/fault.ts';
import { moment } from './moment.ts';
import { reportOf } from './report-of.ts';
import type { Ended } from './start-rollcall.ts';
import { someWorld } from './world.ts';
import type { World } from './world.ts';

const apply = ['apply', '--auto-approve', '--format', 'json'];
const firstApply = [...apply, '--new-ledger'];
const consistent = { duplicates: [], lost: [], unrecorded: [] };
const enrollRoute = 'POST /automation/sequences/*/enrollments';

describe.concurrent('a daily quota that is used up during a run', () => {
  it.for(['documented', 'guide'] as const)(
    'ends the run with exit code 10, and the next run continues (%s)',
    async (dialect, { onTestFinished }) => {
      const world = await someWorld(onTestFinished, { sequence: 20, workflow: 5, dialect });
      world.gate.watch({
        arrived: ({ nth }) => {
          if (nth === 4) world.simulator.setFaults([{ kind: 'quota' }]);
        },
      });
      const ended = await world.run(...firstApply);
      expect(ended.exit).toBe(10);
      const report = reportOf(ended);
      expect(report.counts).toMatchObject({ planned: 25, failed: 0, blocked: 0, unknown: 0 });
      expect(report.counts.done).toBeLessThan(10);
      expect(report.counts.notAttempted).toBe(25 - report.counts.done);
      expect(report.exitReasons[0]).toMatch(/429.*Wait until HubSpot resets the daily quota/u);

      world.simulator.setFaults([]);
      expect(await world.runInProcess(...apply)).toMatchObject({ exit: 0 });
      const sent = world.gate.writes.length;
      expect(await world.tally()).toMatchObject({
        enrollments: 25,
        proved: 25,
        unknown: 0,
        duplicates: [],
        lost: [],
      });
      expect(await world.runInProcess(...apply)).toMatchObject({ exit: 0 });
      expect(world.gate.writes).toHaveLength(sent);
    },
  );
});

describe.concurrent('a short rate limit', () => {
  it('is waited for, and each contact is enrolled once', async ({ onTestFinished }) => {
    const body = { status: 'error', errorType: 'RATE_LIMIT', policyName: 'SECONDLY', message: 'slow down' };
    const faults: readonly Fault[] = [
      { route: enrollRoute, every: 5, times: 2, kind: 'status', status: 429, body },
    ];
    const world = await someWorld(onTestFinished, { sequence: 12, simulator: { faults } });
    expect(await world.run(...firstApply)).toMatchObject({ exit: 0 });
    // Two requests were sent twice: HubSpot rejected them the first time.
    expect(world.gate.writes).toHaveLength(14);
    expect(await world.tally()).toMatchObject({ enrollments: 12, proved: 12, duplicates: [], lost: [] });
  });
});

describe.concurrent('a response that is lost after the request took effect', () => {
  it.for([
    ['a reset connection', { kind: 'reset' }],
    ['a bad gateway', { kind: 'status', status: 502 }],
    ['a broken body', { kind: 'cut-off' }],
  ] as const)('(%s) is settled by reading the account', async ([, fault], { onTestFinished }) => {
    const world = await someWorld(onTestFinished, {
      sequence: 8,
      workflow: 4,
      // Calculated properties lag: the first read does not show the enrollment yet.
      simulator: {
        lagMilliseconds: 1_200,
        faults: [
          { route: enrollRoute, every: 3, handled: true, ...fault },
          { route: 'POST /automation/v2/*', every: 2, handled: true, ...fault },
        ],
      },
    });
    const ended = await world.run(...firstApply);
    expect(ended.exit).toBe(0);
    const { outcomes } = reportOf(ended);
    expect(outcomes.filter(({ reason }) => reason === 'seen in the account').length).toBeGreaterThanOrEqual(
      4,
    );
    expect(world.gate.writes).toHaveLength(12);
    expect(await world.tally()).toMatchObject({ ...consistent, enrollments: 12, proved: 12, unknown: 0 });
  });
});

describe.concurrent('a request that is lost', () => {
  const address = 'sequences.outbound/1000003';

  /** Runs an apply that loses the request for the third contact and is interrupted while it polls for the effect. */
  async function loseTheThird(world: World): Promise<Ended> {
    const polled = moment();
    let lost = false;
    world.gate.watch({
      arrived: ({ body, path, drop, nth }) => {
        if (nth > 0 && body.includes('"1000003"')) {
          lost = true;
          drop();
        } else if (lost && path.endsWith('/batch/read')) polled.reach();
      },
    });
    const running = world.start(firstApply);
    await polled.reached;
    running.kill('SIGINT');
    const ended = await running.ended;
    world.gate.watch({});
    return ended;
  }

  const statusOf = (plan: Plan): string | undefined =>
    plan.unchanged.find((unchanged) => unchanged.address === address)?.status;

  async function planned(world: World): Promise<Plan> {
    return JSON.parse((await world.runInProcess('plan', '--format', 'json')).stdout);
  }

  it('is unknown, and sent again only after `resolve --not-enrolled`', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: 6 });
    const ended = await loseTheThird(world);
    expect(ended.exit).toBe(7);
    const unknown = reportOf(ended).outcomes.filter(({ status }) => status === 'unknown');
    expect(unknown).toMatchObject([
      { address, help: expect.stringContaining(`rollcall resolve ${address}`) },
    ]);

    const sent = world.gate.writes.length;
    const before = await planned(world);
    expect(before.changes).toEqual([]);
    expect(statusOf(before)).toBe('unknown');
    await world.runInProcess(...apply);
    expect(world.gate.writes).toHaveLength(sent);

    expect(await world.runInProcess('resolve', address, '--not-enrolled')).toMatchObject({ exit: 0 });
    const after = await planned(world);
    expect(after.changes).toMatchObject([{ address, action: 'enroll' }]);
    expect(await world.runInProcess(...apply)).toMatchObject({ exit: 0 });
    expect(await world.tally()).toMatchObject({ ...consistent, enrollments: 6, proved: 6, unknown: 0 });
    const records = (await world.history()).filter(({ contactId }) => contactId === '1000003');
    expect(records).toMatchObject([
      { state: 'refused', evidence: 'resolved by tester: not enrolled' },
      { state: 'proved' },
    ]);
  });

  it('is not sent again after `resolve --enrolled`', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: 6 });
    await loseTheThird(world);
    expect(await world.runInProcess('resolve', address, '--enrolled')).toMatchObject({ exit: 0 });
    const history = JSON.parse((await world.runInProcess('history', '1000003', '--format', 'json')).stdout);
    expect(history).toMatchObject({
      records: [{ state: 'proved', evidence: 'resolved by tester: enrolled', actor: 'tester' }],
    });
    expect(['active', 'ended']).toContain(statusOf(await planned(world)));
    const sent = world.gate.writes.length;
    expect(await world.runInProcess(...apply)).toMatchObject({ exit: 0 });
    expect(world.gate.writes).toHaveLength(sent);
    const again = await world.runInProcess('resolve', address, '--not-enrolled', '--format', 'json');
    expect(again.exit).toBe(1);
    expect(again.stdout).toContain('nothing-unknown');
  });
});
