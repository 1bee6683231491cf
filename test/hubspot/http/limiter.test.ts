import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openLimiter } from '../../../src/hubspot/http/limiter.ts';
import type { Limiter } from '../../../src/hubspot/http/limiter.ts';

interface World {
  readonly limiter: Limiter;
  readonly logged: string[];
  now: number;
}

function open(settings: { max: number; interval: number; percent: number }): World {
  const logged: string[] = [];
  const world: World = {
    now: 0,
    logged,
    limiter: openLimiter(
      { ...settings, name: 'the rate' },
      {
        clock: () => world.now,
        sleep: async (milliseconds) => {
          world.now += milliseconds;
        },
        onWait: (line) => logged.push(line),
      },
    ),
  };
  return world;
}

describe('the limiter', () => {
  test('never exceeds its share in any window', async () => {
    const settings = fc.record({
      max: fc.integer({ min: 1, max: 30 }),
      percent: fc.integer({ min: 1, max: 100 }),
      latencies: fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 80 }),
    });
    await fc.assert(
      fc.asyncProperty(settings, async ({ max, percent, latencies }) => {
        const world = open({ max, percent, interval: 10_000 });
        const starts: number[] = [];
        for (const latency of latencies) {
          const slot = await world.limiter.acquire();
          starts.push(world.now);
          world.now += latency;
          slot.ended();
        }
        const share = Math.max(1, Math.floor((max * percent) / 100));
        for (const from of starts) {
          expect(starts.filter((at) => at >= from && at < from + 10_000).length).toBeLessThanOrEqual(share);
        }
      }),
    );
  });

  test('caps an interval that HubSpot does not document, and logs it once', async () => {
    const world = open({ max: 190, interval: 10_000, percent: 100 });
    for (let count = 0; count < 5; count += 1) {
      (await world.limiter.acquire()).ended();
      world.limiter.update({ max: 1, interval: 999_999_999, remaining: 0 });
    }
    expect(world.now).toBeLessThanOrEqual(50_000);
    expect(world.logged.filter((line) => line.includes('in 1000000 s'))).toEqual([
      'HubSpot reports the rate as 1 request in 1000000 s; rollcall treats it as 1 in 10 s, the longest interval that HubSpot documents',
    ]);
  });

  test('uses its whole share at once', async () => {
    const world = open({ max: 190, interval: 10_000, percent: 100 });
    for (let count = 0; count < 190; count += 1) (await world.limiter.acquire()).ended();
    expect(world.now).toBe(0);
    (await world.limiter.acquire()).ended();
    expect(world.now).toBe(10_000);
    expect(world.logged).toEqual(['waiting 10 s: the rate is used up (190 requests in 10 s for rollcall)']);
  });

  test('sends nothing while the limit is in flight', async () => {
    const world = open({ max: 2, interval: 1_000, percent: 100 });
    const [first] = await Promise.all([world.limiter.acquire(), world.limiter.acquire()]);
    let entered = false;
    const third = world.limiter.acquire().then((slot) => {
      entered = true;
      return slot;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(entered).toBe(false);
    first.ended();
    await third;
    expect(world.now).toBe(1_000);
  });

  test('follows the limit that the account reports', async () => {
    const world = open({ max: 100, interval: 10_000, percent: 50 });
    (await world.limiter.acquire()).ended();
    world.limiter.update({ max: 4, interval: 1_000, remaining: 3 });
    (await world.limiter.acquire()).ended();
    expect(world.now).toBe(0);
    (await world.limiter.acquire()).ended();
    expect(world.now).toBe(1_000);
  });

  test('waits if other clients have used up the rate', async () => {
    const world = open({ max: 100, interval: 10_000, percent: 100 });
    (await world.limiter.acquire()).ended();
    world.limiter.update({ max: 100, interval: 10_000, remaining: 0 });
    (await world.limiter.acquire()).ended();
    expect(world.now).toBe(10_000);
  });

  test('ignores invalid headers', async () => {
    const world = open({ max: 2, interval: 1_000, percent: 100 });
    world.limiter.update({ max: Number.NaN, interval: 1_000, remaining: 0 });
    world.limiter.update({ max: 0, interval: 1_000, remaining: 0 });
    (await world.limiter.acquire()).ended();
    (await world.limiter.acquire()).ended();
    expect(world.now).toBe(0);
  });

  test('continues after an aborted wait', async () => {
    let broken = true;
    let now = 0;
    const limiter = openLimiter(
      { max: 1, interval: 1_000, percent: 100, name: 'the rate' },
      {
        clock: () => now,
        onWait: () => undefined,
        sleep: async (milliseconds) => {
          if (broken) throw new Error('interrupted');
          now += milliseconds;
        },
      },
    );
    (await limiter.acquire()).ended();
    await expect(limiter.acquire()).rejects.toThrow('interrupted');
    broken = false;
    (await limiter.acquire()).ended();
    expect(now).toBe(1_000);
  });
});
