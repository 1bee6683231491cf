import { writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryCase } from './arbitrary-case.ts';
import { arbitraryHistory } from './histories/arbitrary-history.ts';
import { playHistory } from './histories/play-history.ts';
import { playCase } from './play-case.ts';
import type { Played } from './play-case.ts';
import { count, emptyTally } from './tally.ts';

/** Set by `npm run chaos`; see its script. */
const {
  ROLLCALL_CHAOS_RUNS: runs = '200',
  ROLLCALL_CHAOS_SEED: givenSeed,
  ROLLCALL_CHAOS_PATH: path,
  ROLLCALL_CHAOS_TALLY: tallyFile,
} = process.env;

const seed = givenSeed === undefined ? (fc.sample(fc.integer(), 1)[0] ?? 0) : Number(givenSeed);
const histories = Math.floor(Number(runs) * 0.3);
const cases = Number(runs) - histories;
const tally = emptyTally();

/** Paths of histories begin with this letter. */
const ofHistory = 'h';

/** Fails with the story of the run, and shrinks it; fast-check names seed and path. */
function expectAgain(from: string): Promise<void> {
  const isHistory = from.startsWith(ofHistory);
  const told = ({ violations, story }: Pick<Played, 'violations' | 'story'>): void => {
    const all = [...violations.map(({ broken, what }) => `${broken}: ${what}`), ...story].join('\n');
    expect(violations, all).toEqual([]);
  };
  const options = { seed, numRuns: 1, interruptAfterTimeLimit: 60_000 };
  return isHistory
    ? fc.assert(
        fc.asyncProperty(arbitraryHistory(), async (one) => told(await playHistory(one))),
        { ...options, path: from.slice(ofHistory.length) },
      )
    : fc.assert(
        fc.asyncProperty(arbitraryCase(), async (one) => told(await playCase(one))),
        { ...options, path: from },
      );
}

function keepTally(): void {
  if (tallyFile !== undefined) writeFileSync(tallyFile, JSON.stringify(tally));
}

async function checkTally(before: number): Promise<void> {
  const [first] = tally.failed.slice(before);
  if (first) await expectAgain(first.path);
}

it.runIf(path !== undefined)('plays one run again', () => expectAgain(path ?? ''));

it.runIf(path === undefined)(
  'whatever breaks at whatever moment: no contact is enrolled twice, and a last plan has no changes',
  async () => {
    const property = fc.asyncProperty(arbitraryCase(), async (one) => {
      const played = await playCase(one);
      const crashPoints = Object.values(played.incidents).reduce((sum, each) => sum + each, 0);
      count(tally, { ...played, crashPoints }, { seed, path: String(tally.runs) });
      keepTally();
    });
    await fc.assert(property, { seed, numRuns: cases });
    await checkTally(0);
    // A chaos in which little happens proves little; a few runs alone may be quiet ones.
    const least = cases < 100 ? 0 : cases / 10;
    expect(tally.enrollments).toBeGreaterThanOrEqual(least);
    expect(tally.crashPoints).toBeGreaterThanOrEqual(least);
    expect(tally.faults).toBeGreaterThanOrEqual(least);
    expect(tally).toMatchObject({ runs: cases, duplicates: 0, notConverged: 0, otherwiseWrong: 0 });
  },
  0,
);

it.runIf(path === undefined)(
  'whatever happens to files, account and ledger: rollcall sends only declared changes, and its output is true',
  async () => {
    const failedBefore = tally.failed.length;
    const { runs: before, enrollments } = tally;
    const property = fc.asyncProperty(arbitraryHistory(), async (one) => {
      const played = await playHistory(one);
      count(tally, played, { seed, path: `${ofHistory}${tally.runs - before}` });
      keepTally();
    });
    await fc.assert(property, { seed, numRuns: histories });
    await checkTally(failedBefore);
    expect(tally).toMatchObject({ histories, falseStatements: 0 });
    expect(tally.enrollments - enrollments).toBeGreaterThanOrEqual(histories < 30 ? 0 : histories / 2);
  },
  0,
);
