import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { wrap } from '../../src/render/text/layout.ts';
import { displayWidth } from '../../src/render/view/display-width.ts';
import { count, countPeople } from '../../src/render/view/format.ts';
import { truncateList } from '../../src/render/view/truncated-list.ts';

describe('count', () => {
  it.each([
    [count(0, 'email'), '0 emails'],
    [count(1, 'email'), '1 email'],
    [count(99_975, 'email'), '99,975 emails'],
    [countPeople(1), '1 person'],
    [countPeople(12), '12 people'],
  ])('returns %s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe('wrap', () => {
  const words = fc.array(fc.stringMatching(/^[a-z@.•]{1,30}$/), { minLength: 1 });

  it('keeps every word whole and in order, and stays within the width', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 10, max: 60 }), (parts, width) => {
        const lines = wrap(parts.join(' '), { width, first: '  ', rest: '    ' });
        expect(lines.flatMap((line) => line.trim().split(' ')).filter(Boolean)).toEqual(parts);
        expect(lines.filter((line) => displayWidth(line) > width && line.trim().includes(' '))).toEqual([]);
      }),
    );
  });
});

describe('displayWidth', () => {
  it('equals the terminal width for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const printable = text.replace(/\p{C}/gu, '');
        expect(displayWidth(printable)).toBe(stringWidth(printable));
      }),
    );
  });
});

describe('truncateList', () => {
  it('shows or counts every item', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 60 }), fc.nat(20), fc.nat(5), (items, head, tail) => {
        const { first, hidden, last } = truncateList(items, { head, tail });
        expect(first.length + hidden + last.length).toBe(items.length);
        expect([...first, ...items.slice(first.length, first.length + hidden), ...last]).toEqual(items);
        expect(hidden).not.toBe(1);
      }),
    );
  });
});
