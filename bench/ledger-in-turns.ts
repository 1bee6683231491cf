/**
 * Intents and their proofs, one durable commit each, in a process of its own: prints the commits a second
 * of the bare driver and of the ledger, and what 1,000,000 rows in place of 10,000 change.
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
/** Many short rounds. The first fill the caches and are run before V8 has compiled what runs often: they do not count. */
const [rounds, uncounted, acts] = [1_000, 250, 10];

const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
try {
  process.stdout.write(JSON.stringify(await inTurns()));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function inTurns(): Promise<CommitRates> {
  const small = await ledgerOf(join(folder, 'small.db'), 10_000);
  const large = await ledgerOf(join(folder, 'large.db'), 1_000_000);
  const bare = await bareOf(join(folder, 'bare.db'), 10_000);
  const all = [bare, small, large].map((written) => ({ written, taken: [] as number[] }));
  // They take turns, each as often after one as after the other: a slow disk slows them all.
  for (let round = 0; round < rounds; round += 1) {
    const turn = round % 2 === 0 ? all : all.toReversed();
    for (const { written, taken } of turn) taken.push(await written.round(round));
  }
  for (const { written } of all) await written.close();
  const [ofBare = [], ofSmall = [], ofLarge = []] = all.map(({ taken }) => taken.slice(uncounted));
  return {
    bare: perSecond(ofBare),
    small: perSecond(ofSmall),
    share: ofEachRound(ofBare, ofSmall),
    growth: ofEachRound(ofLarge, ofSmall),
  };
}

/** The ratio of two, as it was in most rounds: what slows one round down slows both, or stands out. */
function ofEachRound(these: readonly number[], those: readonly number[]): number {
  return median(these.map((time, round) => time / (those[round] ?? Number.NaN)));
}

interface Written {
  /** Writes some intents and proofs; milliseconds. */
  readonly round: (round: number) => Promise<number>;
  readonly close: () => Promise<void>;
}

async function ledgerOf(path: string, rows: number): Promise<Written> {
  await prepare(path, rows);
  const ledger = await openLedger({ address: path, mode: 'write' });
  if (!ledger) throw new Error('no ledger');
  const lease = await ledger.acquire({ portalId: portal, owner: 'bench', lifetimeMilliseconds: 3_600_000 });
  if ('heldBy' in lease) throw new Error('held');
  const run = await lease.startRun({
    command: 'apply',
    planId: 'plan-1',
    configHash: 'c',
    actor: 'bench',
    version: '0',
    at,
  });
  return {
    round: (round) => measured(async (index) => writeOne(lease, run, intentOf(round * acts + index))),
    close: async () => {
      await lease.release();
      await ledger.close();
    },
  };
}

async function writeOne(lease: Lease, run: number, intent: NewIntent): Promise<void> {
  const [id] = await lease.recordIntents(run, [intent]);
  if (id === undefined) throw new Error('no id');
  const evidence = 'HubSpot returned the result';
  await lease.settle([
    { intent: id, state: 'proved', at, effectAt: at, enrollmentId: String(30_000_000 + id), evidence },
  ]);
}

async function bareOf(path: string, rows: number): Promise<Written> {
  await prepare(path, rows);
  const bare = openBareLedger(path, portal);
  return {
    round: (round) =>
      measured(async (index) => {
        const id = rows + 1 + round * acts + index;
        bare.intend(id, intentOf(round * acts + index));
        bare.settle(id, at);
      }),
    close: async () => bare.close(),
  };
}

/** A ledger's tables with old rows in them. */
async function prepare(path: string, rows: number): Promise<void> {
  const ledger = await openLedger({ address: path, mode: 'create' });
  await ledger?.close();
  const bare = openBareLedger(path, portal);
  bare.fill(portal, rows);
  bare.close();
}

async function measured(act: (index: number) => Promise<void>): Promise<number> {
  const from = performance.now();
  for (let index = 0; index < acts; index += 1) await act(index);
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

function perSecond(milliseconds: readonly number[]): number {
  return (2 * acts * 1_000) / median(milliseconds);
}
