import type { WriteResult } from '../../model/account.ts';
import {
  describeError,
  describeStatus,
  type HubSpotError,
  hubspotErrorOf,
  isErrorBody,
  scopeHelp,
  toHubSpotResponse,
  tokenHelp,
  TransportError,
  waitAfterThrottle,
} from '../http/errors.ts';
import type { MeteredTransport } from '../http/metered-transport.ts';
import type { HubSpotRequest, Transport } from '../http/request.ts';
import { parseBody, idOf, objectOf, type RawResponse, retryAfter } from '../http/response.ts';
import type { RouteName } from '../routes.ts';
import { isAboutRequest, refusalBy4xx, refusalByCode } from './refusals.ts';

/** Every response but a success. */
export type WriteFailure = Exclude<WriteResult, { outcome: 'proved' | 'accepted' }>;

/** The status and the shape of body that the route documents. */
interface Success {
  readonly outcome: 'success';
  readonly body: unknown;
}

/**
 * Sends one write request, once, and classifies the response; the caller decides whether to resend. Does not throw for
 * network errors. docs/safety.md has the table that this implements.
 */
export type Write = (request: HubSpotRequest) => Promise<Success | WriteFailure>;

export function openWriteClient(transport: Transport, metered: MeteredTransport): Write {
  return async (request) => {
    let raw: RawResponse;
    try {
      raw = await metered.send(request, transport);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      const response = { request: request.label };
      if (!error.unopened) return { outcome: 'ambiguous', reason: error.message, response };
      return {
        outcome: 'not-sent',
        reason: error.message,
        response,
        ...(error.proxy && { help: error.proxy.help, final: error.proxy.final }),
      };
    }
    const result = classifyResponse(request, raw, Date.parse(metered.now()));
    if (result.outcome === 'throttled') {
      const seconds = Math.ceil(result.waitMilliseconds / 1000);
      metered.onWait(`${result.reason}; HubSpot did not process it, sending again in ${seconds} s`);
    }
    return result;
  };
}

/** Statuses of a proxy or a busy HubSpot, after which HubSpot may still process the request. */
const ambiguousStatuses: ReadonlySet<number> = new Set([408, 423, 425, 477, 499]);

function classifyResponse(
  request: HubSpotRequest,
  response: RawResponse,
  now: number,
): Success | WriteFailure {
  const { status } = response;
  const error = hubspotErrorOf(response);
  const body = parseBody(response.text);
  if (!body.readable) return ambiguous(request, error, `${status} with ${body.why}`);
  const refusal = error.hasErrorShape ? refusalByCode(request, error) : undefined;
  if (status >= 400 && status <= 499) {
    if (refusal && refusal.cause !== 'unclear') return { outcome: 'refused', ...refusal };
    return error.hasErrorShape
      ? classify4xx(request, response, now)
      : classify4xxWithoutErrorBody(request, response);
  }
  // A refusal code with a 2xx or 5xx status is not proof: the caller reads the contact before it uses the refusal.
  const possibleRefusal = refusal?.cause === 'contact' || refusal?.cause === 'sender' ? { refusal } : {};
  if (status < 200 || status > 299) {
    return { ...ambiguous(request, error, describeStatus(error)), ...possibleRefusal };
  }
  if (isErrorBody(body.value)) {
    const what = `${describeStatus(error)}, an error in a response with a success status`;
    return { ...ambiguous(request, error, what), ...possibleRefusal };
  }
  if (isDocumentedSuccess(request.route.name, status, body.value))
    return { outcome: 'success', body: body.value };
  return ambiguous(request, error, `${status} with ${describeShape(body.value)}`);
}

/** Returns the result of a response that does not show whether HubSpot made the change. */
function ambiguous(
  request: HubSpotRequest,
  error: HubSpotError,
  returned: string,
): Extract<WriteFailure, { outcome: 'ambiguous' }> {
  return {
    outcome: 'ambiguous',
    reason: `HubSpot returned ${returned}`,
    response: toHubSpotResponse(request, error),
  };
}

/** Classifies a 4xx with HubSpot's error body and without a known refusal code. */
function classify4xx(request: HubSpotRequest, response: RawResponse, now: number): WriteFailure {
  const { status } = response;
  const error = hubspotErrorOf(response);
  const summary = `${request.label} returned ${describeError(error)}`;
  if (status === 429 && error.isDailyLimit) {
    return { outcome: 'quota', reason: `the daily request limit of the account is used up: ${summary}` };
  }
  if (status === 429)
    return throttled(summary, retryAfter(response.headers, now) ?? waitAfterThrottle(response));
  if (status === 401) {
    return { outcome: 'denied', reason: `HubSpot rejected the access token: ${summary}`, help: tokenHelp };
  }
  if (status === 403 && !isAboutRequest(request, error)) {
    const help = scopeHelp(error.missingScopes, request);
    return { outcome: 'denied', reason: `the access token lacks a permission: ${summary}`, help };
  }
  if (ambiguousStatuses.has(status)) return ambiguous(request, error, describeStatus(error));
  return { outcome: 'refused', ...refusalBy4xx(request, error) };
}

/** Statuses that are only proof with HubSpot's error body, since a proxy or firewall sends them too. */
const statusesNeedingErrorBody: ReadonlySet<number> = new Set([401, 403, 429, ...ambiguousStatuses]);

/** Classifies a 4xx with other JSON or an empty body. */
function classify4xxWithoutErrorBody(request: HubSpotRequest, response: RawResponse): WriteFailure {
  const error = hubspotErrorOf(response);
  if (statusesNeedingErrorBody.has(response.status) || response.text.trim() === '') {
    return ambiguous(request, error, `${describeStatus(error)}, without HubSpot's error body`);
  }
  return { outcome: 'refused', ...refusalBy4xx(request, error) };
}

/** Returns the shape of a body, without its content. */
function describeShape(value: unknown): string {
  if (value === undefined) return 'no body';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return 'a body that the route does not document';
}

/** The longest wait of a run in milliseconds. A longer one ends the run; a later run continues. */
const maxWait = 120_000;

function throttled(reason: string, waitMilliseconds: number): WriteFailure {
  if (waitMilliseconds <= maxWait) return { outcome: 'throttled', waitMilliseconds, reason };
  const seconds = Math.ceil(waitMilliseconds / 1000);
  return {
    outcome: 'quota',
    reason: `HubSpot requested a wait of ${seconds} s, longer than a run waits: ${reason}`,
  };
}

interface DocumentedSuccess {
  readonly statuses: readonly number[];
  readonly isBody: (body: unknown) => boolean;
}

/**
 * The documented success of each write route. Source: HubSpot's reference and docs/guide-dialect.md. Any other 2xx does
 * not come from the documented route.
 */
// oxfmt-ignore
const successes: Readonly<Partial<Record<RouteName, DocumentedSuccess>>> = {
  'sequence-enroll': { statuses: [200], isBody: isEnrollment },
  'guide-sequence-enroll': { statuses: [200, 201], isBody: isEnrollment },
  'guide-sequence-unenroll': { statuses: [204], isBody: isEmpty },
  'workflow-enroll': { statuses: [204], isBody: isEmpty },
  'workflow-unenroll': { statuses: [204], isBody: isEmpty },
  'guide-workflow-enroll': { statuses: [200, 201, 204], isBody: (body) => isEmpty(body) || isNonEmptyObject(body) },
  'contact-stamp': { statuses: [200], isBody: (body) => idOf(objectOf(body)['id']) !== undefined },
  'list-add': { statuses: [200], isBody: (body) => idsAdded(body) !== undefined },
  'list-remove': { statuses: [200], isBody: (body) => idsRemoved(body) !== undefined },
  'flow-create': { statuses: [200, 201], isBody: (body) => idOf(objectOf(body)['id']) !== undefined },
  'flow-delete': { statuses: [204], isBody: isEmpty },
};

/** Returns whether a response is the documented success of a write route. */
function isDocumentedSuccess(route: RouteName, status: number, body: unknown): boolean {
  const success = successes[route];
  return success !== undefined && success.statuses.includes(status) && success.isBody(body);
}

/** Returns the ids that a list response reports as added: HubSpot's spelling of the field first, then the expected one. */
export function idsAdded(body: unknown): readonly unknown[] | undefined {
  return arrayField(body, 'recordsIdsAdded') ?? arrayField(body, 'recordIdsAdded');
}

/** Returns the ids that a list response reports as removed, in either spelling of the field. */
export function idsRemoved(body: unknown): readonly unknown[] | undefined {
  return arrayField(body, 'recordIdsRemoved') ?? arrayField(body, 'recordsIdsRemoved');
}

function arrayField(body: unknown, name: string): readonly unknown[] | undefined {
  const list: unknown = objectOf(body)[name];
  return Array.isArray(list) ? list : undefined;
}

function isEmpty(body: unknown): boolean {
  return body === undefined;
}

function isNonEmptyObject(body: unknown): boolean {
  return Object.keys(objectOf(body)).length > 0;
}

function isEnrollment(body: unknown): boolean {
  return idOf(objectOf(body)['id']) !== undefined;
}
