import { defaultVersions } from '../src/model/desired-state.ts';
import { openAccount } from '../src/hubspot/open-account.ts';
import type { AccountReader } from '../src/model/account.ts';
import { generateAccount } from '../src/simulator/seed/generate-account.ts';
import { startSimulator } from '../src/simulator/start-simulator.ts';
import type { DistantWrites } from './distant-writes.ts';
import type { Row, Size } from './row.ts';
import { runChildWith } from './run-child.ts';
import { startSlowProxy } from './slow-proxy.ts';

/** HubSpot's published rate limit for Professional and Enterprise. */
const rate = { burst: 190, intervalMilliseconds: 10_000, daily: 1_000_000 };

/** Measures the share of the rate limit in use while requests are waiting, over several windows of ten seconds. */
export async function measureRate(size: Size): Promise<readonly Row[]> {
  const slow = (): number => 300 + Math.random() * 300;
  if (size === 'quick') {
    const [near, far, halved, nearWrites] = await Promise.all([
      flood({ otherClient: false, windows: 1 }),
      flood({ latency: slow, otherClient: false, windows: 1 }),
      flood({ latency: slow, otherClient: true, windows: 1 }),
      writes({ roundTrip: 150, windows: 1 }),
    ]);
    return rowsOf([near, far, halved], [ofWrites(150, nearWrites, 0.97)]);
  }
  // Run one after the other: three at once would keep the process busy, and requests would leave late.
  const near = await flood({ otherClient: false, windows: 4 });
  const far = await flood({ latency: slow, otherClient: false, windows: 4 });
  const halved = await flood({ latency: slow, otherClient: true, windows: 4 });
  return rowsOf(
    [near, far, halved],
    [
      ofWrites(150, await writes({ roundTrip: 150, windows: 3 }), 0.97),
      ofWrites(300, await writes({ roundTrip: 300, windows: 3 }), 0.9),
    ],
  );
}

function rowsOf(
  [near, far, halved]: readonly [FloodResult, FloodResult, FloodResult],
  written: readonly Row[],
): readonly Row[] {
  return [
    ...written,
    alone('share of the rate in use while requests wait (rate 100%, alone)', near),
    alone('the same, when responses take 300 to 600 ms', far),
    {
      what: '429 responses while another client takes half of the rate',
      target: 'at most 1%',
      measured: `${percent(halved.refused / halved.requests)} of ${halved.requests}; ${percent(halved.share)} of the rate for rollcall`,
      ok: halved.refused / halved.requests <= 0.01,
    },
  ];
}

function alone(what: string, { share, refused, requests }: FloodResult): Row {
  return {
    what,
    target: 'at least 97%, no 429',
    measured: `${percent(share)}, ${refused} of ${requests} responses were 429`,
    ok: share >= 0.97 && refused === 0,
  };
}

/** Measures writes, each of which opens a connection with TLS. */
function writes({
  roundTrip,
  windows,
}: {
  readonly roundTrip: number;
  readonly windows: number;
}): Promise<DistantWrites> {
  // The certificate of the line is a private one.
  return runChildWith<DistantWrites>({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, './distant-writes.js', [
    String(roundTrip),
    String(windows),
  ]);
}

function ofWrites(roundTrip: number, { share, refused, requests }: DistantWrites, target: number): Row {
  return {
    what: `share of the rate for writes at a round trip of ${roundTrip} ms`,
    target: `at least ${percent(target)}, no 429`,
    measured: `${percent(share)}, ${refused} of ${requests} responses were 429`,
    ok: share >= target && refused === 0,
  };
}

interface FloodResult {
  /** Successful requests, relative to the number that the rate allows. */
  readonly share: number;
  readonly refused: number;
  readonly requests: number;
}

/** Reads as fast as the limiter allows and counts the responses. */
async function flood(setup: {
  readonly latency?: () => number;
  readonly otherClient: boolean;
  readonly windows: number;
}): Promise<FloodResult> {
  const simulator = await startSimulator({
    account: generateAccount({ contacts: 100, allReachable: true }),
    lagMilliseconds: 0,
    rateLimit: rate,
  });
  const proxy = await startSlowProxy(simulator.url, setup.latency ?? (() => 0));
  const { token } = simulator;
  const options = {
    baseUrl: proxy.url,
    token,
    dialect: 'documented',
    ...defaultVersions,
    ratePercent: 100,
  } as const;
  const reader = openAccount(options);
  const other = setup.otherClient ? startOtherClient(simulator) : undefined;
  // Skip the first window: it is a burst, because no request came before it.
  await readContacts(reader, rate.burst);
  const from = performance.now();
  const count = rate.burst * (setup.otherClient ? setup.windows / 2 : setup.windows);
  await readContacts(reader, count);
  const milliseconds = performance.now() - from;
  other?.stop();
  const refused = proxy.refused();
  await proxy.close();
  await simulator.close();
  const allowed = (milliseconds / rate.intervalMilliseconds) * rate.burst;
  return { share: count / allowed, refused, requests: reader.requests() };
}

/** Sends a number of reads with 16 in parallel, as planning does. */
async function readContacts(reader: AccountReader, count: number): Promise<void> {
  const worker = async (): Promise<void> => {
    while (count > 0) {
      count -= 1;
      await reader.contacts(['1000001'], []);
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

/** Starts a client that sends requests evenly at half of the rate and ignores the responses. */
function startOtherClient({ url, token }: { readonly url: string; readonly token: string }): {
  readonly stop: () => void;
} {
  const timer = setInterval(
    () =>
      void fetch(`${url}/account-info/2026-09/details`, { headers: { authorization: `Bearer ${token}` } })
        .then((response) => response.text())
        // The simulator closes while the last request is in flight.
        .catch(() => undefined),
    rate.intervalMilliseconds / (rate.burst / 2),
  );
  return { stop: () => clearInterval(timer) };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
