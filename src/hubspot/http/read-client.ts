import { Failure } from '../../model/failure.ts';
import {
  describeError,
  hubspotErrorOf,
  isErrorBody,
  blockedByProxy,
  refusedRead,
  TransportError,
  noUsableResponse,
  unreadableResponse,
  waitAfterThrottle,
} from './errors.ts';
import type { MeteredTransport } from './metered-transport.ts';
import type { HubSpotRequest, Transport } from './request.ts';
import { parseBody, type RawResponse, retryAfter } from './response.ts';

/** A response with a readable body, or with one of the accepted statuses. */
export interface ReadResponse {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Sends a read request, with retries. `accept` lists statuses that are also valid responses, such as 404 for "none";
 * their body is not returned. Throws a `Failure` after the last attempt, or at once if a retry cannot help. Throws the
 * signal's reason when it is aborted.
 */
export type Read = (
  request: HubSpotRequest,
  accept?: readonly number[],
  signal?: AbortSignal,
) => Promise<ReadResponse>;

/**
 * The maximum number of attempts of one read, and the milliseconds after which no attempt starts. Requests and retry waits count;
 * waits for rollcall's own rate limiter do not.
 */
const maxTries = 6;
const maxTotalWait = 120_000;
const firstBackoff = 400;
const maxBackoff = 20_000;

export function openReadClient(transport: Transport, metered: MeteredTransport): Read {
  return async (request, accept = [], signal) => {
    let spent = 0;
    const timed: Transport = async (...args) => {
      const sentAt = metered.clock();
      try {
        return await transport(...args);
      } finally {
        spent += metered.clock() - sentAt;
      }
    };
    for (let tries = 1; ; tries += 1) {
      signal?.throwIfAborted();
      const result = await attempt(request, accept, () => metered.send(request, timed, signal));
      signal?.throwIfAborted();
      if ('body' in result) return result;
      if (result.retry === undefined) throw result.failure;
      if (result.retry > maxTotalWait) throw waitTooLong(result.failure, result.retry);
      const wait = Math.max(result.retry, jittered(tries));
      if (tries === maxTries || spent + wait > maxTotalWait) throw result.failure;
      spent += wait;
      if (wait >= 1_000) metered.onWait(`${result.failure.message}; retrying in ${Math.ceil(wait / 1000)} s`);
      await metered.sleep(wait, signal);
    }
  };

  async function attempt(
    request: HubSpotRequest,
    accept: readonly number[],
    send: () => Promise<RawResponse>,
  ): Promise<ReadResponse | FailedAttempt> {
    let response: RawResponse;
    try {
      response = await send();
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      if (error.proxy === undefined) return { failure: noUsableResponse(request, error.message), retry: 0 };
      const failure = blockedByProxy(request, error.message, error.proxy);
      return error.proxy.final ? { failure } : { failure, retry: 0 };
    }
    return classifyResponse(request, response, { accept, now: Date.parse(metered.now()) });
  }
}

/** `retry` is the shortest wait before another attempt, in milliseconds. Absent if a retry cannot help. */
interface FailedAttempt {
  readonly failure: Failure;
  readonly retry?: number;
}

function classifyResponse(
  request: HubSpotRequest,
  response: RawResponse,
  { accept, now }: { readonly accept: readonly number[]; readonly now: number },
): ReadResponse | FailedAttempt {
  const { status } = response;
  const body = parseBody(response.text);
  // A 404 page of a proxy does not prove that HubSpot has no such object.
  const isProxyNotFound = status === 404 && !body.readable;
  if (accept.includes(status) && !isProxyNotFound) return { status, body: undefined };
  if (!isProxyNotFound && (status < 200 || status > 299)) {
    const failure = refusedRead(request, response);
    const retry = retryDelay(response, now);
    return retry === undefined ? { failure } : { failure, retry };
  }
  if (!body.readable) return { failure: unreadableResponse(request, response, body.why), retry: 0 };
  if (isErrorBody(body.value)) {
    const description = describeError(hubspotErrorOf(response));
    return {
      failure: noUsableResponse(request, `an error in a response with a success status: ${description}`),
      retry: 0,
    };
  }
  return { status, body: body.value };
}

/** Returns the failure of a read that would have to wait too long. A later run retries. */
function waitTooLong({ exitCode, code, message, help }: Failure, wait: number): Failure {
  const seconds = Math.ceil(wait / 1000);
  return new Failure({
    exitCode,
    code,
    message: `${message}; HubSpot requested a wait of ${seconds} s`,
    help,
  });
}

/**
 * Returns the shortest wait in milliseconds after a refused read; undefined if a retry cannot help. Source: HubSpot's
 * documentation of limits and errors.
 */
function retryDelay(response: RawResponse, now: number): number | undefined {
  const requestedWait = retryAfter(response.headers, now);
  switch (response.status) {
    case 429:
      return hubspotErrorOf(response).isDailyLimit
        ? undefined
        : (requestedWait ?? waitAfterThrottle(response));
    case 423:
      return Math.max(requestedWait ?? 0, 2_000);
    case 408:
    case 477:
      return requestedWait ?? 2_000;
    default:
      return response.status >= 500 ? (requestedWait ?? 0) : undefined;
  }
}

/** Returns a random backoff (full jitter), so that clients that failed together do not retry together. */
function jittered(tries: number): number {
  return Math.ceil(Math.random() * Math.min(maxBackoff, firstBackoff * 2 ** tries));
}
