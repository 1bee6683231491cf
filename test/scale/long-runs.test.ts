/** Plans and applies that exceed the daily limit of the account or the duration of the lease. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WriteDeps } from '../../src/commands/deps.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { AccountWriter } from '../../src/model/account.ts';
import { ExitCode } from '../../src/model/exit-code.ts';
import { members, scaleWorld } from './scale-world.ts';
import type { ScaleWorld } from './scale-world.ts';

afterEach(() => void vi.useRealTimers());

const sequence = (people: number): string =>
  `sequences:\n  q4: { id: 5510021, sender: maria@acme.example, members: ${members(people)} }\n`;

describe('a daily limit that is too small', () => {
  it('to read every contact stops a plan at its first request', async () => {
    const rateLimit = { burst: 1_000, intervalMilliseconds: 10, daily: 31 };
    const account = { contacts: 3_200, allReachable: true };
    const world = await scaleWorld(account, { text: sequence(3_200), rateLimit });
    await expect(world.plan()).rejects.toMatchObject({
      exitCode: ExitCode.quota,
      message: expect.stringMatching(
        /^Reading 3200 contacts takes 32 requests, but only \d+ of 31 remain in the account's daily quota\. Nothing was changed\.$/u,
      ),
    });
    // Requests for the account, its owners and the first contacts may already be sent.
    expect(world.simulator.requests().length).toBeLessThan(5);
  });
});

describe('an apply', () => {
  const route = 'POST */enrollments';

  it.each([
    // Another client of the account has used up the daily limit.
    { name: 'the daily limit', fault: { kind: 'quota', route } as const, exitCode: ExitCode.quota },
    {
      name: 'an expired token',
      fault: { kind: 'status', status: 401, route } as const,
      exitCode: ExitCode.account,
    },
  ])(
    'that is stopped by $name leaves the rest to the next run, and no change unknown',
    async ({ fault, exitCode }) => {
      const people = 250;
      const world = await scaleWorld({ contacts: people, allReachable: true }, { text: sequence(people) });
      const first = await world.apply({
        openWriter: whileEnrolling(world, async (count) => {
          if (count === 121) world.simulator.setFaults([fault]);
        }),
      });
      expect(first.exitCode).toBe(exitCode);
      const { done, notAttempted, unknown } = first.report.counts;
      expect([done + notAttempted, unknown]).toEqual([people, 0]);
      expect(done).toBeGreaterThan(100);
      expect(done).toBeLessThanOrEqual(120);
      expect(world.simulator.inspect().enrollments).toHaveLength(done);
      world.simulator.setFaults([]);
      const second = await world.apply();
      expect(second.exitCode).toBe(ExitCode.done);
      expect(second.report.counts).toMatchObject({ planned: notAttempted, done: notAttempted });
      const enrolled = world.simulator.inspect().enrollments.map(({ contactId }) => contactId);
      expect([enrolled.length, new Set(enrolled).size]).toEqual([people, people]);
    },
  );
});

it('keeps the lease during an apply of many times its duration', async () => {
  // Each enrollment takes an eleventh of the lease. Nothing else advances the clock.
  vi.useFakeTimers({ toFake: ['Date'] });
  const people = 100;
  const world = await scaleWorld({ contacts: people, allReachable: true }, { text: sequence(people) });
  const heartbeats: (() => Promise<void>)[] = [];
  const holders: string[] = [];
  const tryToAcquire = async (): Promise<void> => {
    const ledger = await openLedger({ location: world.ledgerPath, mode: 'write' });
    const { portalId } = world.simulator;
    const lease = await ledger?.acquire({ portalId, owner: 'another', lifetimeMilliseconds: 60_000 });
    holders.push(lease && 'heldBy' in lease ? lease.heldBy.owner : 'another');
    await ledger?.close();
  };
  const { report, exitCode } = await world.apply({
    every: (milliseconds, heartbeat) => {
      expect(milliseconds).toBeLessThan(60_000);
      heartbeats.push(heartbeat);
      return () => undefined;
    },
    openWriter: whileEnrolling(world, async (count) => {
      vi.setSystemTime(Date.now() + 5_500);
      for (const heartbeat of heartbeats) await heartbeat();
      if (count % 8 === 0) await tryToAcquire();
    }),
  });
  expect(exitCode).toBe(ExitCode.done);
  expect(report.counts).toMatchObject({ done: people });
  expect(holders).toHaveLength(12);
  expect(new Set(holders)).toEqual(new Set([world.deps.run.owner]));
});

/** Returns a writer that calls `act` with the number of the enrollment before it sends each one. */
function whileEnrolling(world: ScaleWorld, act: (count: number) => Promise<void>): WriteDeps['openWriter'] {
  let count = 0;
  return async (desired) => {
    const account = await world.deps.openWriter(desired);
    const enroll: AccountWriter['enroll'] = async (command) => {
      count += 1;
      await act(count);
      return account.writer.enroll(command);
    };
    return { ...account, writer: { ...account.writer, enroll } };
  };
}
