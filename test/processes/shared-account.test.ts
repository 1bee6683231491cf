import { beforeAll, describe, expect, it } from 'vitest';
import { engines, suiteDatabase } from '../ledger/test-ledgers.ts';
import { reportOf } from './report-of.ts';
import type { Ended } from './start-rollcall.ts';
import { someWorld } from './world.ts';
import type { World } from './world.ts';

const runners = 8;
const members = { sequence: 24, workflow: 8, list: 8 };
const memberCount = 40;

describe.each(engines)(
  `${runners} processes that apply the same files at the same time, on $name`,
  ({ name, start }) => {
    const database = suiteDatabase(start);

    beforeAll(async () => {
      // Logged because the tests below then run the processes one after the other.
      if (!database.manyConnections)
        process.stderr.write(`${name} serves one connection: no parallel runs\n`);
    });

    /** Runs all at the same time, or in turn if the database accepts only one connection. */
    async function runAll(world: World, args: readonly string[]): Promise<readonly Ended[]> {
      const command = ['apply', '--auto-approve', '--new-ledger', '--format', 'json', ...args];
      if (database.manyConnections) {
        return Promise.all(Array.from({ length: runners }, () => world.run(...command)));
      }
      const ended: Ended[] = [];
      for (let runner = 0; runner < runners; runner += 1) ended.push(await world.run(...command));
      return ended;
    }

    it('enroll each contact once, and a run without the lock suggests --lock-timeout', async ({
      onTestFinished,
    }) => {
      const world = await someWorld(onTestFinished, { ...members, ledger: await database.fresh() });
      const ended = await runAll(world, []);
      const locked = ended.filter(({ exit }) => exit === 9);
      expect(ended.filter(({ exit }) => exit === 0).length + locked.length).toBe(runners);
      for (const { stdout } of locked) expect(stdout).toContain('--lock-timeout');
      expect(await world.tally()).toEqual({
        enrollments: memberCount,
        proved: memberCount,
        unknown: 0,
        duplicates: [],
        lost: [],
        unrecorded: [],
      });
    });

    it('enroll each contact once, and all finish with --lock-timeout', async ({ onTestFinished }) => {
      const world = await someWorld(onTestFinished, { ...members, ledger: await database.fresh() });
      const ended = await runAll(world, ['--lock-timeout', '60s']);
      expect(ended.map(({ exit }) => exit)).toEqual(ended.map(() => 0));
      const done = ended.map((run) => reportOf(run).counts.done);
      expect(done.toSorted((a, b) => b - a)).toEqual([
        memberCount,
        ...Array.from({ length: runners - 1 }, () => 0),
      ]);
      expect(await world.tally()).toMatchObject({
        enrollments: memberCount,
        proved: memberCount,
        duplicates: [],
        lost: [],
      });
    });
  },
);
