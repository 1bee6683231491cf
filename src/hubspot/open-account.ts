import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { AccountReader, AccountWriter } from '../model/account.ts';
import type { Dialect, RouteVersions } from '../model/desired-state.ts';
import type { Api } from './http/api.ts';
import { requestFactory } from './http/request.ts';
import type { Transport } from './http/request.ts';
import type { Endpoint } from './http/read-transport.ts';
import { openAccountCache } from './read/account-cache.ts';
import type { AccountCache } from './read/account-cache.ts';
import type { Proxy } from './http/proxy-tunnel.ts';
import { openReadClient, type Read } from './http/read-client.ts';
import { openReadTransport } from './http/read-transport.ts';
import { openReader } from './read/reader.ts';
import { openMeteredTransport } from './http/metered-transport.ts';
import type { MeteredTransport } from './http/metered-transport.ts';
import { openWriteClient } from './write/write-client.ts';
import { openWriteTransport } from './http/write-transport.ts';
import { openWriter } from './write/writer.ts';

export interface AccountOptions extends RouteVersions {
  /** Scheme, host and port: `https://api.hubapi.com`. */
  readonly baseUrl: string;
  readonly token: string;
  /** The proxy for all requests. Without one, they go directly to the server. */
  readonly proxy?: Proxy | undefined;
  readonly dialect: Dialect;
  /** The share of the account's rate limit that may be used, 1 to 100. */
  readonly ratePercent: number;
  /** The timeout of each request including its response. Default: 30 s. */
  readonly timeoutMilliseconds?: number;
  /** Called before a wait of a second or more, with one line that names the reason. */
  readonly onWait?: (line: string) => void;
  /** Waits; a timer by default. If it rejects, the request that waits rejects with the same error. */
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<unknown>;
  /** Ends every read: what is in flight is cut off, and the read rejects with the signal's reason. Writes continue. */
  readonly signal?: AbortSignal | undefined;
  /** Sends every request instead of the network: the account is in this process. */
  readonly transport?: Transport | undefined;
  /** Called before each HTTP request of a read, retries included. If it throws, the request is not sent and the read fails. */
  readonly beforeRead?: (() => void) | undefined;
}

/** Opens an account for reading. Sends nothing yet. The reader cannot write. */
export function openAccount(options: AccountOptions): AccountReader {
  return openParts(options).reader;
}

/** Opens an account for reading and writing. Reader and writer share one rate limit, one clock and one request count. */
export function openAccountForWriting(options: AccountOptions): {
  readonly reader: AccountReader;
  readonly writer: AccountWriter;
} {
  const { reader, api, cache, transport, endpoint } = openParts(options);
  const write = openWriteClient(options.transport ?? openWriteTransport(endpoint), transport);
  return { reader, writer: openWriter({ api, cache, write }) };
}

interface AccountParts {
  readonly reader: AccountReader;
  readonly api: Api;
  readonly cache: AccountCache;
  readonly transport: MeteredTransport;
  readonly endpoint: Endpoint;
}

const defaultTimeout = 30_000;

/**
 * Returns the parts of an account reader, for `doctor` and `import`, which need more than `AccountReader`. `watch`
 * wraps the transport of the reads, so that the caller can see the responses.
 */
export function openParts(
  options: AccountOptions,
  watch = (transport: Transport) => transport,
): AccountParts {
  const { baseUrl, token, proxy, dialect, timeoutMilliseconds = defaultTimeout } = options;
  const endpoint = { baseUrl, token, proxy, timeoutMilliseconds };
  const metered = openMeteredTransport({ percent: options.ratePercent, token }, injectedTime(options));
  const reads = options.transport ? readsOnly(options.transport) : openReadTransport(endpoint);
  const transport = counted(watch(reads), options.beforeRead);
  const read = abortable(openReadClient(transport, metered), options.signal);
  const api: Api = {
    dialect,
    request: requestFactory(options),
    read,
    now: () => metered.now(),
    usedRoutes: () => metered.usedRoutes(),
    quota: () => metered.quota(),
    requestCount: () => metered.requestCount(),
  };
  const cache = openAccountCache(api);
  return { reader: openReader(api, cache), api, cache, transport: metered, endpoint };
}

function readsOnly(transport: Transport): Transport {
  return async (request, signal, onSent) => {
    if (request.route.write) throw new Error(`${request.label} writes, and this transport only reads`);
    return transport(request, signal, onSent);
  };
}

function counted(transport: Transport, beforeRead: (() => void) | undefined): Transport {
  if (!beforeRead) return transport;
  return async (request, signal) => {
    beforeRead();
    return transport(request, signal);
  };
}

function abortable(read: Read, always: AbortSignal | undefined): Read {
  if (!always) return read;
  return (request, accept, signal) =>
    read(request, accept, signal ? AbortSignal.any([signal, always]) : always);
}

/**
 * Returns the clock and timer of the transport. If an injected `sleep` returns early, the clock skips the rest of the
 * wait, as if it had passed.
 */
function injectedTime({
  sleep,
  onWait = () => undefined,
}: AccountOptions): Parameters<typeof openMeteredTransport>[1] {
  let skipped = 0;
  const clock = (): number => performance.now() + skipped;
  if (!sleep) return { clock, onWait, sleep: waitUnlessAborted };
  return {
    clock,
    onWait,
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
