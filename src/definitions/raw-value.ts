import type { RawObject, RawValue } from '../model/definition.ts';

export type { RawObject, RawValue } from '../model/definition.ts';

/**
 * Returns a JSON value with the keys of its objects sorted, so that equal values are written in equal order. Values that
 * JSON does not have become null, as in `JSON.stringify`.
 */
export function rawValueOf(value: unknown): RawValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  // `+ 0` turns -0, which JSON writes as 0, into 0.
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  if (Array.isArray(value)) return value.map(rawValueOf);
  return value !== null && typeof value === 'object' ? rawObjectOf(value) : null;
}

/** Returns an object as raw JSON with sorted keys, without undefined values; an empty object for other values. */
export function rawObjectOf(value: unknown): RawObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return {};
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]): [string, RawValue] => [key, rawValueOf(item)]),
  );
}

export function isRawObject(value: RawValue | undefined): value is RawObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Returns an object without some of its keys. */
export function withoutKeys(value: RawObject, keys: readonly string[]): RawObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

export function isEmptyObject(value: RawObject): boolean {
  return Object.keys(value).length === 0;
}

/** Returns an id as text: HubSpot sends ids as integers and as strings. */
export function idTextOf(value: RawValue | undefined): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Returns the value of a key that the object itself has: raw objects may have keys such as `__proto__`. */
export function ownValue(value: RawObject, key: string): RawValue | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
