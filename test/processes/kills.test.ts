/**
 * Real kills. `npm run kills` runs many of them and prints one closing line; ROLLCALL_KILLS and
 * ROLLCALL_KILLS_SEED say how many and from which seed, ROLLCALL_KILLS_REPORT where that line goes.
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

const people = { sequence: 30, workflow: 20, list: 10 };
const dialects = ['documented', 'guide'] as const;
const mostInOneRound = 10;

it(
  `enrolls nobody twice and loses nobody over ${kills} kills (seed ${seed})`,
  { timeout: 60_000 + kills * 20_000 },
  async ({ onTestFinished }) => {
    const random = randomFrom(seed);
    const ledgers = await ledgerPlaces(onTestFinished);
    const duration = await durationOf(onTestFinished);
    const rounds: Round[] = [];
    for (let left = kills; left > 0;) {
      const at = rounds.length;
      const ledger = await ledgers[at % ledgers.length]?.();
      const wanted = {
        ...people,
        dialect: dialects[Math.floor(at / ledgers.length) % dialects.length] ?? 'documented',
        ...(ledger === undefined ? {} : { ledger }),
      };
      const round = await killRound(
        { wanted, random, duration, kills: Math.min(left, mostInOneRound) },
        onTestFinished,
      );
      rounds.push(round);
      left -= round.kills;
      expect(round.tally).toMatchObject({ duplicates: [], lost: [], unrecorded: [] });
      // Every contact was requested, and each unknown one needs a decision.
      expect(round.tally.proved + round.tally.unknown).toBe(round.wanted);
    }
    if (report !== undefined) writeFileSync(report, closingLine(rounds));
    expect(rounds.reduce((sum, round) => sum + round.kills, 0)).toBe(kills);
  },
);

/** Where ledgers are kept in turn: a file, and a PostgreSQL where one takes several connections. */
async function ledgerPlaces(cleanup: Cleanup): Promise<readonly (() => Promise<string | undefined>)[]> {
  const inFile = async (): Promise<undefined> => undefined;
  const postgres = await startTestPostgres();
  cleanup(postgres.stop);
  return postgres.manyConnections ? [inFile, postgres.fresh] : [inFile];
}

/** How long a run takes that nobody kills, in milliseconds: kills are spread over it. */
async function durationOf(cleanup: Cleanup): Promise<number> {
  const world = await someWorld(cleanup, people);
  const start = performance.now();
  const { exit } = await world.run('apply', '--auto-approve', '--new-ledger');
  expect(exit).toBe(0);
  return performance.now() - start;
}

function closingLine(rounds: readonly Round[]): string {
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
