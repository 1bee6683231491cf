/** Kills runs that enroll contacts of one account, then applies until nothing is left to do. */
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
  /** Maximum number of kills. */
  readonly kills: number;
  /** Duration of an uninterrupted run, in milliseconds. */
  readonly duration: number;
}

export interface Round {
  readonly kills: number;
  readonly runs: number;
  readonly tally: Tally;
  /** Number of declared enrollments. */
  readonly wanted: number;
}

/** Kills runs until a run finishes or the maximum number of kills is reached, then applies until nothing is left. */
export async function killRound(plan: RoundPlan, cleanup: Cleanup): Promise<Round> {
  const { random, wanted } = plan;
  const world = await someWorld(cleanup, wanted);
  const late = moment();
  let kills = 0;
  let runs = 0;
  for (;;) {
    const ended = await runAndKill(world, { ...plan, isLast: kills >= plan.kills, late: late.reached });
    runs += 1;
    if (ended.signal === 'SIGKILL') {
      kills += 1;
      await forceUnlock(world);
      // Let sequences end, so that a second enrollment becomes possible.
      if (random() < 0.3) await world.simulator.advance('20d');
      continue;
    }
    assertFinished(ended);
    break;
  }
  // Requests in flight now reach the account, after their process has ended.
  late.reach();
  await world.gate.idle();
  const { sequence = 0, workflow = 0, list = 0 } = wanted;
  const last = await applyUntilUnchanged(world);
  return { kills, runs: runs + last, tally: await tallyOfHistory(world), wanted: sequence + workflow + list };
}

/** Compares the account with the output of `rollcall history`. */
async function tallyOfHistory(world: World): Promise<Tally> {
  const { enrollments } = world.simulator.inspect();
  const history = await world.run('history', '--format', 'json');
  const { records }: { records: readonly HistoryRecord[] } = JSON.parse(history.stdout);
  return tally({ records, enrollments, writes: world.gate.writes });
}

interface KillRequest extends RoundPlan {
  readonly isLast: boolean;
  readonly late: Promise<void>;
}

/** Starts a run and kills it at a random time, or around its n-th write request. */
async function runAndKill(world: World, { random, duration, isLast, late }: KillRequest): Promise<Ended> {
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
    responded: async (request) => {
      if (request.nth >= nth && !beforeEffect) await kill();
    },
  });
  running = world.start(apply);
  const timer = byTime ? setTimeout(() => void kill(), after) : undefined;
  const ended = await running.ended;
  clearTimeout(timer);
  return ended;
}

/** Force-unlocks the lock of a killed run by its number. A run that was killed early leaves no lock. */
async function forceUnlock(world: World): Promise<void> {
  const held = await world.lock();
  if (!held) return;
  const unlocked = await world.run('unlock', String(held.generation));
  if (unlocked.exit !== 0) throw new Error(`unlock: ${unlocked.stdout}${unlocked.stderr}`);
}

/** Applies until a run sends nothing, and returns the number of runs. Throws after five runs. */
async function applyUntilUnchanged(world: World): Promise<number> {
  for (let runs = 1; runs <= 5; runs += 1) {
    const sent = world.gate.writes.length;
    assertFinished(await world.run('apply', '--auto-approve'));
    if (world.gate.writes.length === sent) return runs;
  }
  throw new Error('each of five runs in a row sent a request');
}

/** Exit code 7 is accepted: some intents need a decision of a user. */
function assertFinished({ exit, stdout, stderr }: Ended): void {
  if (exit !== 0 && exit !== 7) throw new Error(`exit ${exit}: ${stdout}${stderr}`);
}

function pick<T>(choices: readonly [T, ...T[]], random: Random): T {
  return choices[Math.floor(random() * choices.length)] ?? choices[0];
}
