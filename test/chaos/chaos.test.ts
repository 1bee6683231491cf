import { writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryCase } from './arbitrary-case.ts';
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

/** Fails with the story of the run, and shrinks it; fast-check names seed and path. */
function tellApart(from: string): Promise<void> {
  const property = fc.asyncProperty(arbitraryCase(), async (one) => {
    const played = await playCase(one);
    expect(played.violations, storyOf(played)).toEqual([]);
  });
  return fc.assert(property, { seed, path: from, numRuns: 1, interruptAfterTimeLimit: 60_000 });
}

function storyOf({ story, violations }: Played): string {
  return [...violations.map(({ broken, what }) => `${broken}: ${what}`), ...story].join('\n');
}

it('whatever breaks at whatever moment: nobody is enrolled twice, and it comes to rest', async () => {
  if (path !== undefined) {
    await tellApart(path);
    return;
  }
  const tally = emptyTally();
  const property = fc.asyncProperty(arbitraryCase(), async (one) => {
    count(tally, await playCase(one), { seed, path: String(tally.runs) });
    if (tallyFile !== undefined) writeFileSync(tallyFile, JSON.stringify(tally));
  });
  await fc.assert(property, { seed, numRuns: Number(runs) });
  const [first] = tally.failed;
  if (first) await tellApart(first.path);
  expect(tally).toMatchObject({ runs: Number(runs), duplicates: 0, notConverged: 0, otherwiseWrong: 0 });
  // A chaos in which little happens proves little; a few runs alone may be quiet ones.
  const least = tally.runs < 100 ? 0 : tally.runs / 10;
  expect(tally.enrollments).toBeGreaterThanOrEqual(least);
  expect(tally.crashPoints).toBeGreaterThanOrEqual(least);
  expect(tally.faults).toBeGreaterThanOrEqual(least);
}, 0);
