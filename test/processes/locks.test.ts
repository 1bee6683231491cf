import { describe, expect, it } from 'vitest';
import { moment } from './moment.ts';
import { reportOf } from './report-of.ts';
import { sqlOn } from './sql-on.ts';
import type { Running } from './start-rollcall.ts';
import { someWorld } from './world.ts';
import type { World } from './world.ts';

const apply = ['apply', '--auto-approve', '--format', 'json'];
const firstApply = [...apply, '--new-ledger'];
const consistent = { duplicates: [], lost: [], unrecorded: [] };

/** Starts a run and holds its write requests from the n-th on until `letThrough` is called. */
async function runHeldAt(
  nth: number,
  world: World,
): Promise<{ readonly running: Running; readonly letThrough: () => void }> {
  const held = moment();
  const through = moment();
  world.gate.watch({
    arrived: async (request) => {
      if (request.nth < nth) return;
      held.reach();
      await through.reached;
    },
  });
  const running = world.start(firstApply);
  await held.reached;
  return { running, letThrough: through.reach };
}

/** Returns how often contacts were read. Every run that gets the lock reads them. */
function contactReads(world: World): number {
  return world.simulator.requests().filter(({ path }) => path.endsWith('/contacts/batch/read')).length;
}

/** Kills a run at its n-th write request. */
async function killRunAt(nth: number, world: World): Promise<void> {
  const { running, letThrough } = await runHeldAt(nth, world);
  running.kill('SIGKILL');
  await running.ended;
  letThrough();
}

describe.concurrent('the lock of a run that was killed', () => {
  it('excludes other runs until it is force-unlocked by its number', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: 12 });
    await killRunAt(3, world);
    const read = contactReads(world);

    const locked = await world.runInProcess('apply', '--auto-approve');
    expect(locked).toMatchObject({ exit: 9, stdout: '' });
    expect(locked.stderr).toContain('rollcall unlock 1');
    expect(contactReads(world)).toBe(read);

    expect(await world.runInProcess('unlock', '7')).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining('number 1, not 7'),
    });
    expect(await world.runInProcess(...apply)).toMatchObject({ exit: 9 });
    expect(await world.runInProcess('unlock', '1')).toMatchObject({ exit: 0 });
    await world.runInProcess(...apply);
    const tally = await world.tally();
    expect(tally).toMatchObject(consistent);
    expect(tally.proved + tally.unknown).toBe(12);
  });

  it('is taken over by the next run after it expires', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: 12 });
    await killRunAt(3, world);
    const past = new Date(Date.now() - 1_000).toISOString();
    sqlOn(world.ledgerFile, `update rollcall_leases set heartbeat_at = '${past}', expires_at = '${past}'`);
    await world.runInProcess(...apply);
    const tally = await world.tally();
    expect(tally).toMatchObject(consistent);
    expect(tally.proved + tally.unknown).toBe(12);
  });

  it('expires a minute after the next attempt if the clock was set back', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: 4 });
    await killRunAt(1, world);
    sqlOn(
      world.ledgerFile,
      `update rollcall_leases
       set heartbeat_at = '2090-01-01T00:00:00.000Z', expires_at = '2090-01-01T00:01:00.000Z'`,
    );
    const read = contactReads(world);
    expect(await world.runInProcess(...apply)).toMatchObject({ exit: 9 });
    expect(contactReads(world)).toBe(read);
    const { heartbeatAt = '', expiresAt = '' } = (await world.lock()) ?? {};
    expect(Date.parse(heartbeatAt)).toBeLessThanOrEqual(Date.now());
    expect(Date.parse(expiresAt) - Date.parse(heartbeatAt)).toBe(60_000);
  });
});

describe.concurrent('a run that loses its lock', () => {
  it('sends no more requests, and the next run sends none twice', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: 40 });
    const { running, letThrough } = await runHeldAt(3, world);
    expect(await world.runInProcess('unlock', '1')).toMatchObject({ exit: 0 });
    // Only the requests of the first run are held.
    world.gate.watch({});
    const other = reportOf(await world.runInProcess(...apply));
    letThrough();

    const ended = await running.ended;
    expect(ended.exit).toBe(1);
    const { counts, exitReasons } = reportOf(ended);
    expect(exitReasons[0]).toMatch(/was lost.*Run the same command again/u);
    // Each contact was enrolled by exactly one of the two runs.
    expect(counts.notAttempted).toBeGreaterThan(0);
    expect(other.counts).toMatchObject({ planned: counts.notAttempted, done: counts.notAttempted });
    expect(counts.done + counts.unknown + other.counts.done).toBe(40);
    expect(world.gate.writes).toHaveLength(40);

    expect(await world.runInProcess(...apply)).toMatchObject({ exit: 0 });
    expect(await world.tally()).toMatchObject({ ...consistent, enrollments: 40, proved: 40 });
  });
});
