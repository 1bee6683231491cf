import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { matchesGlob } from '../../../src/model/target.ts';
import { compileWildcard } from '../../../src/model/text/wildcard.ts';

/** Returns whether a text matches a pattern, by the plain definition. */
function matchesSlowly(text: readonly string[], pattern: readonly string[]): boolean {
  const [wanted, ...rest] = pattern;
  if (wanted === undefined) return text.length === 0;
  if (wanted === '*')
    return text.some((_, at) => matchesSlowly(text.slice(at), rest)) || matchesSlowly([], rest);
  return text.length > 0 && (wanted === '?' || wanted === text[0]) && matchesSlowly(text.slice(1), rest);
}

describe('a wildcard pattern', () => {
  test('agrees with the plain definition', () => {
    const letters = (marks: string) =>
      fc.array(fc.constantFrom(...Array.from(`ab\u{1F600}${marks}`)), { maxLength: 8 });
    fc.assert(
      fc.property(letters(''), letters('*?'), (text, pattern) => {
        expect(compileWildcard(pattern.join(''), '?')(text.join(''))).toBe(matchesSlowly(text, pattern));
      }),
      { numRuns: 5000 },
    );
  });

  test('treats `?` as a literal without a single-character mark', () => {
    expect(compileWildcard('a?@x.example')('ab@x.example')).toBe(false);
    expect(compileWildcard('a?@x.example')('a?@x.example')).toBe(true);
  });

  test('searches each piece once, also for a hostile pattern', () => {
    const pieces = 2000;
    const matches = compileWildcard(`${'*a'.repeat(pieces)}*b@x.example`);
    const text = `${'a'.repeat(5000)}@x.example`;
    const search = vi.spyOn(String.prototype, 'indexOf');
    const found = matches(text);
    const places = search.mock.calls.map(([, from = 0]) => from);
    search.mockRestore();

    expect(found).toBe(false);
    expect(places.length).toBeGreaterThan(0);
    expect(places.length).toBeLessThanOrEqual(pieces + 1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('is the basis of address globs', () => {
    expect(matchesGlob('sequences.q4-outbound/1042', 'sequences.q4-*')).toBe(true);
    expect(matchesGlob('sequences.q4-outbound/1042', '*/104?')).toBe(true);
    expect(matchesGlob('sequences.q4-outbound/1042', 'sequences.q4.outbound/1042')).toBe(false);
  });
});
