import { describe, expect, it } from 'vitest';
import type { Gate } from './gate.ts';
import { moment } from './moment.ts';
import type { Moment } from './moment.ts';
import { reportOf, outcomeCount } from './report-of.ts';
import { someWorld } from './world.ts';

const apply = ['apply', '--auto-approve', '--format', 'json'];
const firstApply = [...apply, '--new-ledger'];
const interrupted = 'Interrupted: finishing the requests in flight';

/** Holds write requests from the n-th on before the account receives them, until `through` is reached. */
function holdWritesFrom(nth: number, gate: Gate): { readonly held: Moment; readonly through: Moment } {
  const held = moment();
  const through = moment();
  gate.watch({
    arrived: async (request) => {
      if (request.nth < nth) return;
      held.reach();
      await through.reached;
    },
  });
  return { held, through };
}

describe.concurrent.each(['SIGINT', 'SIGTERM'] as const)('the first %s', (signal) => {
  it('finishes requests in flight, reports every change and releases the lock', async ({
    onTestFinished,
  }) => {
    const world = await someWorld(onTestFinished, { sequence: 40 });
    const { held, through } = holdWritesFrom(4, world.gate);
    const running = world.start(firstApply);
    await held.reached;
    running.kill(signal);
    await running.untilStderr(interrupted);
    through.reach();

    const ended = await running.ended;
    const report = reportOf(ended);
    expect(ended).toMatchObject({ exit: 130, signal: null });
    expect(report).toMatchObject({
      exitCode: 130,
      counts: { planned: 40, failed: 0, blocked: 0, unknown: 0 },
    });
    expect(outcomeCount(report)).toBe(40);
    expect(report.outcomes).toHaveLength(40);
    expect(report.counts.done).toBe(world.gate.writes.length);
    expect(report.counts.done).toBeLessThan(40);
    expect(await world.tally()).toEqual({
      enrollments: report.counts.done,
      proved: report.counts.done,
      unknown: 0,
      duplicates: [],
      lost: [],
      unrecorded: [],
    });

    const next = await world.runInProcess(...apply);
    expect(reportOf(next)).toMatchObject({ exitCode: 0, counts: { planned: report.counts.notAttempted } });
    expect(await world.tally()).toMatchObject({ enrollments: 40, proved: 40, duplicates: [] });
  });
});

describe.concurrent('the second signal', () => {
  it('ends the run at once, and the ledger has an intent for every request in flight', async ({
    onTestFinished,
  }) => {
    const world = await someWorld(onTestFinished, { sequence: 12 });
    const { held, through } = holdWritesFrom(3, world.gate);
    const running = world.start(firstApply);
    await held.reached;
    running.kill('SIGINT');
    await running.untilStderr(interrupted);
    running.kill('SIGTERM');
    // The process ends while its requests are held; they take effect later.
    expect(await running.ended).toMatchObject({ exit: 130, signal: null, stdout: '' });
    const records = await world.history();
    expect(records.length).toBeGreaterThanOrEqual(world.gate.writes.length);
    expect(records.filter(({ state }) => state === 'open').length).toBeGreaterThanOrEqual(1);
    through.reach();
    await world.gate.idle();

    expect(await world.runInProcess(...apply)).toMatchObject({ exit: 9 });
    expect(await world.runInProcess('unlock', '1')).toMatchObject({ exit: 0 });
    expect(await world.runInProcess(...apply)).toMatchObject({ exit: 0 });
    const tally = await world.tally();
    expect(tally).toMatchObject({ duplicates: [], lost: [], unrecorded: [] });
    expect(tally.proved + tally.unknown).toBe(12);
  });
});

describe.concurrent('a signal before anything is sent', () => {
  it.for([
    ['the account is read', '/account-info/2026-09/details'],
    ['contacts are read', '/crm/objects/2026-09/contacts/batch/read'],
  ])('ends the run while %s, without waiting for the response', async ([, route], { onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: 5 });
    const reading = moment();
    const through = moment();
    world.gate.watch({
      arrived: async ({ path }) => {
        if (path !== route) return;
        reading.reach();
        await through.reached;
      },
    });
    const running = world.start(firstApply);
    await reading.reached;
    running.kill('SIGINT');
    const ended = await running.ended;
    through.reach();
    expect(ended).toMatchObject({ exit: 130, signal: null });
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'interrupted', exitCode: 130 } });
    expect(world.gate.writes).toEqual([]);
    // The run left no lock and no intent.
    expect(reportOf(await world.runInProcess(...firstApply))).toMatchObject({
      exitCode: 0,
      counts: { done: 5 },
    });
  });

  it('ends the wait for the lock of another run', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: 4 });
    const { held, through } = holdWritesFrom(1, world.gate);
    const other = world.start(firstApply);
    await held.reached;
    const waiting = world.start([...apply, '--lock-timeout', '5m']);
    await waiting.untilStderr('Waiting up to 300 s');
    waiting.kill('SIGTERM');
    const ended = await waiting.ended;
    through.reach();
    expect(ended).toMatchObject({ exit: 130, signal: null });
    expect(ended.stdout).toContain('Interrupted while waiting');
    expect(await other.ended).toMatchObject({ exit: 0 });
    expect(await world.tally()).toMatchObject({ enrollments: 4, proved: 4, duplicates: [] });
  });
});

describe.concurrent('a saved plan that was interrupted', () => {
  it('continues with the remaining changes, and is refused when none are left', async ({
    onTestFinished,
  }) => {
    const world = await someWorld(onTestFinished, { sequence: 40 });
    await world.makeLedger();
    await world.runInProcess('plan', '--out', 'plan.json');
    const saved = ['apply', 'plan.json', '--auto-approve', '--format', 'json'];
    const { held, through } = holdWritesFrom(2, world.gate);
    const running = world.start(saved);
    await held.reached;
    running.kill('SIGINT');
    await running.untilStderr(interrupted);
    through.reach();
    const interruptedRun = reportOf(await running.ended);
    expect(interruptedRun).toMatchObject({ exitCode: 130, counts: { planned: 40, unknown: 0 } });

    const rest = reportOf(await world.runInProcess(...saved));
    const { done } = interruptedRun.counts;
    expect(rest).toMatchObject({
      exitCode: 0,
      planId: interruptedRun.planId,
      counts: { planned: 40 - done, done: 40 - done },
    });
    expect(await world.tally()).toMatchObject({ enrollments: 40, proved: 40, duplicates: [] });

    const again = await world.runInProcess(...saved);
    expect(again.exit).toBe(8);
    expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: 'plan-used' } });
    expect(world.gate.writes).toHaveLength(40);
  });
});
