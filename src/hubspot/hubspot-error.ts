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
  const correlationId = textOf(json['correlationId']) ?? answer.headers['x-hubspot-correlation-id'];
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

/** Whether a body of a 2xx is really an error: `{"status": "error", …}`. */
export function isErrorBody(value: unknown): boolean {
  return objectOf(value)['status'] === 'error';
}

/** `403, This app hasn't been granted …; correlation id 12ab`. */
export function describeError(error: HubSpotError): string {
  const said = error.message === undefined ? '' : `, ${error.message.slice(0, 300)}`;
  const id = error.correlationId === undefined ? '' : `; correlation id ${error.correlationId}`;
  return `${error.status}${said}${id}`;
}

function maskAddresses(text: string): string {
  return text.replace(/[^\s<>"'(),;:=/[\]{}]+@[^\s<>"'(),;:=/[\]{}]+/gu, maskEmail);
}

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
