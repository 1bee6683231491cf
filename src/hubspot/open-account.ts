import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { AccountReader, AccountWriter } from '../model/account.ts';
import type { Dialect, SequenceRoutes } from '../model/desired-state.ts';
import type { Api } from './http/api.ts';
import { callMaker } from './http/request.ts';
import { openKnown } from './read/account-cache.ts';
import type { Known } from './read/account-cache.ts';
import type { Proxy } from './http/proxy-tunnel.ts';
import { openReadClient } from './http/read-client.ts';
import { openReadTransport } from './http/read-transport.ts';
import type { Endpoint, Transport } from './http/read-transport.ts';
import { openReader } from './read/reader.ts';
import { openTraffic } from './http/metered-transport.ts';
import type { Traffic } from './http/metered-transport.ts';
import { openWriteClient } from './write/write-client.ts';
import { openWriteTransport } from './http/write-transport.ts';
import { openWriter } from './write/writer.ts';

export interface AccountOptions {
  /** Scheme, host and port: `https://api.hubapi.com`. */
  readonly baseUrl: string;
  readonly token: string;
  /** All requests go through it; without one, straight to the server. */
  readonly proxy?: Proxy | undefined;
  readonly dialect: Dialect;
  readonly sequenceRoutes: SequenceRoutes;
  /** Share of the account's rate that may be used, 1 to 100. */
  readonly ratePercent: number;
  /** For each request, its answer included; 30 s when left out. */
  readonly timeoutMilliseconds?: number;
  /** Told, in one line, what is waited for when it takes a second or more. */
  readonly talk?: (line: string) => void;
  /**
   * Waits. May reject to end a wait early, and may when the signal is aborted, since nobody waits any
   * more; the call that waits then rejects with the same.
   */
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<unknown>;
}

/** Opens an account for reading. Sends nothing yet; what comes back has no way to write. */
export function openAccount(options: AccountOptions): AccountReader {
  return openParts(options).reader;
}

/** Opens an account for reading and writing; both sides share one rate, one clock and one count of calls. */
export function openAccountForWriting(options: AccountOptions): {
  readonly reader: AccountReader;
  readonly writer: AccountWriter;
} {
  const { reader, api, known, traffic, endpoint } = openParts(options);
  const write = openWriteClient(openWriteTransport(endpoint), traffic);
  return { reader, writer: openWriter({ api, known, write }) };
}

interface Parts {
  readonly reader: AccountReader;
  readonly api: Api;
  readonly known: Known;
  readonly traffic: Traffic;
  readonly endpoint: Endpoint;
}

const usualTimeout = 30_000;

/**
 * What reading an account is made of, for readers with another port than `AccountReader`. `watch` may
 * look at what the wire answers.
 */
export function openParts(options: AccountOptions, watch = (transport: Transport) => transport): Parts {
  const { baseUrl, token, proxy, dialect, timeoutMilliseconds = usualTimeout } = options;
  const endpoint = { baseUrl, token, proxy, timeoutMilliseconds };
  const traffic = openTraffic({ percent: options.ratePercent, token }, timeOf(options));
  const read = openReadClient(watch(openReadTransport(endpoint)), traffic);
  const api = {
    dialect,
    call: callMaker(options.sequenceRoutes),
    read,
    now: () => traffic.now(),
    used: () => traffic.used(),
    quota: () => traffic.quota(),
    requests: () => traffic.requests(),
  };
  const known = openKnown(api);
  return { reader: openReader(api, known), api, known, traffic, endpoint };
}

/** Time as waits see it: a wait that was cut short by the one who injected it still counts as over. */
function timeOf({ sleep, talk = () => undefined }: AccountOptions): Parameters<typeof openTraffic>[1] {
  let skipped = 0;
  const clock = (): number => performance.now() + skipped;
  if (!sleep) return { clock, talk, sleep: waitUnlessAborted };
  return {
    clock,
    talk,
    async sleep(milliseconds, signal) {
      const end = clock() + milliseconds;
      await sleep(milliseconds, signal);
      skipped += Math.max(0, end - clock());
    },
  };
}

async function waitUnlessAborted(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
