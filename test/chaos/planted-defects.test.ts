import { describe, expect, it } from 'vitest';
import type { Case, Incident, Version } from './case.ts';
import * as plants from './plants.ts';
import type { Plant } from './plants.ts';
import { playCase } from './play-case.ts';
import { caseOf, files, lostAnswer, run, target } from './scenarios.ts';
import type { Broken } from './violations.ts';

const blast = files(target('blast', [0, 1]));
/** A workflow of whose past HubSpot shows nothing. */
const hidden = files(target('onboarding', [0, 1], { lists: false }));

function onlyOne(who: number): Version {
  return { ...files(target('blast', [who])), limits: { perSenderPerDay: 1 } };
}

/** When all that ran is over. */
const muchLater = run({ before: { hours: 960, hands: [] } });

function befallen(kind: 'crash' | 'stall', call: string, edge: 'before' | 'after'): Incident {
  return { kind, at: { call, nth: 1, edge } };
}

const defects: Readonly<
  Record<string, { readonly one: Case; readonly plant: () => Plant; readonly found: readonly Broken[] }>
> = {
  'the proof before the request': {
    one: caseOf({
      versions: [blast],
      runs: [run({ incident: befallen('crash', 'writer.enroll', 'before') })],
    }),
    plant: () => plants.proofBeforeRequest,
    found: ['ledger-untrue'],
  },
  'the intent after the request': {
    one: caseOf({
      versions: [hidden],
      runs: [run({ incident: befallen('crash', 'writer.enroll', 'after') }), muchLater],
    }),
    plant: plants.intentAfterRequest,
    found: ['write-without-intent', 'duplicate'],
  },
  'an intent that is not committed': {
    one: caseOf({ versions: [hidden], runs: [run(), muchLater] }),
    plant: () => plants.intentNotCommitted,
    found: ['write-without-intent', 'duplicate'],
  },
  'sending again after an answer that says nothing': {
    one: caseOf({ versions: [blast], runs: [run({ faults: [lostAnswer] })] }),
    plant: () => plants.retryOfAmbiguous,
    found: ['duplicate', 'ledger-untrue'],
  },
  'sending again after a 5xx': {
    one: caseOf({
      versions: [blast],
      runs: [run({ faults: [{ ...lostAnswer, kind: 'status', status: 503 }] })],
    }),
    plant: () => plants.retryOfAmbiguous,
    found: ['duplicate', 'ledger-untrue'],
  },
  'a lost answer taken for a refusal': {
    one: caseOf({ versions: [blast], runs: [run({ faults: [lostAnswer] })] }),
    plant: () => plants.ambiguousIsRefused,
    found: ['ledger-untrue'],
  },
  'a lost answer taken for a success': {
    one: caseOf({ versions: [blast], runs: [run({ faults: [{ ...lostAnswer, handled: false }] })] }),
    plant: () => plants.ambiguousIsProved,
    found: ['ledger-untrue', 'claimed-untrue'],
  },
  'no reading back': {
    one: caseOf({ versions: [blast], runs: [run({ faults: [lostAnswer] })] }),
    plant: plants.noReadBack,
    found: ['unknown-though-visible'],
  },
  'absence taken for a proof that nothing was sent': {
    one: caseOf({ lag: true, versions: [blast], runs: [run({ faults: [lostAnswer] }), run()] }),
    plant: () => plants.absenceIsProof,
    found: ['ledger-untrue'],
  },
  'a lease that is ignored': {
    one: caseOf({
      versions: [onlyOne(0), onlyOne(1)],
      runs: [run({ incident: befallen('stall', 'lease.recordIntents', 'before') })],
    }),
    plant: () => plants.leaseIgnored,
    found: ['commit-without-lease', 'limit-sender-day'],
  },
  'enrolling again whoever is not active': {
    one: caseOf({ versions: [hidden] }),
    plant: () => plants.enrollAgainOnAbsence,
    found: ['duplicate'],
  },
  "a sender's day that is not counted over runs": {
    one: caseOf({
      versions: [{ ...blast, limits: { perSenderPerDay: 1 } }],
      runs: [run(), run()],
    }),
    plant: () => plants.dayNotCounted,
    found: ['limit-sender-day'],
  },
};

describe.each(Object.entries(defects))('%s', (_name, { one, plant, found }) => {
  it('is found', async () => {
    const { violations } = await playCase(one, { plant: plant() });
    expect([...new Set(violations.map(({ broken }) => broken))]).toEqual(expect.arrayContaining([...found]));
  });

  it('is what the checks find: without it nothing is wrong', async () => {
    const { violations } = await playCase(one);
    expect(violations).toEqual([]);
  });
});
