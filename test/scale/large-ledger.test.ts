/** The requests of a plan do not grow with the number of ended enrollments in the ledger. */
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { members, scaleWorld } from './scale-world.ts';

const at = '2026-11-01T09:00:00.000Z';

/** Records enrollments of contacts that no longer exist, as an earlier run would have. */
async function recordEnrollments(path: string, portalId: number, count: number): Promise<void> {
  const ledger = await openLedger({ location: path, mode: 'create' });
  const lease = await ledger.acquire({ portalId, owner: 'test', lifetimeMilliseconds: 600_000 });
  if ('heldBy' in lease) throw new Error('the lease is held');
  const planId = 'plan-1';
  const run = await lease.startRun({
    command: 'apply',
    planId,
    configHash: 'c',
    actor: 'ana',
    version: '1',
    at,
  });
  const intents = await lease.recordIntents(
    run,
    Array.from({ length: count }, (_none, index) => ({
      action: 'enroll' as const,
      kind: 'sequence' as const,
      targetId: '5510021',
      targetKey: 'q4',
      contactId: String(9_000_000 + index),
      origin: 'text' as const,
      planId,
      at,
    })),
  );
  await lease.settle(intents.map((intent) => ({ intent, state: 'proved', at, evidence: 'test' })));
  await lease.finishRun(run, { exitCode: 0, at, counts: '{}' });
  await lease.release();
  await ledger.close();
}

describe('a plan for 3 contacts', () => {
  it.each([2_000, 20_000])('takes as many requests with %i ended enrollments as without', async (count) => {
    const text = `sequences:\n  q4: { id: 5510021, sender: maria@acme.example, members: ${members(3)} }\n`;
    const world = await scaleWorld({ contacts: 3, allReachable: true }, { text });
    await recordEnrollments(world.ledgerPath, world.simulator.portalId, count);

    // Until an apply records that they ended, a plan reads them: 100 contacts per request.
    const first = await world.plan();
    expect(first.byRoute['POST /crm/objects/2026-09/contacts/batch/read']).toBeGreaterThanOrEqual(
      count / 100,
    );

    await world.apply();
    await world.simulator.advance('1h');
    const later = await world.plan();
    expect(later.plan.summary).toMatchObject({ active: 3 });
    expect(later.byRoute['POST /crm/objects/2026-09/contacts/batch/read']).toBe(1);
    expect(later.requests).toBe(1 + 5);
  });
});
