/** One account, killed over and over while people are enrolled, then brought to rest. */
import type { HistoryRecord } from '../../src/model/ledger/ledger.ts';
import type { Cleanup } from './cleanup.ts';
import { moment } from './moment.ts';
import type { Random } from './random.ts';
import type { Ended, Running } from './start-rollcall.ts';
import { tally } from './tally.ts';
import type { Tally } from './tally.ts';
import { someWorld } from './world.ts';
import type { Wanted, World } from './world.ts';

export interface RoundPlan {
  readonly wanted: Wanted;
  readonly random: Random;
  /** No more than so many kills. */
  readonly kills: number;
  /** How long a run takes that nobody kills, in milliseconds. */
  readonly duration: number;
}

export interface Round {
  readonly kills: number;
  readonly runs: number;
  readonly tally: Tally;
  /** How many people were to be enrolled. */
  readonly wanted: number;
}

/** Kills run after run until the people are used up or the kills are, and then lets one finish. */
export async function killRound(plan: RoundPlan, cleanup: Cleanup): Promise<Round> {
  const { random, wanted } = plan;
  const world = await someWorld(cleanup, wanted);
  const late = moment();
  let kills = 0;
  let runs = 0;
  for (;;) {
    const ended = await runToItsKill(world, { ...plan, isLast: kills >= plan.kills, late: late.reached });
    runs += 1;
    if (ended.signal === 'SIGKILL') {
      kills += 1;
      await breakLock(world);
      // Time for sequences to end: whoever is enrolled twice now shows it.
      if (random() < 0.3) await world.simulator.advance('20d');
      continue;
    }
    assertFinished(ended);
    break;
  }
  // Requests that were still under way reach the account now, long after their process.
  late.reach();
  await world.gate.idle();
  const { sequence = 0, workflow = 0, list = 0 } = wanted;
  const last = await untilQuiet(world);
  return { kills, runs: runs + last, tally: await toldTally(world), wanted: sequence + workflow + list };
}

/** The account held against what a user is told of the ledger. */
async function toldTally(world: World): Promise<Tally> {
  const { enrollments } = world.simulator.inspect();
  const told = await world.run('history', '--format', 'json');
  const { records }: { records: readonly HistoryRecord[] } = JSON.parse(told.stdout);
  return tally({ records, enrollments, writes: world.gate.writes });
}

interface Killing extends RoundPlan {
  readonly isLast: boolean;
  readonly late: Promise<void>;
}

/** A run that is killed at a moment drawn anew: after some time, or around its n-th writing request. */
async function runToItsKill(world: World, { random, duration, isLast, late }: Killing): Promise<Ended> {
  const apply = ['apply', '--auto-approve', '--new-ledger'];
  if (isLast) {
    world.gate.watch({});
    return world.run(...apply);
  }
  const byTime = random() < 0.4;
  const nth = byTime ? Number.POSITIVE_INFINITY : 1 + Math.floor(random() * 20);
  const beforeEffect = random() < 0.6;
  const fate = pick(['dropped', 'passed', 'late'] as const, random);
  const after = random() * duration;
  let running: Running | undefined;
  const kill = async (): Promise<void> => {
    running?.kill('SIGKILL');
    await running?.ended;
  };
  world.gate.watch({
    arrived: async (request) => {
      if (request.nth < nth || !beforeEffect) return;
      await kill();
      if (fate === 'dropped') request.drop();
      if (fate === 'late') await late;
    },
    answered: async (request) => {
      if (request.nth >= nth && !beforeEffect) await kill();
    },
  });
  running = world.start(apply);
  const timer = byTime ? setTimeout(() => void kill(), after) : undefined;
  const ended = await running.ended;
  clearTimeout(timer);
  return ended;
}

/** As a user breaks the lock of a dead run, by its number; a run killed early leaves none. */
async function breakLock(world: World): Promise<void> {
  const held = await world.lock();
  if (!held) return;
  const broken = await world.run('unlock', String(held.generation));
  if (broken.exit !== 0) throw new Error(`unlock: ${broken.stdout}${broken.stderr}`);
}

/** Runs in all until one of them has nothing to do; they never do anything twice, so they are few. */
async function untilQuiet(world: World): Promise<number> {
  for (let runs = 1; runs <= 5; runs += 1) {
    const before = world.gate.writes.length;
    assertFinished(await world.run('apply', '--auto-approve'));
    if (world.gate.writes.length === before) return runs;
  }
  throw new Error('five runs in a row had something to send');
}

/** 7: somebody is left whom only a person can settle. */
function assertFinished({ exit, stdout, stderr }: Ended): void {
  if (exit !== 0 && exit !== 7) throw new Error(`exit ${exit}: ${stdout}${stderr}`);
}

function pick<T>(choices: readonly [T, ...T[]], random: Random): T {
  return choices[Math.floor(random() * choices.length)] ?? choices[0];
}
