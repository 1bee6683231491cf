import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addList, canonicalJson, digest, digestPieces } from '../../src/model/digest.ts';

/** Values that JSON contains or omits, under keys of every kind. */
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.array(tie('value')),
    fc.dictionary(fc.oneof(fc.string({ unit: 'binary' }), fc.nat().map(String)), tie('value')),
    fc.record({ id: tie('value'), email: tie('value'), address: tie('value') }, { requiredKeys: [] }),
  ),
})).value;

/** Returns canonical JSON in the simplest way. */
function referenceJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(referenceJson).join(',')}]`;
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${referenceJson(field)}`);
  return `{${fields.join(',')}}`;
}

test('canonical JSON has sorted object keys', () => {
  fc.assert(
    fc.property(anything, (value) => {
      expect(canonicalJson(value)).toBe(referenceJson(value));
    }),
    { numRuns: 1_000 },
  );
});

test('canonical JSON does not depend on the cache of shapes', () => {
  for (let index = 0; index < 300; index += 1) {
    const value = { [`key-${index}`]: 1, also: index };
    expect([canonicalJson(value), canonicalJson(value)]).toEqual([
      referenceJson(value),
      referenceJson(value),
    ]);
  }
});

test('a digest in pieces equals the digest of the whole text', () => {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  fc.assert(
    fc.property(fc.array(anything), (items) => {
      expect(digestPieces((add) => addList(items, add))).toBe(sha256(referenceJson(items)));
      expect(digest(items)).toBe(sha256(referenceJson(items)));
    }),
  );
  const long = Array.from({ length: 5_000 }, (_, index) => `person-${index}@northwind.example`);
  expect(digestPieces((add) => addList(long, add))).toBe(sha256(referenceJson(long)));
});
