import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { maskEmails } from '../../model/text/mask-emails.ts';
import type { HubSpotRequest } from './request.ts';
import { parseBody, idsOf, type Json, objectOf, objectsOf, type RawResponse, textOf } from './response.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** What to check when the token is refused. */
export const tokenHelp =
  'Check HUBSPOT_ACCESS_TOKEN: it must be the current token of a private app or service key of this account.';

/** The failure of a read that HubSpot refused: what was asked, what it said, and the next step. */
export function refusedRead(request: HubSpotRequest, response: RawResponse): Failure {
  const error = hubspotErrorOf(response);
  const message = `${request.label} returned ${describeError(error)}`;
  switch (response.status) {
    case 401:
      return new Failure({ exitCode: ExitCode.account, code: 'token-refused', message, help: tokenHelp });
    case 403:
      return new Failure({
        exitCode: ExitCode.account,
        code: 'scope-missing',
        message,
        help: scopeHelp(error.missingScopes, request),
      });
    case 429:
      return error.isDailyLimit
        ? quotaUsedUp(message)
        : new Failure({ code: 'hubspot-busy', message, help: retryLaterHelp });
    default:
      return new Failure({
        code: 'hubspot-refused',
        message,
        help:
          response.status >= 500
            ? retryLaterHelp
            : 'HubSpot does not know this request. Check the ids in the file; `rollcall doctor` shows which routes work.',
      });
  }
}

/** How to give a token what it lacks. */
export function scopeHelp(missing: readonly string[], { route }: HubSpotRequest): string {
  if (missing.length > 0) {
    return `Give the token's app the scope ${missing.join(', ')} in HubSpot (Settings, Integrations), then run again.`;
  }
  const scope = `HubSpot names no missing scope; the route needs ${route.scope}, so check that the token's app has it`;
  // Whether service keys may call the old generation is published nowhere.
  return route.path.startsWith('/automation/v2/')
    ? `${scope}. If the token is a service key: HubSpot may close these routes to service keys, so use a private app's token.`
    : `${scope}, and that its user may do this.`;
}

/** The account's calls of the day are used up. */
function quotaUsedUp(message: string): Failure {
  return new Failure({
    exitCode: ExitCode.quota,
    code: 'quota-used-up',
    message,
    help: "The account's daily quota is used up. Run again tomorrow: it continues where it stopped.",
  });
}

const retryLaterHelp = 'Run again in a few minutes; if it stays so, see https://status.hubspot.com.';

/** The failure of a read that never got a usable answer. */
export function noUsableResponse(request: HubSpotRequest, why: string): Failure {
  return new Failure({
    code: 'hubspot-no-response',
    message: `${request.label} got no usable response: ${why}`,
    help: `Nothing was changed. ${retryLaterHelp}`,
  });
}

/** The failure of a read that a proxy did not let through. */
export function blockedByProxy(request: HubSpotRequest, why: string, { code, help }: ProxyProblem): Failure {
  return new Failure({ code, message: `${request.label} was not sent: ${why}`, help });
}

/** The failure of a read whose answer can't be read. */
export function unreadableResponse(request: HubSpotRequest, response: RawResponse, why: string): Failure {
  return new Failure({
    code: 'hubspot-no-response',
    message: `${request.label} returned ${describeUnreadable(response, why)}`,
    help: `Nothing was changed. ${retryLaterHelp}`,
  });
}

/** The failure of an answer that is JSON and yet not what the route promises. */
export function unexpectedResponse(request: HubSpotRequest, why: string): Failure {
  return new Failure({
    code: 'hubspot-unexpected',
    message: `${request.label} returned an undocumented response: ${why}`,
    help: 'Nothing was changed. If HUBSPOT_BASE_URL is set, check it; else report this with the line above.',
  });
}

/** HubSpot's error body with every field optional, as it is in the wild. Addresses are masked. */
export interface HubSpotError {
  readonly status: number;
  readonly message?: string;
  readonly correlationId?: string;
  readonly missingScopes: readonly string[];
  /** A 429 that lasts until the account's midnight. */
  readonly isDailyLimit: boolean;
  /** Words of `errorType`, `policyName`, `category`, `subCategory` and the messages, in upper case. */
  readonly codes: ReadonlySet<string>;
  /** The body is JSON of the shape that HubSpot gives its errors; a proxy's page or JSON is not. */
  readonly hasErrorShape: boolean;
}

export function hubspotErrorOf(response: RawResponse): HubSpotError {
  const body = parseBody(response.text);
  const json = objectOf(body.readable ? body.value : undefined);
  const message = textOf(json['message']) ?? textOf(objectsOf(json['errors'])[0]?.['message']);
  const correlationId = textOf(json['correlationId']) ?? textOf(response.headers['x-hubspot-correlation-id']);
  const policy = textOf(json['policyName']);
  return {
    status: response.status,
    ...(message === undefined ? {} : { message: maskEmails(message.slice(0, 2_000)) }),
    ...omitUndefined({ correlationId }),
    missingScopes: scopesOf(json),
    isDailyLimit:
      policy === undefined ? /\bdaily\b/i.test(message ?? '') : policy.toUpperCase().includes('DAILY'),
    codes: codesOf(json),
    hasErrorShape: hasErrorShape(json),
  };
}

/** How long a throttled account is closed at most, by the policy that it names: one second or ten. */
export function waitAfterThrottle(response: RawResponse): number {
  return hubspotErrorOf(response).codes.has('SECONDLY') ? 1_000 : 10_000;
}

/** Returns whether a body of a 2xx is really an error: `{"status": "error", …}`, in any case. */
export function isErrorBody(value: unknown): boolean {
  return textOf(objectOf(value)['status'])?.toLowerCase() === 'error';
}

/** HubSpot's errors have `"status": "error"` or a correlation id. Every other field is optional. */
function hasErrorShape(json: Json): boolean {
  const named = textOf(json['message']) ?? textOf(json['category']) ?? textOf(json['errorType']);
  return isErrorBody(json) || (textOf(json['correlationId']) !== undefined && named !== undefined);
}

/** `403, This app hasn't been granted …; correlation id 12ab`. */
export function describeError(error: HubSpotError): string {
  const detail =
    error.message === undefined ? '' : `, ${error.message.slice(0, 300).replace(/[.\s]+$/u, '')}`;
  return `${error.status}${detail}${correlationSuffix(error)}`;
}

/** Of a body that can't be read: `200 with a web page instead of JSON (15 characters); correlation id 12ab`. */
export function describeUnreadable(response: RawResponse, why: string): string {
  return `${response.status} with ${why}${correlationSuffix(hubspotErrorOf(response))}`;
}

function correlationSuffix({ correlationId }: HubSpotError): string {
  return correlationId === undefined ? '' : `; correlation id ${correlationId}`;
}

function scopesOf(json: Json): readonly string[] {
  const contexts = [json, ...objectsOf(json['errors'])].map((item) => objectOf(item['context']));
  const fields = ['missingScopes', 'requiredGranularScopes', 'requiredScopes'];
  return [...new Set(contexts.flatMap((context) => fields.flatMap((name) => idsOf(context[name]))))];
}

const codeFields = ['errorType', 'policyName', 'category', 'subCategory', 'message'] as const;

function codesOf(json: Json): ReadonlySet<string> {
  const texts = [json, ...objectsOf(json['errors'])].flatMap((item) =>
    codeFields.flatMap((field) => textOf(item[field]) ?? []),
  );
  return new Set(
    texts.flatMap(
      (text) =>
        text
          .slice(0, 2_000)
          .toUpperCase()
          .match(/[A-Z0-9_]+/g) ?? [],
    ),
  );
}

/** The error for the caller when a proxy opened no connection. */
interface ProxyProblem {
  readonly code: 'proxy-refused' | 'proxy-unreachable';
  readonly help: string;
  /** Another attempt would fail in the same way. */
  readonly final: boolean;
}

/** A request without a complete response. */
export class TransportError extends Error {
  /** Nothing left this process: the connection never opened. */
  readonly unopened: boolean;
  /** Present where a proxy, not HubSpot, is the cause. */
  readonly proxy: ProxyProblem | undefined;

  constructor(
    message: string,
    options: {
      readonly unopened?: boolean;
      readonly proxy?: ProxyProblem | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'TransportError';
    this.unopened = options.unopened ?? false;
    this.proxy = options.proxy;
  }
}
