import type { WriteAnswer } from '../../model/account.ts';
import {
  describeError,
  describeUnreadable,
  hubspotErrorOf,
  isErrorBody,
  scopeHelp,
  tokenHelp,
  TransportError,
} from '../http/errors.ts';
import type { Traffic } from '../http/metered-transport.ts';
import { waitAfterThrottle } from '../http/read-client.ts';
import type { Transport } from '../http/read-transport.ts';
import type { Call } from '../http/request.ts';
import { bodyOf, idOf, objectOf, type RawAnswer, retryAfter } from '../http/response.ts';
import type { RouteName } from '../routes.ts';
import { isAboutRequest, refusalBy4xx, refusalByCode } from './refusals.ts';

/** Every response but a success. */
export type Trouble = Exclude<WriteAnswer, { outcome: 'proved' | 'accepted' }>;

/** The status and the shape of body that the route documents. */
interface Success {
  readonly outcome: 'success';
  readonly body: unknown;
}

/**
 * Sends one write request, once, and classifies the response; the caller decides whether to resend. Never
 * throws for what happens on the wire. docs/safety.md has the table that this implements.
 */
export type Write = (call: Call) => Promise<Success | Trouble>;

export function openWriteClient(transport: Transport, traffic: Traffic): Write {
  return async (call) => {
    let answer: RawAnswer;
    try {
      answer = await traffic.send(call, transport);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      const reason = `${call.shown}: ${error.message}`;
      if (!error.unopened) return { outcome: 'ambiguous', reason };
      return {
        outcome: 'not-sent',
        reason,
        ...(error.proxy && { help: error.proxy.help, final: error.proxy.final }),
      };
    }
    const verdict = judge(call, answer, Date.parse(traffic.now()));
    if (verdict.outcome === 'throttled') {
      const seconds = Math.ceil(verdict.waitMilliseconds / 1000);
      traffic.talk(`${verdict.reason}; nothing was taken, and it is sent again in ${seconds} s`);
    }
    return verdict;
  };
}

/** Statuses of a proxy or a busy HubSpot, after which the request may continue anyway. */
const unclear: ReadonlySet<number> = new Set([408, 423, 425, 477, 499]);

function judge(call: Call, answer: RawAnswer, now: number): Success | Trouble {
  const { status } = answer;
  const error = hubspotErrorOf(answer);
  const said = `${call.shown} returned ${describeError(error)}`;
  const body = bodyOf(answer.text);
  if (!body.readable) {
    const reason = `${call.shown} returned ${describeUnreadable(answer, body.why)}`;
    return { outcome: 'ambiguous', reason };
  }
  const refusal = error.isHubSpots ? refusalByCode(call, error) : undefined;
  if (status >= 400 && status <= 499) {
    if (refusal && refusal.cause !== 'unclear') return { outcome: 'refused', ...refusal };
    return error.isHubSpots ? judge4xx(call, answer, now) : judgeForeign4xx(call, answer);
  }
  // Codes that HubSpot sends with a status of success or of its own failure are believed after one more read.
  const suspected = refusal?.cause === 'contact' || refusal?.cause === 'sender' ? { refusal } : {};
  if (status < 200 || status > 299) return { outcome: 'ambiguous', reason: said, ...suspected };
  if (isErrorBody(body.value)) {
    return {
      outcome: 'ambiguous',
      reason: `${said}, an error in a response with a success status`,
      ...suspected,
    };
  }
  if (isDocumentedSuccess(call.route.name, status, body.value))
    return { outcome: 'success', body: body.value };
  return { outcome: 'ambiguous', reason: `${call.shown} returned ${status} with ${shapeOf(body.value)}` };
}

/** A 4xx with HubSpot's own error body and without a known refusal code. */
function judge4xx(call: Call, answer: RawAnswer, now: number): Trouble {
  const { status } = answer;
  const error = hubspotErrorOf(answer);
  const said = `${call.shown} returned ${describeError(error)}`;
  if (status === 429 && error.daily) return { outcome: 'quota', reason: said };
  if (status === 429) return throttled(said, retryAfter(answer.headers, now) ?? waitAfterThrottle(answer));
  if (status === 401) return { outcome: 'denied', reason: said, help: tokenHelp };
  if (status === 403 && !isAboutRequest(call, error)) {
    return { outcome: 'denied', reason: said, help: scopeHelp(error.missingScopes, call) };
  }
  if (unclear.has(status)) return { outcome: 'ambiguous', reason: said };
  return { outcome: 'refused', ...refusalBy4xx(call, error) };
}

/** Statuses that mean something only in HubSpot's own words: a proxy or a firewall sends them as well. */
const onlyHubSpots: ReadonlySet<number> = new Set([401, 403, 429, ...unclear]);

/** A 4xx with other JSON, or with nothing. */
function judgeForeign4xx(call: Call, answer: RawAnswer): Trouble {
  const error = hubspotErrorOf(answer);
  if (onlyHubSpots.has(answer.status) || answer.text.trim() === '') {
    const reason = `${call.shown} returned ${describeError(error)}, without an error body of HubSpot's`;
    return { outcome: 'ambiguous', reason };
  }
  return { outcome: 'refused', ...refusalBy4xx(call, error) };
}

/** Returns the shape of a body, without its content. */
function shapeOf(value: unknown): string {
  if (value === undefined) return 'no body';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return 'a body that the route does not document';
}

/** A longer wait ends the run; a later one continues. */
const longestWait = 120_000;

function throttled(reason: string, waitMilliseconds: number): Trouble {
  if (waitMilliseconds <= longestWait) return { outcome: 'throttled', waitMilliseconds, reason };
  const seconds = Math.ceil(waitMilliseconds / 1000);
  return { outcome: 'quota', reason: `${reason}; it asks for a wait of ${seconds} s` };
}

interface DocumentedSuccess {
  readonly statuses: readonly number[];
  readonly isBody: (body: unknown) => boolean;
}

/**
 * The response of each write route to an accepted request, by HubSpot's reference and by
 * docs/guide-dialect.md. Any other 2xx comes from something else than the documented route.
 */
// oxfmt-ignore
const successes: Readonly<Partial<Record<RouteName, DocumentedSuccess>>> = {
  'sequence-enroll': { statuses: [200], isBody: isEnrollment },
  'guide-sequence-enroll': { statuses: [200, 201], isBody: isEnrollment },
  'guide-sequence-unenroll': { statuses: [204], isBody: isEmpty },
  'workflow-enroll': { statuses: [204], isBody: isEmpty },
  'workflow-unenroll': { statuses: [204], isBody: isEmpty },
  'guide-workflow-enroll': { statuses: [200, 201, 204], isBody: (body) => isEmpty(body) || isObject(body) },
  'contact-stamp': { statuses: [200], isBody: (body) => idOf(objectOf(body)['id']) !== undefined },
  'list-add': { statuses: [200], isBody: (body) => idsAdded(body) !== undefined },
  'list-remove': { statuses: [200], isBody: (body) => idsRemoved(body) !== undefined },
  'flow-delete': { statuses: [204], isBody: isEmpty },
};

/** Returns whether a response is the documented success of a write route. */
function isDocumentedSuccess(route: RouteName, status: number, body: unknown): boolean {
  const success = successes[route];
  return success !== undefined && success.statuses.includes(status) && success.isBody(body);
}

/** The ids that a list response names as added. HubSpot's spelling first, then the expected one. */
export function idsAdded(body: unknown): readonly unknown[] | undefined {
  return listIn(body, 'recordsIdsAdded') ?? listIn(body, 'recordIdsAdded');
}

/** The ids that a list response names as removed. */
export function idsRemoved(body: unknown): readonly unknown[] | undefined {
  return listIn(body, 'recordIdsRemoved') ?? listIn(body, 'recordsIdsRemoved');
}

function listIn(body: unknown, name: string): readonly unknown[] | undefined {
  const list: unknown = objectOf(body)[name];
  return Array.isArray(list) ? list : undefined;
}

function isEmpty(body: unknown): boolean {
  return body === undefined;
}

function isObject(body: unknown): boolean {
  return Object.keys(objectOf(body)).length > 0;
}

function isEnrollment(body: unknown): boolean {
  return idOf(objectOf(body)['id']) !== undefined;
}
