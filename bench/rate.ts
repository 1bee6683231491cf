import { openAccount } from '../src/hubspot/open-account.ts';
import type { AccountReader } from '../src/model/account.ts';
import { generateAccount } from '../src/simulator/seed/generate-account.ts';
import { startSimulator } from '../src/simulator/start-simulator.ts';
import type { Row } from './row.ts';
import { slowLine } from './slow-line.ts';

/** As HubSpot publishes it for Professional and Enterprise. */
const rate = { burst: 190, intervalMilliseconds: 10_000, daily: 1_000_000 };
const windows = 4;

/** How much of the rate is used as long as there is something to ask, over some windows of ten seconds. */
export async function rateShares(): Promise<readonly Row[]> {
  // One after the other: a process that is busy with three of them sends later than it means to.
  const near = await flood({ latency: undefined, otherClient: false });
  const far = await flood({ latency: () => 300 + Math.random() * 300, otherClient: false });
  const halved = await flood({ latency: () => 300 + Math.random() * 300, otherClient: true });
  return [
    alone('share of the allowed rate used while calls remain (rate 100%, alone)', near),
    alone('the same, answers take 300 to 600 ms', far),
    {
      what: 'calls answered 429 while another client takes half of the rate',
      target: 'at most 1%',
      measured: `${percent(halved.refused / halved.requests)} of ${halved.requests}; ${percent(halved.share)} of the rate for us`,
      ok: halved.refused / halved.requests <= 0.01,
    },
  ];
}

function alone(what: string, { share, refused, requests }: Flooded): Row {
  return {
    what,
    target: 'at least 97%, no 429',
    measured: `${percent(share)}, ${refused} of ${requests} answered 429`,
    ok: share >= 0.97 && refused === 0,
  };
}

interface Flooded {
  /** Calls that got their answer, of those that the rate allows. */
  readonly share: number;
  readonly refused: number;
  readonly requests: number;
}

async function flood(line: {
  readonly latency: (() => number) | undefined;
  readonly otherClient: boolean;
}): Promise<Flooded> {
  const simulator = await startSimulator({
    account: generateAccount({ contacts: 100, allReachable: true }),
    lagMilliseconds: 0,
    rateLimit: rate,
  });
  const way = await slowLine(simulator.url, line.latency ?? (() => 0));
  const { token } = simulator;
  const options = {
    baseUrl: way.url,
    token,
    dialect: 'documented',
    sequenceRoutes: '2026-03',
    ratePercent: 100,
  } as const;
  const reader = openAccount(options);
  const other = line.otherClient ? anotherClient(simulator.url, token) : undefined;
  // The first window is a burst on an empty account; what counts is how it goes on.
  await ask(reader, rate.burst);
  const from = performance.now();
  const count = rate.burst * (line.otherClient ? windows / 2 : windows);
  await ask(reader, count);
  const milliseconds = performance.now() - from;
  other?.stop();
  const refused = way.refused();
  await way.close();
  await simulator.close();
  const allowed = (milliseconds / rate.intervalMilliseconds) * rate.burst;
  return { share: count / allowed, refused, requests: reader.requests() };
}

/** As many reads as that, in one go as planning makes them. */
async function ask(reader: AccountReader, count: number): Promise<void> {
  const worker = async (): Promise<void> => {
    while (count > 0) {
      count -= 1;
      await reader.contacts(['1000001'], []);
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

/** Takes half of the rate, evenly, whatever it is answered. */
function anotherClient(url: string, token: string): { readonly stop: () => void } {
  const timer = setInterval(
    () =>
      void fetch(`${url}/account-info/v3/details`, { headers: { authorization: `Bearer ${token}` } })
        .then((answer) => answer.text())
        // The account is closed while the last call is on its way.
        .catch(() => undefined),
    rate.intervalMilliseconds / (rate.burst / 2),
  );
  return { stop: () => clearInterval(timer) };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
