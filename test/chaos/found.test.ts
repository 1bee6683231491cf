import { expect, it } from 'vitest';
import type { Case } from './case.ts';
import { playCase } from './play-case.ts';
import { caseOf, files, run, target } from './scenarios.ts';

/** What the chaos found once, in as few steps as it took. */
const found: Readonly<Record<string, Case>> = {
  'a ledger that fails after the quota was used up': caseOf({
    schedule: 0,
    versions: [files(target('q4', [0, 1]))],
    runs: [
      run({
        faults: [{ route: 'POST /automation/sequences/*', nth: 1, kind: 'quota' }],
        incident: {
          kind: 'ledger-fails',
          at: { call: 'lease.settle', nth: 2, edge: 'after' },
          committed: true,
          lasting: false,
        },
      }),
    ],
  }),
  'a lock that is taken over before the run begins': caseOf({
    versions: [files(target('q4', [0]))],
    runs: [run({ incident: { kind: 'stall', at: { call: 'lease.startRun', nth: 1, edge: 'before' } } })],
  }),
  'a ledger that cannot take down the end of a run': caseOf({
    versions: [files(target('q4', [0]))],
    runs: [
      run({
        incident: {
          kind: 'ledger-fails',
          at: { call: 'lease.finishRun', nth: 1, edge: 'before' },
          committed: false,
          lasting: true,
        },
      }),
    ],
  }),
};

it.each(Object.keys(found))('%s is told truly', async (name) => {
  const one = found[name];
  if (!one) throw new Error(`nothing was found by the name ${name}`);
  const { violations, incidents } = await playCase(one);
  expect(Object.keys(incidents)).toEqual([one.runs[0]?.incident?.kind]);
  expect(violations).toEqual([]);
});
