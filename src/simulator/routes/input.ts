/** Reading what a client sent, as strictly as HubSpot does. Every function throws a `Refusal`. */
import { type Call, invalid } from './route.ts';

export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The body, which must be an object with at least these fields. */
export function bodyOf({ body }: Call, required: readonly string[] = []): Json {
  if (!isJson(body)) throw invalid('Invalid input JSON: an object is expected');
  const absent = required.filter((name) => body[name] === undefined || body[name] === null);
  if (absent.length > 0) {
    throw invalid(
      `Invalid input JSON on line 1, column 1: Some required fields were not set: [${absent.join(', ')}]`,
    );
  }
  return body;
}

/** An id, sent as an integer or as decimal text. */
export function idOf(value: unknown, name: string): string {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (!/^\d+$/.test(text)) throw invalid(`${name} must be a valid ID`, { [name]: [text] });
  return text;
}

export function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw invalid(`${name} must be a text`, { [name]: [] });
  return value;
}

export function textsOf(value: unknown, name: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every((part) => typeof part === 'string')) {
    throw invalid(`${name} must be a list of texts`);
  }
  return value;
}

/** A value as a client may send it in place of text: numbers and booleans too; null is no text. */
export function looseText(value: unknown, name: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  throw invalid(`${name} must be a text`);
}

/** The `inputs` of a batch, at most so many. */
export function inputsOf(call: Call, limit: number): readonly Json[] {
  const { inputs } = bodyOf(call, ['inputs']);
  if (!Array.isArray(inputs) || !inputs.every(isJson)) throw invalid('inputs must be a list of objects');
  if (inputs.length > limit) {
    throw invalid(`The maximum number of inputs supported in a batch request is ${limit}`, {
      inputs: [String(inputs.length)],
    });
  }
  return inputs;
}

/** A part of the path; routes name their parts, so that it is always there. */
export function paramOf({ params }: Call, name: string): string {
  return params[name] ?? '';
}

/** A query parameter that must be given. */
export function queryOf({ query }: Call, name: string): string {
  const value = query.get(name);
  if (value === null || value === '') {
    throw invalid(`query param ${name} may not be null`, { [name]: ['null'] });
  }
  return value;
}
