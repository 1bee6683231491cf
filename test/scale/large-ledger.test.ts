/** The requests of a plan with a large ledger, by the formula of docs/scaling.md. */
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { NewIntent, RecordedEnd } from '../../src/model/ledger/ledger.ts';
import { members, type ScaleWorld, scaleWorld } from './scale-world.ts';

const at = '2026-11-01T09:00:00.000Z';
const contactsRead = 'POST /crm/objects/2026-09/contacts/batch/read';

type Recorded = Pick<NewIntent, 'kind' | 'targetId' | 'contactId'>;

/** Returns enrollments of contacts that no longer exist. */
function enrollmentsOf(count: number, target: Partial<Recorded> = {}): readonly Recorded[] {
  return Array.from({ length: count }, (_none, index) => ({
    kind: 'sequence' as const,
    targetId: '5510021',
    ...target,
    contactId: String(9_000_000 + index),
  }));
}

/** Records enrollments as an earlier run would have, with or without their ends. */
async function record(
  { ledgerPath: location, simulator: { portalId } }: ScaleWorld,
  enrollments: readonly Recorded[],
  end?: Omit<RecordedEnd, 'intent'>,
): Promise<void> {
  const ledger = await openLedger({ location, mode: 'create' });
  const lease = await ledger.acquire({ portalId, owner: 'test', lifetimeMilliseconds: 600_000 });
  if ('heldBy' in lease) throw new Error('the lease is held');
  const about = { planId: 'plan-1', at };
  const run = await lease.startRun({
    ...about,
    command: 'apply',
    configHash: 'c',
    actor: 'ana',
    version: '1',
  });
  const intents = await lease.recordIntents(
    run,
    enrollments.map((one) => ({ ...about, action: 'enroll', targetKey: 'q4', origin: 'text', ...one })),
  );
  await lease.settle(intents.map((intent) => ({ intent, state: 'proved', at, evidence: 'test' })));
  if (end) await lease.recordEnds(intents.map((intent) => ({ intent, ...end })));
  await lease.finishRun(run, { exitCode: 0, at, counts: '{}' });
  await lease.release();
  await ledger.close();
}

const ended = { seenAt: at, how: 'finished' } as const;
const sequence = `sequences:\n  q4: { id: 5510021, sender: maria@acme.example, members: ${members(3)} }\n`;
const account = { contacts: 3, allReachable: true };

describe('a plan for 3 contacts', () => {
  it('takes as many requests with 20,000 ended enrollments as without a ledger', async () => {
    const world = await scaleWorld(account, { text: sequence });
    const without = await world.plan();
    await record(world, enrollmentsOf(20_000), ended);
    const later = await world.plan();
    expect(later.plan.summary).toMatchObject({ enroll: 3 });
    expect(later.byRoute).toEqual(without.byRoute);
    expect(later.requests).toBe(1 + 5);
  });

  it.each([1, 100, 101, 2_000])(
    'reads %i contacts whose end is not recorded, 100 in a request, until an apply records it',
    async (count) => {
      const world = await scaleWorld(account, { text: sequence });
      await record(world, enrollmentsOf(count));
      const first = await world.plan();
      const pages = 1 + Math.ceil(count / 100);
      expect(first.byRoute[contactsRead]).toBe(pages);
      expect(first.requests).toBe(pages + 5);

      await world.apply();
      await world.simulator.advance('1h');
      const later = await world.plan();
      expect(later.plan.summary).toMatchObject({ active: 3 });
      expect(later.byRoute[contactsRead]).toBe(1);
      expect(later.requests).toBe(1 + 5);
    },
  );

  it('reads each such contact of a workflow without `activeList` once more, until an apply records the end', async () => {
    const text = `workflows:\n  onboarding: { id: 900100, noHistoryBefore: 2027-01-01, members: ${members(3)} }\n`;
    const world = await scaleWorld(account, { text });
    const without = await world.plan();
    await record(world, enrollmentsOf(250, { kind: 'workflow', targetId: '900100' }), ended);
    expect((await world.plan()).byRoute).toEqual(without.byRoute);

    await record(world, enrollmentsOf(120, { kind: 'workflow', targetId: '900200' }));
    const { byRoute } = await world.plan();
    expect(byRoute[contactsRead]).toBe(1 + 2);
  });

  it('takes two requests for a sequence that left the files, and two for workflows, however many contacts were in them', async () => {
    const world = await scaleWorld(account, { text: sequence });
    const without = await world.plan();
    await record(world, enrollmentsOf(500, { targetId: '5510022' }), ended);
    const withSequence = await world.plan();
    expect(withSequence.requests - without.requests).toBe(2);
    await record(world, enrollmentsOf(500, { kind: 'workflow', targetId: '900100' }), ended);
    expect((await world.plan()).requests - withSequence.requests).toBe(2);
  });
});
