import type { DayQuota } from '../../model/account.ts';
import { type Instant, instantOf } from '../../model/time.ts';
import type { Route } from '../routes.ts';
import { TransportError } from './errors.ts';
import { type Limiter, type LimiterPorts, openLimiter, type Slot } from './limiter.ts';
import type { HubSpotRequest, Transport } from './request.ts';
import type { RawResponse } from './response.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** What reads and writes of one process share: the rate limit, the account's clock and the request count. */
export interface MeteredTransport extends LimiterPorts {
  /**
   * Sends one request as soon as the rate limit allows, and updates limit, clock and quota from the response's headers.
   * The token is redacted from responses and errors. Rejects if the signal is aborted during the wait.
   */
  send(request: HubSpotRequest, transport: Transport, signal?: AbortSignal): Promise<RawResponse>;
  /** Returns the latest `Date` header of any response; this machine's time before the first. */
  now(): Instant;
  requestCount(): number;
  /** Returns the daily quota from the latest response that had it; responses to searches do not. */
  quota(): DayQuota;
  /** Returns the routes called so far. */
  usedRoutes(): readonly Route[];
}

/** The lowest published rate limit, used until a response has the account's. */
const initialRate = { max: 100, interval: 10_000 };
const searchRate = { max: 5, interval: 1_000 };

export function openMeteredTransport(
  { percent, token }: { readonly percent: number; readonly token: string },
  ports: LimiterPorts,
): MeteredTransport {
  const rateLimiter = openLimiter(
    { ...initialRate, percent, name: "the share of HubSpot's rate limit" },
    ports,
  );
  const searchLimiter = openLimiter(
    { ...searchRate, percent, name: "the share of HubSpot's search limit" },
    ports,
  );
  const usedRoutes = new Set<Route>();
  const handshakes = shortestOfLatest();
  let latestDate: number | undefined;
  let requests = 0;
  let quota: DayQuota = {};
  return {
    ...ports,
    async send(request, transport, signal) {
      const slots: Slot[] = [];
      // Each write opens a connection; a read usually has one.
      const lead = request.route.write ? handshakes.shortest() : 0;
      try {
        for (const limiter of request.route.search ? [searchLimiter, rateLimiter] : [rateLimiter])
          slots.push(await limiter.acquire(signal, lead));
        requests += 1;
        const startedAt = ports.clock();
        let sentAt = startedAt;
        const onSent = (): void => {
          sentAt = ports.clock();
          for (const slot of slots) slot.sent();
          if (request.route.write) handshakes.add(sentAt - startedAt);
        };
        usedRoutes.add(request.route);
        const response = await redactingToken(transport, token)(request, signal, onSent);
        const date = Date.parse(response.headers['date'] ?? '');
        if (Number.isFinite(date)) latestDate = Math.max(latestDate ?? date, date);
        updateRate(rateLimiter, response.headers, sentAt);
        quota = { ...quota, ...quotaFrom(response.headers) };
        return response;
      } finally {
        for (const slot of slots) slot.ended();
      }
    },
    now: () => instantOf(latestDate ?? Date.now()),
    requestCount: () => requests,
    quota: () => quota,
    usedRoutes: () => [...usedRoutes],
  };
}

/** How many handshakes the estimate takes into account: one that is faster than all of them may come early. */
const rememberedHandshakes = 32;

/** Returns the shortest of the latest times in milliseconds; 0 until there are enough of them. */
function shortestOfLatest(): { readonly add: (time: number) => void; readonly shortest: () => number } {
  const times: number[] = [];
  return {
    add(time) {
      times.push(time);
      if (times.length > rememberedHandshakes) times.shift();
    },
    shortest: () => (times.length < rememberedHandshakes ? 0 : Math.min(...times)),
  };
}

function updateRate(limiter: Limiter, headers: RawResponse['headers'], sentAt: number): void {
  const state = {
    max: rateHeader(headers, 'max') ?? Number.NaN,
    interval: rateHeader(headers, 'interval-milliseconds') ?? Number.NaN,
    remaining: rateHeader(headers, 'remaining') ?? Number.NaN,
  };
  limiter.update(state, sentAt);
}

function quotaFrom(headers: RawResponse['headers']): DayQuota {
  const [daily, remaining] = [rateHeader(headers, 'daily'), rateHeader(headers, 'daily-remaining')];
  return { ...omitUndefined({ daily, remaining }) };
}

/** Returns a value of HubSpot's rate limit headers; undefined if it is absent, negative or not a number. */
export function rateHeader(headers: RawResponse['headers'], name: string): number | undefined {
  const text = headers[`x-hubspot-ratelimit-${name}`]?.trim();
  const number = Number(text);
  return text && Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** HubSpot's tokens are longer. Redacting a shorter text would damage ids and names that contain it. */
const minTokenLength = 8;

/** Returns a transport that redacts the token from responses and errors: verbatim, URL-encoded and JSON-escaped. */
export function redactingToken(transport: Transport, token: string): Transport {
  if (token.length < minTokenLength) return transport;
  const forms = [...new Set([token, encodeURIComponent(token), JSON.stringify(token).slice(1, -1)])];
  const hide = (text: string): string => forms.reduce((rest, form) => rest.replaceAll(form, '•••'), text);
  return async (request, signal, onSent) => {
    try {
      const { status, headers, text } = await transport(request, signal, onSent);
      const redacted = Object.entries(headers).map(([name, value]) => [name, hide(value)] as const);
      return { status, headers: Object.fromEntries(redacted), text: hide(text) };
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      // Drops the cause, which may contain the token.
      const { unopened, proxy } = error;
      throw new TransportError(hide(error.message), { unopened, proxy });
    }
  };
}
