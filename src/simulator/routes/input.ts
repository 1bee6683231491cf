/** Reading what a client sent, as strictly as HubSpot does. Every function throws a `Refusal`. */
import { type RouteRequest, invalidRequest } from './route.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The body, which must be an object with at least these fields. */
export function requireBody({ body }: RouteRequest, required: readonly string[] = []): JsonObject {
  if (!isJsonObject(body)) throw invalidRequest('Invalid input JSON: an object is expected');
  const absent = required.filter((name) => body[name] === undefined || body[name] === null);
  if (absent.length > 0) {
    throw invalidRequest(
      `Invalid input JSON on line 1, column 1: Some required fields were not set: [${absent.join(', ')}]`,
    );
  }
  return body;
}

/** An id, sent as an integer or as decimal text. */
export function requireId(value: unknown, name: string): string {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (!/^\d+$/.test(text)) throw invalidRequest(`${name} must be a valid ID`, { [name]: [text] });
  return text;
}

export function requireText(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '')
    throw invalidRequest(`${name} must be a text`, { [name]: [] });
  return value;
}

export function optionalTexts(value: unknown, name: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every((part) => typeof part === 'string')) {
    throw invalidRequest(`${name} must be a list of texts`);
  }
  return value;
}

/** A value as a client may send it in place of text: numbers and booleans too; null is no text. */
export function scalarText(value: unknown, name: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  throw invalidRequest(`${name} must be a text`);
}

/** The `inputs` of a batch, at most so many. */
export function batchInputs(call: RouteRequest, limit: number): readonly JsonObject[] {
  const { inputs } = requireBody(call, ['inputs']);
  if (!Array.isArray(inputs) || !inputs.every(isJsonObject))
    throw invalidRequest('inputs must be a list of objects');
  if (inputs.length > limit) {
    throw invalidRequest(`The maximum number of inputs supported in a batch request is ${limit}`, {
      inputs: [String(inputs.length)],
    });
  }
  return inputs;
}

/** A part of the path; routes name their parts, so that it is always there. */
export function pathParam({ params }: RouteRequest, name: string): string {
  return params[name] ?? '';
}

/** A query parameter that must be given. */
export function requireQueryParam({ query }: RouteRequest, name: string): string {
  const value = query.get(name);
  if (value === null || value === '') {
    throw invalidRequest(`query param ${name} may not be null`, { [name]: ['null'] });
  }
  return value;
}
