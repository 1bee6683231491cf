/**
 * Writes intents and their proofs, one durable commit each, and prints the rates as JSON: of the bare driver, of a
 * ledger with 10,000 rows, and of one with LARGE rows. Runs in a separate process. Usage: `ledger-rounds.js ROUNDS LARGE`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../src/ledger/open-ledger.ts';
import type { Lease, NewIntent } from '../src/model/ledger/ledger.ts';
import { openBareLedger } from './bare-ledger.ts';
import type { CommitRates } from './ledger.ts';
import { median } from './row.ts';

const portal = 4242;
const at = '2026-11-02T12:00:00.000Z';
/** The warm-up rounds do not count: their caches are empty, and V8 has not compiled the hot code yet. */
const [rounds = 0, largeRows = 0] = process.argv.slice(2).map(Number);
const [warmupRounds, writesPerRound] = [rounds / 4, 10];

const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
try {
  process.stdout.write(JSON.stringify(await measureInTurns()));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measureInTurns(): Promise<CommitRates> {
  const small = await ledgerWriter(join(folder, 'small.db'), 10_000);
  const large = await ledgerWriter(join(folder, 'large.db'), largeRows);
  const bare = await bareWriter(join(folder, 'bare.db'), 10_000);
  const all = [bare, small, large].map((writer) => ({ writer, milliseconds: [] as number[] }));
  // Alternate the order of the writers, so that a slow disk affects all of them equally.
  for (let round = 0; round < rounds; round += 1) {
    const turn = round % 2 === 0 ? all : all.toReversed();
    for (const { writer, milliseconds } of turn) milliseconds.push(await writer.round(round));
  }
  for (const { writer } of all) await writer.close();
  const [bareTimes = [], smallTimes = [], largeTimes = []] = all.map(({ milliseconds }) =>
    milliseconds.slice(warmupRounds),
  );
  return {
    bare: commitsPerSecond(bareTimes),
    small: commitsPerSecond(smallTimes),
    share: medianRatio(bareTimes, smallTimes),
    growth: medianRatio(largeTimes, smallTimes),
  };
}

/** Returns the median of the ratios of each round: a disturbance affects both writers, or few rounds. */
function medianRatio(times: readonly number[], baseline: readonly number[]): number {
  return median(times.map((time, round) => time / (baseline[round] ?? Number.NaN)));
}

interface Writer {
  /** Writes some intents and proofs. Returns the milliseconds. */
  readonly round: (round: number) => Promise<number>;
  readonly close: () => Promise<void>;
}

async function ledgerWriter(path: string, rows: number): Promise<Writer> {
  await prepare(path, rows);
  const ledger = await openLedger({ location: path, mode: 'write' });
  if (!ledger) throw new Error(`Could not open the ledger ${path}.`);
  const lease = await ledger.acquire({ portalId: portal, owner: 'bench', lifetimeMilliseconds: 3_600_000 });
  if ('heldBy' in lease) throw new Error('Another run holds the lease.');
  const run = await lease.startRun({
    command: 'apply',
    planId: 'plan-1',
    configHash: 'c',
    actor: 'bench',
    version: '0',
    at,
  });
  return {
    round: (round) =>
      measure(async (index) => writeIntent(lease, run, intentOf(round * writesPerRound + index))),
    close: async () => {
      await lease.release();
      await ledger.close();
    },
  };
}

async function writeIntent(lease: Lease, run: number, intent: NewIntent): Promise<void> {
  const [id] = await lease.recordIntents(run, [intent]);
  if (id === undefined) throw new Error('The ledger returned no id.');
  const evidence = 'HubSpot returned the result';
  await lease.settle([
    { intent: id, state: 'proved', at, effectAt: at, enrollmentId: String(30_000_000 + id), evidence },
  ]);
}

async function bareWriter(path: string, rows: number): Promise<Writer> {
  await prepare(path, rows);
  const bare = openBareLedger(path, portal);
  return {
    round: (round) =>
      measure(async (index) => {
        const id = rows + 1 + round * writesPerRound + index;
        bare.intend(id, intentOf(round * writesPerRound + index));
        bare.settle(id, at);
      }),
    close: async () => bare.close(),
  };
}

/** Creates a ledger with old rows. */
async function prepare(path: string, rows: number): Promise<void> {
  const ledger = await openLedger({ location: path, mode: 'create' });
  await ledger?.close();
  const bare = openBareLedger(path, portal);
  bare.fill(portal, rows);
  bare.close();
}

async function measure(write: (index: number) => Promise<void>): Promise<number> {
  const from = performance.now();
  for (let index = 0; index < writesPerRound; index += 1) await write(index);
  return performance.now() - from;
}

function intentOf(index: number): NewIntent {
  return {
    action: 'enroll',
    kind: 'sequence',
    targetId: '5510021',
    targetKey: 'q4',
    contactId: String(1_000_001 + ((index * 7_919) % 1_000_003)),
    origin: 'text',
    planId: 'plan-1',
    senderUserId: '7001',
    emails: 3,
    at,
  };
}

function commitsPerSecond(milliseconds: readonly number[]): number {
  return (2 * writesPerRound * 1_000) / median(milliseconds);
}
