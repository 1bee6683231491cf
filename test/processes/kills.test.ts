/**
 * Kills real processes. `npm run kills` runs many of them and prints a summary line. ROLLCALL_KILLS and
 * ROLLCALL_KILLS_SEED set the number and the seed; ROLLCALL_KILLS_REPORT is the file for the summary.
 */
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { startTestPostgres } from '../ledger/test-postgres.ts';
import type { Cleanup } from './cleanup.ts';
import { killRound } from './kill-round.ts';
import type { Round } from './kill-round.ts';
import { randomFrom } from './random.ts';
import { someWorld } from './world.ts';

const kills = Number(process.env['ROLLCALL_KILLS'] ?? 8);
const seed = Number(process.env['ROLLCALL_KILLS_SEED'] ?? 1);
const report = process.env['ROLLCALL_KILLS_REPORT'];

const members = { sequence: 30, workflow: 20, list: 10 };
const dialects = ['documented', 'guide'] as const;
const maxKillsPerRound = 10;

it(
  `no enrollment is duplicated or lost in ${kills} kills (seed ${seed})`,
  { timeout: 60_000 + kills * 20_000 },
  async ({ onTestFinished }) => {
    const random = randomFrom(seed);
    const ledgers = await ledgerPlaces(onTestFinished);
    const duration = await measureRun(onTestFinished);
    const rounds: Round[] = [];
    for (let left = kills; left > 0;) {
      const at = rounds.length;
      const ledger = await ledgers[at % ledgers.length]?.();
      const wanted = {
        ...members,
        dialect: dialects[Math.floor(at / ledgers.length) % dialects.length] ?? 'documented',
        ...(ledger === undefined ? {} : { ledger }),
      };
      const round = await killRound(
        { wanted, random, duration, kills: Math.min(left, maxKillsPerRound) },
        onTestFinished,
      );
      rounds.push(round);
      left -= round.kills;
      expect(round.tally).toMatchObject({ duplicates: [], lost: [], unrecorded: [] });
      // Every contact was requested, and each unknown one needs a decision of a user.
      expect(round.tally.proved + round.tally.unknown).toBe(round.wanted);
    }
    if (report !== undefined) writeFileSync(report, summaryLine(rounds));
    expect(rounds.reduce((sum, round) => sum + round.kills, 0)).toBe(kills);
  },
);

/** Returns factories of ledger locations: a file, and PostgreSQL if the server accepts several connections. */
async function ledgerPlaces(cleanup: Cleanup): Promise<readonly (() => Promise<string | undefined>)[]> {
  const inFile = async (): Promise<undefined> => undefined;
  const postgres = await startTestPostgres();
  cleanup(postgres.stop);
  return postgres.manyConnections ? [inFile, postgres.fresh] : [inFile];
}

/** Returns the duration of an uninterrupted run, in milliseconds. Kills are spread over it. */
async function measureRun(cleanup: Cleanup): Promise<number> {
  const world = await someWorld(cleanup, members);
  const start = performance.now();
  const { exit } = await world.run('apply', '--auto-approve', '--new-ledger');
  expect(exit).toBe(0);
  return performance.now() - start;
}

function summaryLine(rounds: readonly Round[]): string {
  const sum = (count: (round: Round) => number): number =>
    rounds.reduce((total, round) => total + count(round), 0);
  return [
    `${sum((round) => round.kills)} kills`,
    `${sum((round) => round.runs)} runs`,
    `${sum((round) => round.tally.enrollments)} enrollments`,
    `${sum((round) => round.tally.proved)} proved`,
    `${sum((round) => round.tally.unknown)} unknown`,
    `${sum((round) => round.tally.duplicates.length)} duplicates`,
    `${sum((round) => round.tally.lost.length)} lost`,
  ].join(', ');
}
