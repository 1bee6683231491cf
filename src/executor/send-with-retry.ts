import type { ListWriteResult, WriteResult } from '../model/account.ts';
import type { ApplyPorts } from './apply-ports.ts';

type UnacceptedResponse = Exclude<WriteResult, { outcome: 'proved' | 'accepted' }>;
type ThrottledResponse = Extract<UnacceptedResponse, { outcome: 'throttled' }>;
type AcceptedResponse = Exclude<WriteResult | ListWriteResult, UnacceptedResponse>;

/** The result of a send with its retries: a response, or an interrupt during a wait. Never `throttled`. */
export type FinalResponse<Good> =
  | Good
  | Exclude<UnacceptedResponse, ThrottledResponse>
  | { readonly outcome: 'interrupted'; readonly reason: string };

/** HubSpot's rate window is ten seconds. After six windows without a success, the cause is not this run's own rate. */
const maxThrottled = 6;

/** Milliseconds before each retry of a request whose connection never opened. */
const reconnectDelays = [500, 2_000, 5_000] as const;

/**
 * Sends a request and returns the response. Retries only when HubSpot certainly processed nothing: after a 429
 * of the rate limit, and after a connection that never opened.
 */
export async function sendWithRetry<Good extends AcceptedResponse>(
  send: () => Promise<Good | UnacceptedResponse>,
  ports: Pick<ApplyPorts, 'sleep' | 'interrupted'>,
): Promise<FinalResponse<Good>> {
  let throttled = 0;
  let unopened = 0;
  for (;;) {
    const response = await send();
    let wait: number | undefined;
    if (isThrottled(response)) {
      if (throttled === maxThrottled) {
        const detail = response.reason === undefined ? '' : `: ${response.reason}`;
        return {
          outcome: 'not-sent',
          reason: `HubSpot's rate limit was still exceeded after ${throttled} retries${detail}`,
        };
      }
      throttled += 1;
      wait = response.waitMilliseconds;
    } else {
      wait = response.outcome === 'not-sent' && !response.final ? reconnectDelays[unopened++] : undefined;
      if (wait === undefined) return response;
    }
    await ports.sleep(wait);
    if (ports.interrupted()) {
      return { outcome: 'interrupted', reason: 'interrupted while waiting; nothing is in flight' };
    }
  }
}

function isThrottled(response: AcceptedResponse | UnacceptedResponse): response is ThrottledResponse {
  return response.outcome === 'throttled';
}
