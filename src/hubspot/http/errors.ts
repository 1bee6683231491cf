import type { HubSpotResponse } from '../../model/account.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { maskEmails } from '../../model/text/mask-emails.ts';
import type { HubSpotRequest } from './request.ts';
import { parseBody, idsOf, type Json, objectOf, objectsOf, type RawResponse, textOf } from './response.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { plainText, quotedName } from '../../model/text/quoted-name.ts';

/** The help for a refused token. */
export const tokenHelp =
  'Check HUBSPOT_ACCESS_TOKEN, or the variable that `token` in the file names: it must be a current service key of this account (Development > Keys > Service keys), the token of a project app, or that of an existing legacy private app.';

/** Returns the failure of a read that HubSpot refused: the request, HubSpot's reason and the next step. */
export function refusedRead(request: HubSpotRequest, response: RawResponse): Failure {
  const error = hubspotErrorOf(response);
  const message = `${request.label} returned ${describeError(error)}`;
  switch (response.status) {
    case 401:
      return new Failure({ exitCode: ExitCode.account, code: 'token-refused', message, help: tokenHelp });
    case 403:
      return new Failure({
        exitCode: ExitCode.account,
        code: isV2(request) && error.missingScopes.length === 0 ? 'v2-routes-refused' : 'scope-missing',
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
        help: response.status >= 500 ? retryLaterHelp : refusedHelp(request),
      });
  }
}

function refusedHelp({ route }: HubSpotRequest): string {
  return route.name === 'account-details'
    ? "Run `rollcall doctor`: it shows which versions of HubSpot's API the token reaches, and the key that chooses one (`apiVersion`)."
    : 'Check the ids in the file. `rollcall doctor` shows which routes and versions work.';
}

/** Returns the help for a missing scope. Names the scopes of the route if HubSpot names none. */
export function scopeHelp(missing: readonly string[], request: HubSpotRequest): string {
  if (missing.length > 0) {
    return `Add the scope ${missing.join(', ')} to the service key in HubSpot (Development > Keys > Service keys), or to the app of the token, then run again.`;
  }
  const scopes = request.route.scopes.join(' and ');
  return isV2(request)
    ? `HubSpot names no missing scope, and does not document whether service keys may call the v2 workflow routes. If the token has ${scopes}, two ways remain: enroll through a list (\`via: { list: … }\`) and read an \`activeList\`, or use the static token of a project app.`
    : `HubSpot names no missing scope. The route needs ${scopes}: check that the token has it, and that its user has the permission.`;
}

function isV2({ route }: HubSpotRequest): boolean {
  return route.path.startsWith('/automation/v2/');
}

function quotaUsedUp(message: string): Failure {
  return new Failure({
    exitCode: ExitCode.quota,
    code: 'quota-used-up',
    message,
    help: "The account's daily quota is used up. Run again tomorrow; the run continues where it stopped.",
  });
}

const retryLaterHelp =
  'Run again in a few minutes. If the problem persists, check https://status.hubspot.com.';

/** Returns the failure of a read without a usable response. */
export function noUsableResponse(request: HubSpotRequest, why: string): Failure {
  return new Failure({
    code: 'hubspot-no-response',
    message: `${request.label} got no usable response: ${why}`,
    help: retryLaterHelp,
  });
}

/** Returns the failure of a read that the proxy blocked. */
export function blockedByProxy(request: HubSpotRequest, why: string, { code, help }: ProxyProblem): Failure {
  return new Failure({ code, message: `${request.label} was not sent: ${why}`, help });
}

/** Returns the failure of a read whose response body is not readable. */
export function unreadableResponse(request: HubSpotRequest, response: RawResponse, why: string): Failure {
  return new Failure({
    code: 'hubspot-no-response',
    message: `${request.label} returned ${describeUnreadable(response, why)}`,
    help: retryLaterHelp,
  });
}

/** Returns the failure of a read whose response is JSON, but not what the route documents. */
export function unexpectedResponse(request: HubSpotRequest, why: string): Failure {
  return new Failure({
    code: 'hubspot-unexpected',
    message: `${request.label} returned an undocumented response: ${why}`,
    help: 'If HUBSPOT_BASE_URL is set, check it. Otherwise report this with the line above.',
  });
}

/** The contents of HubSpot's error body. In practice every field is optional. Emails are masked. */
export interface HubSpotError {
  readonly status: number;
  readonly message?: string;
  readonly correlationId?: string;
  /** The messages of the single errors. Emails are masked. */
  readonly details: readonly string[];
  readonly missingScopes: readonly string[];
  /** Whether a 429 is for the daily quota, which lasts until the account's midnight. */
  readonly isDailyLimit: boolean;
  /** Words of `errorType`, `policyName`, `category`, `subCategory` and the messages, in upper case. */
  readonly codes: ReadonlySet<string>;
  /** HubSpot's own name of the error, if the body has one: `SequenceError.NO_INBOX`, else `VALIDATION_ERROR`. */
  readonly name?: string;
  /** Whether the body has the shape of HubSpot's errors; a proxy's page or JSON does not. */
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
    details: detailsOf(json, message),
    missingScopes: scopesOf(json),
    isDailyLimit:
      policy === undefined ? /\bdaily\b/i.test(message ?? '') : policy.toUpperCase().includes('DAILY'),
    codes: codesOf(json),
    ...omitUndefined({ name: errorNameOf(json) }),
    hasErrorShape: hasErrorShape(json),
  };
}

/** Returns the longest wait after a 429 in milliseconds, by the policy that it names: 1 s or 10 s. */
export function waitAfterThrottle(response: RawResponse): number {
  return hubspotErrorOf(response).codes.has('SECONDLY') ? 1_000 : 10_000;
}

/** Returns whether a body is an error although the status is 2xx: `{"status": "error", …}`, in upper or lower case. */
export function isErrorBody(value: unknown): boolean {
  return textOf(objectOf(value)['status'])?.toLowerCase() === 'error';
}

/** HubSpot's errors have `"status": "error"` or a correlation id. Every other field is optional. */
function hasErrorShape(json: Json): boolean {
  const named = textOf(json['message']) ?? textOf(json['category']) ?? textOf(json['errorType']);
  return isErrorBody(json) || (textOf(json['correlationId']) !== undefined && named !== undefined);
}

/** Returns the response for a report. `code` is the part of HubSpot's name that decided; the result has the whole name. */
export function toHubSpotResponse(
  request: HubSpotRequest,
  { status, name, message, correlationId }: HubSpotError,
  code?: string,
): HubSpotResponse {
  const hasCode = code === undefined || name?.toUpperCase().split('.').includes(code);
  return {
    request: request.label,
    status,
    ...omitUndefined({ code: hasCode ? name : code, message, correlationId }),
  };
}

/** Returns a message of HubSpot on one line, cut, and without its full stop. */
export function shortMessage(message: string): string {
  return plainText(message, 300).replace(/[.\s]+$/u, '');
}

/** Returns the status, message and correlation id: `403, "This app hasn't been granted …"; correlation id 12ab`. */
export function describeError(error: HubSpotError): string {
  return `${describeStatus(error)}${correlationSuffix(error)}`;
}

/** Returns the status and message, which may quote names and is not a sentence of rollcall: `503, "busy"`. */
export function describeStatus({ status, message }: HubSpotError): string {
  return message === undefined ? `${status}` : `${status}, ${quotedName(shortMessage(message), 300)}`;
}

/** Describes an unreadable body: `200 with a web page instead of JSON (15 characters); correlation id 12ab`. */
function describeUnreadable(response: RawResponse, why: string): string {
  return `${response.status} with ${why}${correlationSuffix(hubspotErrorOf(response))}`;
}

function correlationSuffix({ correlationId }: HubSpotError): string {
  return correlationId === undefined ? '' : `; correlation id ${correlationId}`;
}

/** Returns the messages in `errors`; without any, those in JSON at the end of the message, as for invalid properties. */
function detailsOf(json: Json, message: string | undefined): readonly string[] {
  const listed = objectsOf(json['errors']);
  const embedded = parseBody(/\[\{.*\}\]$/su.exec(message?.trim() ?? '')?.[0] ?? '');
  const found = listed.length > 0 ? listed : objectsOf(embedded.readable ? embedded.value : undefined);
  return found.flatMap((item) => {
    const text = textOf(item['message']);
    return text === undefined ? [] : [maskEmails(text.slice(0, 2_000))];
  });
}

function scopesOf(json: Json): readonly string[] {
  const contexts = [json, ...objectsOf(json['errors'])].map((item) => objectOf(item['context']));
  const fields = ['missingScopes', 'requiredGranularScopes', 'requiredScopes'];
  return [...new Set(contexts.flatMap((context) => fields.flatMap((name) => idsOf(context[name]))))];
}

/** Returns the most specific name of an error. It is an identifier, so it contains no email address. */
function errorNameOf(json: Json): string | undefined {
  const [first] = objectsOf(json['errors']);
  const names = [json['subCategory'], first?.['subCategory'], json['errorType'], json['category']];
  return names.map(textOf).find((name) => name !== undefined && /^[\w.]{1,80}$/u.test(name));
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

/** Why a proxy opened no connection. */
interface ProxyProblem {
  readonly code: 'proxy-refused' | 'proxy-unreachable';
  readonly help: string;
  /** Whether another attempt would fail in the same way. */
  readonly final: boolean;
}

/** The error of a request that got no complete response. */
export class TransportError extends Error {
  /** Whether the connection never opened, so nothing was sent. */
  readonly unopened: boolean;
  /** Present if the proxy, not HubSpot, is the cause. */
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
