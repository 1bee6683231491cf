import type { ListWriteResult, WriteResult } from '../model/account.ts';
import type { ApplyPorts } from './apply-ports.ts';

type UnacceptedResponse = Exclude<WriteResult, { outcome: 'proved' | 'accepted' }>;
type ThrottledResponse = Extract<UnacceptedResponse, { outcome: 'throttled' }>;
type AcceptedResponse = Exclude<WriteResult | ListWriteResult, UnacceptedResponse>;

/** What a send comes to: an answer that is no wait, or an interrupt while waiting. */
export type FinalResponse<Good> =
  | Good
  | Exclude<UnacceptedResponse, ThrottledResponse>
  | { readonly outcome: 'interrupted'; readonly reason: string };

/** HubSpot's window is ten seconds; six of them without a place means that something else is wrong. */
const maxThrottled = 6;

/** Milliseconds before a request whose connection never opened is tried again. */
const reconnectDelays = [500, 2_000, 5_000] as const;

/**
 * Sends until the account takes the request or the waits are used up. Only answers that prove that
 * nothing was taken are followed by another try: a rolling 429, and a connection that never opened.
 */
export async function sendWithRetry<Good extends AcceptedResponse>(
  send: () => Promise<Good | UnacceptedResponse>,
  ports: Pick<ApplyPorts, 'sleep' | 'interrupted'>,
): Promise<FinalResponse<Good>> {
  let throttled = 0;
  let unopened = 0;
  for (;;) {
    const answer = await send();
    let wait: number | undefined;
    if (isThrottled(answer)) {
      if (throttled === maxThrottled) {
        const said = answer.reason === undefined ? '' : `: ${answer.reason}`;
        return {
          outcome: 'not-sent',
          reason: `HubSpot's rate limit stayed closed ${throttled} times${said}`,
        };
      }
      throttled += 1;
      wait = answer.waitMilliseconds;
    } else {
      wait = answer.outcome === 'not-sent' && !answer.final ? reconnectDelays[unopened++] : undefined;
      if (wait === undefined) return answer;
    }
    await ports.sleep(wait);
    if (ports.interrupted()) {
      return { outcome: 'interrupted', reason: 'interrupted while waiting; nothing is in flight' };
    }
  }
}

function isThrottled(answer: AcceptedResponse | UnacceptedResponse): answer is ThrottledResponse {
  return answer.outcome === 'throttled';
}
