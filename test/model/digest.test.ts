import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addList, canonicalJson, digest, digestPieces } from '../../src/model/digest.ts';

/** What JSON can hold and what it leaves out, under keys of every kind. */
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

/** The plainest way to write it. */
function plain(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(plain).join(',')}]`;
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${plain(field)}`);
  return `{${fields.join(',')}}`;
}

test('canonical JSON has the keys of every object in order', () => {
  fc.assert(
    fc.property(anything, (value) => {
      expect(canonicalJson(value)).toBe(plain(value));
    }),
    { numRuns: 1_000 },
  );
});

test('canonical JSON of more shapes than are remembered is no different', () => {
  for (let index = 0; index < 300; index += 1) {
    const value = { [`key-${index}`]: 1, also: index };
    expect([canonicalJson(value), canonicalJson(value)]).toEqual([plain(value), plain(value)]);
  }
});

test('a digest in pieces is that of the whole text', () => {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  fc.assert(
    fc.property(fc.array(anything), (items) => {
      expect(digestPieces((add) => addList(items, add))).toBe(sha256(plain(items)));
      expect(digest(items)).toBe(sha256(plain(items)));
    }),
  );
  const long = Array.from({ length: 5_000 }, (_, index) => `person-${index}@northwind.example`);
  expect(digestPieces((add) => addList(long, add))).toBe(sha256(plain(long)));
});
