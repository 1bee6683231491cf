import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { openLedger } from '../../src/ledger/open-ledger.ts';
import { Failure } from '../../src/model/failure.ts';
import type { LedgerEntry } from '../../src/model/ledger/ledger-view.ts';
import type { Lease, Ledger, Settlement } from '../../src/model/ledger/ledger.ts';
import { AlreadyIntendedError } from '../../src/model/ledger/ledger.ts';
import { engines, noon, portalId, someIntent, someRun, suiteDatabase, take } from './test-ledgers.ts';

type Step =
  | { readonly do: 'enroll' | 'unenroll' | 'adopt'; readonly contactId: string; readonly since?: string }
  | { readonly do: 'settle'; readonly intent: number; readonly state: Settlement['state'] }
  | { readonly do: 'change of owner' };

/** The entries that the ledger should have, in their simplest form. */
type Model = { action: 'enroll' | 'unenroll'; state: LedgerEntry['state']; name: string }[];

const blockingStates: readonly LedgerEntry['state'][] = ['open', 'accepted', 'proved'];

const records = fc.record(
  {
    do: fc.constantFrom('enroll', 'enroll', 'enroll', 'unenroll', 'adopt'),
    contactId: fc.constantFrom('1', '2'),
    since: fc.constant('2026-11-01'),
  },
  { requiredKeys: ['do', 'contactId'] },
);
const settlements = fc.record({
  do: fc.constant('settle'),
  intent: fc.integer({ min: 1, max: 5 }),
  state: fc.constantFrom('accepted', 'proved', 'refused', 'not-sent'),
});
const changes = fc.record({ do: fc.constant('change of owner') });

// Few contacts and many steps, so that steps concern the same declarations.
const steps = fc.array(
  fc.oneof(
    { arbitrary: records, weight: 5 },
    { arbitrary: settlements, weight: 4 },
    { arbitrary: changes, weight: 1 },
  ),
  { minLength: 10, maxLength: 25, size: 'max' },
) satisfies fc.Arbitrary<Step[]>;

describe.each(engines)('entries on $name', ({ start }) => {
  const database = suiteDatabase(start);

  test('match the model after every sequence of intents, settlements and adoptions', async () => {
    const location = await database.fresh();
    const ledger = await openLedger({ location, mode: 'create' });
    let portal = portalId;
    try {
      const property = fc.assert(
        fc.asyncProperty(steps, async (script) => {
          portal += 1;
          await runSteps(ledger, portal, script);
        }),
        { numRuns: 60 },
      );
      await expect(property).resolves.toBeUndefined();
    } finally {
      await ledger.close();
    }
  });
});

/** Runs the steps on the ledger and on the model, and compares both after each step. */
async function runSteps(ledger: Ledger, portal: number, script: readonly Step[]): Promise<void> {
  const model: Model = [];
  const takeOver = async (): Promise<Held> => {
    await ledger.unlock(portal);
    const lease = await take(ledger, { portalId: portal });
    return { lease, run: await lease.startRun(someRun()) };
  };
  let held = await takeOver();
  for (const step of script) {
    if (step.do === 'change of owner') held = await takeOver();
    const outcome = await outcomeOf(held, step);
    expect(outcome).toBe(expectedOutcome(model, step));
    const entries = [...(await ledger.view(portal, noon)).entries];
    expect(entries.map(summary)).toEqual(model);
    expectAtMostOnce(entries);
  }
}

interface Held {
  readonly lease: Lease;
  readonly run: number;
}

async function runStep({ lease, run }: Held, step: Step): Promise<void> {
  if (step.do === 'change of owner') return;
  if (step.do === 'settle') {
    await lease.settle([{ intent: step.intent, state: step.state, at: noon, evidence: 'answer' }]);
    return;
  }
  const { do: action, ...declaration } = step;
  if (action === 'adopt') {
    await lease.adopt(run, [
      { kind: 'sequence', targetId: '5510021', origin: 'text', at: noon, ...declaration },
    ]);
  } else {
    await lease.recordIntents(run, [someIntent({ action, ...declaration })]);
  }
}

/** Runs the step on the model, and returns the expected outcome. */
function expectedOutcome(model: Model, step: Step): string {
  if (step.do === 'change of owner') return 'done';
  if (step.do === 'settle') {
    const entry = model[step.intent - 1];
    if (entry?.state === step.state) return 'done';
    if (entry?.state !== 'open' && entry?.state !== 'accepted') return 'contradiction';
    entry.state = step.state;
    return 'done';
  }
  const name = `${step.contactId}:${step.since ?? ''}`;
  const same = model.filter((entry) => entry.name === name && entry.action === 'enroll');
  if (step.do === 'adopt') {
    if (!same.some(({ state }) => state === 'adopted'))
      model.push({ action: 'enroll', state: 'adopted', name });
    return 'done';
  }
  if (step.do === 'enroll' && same.some(({ state }) => blockingStates.includes(state)))
    return 'already intended';
  model.push({ action: step.do, state: 'open', name });
  return 'done';
}

async function outcomeOf(held: Held, step: Step): Promise<string> {
  try {
    await runStep(held, step);
    return 'done';
  } catch (error) {
    if (error instanceof AlreadyIntendedError) return 'already intended';
    if (error instanceof Failure && error.code === 'intent-already-settled') return 'contradiction';
    throw error;
  }
}

function summary({ action, state, contactId, since }: LedgerEntry): Model[number] {
  return { action, state, name: `${contactId}:${since ?? ''}` };
}

function expectAtMostOnce(entries: readonly LedgerEntry[]): void {
  const enrolled = entries
    .filter(({ action, state }) => action === 'enroll' && blockingStates.includes(state))
    .map((entry) => summary(entry).name);
  expect(new Set(enrolled).size).toBe(enrolled.length);
}
