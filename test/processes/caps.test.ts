import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/results/plan.ts';
import { reportOf } from './report-of.ts';
import { filesFor, someWorld } from './world.ts';
import type { Wanted, World } from './world.ts';

const apply = ['apply', '--auto-approve', '--new-ledger'];

/** Returns the flag and its value that the help of a refusal names. */
function flagIn(text: string): readonly string[] {
  const [, flag, count] =
    /Allow it for one run: .*?(--max-[a-z-]+) (\d+)/u.exec(text.replace(/\s+/gu, ' ')) ?? [];
  if (flag === undefined || count === undefined) throw new Error(`no flag in: ${text}`);
  return [flag, count];
}

/** Expects exit code 5 without any request, and returns the flag that the message names. */
async function expectRefusal(
  world: World,
  message: RegExp,
  more: readonly string[] = [],
): Promise<readonly string[]> {
  const sent = world.gate.writes.length;
  const refused = await world.runInProcess(...apply, ...more);
  expect(refused.exit).toBe(5);
  const output = `${refused.stdout}${refused.stderr}`.replace(/\s+/gu, ' ');
  expect(output).toMatch(message);
  expect(world.gate.writes).toHaveLength(sent);
  return flagIn(output);
}

function rewrite(world: World, wanted: Wanted, change: (text: string) => string = (text) => text): void {
  world.write('enrollments.yaml', change(filesFor(wanted, world.simulator.portalId)));
}

describe.concurrent('the limit of', () => {
  it('enrollments is reported with its name, location and flag, and the flag lifts only this limit', async ({
    onTestFinished,
  }) => {
    const world = await someWorld(onTestFinished, { sequence: 5, limits: { enroll: 3 } });
    const flag = await expectRefusal(
      world,
      /above a limit .* enroll 5 3 \S*enrollments\.yaml:5 --max-enroll 5 /u,
    );
    expect(flag).toEqual(['--max-enroll', '5']);
    await expectRefusal(world, / enroll 5 4 command line --max-enroll 5 /u, ['--max-enroll', '4']);
    await expectRefusal(world, / enroll 5 3 /u, ['--max-unenroll', '9', '--max-reenroll', '9']);
    expect(await world.runInProcess(...apply, ...flag)).toMatchObject({ exit: 0 });
    expect(await world.tally()).toMatchObject({ enrollments: 5, proved: 5, duplicates: [] });
  });

  it('removals is a share of the active members, and its flag lifts only this limit', async ({
    onTestFinished,
  }) => {
    const limits = { unenroll: '25%' };
    const world = await someWorld(onTestFinished, { sequence: 12, dialect: 'guide', limits });
    expect(await world.runInProcess(...apply)).toMatchObject({ exit: 0 });
    rewrite(world, { sequence: 7, dialect: 'guide', limits });
    const flag = await expectRefusal(
      world,
      / unenroll in sequences\.outbound: 5 in this plan, 3 \(25% of 12\) allowed \S*enrollments\.yaml:5 to lift it for one run: --max-unenroll 5 /u,
    );
    expect(flag).toEqual(['--max-unenroll', '5']);
    await expectRefusal(world, / 5 in this plan, 3 \(25% of 12\) allowed /u, ['--max-enroll', '9']);
    expect(await world.runInProcess(...apply, ...flag)).toMatchObject({ exit: 0 });
    const { enrollments } = world.simulator.inspect();
    expect(enrollments.filter(({ endedAt }) => endedAt === null)).toHaveLength(7);
  });

  it('repeated enrollments is 0 until its own flag lifts it', async ({ onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: 3 });
    expect(await world.runInProcess(...apply)).toMatchObject({ exit: 0 });
    await world.simulator.advance('30d');
    rewrite(world, { sequence: 3 }, (text) => text.replace('sender:', 'since: 2026-12-01\n    sender:'));
    const flag = await expectRefusal(world, / reenroll 3 0 default --max-reenroll 3 /u);
    expect(flag).toEqual(['--max-reenroll', '3']);
    await expectRefusal(world, / reenroll 3 0 /u, ['--max-enroll', '9']);
    expect(await world.runInProcess(...apply, ...flag)).toMatchObject({ exit: 0 });
    expect(world.simulator.inspect().enrollments).toHaveLength(6);
    // The declaration is satisfied: another enrollment needs a later `since`.
    expect(await world.runInProcess(...apply, ...flag)).toMatchObject({ exit: 0 });
    expect(world.simulator.inspect().enrollments).toHaveLength(6);
  });

  it('enrollments per sender and day makes the rest wait, across all runs of a day', async ({
    onTestFinished,
  }) => {
    const wanted = { sequence: 5, limits: { perSenderPerDay: 3 } };
    const world = await someWorld(onTestFinished, wanted);
    const first = reportOf(await world.runInProcess(...apply, '--format', 'json'));
    expect(first).toMatchObject({ exitCode: 0, counts: { planned: 3, done: 3 } });

    const plan: Plan = JSON.parse((await world.runInProcess('plan', '--format', 'json')).stdout);
    expect(plan.changes).toEqual([]);
    const waiting = plan.unchanged.filter(({ status }) => status === 'waiting');
    expect(waiting).toHaveLength(2);
    for (const { reason, help } of waiting) {
      expect(reason).toMatch(/3 enrollments today.*limit.*enrollments\.yaml:5:/u);
      expect(help).toContain('--max-sender-day');
    }
    expect(
      reportOf(await world.runInProcess(...apply, '--format', 'json', '--max-sender-day', '4')),
    ).toMatchObject({
      counts: { done: 1 },
    });
    await world.simulator.advance('25h');
    expect(reportOf(await world.runInProcess(...apply, '--format', 'json'))).toMatchObject({
      counts: { done: 1 },
    });
    expect(await world.tally()).toMatchObject({ enrollments: 5, proved: 5, duplicates: [] });
  });
});
