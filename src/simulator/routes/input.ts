/** Reads path, query and body of a request as strictly as HubSpot does. Invalid input throws an `ErrorResponse`. */
import { type RouteRequest, invalidRequest } from './route.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the body, which must be an object with at least the required fields. */
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

/** Returns an id as text. The request may contain it as an integer or as decimal digits. */
export function requireId(value: unknown, name: string): string {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (!/^\d+$/.test(text)) throw invalidRequest(`${name} must be a valid ID`, { [name]: [text] });
  return text;
}

export function requireText(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '')
    throw invalidRequest(`${name} must be a string`, { [name]: [] });
  return value;
}

export function optionalTexts(value: unknown, name: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every((part) => typeof part === 'string')) {
    throw invalidRequest(`${name} must be a list of strings`);
  }
  return value;
}

/** Returns a text, number or boolean as text, and an empty text for null or undefined. */
export function scalarText(value: unknown, name: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  throw invalidRequest(`${name} must be a string`);
}

/** Returns the `inputs` of a batch request. Throws if there are more than `limit`. */
export function batchInputs(request: RouteRequest, limit: number): readonly JsonObject[] {
  const { inputs } = requireBody(request, ['inputs']);
  if (!Array.isArray(inputs) || !inputs.every(isJsonObject))
    throw invalidRequest('inputs must be a list of objects');
  if (inputs.length > limit) {
    throw invalidRequest(`The maximum number of inputs supported in a batch request is ${limit}`, {
      inputs: [String(inputs.length)],
    });
  }
  return inputs;
}

/** Returns a path parameter. The route matched, so it has a value for each of its own parameters. */
export function pathParam({ params }: RouteRequest, name: string): string {
  return params[name] ?? '';
}

/** Returns a required query parameter. */
export function requireQueryParam({ query }: RouteRequest, name: string): string {
  const value = query.get(name);
  if (value === null || value === '') {
    throw invalidRequest(`query param ${name} may not be null`, { [name]: ['null'] });
  }
  return value;
}
