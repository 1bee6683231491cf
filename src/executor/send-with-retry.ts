import type { ListAnswer, WriteAnswer } from '../model/account.ts';
import type { ApplyPorts } from './apply-ports.ts';

type Refusal = Exclude<WriteAnswer, { outcome: 'proved' | 'accepted' }>;
type Throttled = Extract<Refusal, { outcome: 'throttled' }>;
type Effect = Exclude<WriteAnswer | ListAnswer, Refusal>;

/** What a send comes to: an answer that is no wait, or an interrupt while waiting. */
export type Taken<Good> =
  | Good
  | Exclude<Refusal, Throttled>
  | { readonly outcome: 'interrupted'; readonly reason: string };

/** HubSpot's window is ten seconds; six of them without a place means that something else is wrong. */
const mostThrottled = 6;

/** Milliseconds before a request whose connection never opened is tried again. */
const reconnect = [500, 2_000, 5_000] as const;

/**
 * Sends until the account takes the request or the waits are used up. Only answers that prove that
 * nothing was taken are followed by another try: a rolling 429, and a connection that never opened.
 */
export async function untilTaken<Good extends Effect>(
  send: () => Promise<Good | Refusal>,
  ports: Pick<ApplyPorts, 'sleep' | 'interrupted'>,
): Promise<Taken<Good>> {
  let throttled = 0;
  let unopened = 0;
  for (;;) {
    const answer = await send();
    let wait: number | undefined;
    if (isThrottled(answer)) {
      if (throttled === mostThrottled) {
        const said = answer.reason === undefined ? '' : `: ${answer.reason}`;
        return {
          outcome: 'not-sent',
          reason: `HubSpot's rate limit stayed closed ${throttled} times${said}`,
        };
      }
      throttled += 1;
      wait = answer.waitMilliseconds;
    } else {
      wait = answer.outcome === 'not-sent' && !answer.final ? reconnect[unopened++] : undefined;
      if (wait === undefined) return answer;
    }
    await ports.sleep(wait);
    if (ports.interrupted()) {
      return { outcome: 'interrupted', reason: 'interrupted while waiting; nothing is in flight' };
    }
  }
}

function isThrottled(answer: Effect | Refusal): answer is Throttled {
  return answer.outcome === 'throttled';
}
