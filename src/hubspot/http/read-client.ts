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

/** An answer whose body was readable. */
export interface ReadResponse {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Reads, with retries. `accept` names statuses beside 2xx that are an answer here (404 for "none").
 * Throws a `Failure` after the last try, or at once where trying again is of no use. Ends when the
 * signal is aborted, and throws its reason.
 */
export type Read = (
  call: HubSpotRequest,
  accept?: readonly number[],
  signal?: AbortSignal,
) => Promise<ReadResponse>;

/**
 * Tries of one call in all, and milliseconds after which none begins: those on the wire and those waited.
 * What it stands in its own line is not HubSpot's doing, and does not count.
 */
const maxTries = 6;
const maxTotalWait = 120_000;
const firstBackoff = 400;
const maxBackoff = 20_000;

export function openReadClient(transport: Transport, traffic: MeteredTransport): Read {
  return async (call, accept = [], signal) => {
    let spent = 0;
    const timed: Transport = async (...sent) => {
      const sentAt = traffic.clock();
      try {
        return await transport(...sent);
      } finally {
        spent += traffic.clock() - sentAt;
      }
    };
    for (let tries = 1; ; tries += 1) {
      signal?.throwIfAborted();
      const verdict = await attempt(call, accept, () => traffic.send(call, timed, signal));
      signal?.throwIfAborted();
      if ('body' in verdict) return verdict;
      if (verdict.retry === undefined) throw verdict.failure;
      if (verdict.retry > maxTotalWait) throw waitTooLong(verdict.failure, verdict.retry);
      const wait = Math.max(verdict.retry, jittered(tries));
      if (tries === maxTries || spent + wait > maxTotalWait) throw verdict.failure;
      spent += wait;
      if (wait >= 1_000)
        traffic.onWait(`${verdict.failure.message}; trying again in ${Math.ceil(wait / 1000)} s`);
      await traffic.sleep(wait, signal);
    }
  };

  async function attempt(
    call: HubSpotRequest,
    accept: readonly number[],
    send: () => Promise<RawResponse>,
  ): Promise<ReadResponse | FailedAttempt> {
    let answer: RawResponse;
    try {
      answer = await send();
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      if (error.proxy === undefined) return { failure: noUsableResponse(call, error.message), retry: 0 };
      const failure = blockedByProxy(call, error.message, error.proxy);
      return error.proxy.final ? { failure } : { failure, retry: 0 };
    }
    return classifyResponse(call, answer, { accept, now: Date.parse(traffic.now()) });
  }
}

/** `retry` is how long HubSpot wants to be left alone, in milliseconds; absent: trying again is of no use. */
interface FailedAttempt {
  readonly failure: Failure;
  readonly retry?: number;
}

function classifyResponse(
  call: HubSpotRequest,
  answer: RawResponse,
  { accept, now }: { readonly accept: readonly number[]; readonly now: number },
): ReadResponse | FailedAttempt {
  const { status } = answer;
  const body = parseBody(answer.text);
  // Another's page says nothing of what HubSpot has.
  const lost = status === 404 && !body.readable;
  if (accept.includes(status) && !lost) return { status, body: undefined };
  if (!lost && (status < 200 || status > 299)) {
    const failure = refusedRead(call, answer);
    const retry = retryDelay(answer, now);
    return retry === undefined ? { failure } : { failure, retry };
  }
  if (!body.readable) return { failure: unreadableResponse(call, answer, body.why), retry: 0 };
  if (isErrorBody(body.value)) {
    const said = describeError(hubspotErrorOf(answer));
    return {
      failure: noUsableResponse(call, `an error in a response with a success status: ${said}`),
      retry: 0,
    };
  }
  return { status, body: body.value };
}

/** Nobody sits through it: a later run asks again. */
function waitTooLong({ exitCode, code, message, help }: Failure, wait: number): Failure {
  const seconds = Math.ceil(wait / 1000);
  return new Failure({ exitCode, code, message: `${message}; it asks for a wait of ${seconds} s`, help });
}

/** How long to wait after a refusal; nothing for one that will stay. Sources: HUBSPOT's limits and error pages. */
function retryDelay(answer: RawResponse, now: number): number | undefined {
  const asked = retryAfter(answer.headers, now);
  switch (answer.status) {
    case 429:
      return hubspotErrorOf(answer).isDailyLimit ? undefined : (asked ?? waitAfterThrottle(answer));
    case 423:
      return Math.max(asked ?? 0, 2_000);
    case 408:
    case 477:
      return asked ?? 2_000;
    default:
      return answer.status >= 500 ? (asked ?? 0) : undefined;
  }
}

/** Full jitter: clients that failed together do not come back together. */
function jittered(tries: number): number {
  return Math.ceil(Math.random() * Math.min(maxBackoff, firstBackoff * 2 ** tries));
}
