/** Plans and applies that are longer than the account's day or this process's lease. */
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

describe('a day that is too short', () => {
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
    // The account itself, its owners and the first contacts may be on their way by then.
    expect(world.simulator.requests().length).toBeLessThan(5);
  });
});

describe('an apply that outlasts', () => {
  const route = 'POST */enrollments';

  it.each([
    // Another client of the account has used up its day.
    { what: 'the day', fault: { kind: 'quota', route } as const, exitCode: ExitCode.quota },
    { what: 'its token', fault: { kind: 'status', status: 401, route } as const, exitCode: ExitCode.account },
  ])('$what leaves the rest to the next run, and nobody in doubt', async ({ fault, exitCode }) => {
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
  });
});

it('keeps the lease through an apply of many times its length', async () => {
  // An eleventh of the lease passes with each enrollment, and nothing else moves the clock.
  vi.useFakeTimers({ toFake: ['Date'] });
  const people = 100;
  const world = await scaleWorld({ contacts: people, allReachable: true }, { text: sequence(people) });
  const beats: (() => Promise<void>)[] = [];
  const others: string[] = [];
  const lookIn = async (): Promise<void> => {
    const ledger = await openLedger({ address: world.ledgerPath, mode: 'write' });
    const { portalId } = world.simulator;
    const lease = await ledger?.acquire({ portalId, owner: 'another', lifetimeMilliseconds: 60_000 });
    others.push(lease && 'heldBy' in lease ? lease.heldBy.owner : 'another');
    await ledger?.close();
  };
  const { report, exitCode } = await world.apply({
    every: (milliseconds, beat) => {
      expect(milliseconds).toBeLessThan(60_000);
      beats.push(beat);
      return () => undefined;
    },
    openWriter: whileEnrolling(world, async (count) => {
      vi.setSystemTime(Date.now() + 5_500);
      for (const beat of beats) await beat();
      if (count % 8 === 0) await lookIn();
    }),
  });
  expect(exitCode).toBe(ExitCode.done);
  expect(report.counts).toMatchObject({ done: people });
  expect(others).toHaveLength(12);
  expect(new Set(others)).toEqual(new Set([world.deps.run.owner]));
});

/** An account on which something happens before the n-th enrollment leaves. */
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
