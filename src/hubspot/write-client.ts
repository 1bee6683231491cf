import type { WriteAnswer } from '../model/account.ts';
import { bodyOf, retryAfter } from './answer.ts';
import type { RawAnswer } from './answer.ts';
import type { Call } from './call.ts';
import { scopeHelp, tokenHelp } from './failures.ts';
import { describeError, describeUnreadable, hubspotErrorOf, isErrorBody } from './hubspot-error.ts';
import { waitAfterThrottle } from './read-client.ts';
import type { Transport } from './read-transport.ts';
import { isAboutRequest, refusedWrite } from './refusals.ts';
import type { Traffic } from './traffic.ts';
import { TransportError } from './transport-error.ts';

/** Every answer that says nothing good. */
export type Trouble = Exclude<WriteAnswer, { outcome: 'proved' | 'accepted' }>;

/** A 2xx, with a readable body. */
interface Success {
  readonly outcome: 'success';
  readonly status: number;
  readonly body: unknown;
}

/**
 * Sends one writing request, once. Nothing here tries again: whoever asked decides, from an answer
 * that tells "nothing was taken" from "it may have happened". Never throws for what the wire does.
 */
export type Write = (call: Call) => Promise<Success | Trouble>;

export function openWriteClient(transport: Transport, traffic: Traffic): Write {
  return async (call) => {
    let answer: RawAnswer;
    try {
      answer = await traffic.send(call, transport);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      const outcome = error.unopened ? 'not-sent' : 'ambiguous';
      return { outcome, reason: `${call.shown}: ${error.message}` };
    }
    const verdict = judge(call, answer, Date.parse(traffic.now()));
    if (verdict.outcome === 'throttled') {
      const seconds = Math.ceil(verdict.waitMilliseconds / 1000);
      traffic.talk(`${verdict.reason}; nothing was taken, and it is sent again in ${seconds} s`);
    }
    return verdict;
  };
}

/** Statuses after which HubSpot, or something before it, may have gone on all the same. */
const unclear: ReadonlySet<number> = new Set([408, 423, 425, 477, 499]);

function judge(call: Call, answer: RawAnswer, now: number): Success | Trouble {
  const { status } = answer;
  const error = hubspotErrorOf(answer);
  const said = `${call.shown} answered ${describeError(error)}`;
  if (status === 429 && error.daily) return { outcome: 'quota', reason: said };
  if (status === 429) return throttled(said, retryAfter(answer.headers, now) ?? waitAfterThrottle(answer));
  if (status === 401) return { outcome: 'denied', reason: said, help: tokenHelp };
  if (status === 403 && !isAboutRequest(error)) {
    return { outcome: 'denied', reason: said, help: scopeHelp(error.missingScopes, call) };
  }
  const body = bodyOf(answer.text);
  if (!body.readable) {
    const reason = `${call.shown} answered ${describeUnreadable(answer, body.why)}`;
    return { outcome: 'ambiguous', reason };
  }
  if (status >= 400 && status <= 499 && !unclear.has(status)) return refusedWrite(call, answer);
  if (status < 200 || status > 299) return { outcome: 'ambiguous', reason: said };
  if (isErrorBody(body.value)) {
    return { outcome: 'ambiguous', reason: `${said}, an error in an answer of success` };
  }
  return { outcome: 'success', status, body: body.value };
}

/** Nobody sits through more than two minutes of it: then it is for a later run. */
const longestWait = 120_000;

function throttled(reason: string, waitMilliseconds: number): Trouble {
  if (waitMilliseconds <= longestWait) return { outcome: 'throttled', waitMilliseconds, reason };
  const seconds = Math.ceil(waitMilliseconds / 1000);
  return { outcome: 'quota', reason: `${reason}; it asks for a wait of ${seconds} s` };
}
