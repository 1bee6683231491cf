import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openLimiter } from '../../src/hubspot/http/limiter.ts';
import type { Limiter } from '../../src/hubspot/http/limiter.ts';

interface World {
  readonly limiter: Limiter;
  readonly said: string[];
  now: number;
}

function open(settings: { max: number; interval: number; percent: number }): World {
  const said: string[] = [];
  const world: World = {
    now: 0,
    said,
    limiter: openLimiter(
      { ...settings, name: 'the rate' },
      {
        clock: () => world.now,
        sleep: async (milliseconds) => {
          world.now += milliseconds;
        },
        onWait: (line) => said.push(line),
      },
    ),
  };
  return world;
}

describe('the limiter', () => {
  test('never lets more than its share into any window', async () => {
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
          const release = await world.limiter.acquire();
          starts.push(world.now);
          world.now += latency;
          release();
        }
        const share = Math.max(1, Math.floor((max * percent) / 100));
        for (const from of starts) {
          expect(starts.filter((at) => at >= from && at < from + 10_000).length).toBeLessThanOrEqual(share);
        }
      }),
    );
  });

  test('bounds an interval that no HubSpot reports, and says so once', async () => {
    const world = open({ max: 190, interval: 10_000, percent: 100 });
    for (let count = 0; count < 5; count += 1) {
      (await world.limiter.acquire())();
      world.limiter.update({ max: 1, interval: 999_999_999, remaining: 0 });
    }
    expect(world.now).toBeLessThanOrEqual(50_000);
    expect(world.said.filter((line) => line.includes('in 1000000 s'))).toEqual([
      'HubSpot reports the rate as 1 requests in 1000000 s; rollcall treats it as 1 in 10 s, the longest interval that HubSpot documents',
    ]);
  });

  test('uses its whole share at once', async () => {
    const world = open({ max: 190, interval: 10_000, percent: 100 });
    for (let count = 0; count < 190; count += 1) (await world.limiter.acquire())();
    expect(world.now).toBe(0);
    (await world.limiter.acquire())();
    expect(world.now).toBe(10_000);
    expect(world.said).toEqual(['waiting 10 s: the rate is used up (190 requests in 10 s for rollcall)']);
  });

  test('lets nobody in while every place is in flight', async () => {
    const world = open({ max: 2, interval: 1_000, percent: 100 });
    const [first] = await Promise.all([world.limiter.acquire(), world.limiter.acquire()]);
    let entered = false;
    const third = world.limiter.acquire().then((release) => {
      entered = true;
      return release;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(entered).toBe(false);
    first();
    await third;
    expect(world.now).toBe(1_000);
  });

  test('follows what the account tells', async () => {
    const world = open({ max: 100, interval: 10_000, percent: 50 });
    (await world.limiter.acquire())();
    world.limiter.update({ max: 4, interval: 1_000, remaining: 3 });
    (await world.limiter.acquire())();
    expect(world.now).toBe(0);
    (await world.limiter.acquire())();
    expect(world.now).toBe(1_000);
  });

  test('waits when other clients have used the rate up', async () => {
    const world = open({ max: 100, interval: 10_000, percent: 100 });
    (await world.limiter.acquire())();
    world.limiter.update({ max: 100, interval: 10_000, remaining: 0 });
    (await world.limiter.acquire())();
    expect(world.now).toBe(10_000);
  });

  test('takes no notice of headers that make no sense', async () => {
    const world = open({ max: 2, interval: 1_000, percent: 100 });
    world.limiter.update({ max: Number.NaN, interval: 1_000, remaining: 0 });
    world.limiter.update({ max: 0, interval: 1_000, remaining: 0 });
    (await world.limiter.acquire())();
    (await world.limiter.acquire())();
    expect(world.now).toBe(0);
  });

  test('goes on after a wait that was broken off', async () => {
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
    (await limiter.acquire())();
    await expect(limiter.acquire()).rejects.toThrow('interrupted');
    broken = false;
    (await limiter.acquire())();
    expect(now).toBe(1_000);
  });
});
