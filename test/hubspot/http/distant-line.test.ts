/** The rate on a line with a clock of its own: each write opens a connection, and HubSpot counts it when it arrives. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openMeteredTransport } from '../../../src/hubspot/http/metered-transport.ts';
import { requestFactory, type Transport } from '../../../src/hubspot/http/request.ts';
import { defaultVersions } from '../../../src/model/desired-state.ts';

/** HubSpot's published rate for Professional and Enterprise. */
const rate = { max: 190, interval: 10_000 };

/** The writes that `apply` has in flight. */
const inFlight = 16;

interface Distance {
  /** Milliseconds of one round trip; drawn again for each request. */
  readonly roundTrip: () => number;
  /** Round trips until a connection is open: 2 with TLS, 0 for a connection that is already open. */
  readonly handshakes: number;
  /** Milliseconds for which HubSpot works on a request. */
  readonly working: number;
  /** Milliseconds by which a busy machine delays a request after it left; drawn again for each request. */
  readonly late?: () => number;
}

/** Sends writes for some windows. Returns the share of the rate, and how many requests HubSpot refused with 429. */
async function writeThrough({ roundTrip, handshakes, working, late = () => 0 }: Distance, windows = 6) {
  const clock = fakeClock();
  const arrivals: number[] = [];
  let refused = 0;
  const transport: Transport = async (_request, _signal, onSent) => {
    const trip = roundTrip();
    await clock.sleep(trip * handshakes);
    onSent?.();
    await clock.sleep(trip / 2 + late());
    const recent = arrivals.filter((at) => at > clock.now() - rate.interval).length;
    const isRefused = recent >= rate.max;
    if (isRefused) refused += 1;
    else arrivals.push(clock.now());
    const remaining = Math.max(0, rate.max - recent - 1);
    await clock.sleep(working + trip / 2);
    return { status: isRefused ? 429 : 200, headers: rateHeaders(remaining), text: '{}' };
  };
  const metered = openMeteredTransport(
    { percent: 100, token: 'a-long-token' },
    { clock: clock.now, sleep: clock.sleep, onWait: () => undefined },
  );
  const request = requestFactory(defaultVersions)('sequence-enroll', { query: { userId: '1' } });
  let open = rate.max * windows;
  const worker = async (): Promise<void> => {
    while (open > 0) {
      open -= 1;
      await metered.send(request, transport);
    }
  };
  await clock.runUntil(Promise.all(Array.from({ length: inFlight }, worker)));
  // The first window is a burst: no request came before it. Whole windows are measured, because each begins with a burst.
  const [from = 0, until = 0] = [arrivals[rate.max - 1], arrivals.at(-1)];
  const allowed = ((until - from) / rate.interval) * rate.max;
  return { share: (arrivals.length - rate.max) / allowed, refused };
}

function rateHeaders(remaining: number): Readonly<Record<string, string>> {
  return {
    'x-hubspot-ratelimit-max': String(rate.max),
    'x-hubspot-ratelimit-interval-milliseconds': String(rate.interval),
    'x-hubspot-ratelimit-remaining': String(remaining),
  };
}

/** A clock that jumps to the next timer as soon as nothing else can run. */
function fakeClock() {
  let time = 0;
  const timers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    now: () => time,
    sleep: (milliseconds: number) =>
      new Promise<void>((wake) => {
        const at = time + milliseconds;
        const later = timers.findIndex((timer) => timer.at > at);
        timers.splice(later === -1 ? timers.length : later, 0, { at, wake });
      }),
    async runUntil(work: Promise<unknown>) {
      // Work that is done leaves no timer.
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        const next = timers.shift();
        if (next === undefined) break;
        time = next.at;
        next.wake();
      }
      await work;
    },
  };
}

test.each([
  [20, 0.97],
  [150, 0.97],
  [300, 0.9],
])('at a round trip of %i ms, writes use the rate, and HubSpot refuses none', async (trip, share) => {
  const came = await writeThrough({ roundTrip: () => trip, handshakes: 2, working: 5 });
  expect(came.refused).toBe(0);
  expect(came.share).toBeGreaterThanOrEqual(share);
});

test.each([
  [150, 0.96],
  [300, 0.88],
])('at a round trip of %i ms, requests that arrive late are no other client', async (trip, share) => {
  let sent = 0;
  // A machine under load delays its first requests.
  const late = (): number => {
    sent += 1;
    return sent <= 2 * inFlight ? 120 : 0;
  };
  const came = await writeThrough({ roundTrip: () => trip, handshakes: 2, working: 5, late });
  expect(came.refused).toBe(0);
  expect(came.share).toBeGreaterThanOrEqual(share);
});

test('handshakes of any length and any jitter lead to no refusal and to no wait for other clients', async () => {
  const lines = fc.record({
    trip: fc.integer({ min: 1, max: 300 }),
    jitter: fc.double({ min: 0, max: 0.3, noNaN: true }),
    handshakes: fc.integer({ min: 0, max: 3 }),
    working: fc.integer({ min: 1, max: 200 }),
    lateness: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
  });
  await fc.assert(
    fc.asyncProperty(lines, async ({ trip, jitter, handshakes, working, lateness, seed }) => {
      const draw = (): number => seed.next().value ?? 0;
      const roundTrip = (): number => trip * (1 + jitter * draw());
      const longest = Math.max(0, 150 - (trip * (1 + jitter)) / 2) * lateness;
      const late = (): number => longest * draw();
      const came = await writeThrough({ roundTrip, handshakes, working, late }, 3);
      expect(came.refused).toBe(0);
      // 16 requests in flight bound the rate on a long line.
      const bound =
        (inFlight * rate.interval) / (trip * (1 + jitter) * (handshakes + 1) + longest + working) / rate.max;
      expect(came.share).toBeGreaterThanOrEqual(Math.min(1, bound) * 0.93);
    }),
    { numRuns: 100 },
  );
});
