import { maskAddresses } from '../model/text/mask-emails.ts';
import type { RawAnswer } from './http/response.ts';
import { bodyOf } from './http/response.ts';
import { idsOf, objectOf, objectsOf, textOf } from './json.ts';
import type { Json } from './json.ts';

/** HubSpot's error body with every field optional, as it is in the wild. Addresses are masked. */
export interface HubSpotError {
  readonly status: number;
  readonly message?: string;
  readonly correlationId?: string;
  readonly missingScopes: readonly string[];
  /** A 429 that lasts until the account's midnight. */
  readonly daily: boolean;
  /** Words of `errorType`, `policyName`, `category`, `subCategory` and the messages, in upper case. */
  readonly codes: ReadonlySet<string>;
  /** The body is JSON of the shape that HubSpot gives its errors; a proxy's page or JSON is not. */
  readonly isHubSpots: boolean;
}

export function hubspotErrorOf(answer: RawAnswer): HubSpotError {
  const body = bodyOf(answer.text);
  const json = objectOf(body.readable ? body.value : undefined);
  const message = textOf(json['message']) ?? textOf(objectsOf(json['errors'])[0]?.['message']);
  const correlationId = textOf(json['correlationId']) ?? textOf(answer.headers['x-hubspot-correlation-id']);
  const policy = textOf(json['policyName']);
  return {
    status: answer.status,
    ...(message === undefined ? {} : { message: maskAddresses(message.slice(0, 2_000)) }),
    ...(correlationId === undefined ? {} : { correlationId }),
    missingScopes: scopesOf(json),
    daily: policy === undefined ? /\bdaily\b/i.test(message ?? '') : policy.toUpperCase().includes('DAILY'),
    codes: codesOf(json),
    isHubSpots: isHubSpotError(json),
  };
}

/** Returns whether a body of a 2xx is really an error: `{"status": "error", …}`, in any case. */
export function isErrorBody(value: unknown): boolean {
  return textOf(objectOf(value)['status'])?.toLowerCase() === 'error';
}

/** HubSpot's errors have `"status": "error"` or a correlation id. Every other field is optional. */
function isHubSpotError(json: Json): boolean {
  const named = textOf(json['message']) ?? textOf(json['category']) ?? textOf(json['errorType']);
  return isErrorBody(json) || (textOf(json['correlationId']) !== undefined && named !== undefined);
}

/** `403, This app hasn't been granted …; correlation id 12ab`. */
export function describeError(error: HubSpotError): string {
  const said = error.message === undefined ? '' : `, ${error.message.slice(0, 300).replace(/[.\s]+$/u, '')}`;
  return `${error.status}${said}${withId(error)}`;
}

/** Of a body that can't be read: `200 with a web page instead of JSON (15 characters); correlation id 12ab`. */
export function describeUnreadable(answer: RawAnswer, why: string): string {
  return `${answer.status} with ${why}${withId(hubspotErrorOf(answer))}`;
}

function withId({ correlationId }: HubSpotError): string {
  return correlationId === undefined ? '' : `; correlation id ${correlationId}`;
}

function scopesOf(json: Json): readonly string[] {
  const contexts = [json, ...objectsOf(json['errors'])].map((item) => objectOf(item['context']));
  const names = ['missingScopes', 'requiredGranularScopes', 'requiredScopes'];
  return [...new Set(contexts.flatMap((context) => names.flatMap((name) => idsOf(context[name]))))];
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
