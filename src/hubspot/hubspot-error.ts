import { maskEmail } from '../model/email.ts';
import type { RawAnswer } from './answer.ts';
import { bodyOf } from './answer.ts';
import { idsOf, objectOf, objectsOf, textOf } from './json.ts';

/** HubSpot's error body with every field optional, as it is in the wild. Addresses are masked. */
export interface HubSpotError {
  readonly status: number;
  readonly message?: string;
  readonly correlationId?: string;
  readonly missingScopes: readonly string[];
  /** A 429 that lasts until the account's midnight. */
  readonly daily: boolean;
  /** Upper-case words anywhere in the body: categories and reasons such as `UNSUBSCRIBED`. */
  readonly words: readonly string[];
}

export function hubspotErrorOf(answer: RawAnswer): HubSpotError {
  const body = bodyOf(answer.text);
  const json = objectOf(body.readable ? body.value : undefined);
  const message = textOf(json['message']) ?? textOf(objectsOf(json['errors'])[0]?.['message']);
  const correlationId = textOf(json['correlationId']) ?? textOf(answer.headers['x-hubspot-correlation-id']);
  const policy = textOf(json['policyName']);
  return {
    status: answer.status,
    ...(message === undefined ? {} : { message: maskAddresses(message) }),
    ...(correlationId === undefined ? {} : { correlationId }),
    missingScopes: scopesOf(json),
    daily: policy === undefined ? /\bdaily\b/i.test(message ?? '') : policy.toUpperCase().includes('DAILY'),
    words: body.readable ? wordsOf(answer.text) : [],
  };
}

/** Whether a body of a 2xx is really an error: `{"status": "error", …}`, in any case. */
export function isErrorBody(value: unknown): boolean {
  return textOf(objectOf(value)['status'])?.toLowerCase() === 'error';
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

/**
 * A text of HubSpot's as it may be shown: its first 2,000 characters, with addresses masked, those
 * written as in a URL as well.
 */
export function maskAddresses(text: string): string {
  // Time grows with the square of a text without spaces.
  return text.slice(0, 2_000).replace(address, (found) => maskEmail(found.replaceAll(encodedAt, '@')));
}

const encodedAt = /%(?:25)*40/g;
const address = /[^\s<>"'(),;:=/[\]{}]+(?:@|%(?:25)*40)[^\s<>"'(),;:=/[\]{}]+/gu;

function scopesOf(json: Readonly<Record<string, unknown>>): readonly string[] {
  const contexts = [json, ...objectsOf(json['errors'])].map((item) => objectOf(item['context']));
  const names = ['missingScopes', 'requiredGranularScopes', 'requiredScopes'];
  return [...new Set(contexts.flatMap((context) => names.flatMap((name) => idsOf(context[name]))))];
}

function wordsOf(text: string): readonly string[] {
  return [...new Set(text.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b/g) ?? [])].filter(
    (word) => word.length > 4,
  );
}
