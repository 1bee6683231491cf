/** Lenient looks into answers: HubSpot marks few fields as required, and ids come as integers or strings. */
import type { Instant } from '../model/time.ts';
import { instantOf } from '../model/time.ts';

export type Json = Readonly<Record<string, unknown>>;

/** The object, or an empty one. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** The objects of an array; nothing else counts. */
export function objectsOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A text that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** An id as text; integers and decimal text are equal. */
export function idOf(value: unknown): string | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : textOf(value);
}

/** The ids of an array. */
export function idsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((item) => idOf(item) ?? []) : [];
}

/** A moment written as ISO 8601 or as milliseconds since 1970. */
export function momentOf(value: unknown): Instant | undefined {
  const text = idOf(value);
  if (text === undefined) return undefined;
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15 ? instantOf(at) : undefined;
}

/** The cursor of the next page. */
export function nextPage(body: Json): string | undefined {
  return idOf(objectOf(objectOf(body['paging'])['next'])['after']);
}
