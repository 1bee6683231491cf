import { beforeAll, describe, expect, it } from 'vitest';
import { engines, suiteDatabase } from '../ledger/test-ledgers.ts';
import { reportOf } from './report-of.ts';
import type { Ended } from './start-rollcall.ts';
import { someWorld } from './world.ts';
import type { World } from './world.ts';

const runners = 8;
const members = { sequence: 24, workflow: 8, list: 8 };
const all = 40;

describe.each(engines)(
  `${runners} processes that apply the same files at once, on $name`,
  ({ name, start }) => {
    const database = suiteDatabase(start);

    beforeAll(async () => {
      // Said, because it is another test then: the one below runs them one after the other.
      if (!database.manyConnections)
        process.stderr.write(`${name} serves one connection: no parallel runs\n`);
    });

    /** All at once, or in turn where the database cannot serve two of them. */
    async function together(world: World, args: readonly string[]): Promise<readonly Ended[]> {
      const line = ['apply', '--auto-approve', '--new-ledger', '--format', 'json', ...args];
      if (database.manyConnections) {
        return Promise.all(Array.from({ length: runners }, () => world.run(...line)));
      }
      const ended: Ended[] = [];
      for (let runner = 0; runner < runners; runner += 1) ended.push(await world.run(...line));
      return ended;
    }

    it('enroll everybody once; who finds it locked says so', async ({ onTestFinished }) => {
      const world = await someWorld(onTestFinished, { ...members, ledger: await database.fresh() });
      const ended = await together(world, []);
      const locked = ended.filter(({ exit }) => exit === 9);
      expect(ended.filter(({ exit }) => exit === 0).length + locked.length).toBe(runners);
      for (const { stdout } of locked) expect(stdout).toContain('--lock-timeout');
      expect(await world.tally()).toEqual({
        enrollments: all,
        proved: all,
        unknown: 0,
        duplicates: [],
        lost: [],
        unrecorded: [],
      });
    });

    it('enroll everybody once, and all finish when they wait for each other', async ({ onTestFinished }) => {
      const world = await someWorld(onTestFinished, { ...members, ledger: await database.fresh() });
      const ended = await together(world, ['--lock-timeout', '60s']);
      expect(ended.map(({ exit }) => exit)).toEqual(ended.map(() => 0));
      const done = ended.map((one) => reportOf(one).counts.done);
      expect(done.toSorted((a, b) => b - a)).toEqual([all, ...Array.from({ length: runners - 1 }, () => 0)]);
      expect(await world.tally()).toMatchObject({ enrollments: all, proved: all, duplicates: [], lost: [] });
    });
  },
);
