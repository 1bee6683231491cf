import { defaultVersions } from '../../src/model/desired-state.ts';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openAccount } from '../../src/hubspot/open-account.ts';
import type { AccountReader } from '../../src/model/account.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { asking, sequence, silent } from './desired.ts';

/** HubSpot's window, at a fifth of its length. */
const rateLimit = { burst: 40, intervalMilliseconds: 2_000, daily: 10_000 };

async function open(ratePercent: number): Promise<{
  readonly simulator: Simulator;
  readonly reader: AccountReader;
  readonly logged: readonly string[];
}> {
  const simulator = await startSimulator({ lagMilliseconds: 0, rateLimit });
  onTestFinished(() => simulator.close());
  const logged: string[] = [];
  const { url: baseUrl, token } = simulator;
  const options = { baseUrl, token, dialect: 'documented', ...defaultVersions, ratePercent } as const;
  const reader = openAccount({ ...options, onWait: (line) => logged.push(line) });
  await reader.account();
  return { simulator, reader, logged };
}

const refused = ({ requests }: Simulator): number => requests().filter(({ status }) => status === 429).length;

/** Sends a hundred requests, a few at a time: one for each workflow of each contact. */
function hundredCalls(reader: AccountReader): Promise<ReadonlyMap<string, unknown>> {
  const ids = Array.from({ length: 40 }, (_, index) => String(1001 + index));
  const targets = [{ kind: 'workflow', id: '900100' } as const];
  const rounds = [ids, ids, ids.slice(0, 20)].map((some) => reader.contacts(some, targets));
  return Promise.all(rounds).then((all) => new Map(all.flatMap((some) => [...some])));
}

describe('the rate', () => {
  test.each([100, 50])('is kept by a single client that uses %i percent', async (percent) => {
    const { simulator, reader } = await open(percent);
    expect((await hundredCalls(reader)).size).toBe(40);
    expect(reader.requests()).toBeGreaterThan(100);
    // At the full rate, a request that a busy machine delays may arrive when the next interval is full. It is retried.
    // limiter.test.ts checks the exact limit with a clock of its own.
    expect(refused(simulator)).toBeLessThanOrEqual(percent === 100 ? 5 : 0);
  });

  test('is shared with another client: refused reads are retried, and no contact is lost', async () => {
    const { simulator, reader, logged } = await open(100);
    const stop = new AbortController();
    let refusedOthers = 0;
    const headers = { authorization: `Bearer ${simulator.token}` };
    const other = (async () => {
      while (!stop.signal.aborted) {
        const requests = Array.from({ length: 10 }, () =>
          fetch(`${simulator.url}/account-info/2026-09/details`, { headers }),
        );
        for (const answer of await Promise.all(requests)) {
          if (answer.status === 429) refusedOthers += 1;
          await answer.arrayBuffer();
        }
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    })();
    expect((await hundredCalls(reader)).size).toBe(40);
    stop.abort();
    await other;
    const ours = refused(simulator) - refusedOthers;
    expect(logged.filter((line) => line.includes('returned 429'))).toHaveLength(ours);
    // Usually the headers show the other client before a request is refused.
    expect(ours).toBeLessThan(reader.requests() / 2);
  }, 60_000);

  test('of searches is separate', async () => {
    const { simulator, reader } = await open(100);
    const targets = Array.from({ length: 12 }, (_, index) => sequence(String(5_510_021 + index)));
    await reader.observe(asking({ targets }), silent);
    const searches = simulator.requests().filter(({ path }) => path.endsWith('/search'));
    expect(searches.filter(({ status }) => status === 200)).toHaveLength(12);
    // If they counted like other requests, more than half of them would be refused at first.
    expect(refused(simulator)).toBeLessThan(6);
  });
});

describe('the daily quota', () => {
  test('is returned as the account reports it', async () => {
    const { reader } = await open(100);
    expect(reader.quota()).toEqual({ daily: 10_000, remaining: 9_999 });
    await reader.contacts(['1041'], []);
    expect(reader.quota()).toEqual({ daily: 10_000, remaining: 9_998 });
  });
});
